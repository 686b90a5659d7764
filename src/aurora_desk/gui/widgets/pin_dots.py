"""How many digits of a PIN are in."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look

DOTS = 4
DOT, GAP = 14, 18
EDGE_X, EDGE_Y = 16, 10
"""Room around the dots for the edge that shows the focus, in pixels."""
ROUND = 10
SHAKE_MS, SHAKE, TIMES = 360, 6, 3
"""One shake: how long, how far to each side in pixels, how often back and forth."""


class PinDots(QWidget):
    """Four dots; all red after a wrong PIN until the next digit, with one shake unless there is less motion."""

    def __init__(self, look: Look, *, name: str = "pin-dots", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.filled, self.wrong = look, 0, False
        self._aside = 0.0
        self._focused = False
        self._shake = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=SHAKE_MS)
        self._shake.valueChanged.connect(self._on_shaken)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)
        self.show_count(0)

    @property
    def shaking(self) -> bool:
        """Whether the dots still move."""
        return self._shake.state() is QVariantAnimation.State.Running

    def show_count(self, filled: int) -> None:
        """Show that many digits."""
        self.filled, self.wrong = filled, False
        self.setAccessibleName(self.tr("%n of 4 digits", "", filled))
        self.update()

    def show_wrong(self) -> None:
        """The PIN was not right."""
        if not self.wrong and not self._look.less_motion:
            self._shake.start()
        self.filled, self.wrong = 0, True
        self.setAccessibleName(self.tr("Wrong PIN"))
        self.update()

    def show_focus(self, focused: bool) -> None:
        """Whether the digits that are typed now come here."""
        self._focused = focused
        self.update()

    def sizeHint(self) -> QSize:
        # Room at both sides for the shake: nothing around it moves.
        return QSize(self._look.px(DOTS * DOT + (DOTS - 1) * GAP) + 2 * EDGE_X, self._look.px(DOT) + 2 * EDGE_Y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, step = self._look.px(DOT), self._look.px(DOT + GAP)
        if self._focused:
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), ROUND, ROUND)
        ink = self._look.colour("danger" if self.wrong else "primary")
        for place in range(DOTS):
            full = self.wrong or place < self.filled
            painter.setPen(Qt.PenStyle.NoPen if full else QPen(self._look.colour("outline"), 1.5))
            painter.setBrush(ink if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(EDGE_X + self._aside + place * step, EDGE_Y, side, side))
        painter.end()

    def _on_shaken(self, done: float) -> None:
        self._aside = SHAKE * (1 - done) * math.sin(done * TIMES * 2 * math.pi)
        self.update()
