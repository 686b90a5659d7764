"""How many of some steps are done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look

SIDE, GAP = 28, 12
ICON = 16


class StepsRow(QWidget):
    """A circle a step, filled with a check mark once it is done."""

    def __init__(self, look: Look, steps: int, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._steps, self.done = look, steps, 0
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.show_done(0)

    def show_done(self, done: int) -> None:
        """That many are done."""
        self.done = done
        words = self.tr("%1 of %2 scans").replace("%1", str(done)).replace("%2", str(self._steps))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        side, gap = self._look.px(SIDE), self._look.px(GAP)
        return QSize(self._steps * side + (self._steps - 1) * gap + 2, side + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, step, icon = look.px(SIDE), look.px(SIDE + GAP), look.px(ICON)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place in range(self._steps):
            full = place < self.done
            column = self._steps - 1 - place if mirrored else place
            circle = QRectF(1 + column * step, 1, side, side)
            painter.setPen(Qt.PenStyle.NoPen if full else QPen(look.colour("outline"), 1.5))
            painter.setBrush(look.colour("success_soft") if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            if full:
                middle = QRectF(0, 0, icon, icon)
                middle.moveCenter(circle.center())
                pixmap = look.pixmap("check", "success", ICON, self.devicePixelRatioF())
                painter.drawPixmap(middle.toRect(), pixmap)
        painter.end()
