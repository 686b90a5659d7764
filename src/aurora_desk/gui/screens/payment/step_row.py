"""How far a card payment is: sent to the reader, waiting, approving."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, words
from aurora_desk.gui.theme.typography import Type

GAP = 6
BETWEEN = 18
ICON = 16


class StepRow(QWidget):
    """Three steps; those before the current one are done."""

    def __init__(self, look: Look, *, name: str = "card-steps", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._current = look, 0
        self._labels = (self.tr("Sent to reader"), self.tr("Waiting"), self.tr("Approving"))
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.show_step(0)

    def show_step(self, current: int) -> None:
        """Which step is under way, from 0."""
        self._current = current
        name = self.tr("Step %1 of 3: %2").replace("%1", str(current + 1)).replace("%2", self._labels[current])
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 2 * BETWEEN, self._look.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        x = (self.width() - self.sizeHint().width()) // 2
        side = look.px(ICON)
        for step, (label, width) in enumerate(zip(self._labels, self._widths(), strict=True)):
            icon, tone, ink = self._dress_of(step)
            spot = self._mirrored(QRect(x, 0, side, self.height()))
            picture(painter, spot, look.pixmap(icon, tone, ICON, self.devicePixelRatioF()))
            text = self._mirrored(QRect(x + side + GAP, 0, width - side - GAP, self.height()))
            words(painter, text, label, self._font(), look.colour(ink), Qt.AlignmentFlag.AlignCenter)
            x += width + BETWEEN
        painter.end()

    def _dress_of(self, step: int) -> tuple[str, str, str]:
        if step < self._current:
            return "check", "success", "text"
        if step == self._current:
            return "circle-dashed", "primary", "text"
        return "circle", "muted", "muted"

    def _font(self) -> QFont:
        return self._look.font(Type.LABEL)

    def _widths(self) -> tuple[int, ...]:
        metrics = self._look.metrics(Type.LABEL)
        around = self._look.px(ICON) + GAP + 2
        return tuple(metrics.horizontalAdvance(label) + around for label in self._labels)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)
