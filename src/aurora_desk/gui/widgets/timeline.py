"""What happened, in order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, fitting, picture, rounded, words
from aurora_desk.gui.theme.typography import Type

STEP = 46
CIRCLE = 28
TEXT_LEFT = 40
HALF = 19
LINE = 17
WHAT_LINE = 20
LEAST_WHAT, LEAST = 0.8, 0.92
"""How much smaller what happened and by whom may be set to fit; what is longer still goes on in a line of its own."""
BETWEEN = 8


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
        return QSize(self._look.px(280), sum(self._height(*self._lines(entry)) for entry in self._entries))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, top = QPainter(self), 0
        for place, entry in enumerate(self._entries):
            what, who = self._lines(entry)
            row = QRect(0, top, self.width(), self._height(what, who))
            self._paint_circle(painter, entry, row, last=place == len(self._entries) - 1)
            self._paint_words(painter, entry, what, who, row)
            top += row.height()
        painter.end()

    def _lines(self, entry: TimelineEntry) -> tuple[list[str], list[str]]:
        """What happened and by whom, in the lines that they take."""
        room = self.width() - self._look.px(TEXT_LEFT)
        beside = room - self._when_width(entry) - BETWEEN
        what = broken(entry.what, self._what_font(), beside, least=LEAST_WHAT)
        return what, broken(entry.who, self._label(), room, least=LEAST)

    def _height(self, what: list[str], who: list[str]) -> int:
        look = self._look
        return look.px(STEP) + (len(what) - 1) * look.px(WHAT_LINE) + (len(who) - 1) * look.px(LINE)

    def _paint_circle(self, painter: QPainter, entry: TimelineEntry, row: QRect, *, last: bool) -> None:
        look, side = self._look, self._look.px(CIRCLE)
        circle = QRect(0, row.top() + 3, side, side)
        if not last:
            line = QRect(side // 2 - 1, circle.bottom() + 1, 2, row.height() - side)
            painter.fillRect(self._mirrored(line), look.colour("border"))
        shown = self._mirrored(circle)
        rounded(painter, shown, side / 2, fill=QColor(look.theme.soft(entry.tone)))
        picture(painter, shown, look.pixmap(entry.icon, entry.tone, 14, self.devicePixelRatioF()))

    def _paint_words(
        self, painter: QPainter, entry: TimelineEntry, what: list[str], who: list[str], row: QRect
    ) -> None:
        look, left, when_width = self._look, self._look.px(TEXT_LEFT), self._when_width(entry)
        muted = look.colour("muted")
        box = QRect(left, row.top(), row.width() - left - when_width - BETWEEN, look.px(HALF))
        for number, part in enumerate(what):
            here = self._mirrored(box.translated(0, number * look.px(WHAT_LINE)))
            words(painter, here, part, self._what_font(), look.colour("text"), least=LEAST_WHAT)
        below = row.top() + look.px(HALF) - 1 + (len(what) - 1) * look.px(WHAT_LINE)
        box = QRect(left, below, row.width() - left, look.px(LINE))
        for number, part in enumerate(who):
            here = self._mirrored(box.translated(0, number * look.px(LINE)))
            words(painter, here, part, self._label(), muted, least=LEAST)
        when = QRect(row.width() - when_width, row.top(), when_width, look.px(HALF))
        words(painter, self._mirrored(when), entry.when, self._label(), muted, END)

    def _when_width(self, entry: TimelineEntry) -> int:
        return self._look.metrics(Type.LABEL, weight=400).horizontalAdvance(entry.when) + 4

    def _what_font(self) -> QFont:
        return self._look.font(Type.BODY, weight=500)

    def _label(self) -> QFont:
        return self._look.font(Type.LABEL, weight=400)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)


def broken(text: str, font: QFont, room: int, *, least: float) -> list[str]:
    """A text in lines that fit, broken between words; a single line may be a little too long and is set smaller.

    A word that is longer than a line, such as an address, goes on in the next one.
    """
    if _advance(fitting(font, text, room, least=least), text) <= room:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if _advance(font, longer) <= room:
            lines[-1] = longer
            continue
        first, *more = _pieces(word, font, room)
        lines = [*(lines if lines[-1] else lines[:-1]), first, *more]
    return lines


def _pieces(word: str, font: QFont, room: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _advance(font, pieces[-1] + letter) > room:
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _advance(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
