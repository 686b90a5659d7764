"""What happened, in order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, picture, rounded, words
from aurora_desk.gui.theme.typography import Type

STEP = 46
CIRCLE = 28
TEXT_LEFT = 40
LINE = 17
LEAST = 0.92
"""How much smaller a second line may be set to fit; what is longer still goes on in a line of its own."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened: icon and tone, what, by whom, when."""

    icon: str
    tone: str
    what: str
    who: str
    when: str

    @property
    def sentence(self) -> str:
        """The entry for people who listen."""
        return ", ".join(part for part in (self.when, self.what, self.who) if part)


class Timeline(QWidget):
    """A painted list of entries; all of them are in its accessible description."""

    def __init__(self, look: Look, *, name: str = "timeline", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entries: tuple[TimelineEntry, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("What happened"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        """Show what happened, oldest first."""
        self._entries = entries
        self.setAccessibleDescription(". ".join(entry.sentence for entry in entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(280), sum(self._height(self._lines(entry)) for entry in self._entries))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, top = QPainter(self), 0
        for place, entry in enumerate(self._entries):
            lines = self._lines(entry)
            row = QRect(0, top, self.width(), self._height(lines))
            self._paint_entry(painter, entry, lines, row, place)
            top += row.height()
        painter.end()

    def _lines(self, entry: TimelineEntry) -> list[str]:
        metrics = self._look.metrics(Type.LABEL, weight=400)
        return broken(entry.who, metrics, self.width() - self._look.px(TEXT_LEFT))

    def _height(self, lines: list[str]) -> int:
        return self._look.px(STEP) + (len(lines) - 1) * self._look.px(LINE)

    def _paint_entry(self, painter: QPainter, entry: TimelineEntry, lines: list[str], row: QRect, place: int) -> None:
        look, side = self._look, self._look.px(CIRCLE)
        circle = QRect(0, row.top() + 3, side, side)
        if place < len(self._entries) - 1:
            line = QRect(side // 2 - 1, circle.bottom() + 1, 2, row.height() - side)
            painter.fillRect(self._mirrored(line), look.colour("border"))
        shown = self._mirrored(circle)
        rounded(painter, shown, side / 2, fill=QColor(look.theme.soft(entry.tone)))
        picture(painter, shown, look.pixmap(entry.icon, entry.tone, 14, self.devicePixelRatioF()))
        half, left = look.px(19), look.px(TEXT_LEFT)
        when_width = look.metrics(Type.LABEL, weight=400).horizontalAdvance(entry.when) + 4
        upper = QRect(left, row.top(), row.width() - left - when_width - 8, half)
        lower = QRect(left, row.top() + half - 1, row.width() - left, look.px(LINE))
        when = QRect(row.width() - when_width, row.top(), when_width, half)
        label = look.font(Type.LABEL, weight=400)
        words(
            painter, self._mirrored(upper), entry.what, look.font(Type.BODY, weight=500), look.colour("text"), least=0.8
        )
        for number, part in enumerate(lines):
            box = self._mirrored(lower.translated(0, number * lower.height()))
            words(painter, box, part, label, look.colour("muted"), least=LEAST)
        words(painter, self._mirrored(when), entry.when, label, look.colour("muted"), END)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)


def broken(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """A text in lines that fit, broken between words; a single line may be a little too long and is set smaller."""
    if metrics.horizontalAdvance(text) * LEAST <= room:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and metrics.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
