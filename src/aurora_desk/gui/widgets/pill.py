"""Status pills."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import Status, paint_pill, pill_width


class Pill(QWidget):
    """Icon and word on a soft ground; for states, never for actions."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        tone: str = "muted",
        icon: str = "",
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.text, self.tone, self.icon = text, tone, icon
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._dress)
        self._dress()

    def show_status(self, status: Status) -> None:
        """Show a state of `theme.status`."""
        self.show_text(status.word, status.tone, status.icon)

    def show_text(self, text: str, tone: str, icon: str = "") -> None:
        """Show any word, for example «Regular» in violet."""
        self.text, self.tone, self.icon = text, tone, icon
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._look, self.text, icon=bool(self.icon)), self._look.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self._look, QRect(0, 0, self.width(), self.height()), self.text, self.tone, self.icon)
        painter.end()

    def _dress(self) -> None:
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()
