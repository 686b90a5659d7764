"""One large choice among a few: the value of an option, with a word beneath it and the digit that chooses it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import START, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

WIDTH, HEIGHT, SIDE = 118, 62, 14


class OptionButton(QRadioButton):
    """Checked with fill, edge and weight; switched off it says why beneath its name."""

    def __init__(self, look: Look, text: str, *, key: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look, self._key = look, key
        self._note, self._tone = "", "muted"
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.follow(self._dress)

    @property
    def note(self) -> str:
        """The word beneath the value."""
        return self._note

    def set_note(self, note: str, tone: str = "muted") -> None:
        """Say something about the value: what it costs, that it is sold out, what it doesn't go with."""
        if (note, tone) != (self._note, self._tone):
            self._note, self._tone = note, tone
            self.setAccessibleDescription(note)
            self.setToolTip(note)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(96), self._look.px(HEIGHT))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, chosen, enabled = self._look, self.isChecked(), self.isEnabled()
        at_rest = "primary_soft" if chosen else "sunken" if self.underMouse() or not enabled else "surface"
        fill = "pressed" if self.isDown() else at_rest
        edge, width = ("focus", 2.0) if self.hasFocus() else ("primary", 1.5) if chosen else ("border", 1.0)
        ink = "disabled" if not enabled else "on_primary_soft" if chosen else "text"
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        colours = {"fill": look.colour(fill), "edge": look.colour(edge)}
        rounded(painter, self.rect(), Radius.FIELD, width=width, **colours)
        inner = self.rect().adjusted(SIDE, 0, -SIDE, 0)
        name = inner.adjusted(0, look.px(10), 0, -look.px(30)) if self._note else inner
        words(painter, name, self.text(), look.font(Type.STRONG), look.colour(ink), START)
        if self._note:
            beneath = inner.adjusted(0, look.px(32), 0, -look.px(10))
            tone = self._tone if enabled else "disabled"
            words(painter, beneath, self._note, look.font(Type.CAPTION), look.colour(tone), START)
        if self._key and enabled:
            self._paint_key(painter)
        painter.end()

    def _paint_key(self, painter: QPainter) -> None:
        look, side = self._look, self._look.px(18)
        box = QRect(self.width() - side - 8, 8, side, side)
        box = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
        rounded(painter, box, Radius.HINT, fill=look.colour("sunken"))
        words(painter, box, self._key, look.font(Type.CAPTION), look.colour("muted"), Qt.AlignmentFlag.AlignCenter)

    def _dress(self) -> None:
        self.setFont(self._look.font(Type.STRONG))
        self.updateGeometry()
        self.update()
