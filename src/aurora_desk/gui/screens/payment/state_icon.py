"""A large state: an icon on a soft disc in its tone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded


class StateIcon(QWidget):
    """Decoration beside words that say the same."""

    def __init__(
        self, look: Look, icon: str, tone: str, *, side: int = 96, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._tone, self._side = look, icon, tone, side
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_state(self, icon: str, tone: str) -> None:
        """Show another state."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = self._look.px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), self.width() / 2, fill=QColor(self._look.theme.soft(self._tone)))
        pixmap = self._look.pixmap(self._icon, self._tone, self._side // 2, self.devicePixelRatioF())
        picture(painter, self.rect(), pixmap)
        painter.end()
