"""The ring that turns while somebody else is to act."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, words
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import ring
from aurora_desk.gui.widgets.turn import Turn


class WaitingRing(QWidget):
    """A ring around an icon; with less motion it stands still and says «Waiting»."""

    def __init__(
        self, look: Look, icon: str = "", *, side: int = 96, name: str = "ring", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._side = look, icon, side
        self._turn = Turn(self)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Waiting"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look)
        self.run(True)

    def run(self, running: bool) -> None:
        """Turn, or stop."""
        self._turn.run(running, still=self._look.less_motion)
        self.update()

    def _on_look(self) -> None:
        # Less motion counts at once, also for what turns already.
        self.run(self._turn.running)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = self._look.px(self._side)
        return QSize(side, side + (self._look.px(24) if self._look.less_motion else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        side = look.px(self._side)
        centre = QPointF(self.width() / 2, side / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._turn.running:
            ring(painter, centre, side / 2 - 4, look.colour("primary"), self._turn.advance())
        if self._icon:
            pixmap = look.pixmap(self._icon, "primary", self._side * 2 // 5, self.devicePixelRatioF())
            picture(painter, QRect(0, 0, self.width(), side), pixmap)
        if look.less_motion and self._turn.running:
            box = QRect(0, side, self.width(), self.height() - side)
            words(
                painter,
                box,
                self.tr("Waiting"),
                look.font(Type.LABEL),
                look.colour("muted"),
                Qt.AlignmentFlag.AlignCenter,
            )
        painter.end()
