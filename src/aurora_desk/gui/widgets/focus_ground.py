"""A part that holds the focus while there is nothing in it to press."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import Radius


class FocusGround(QWidget):
    """Takes the focus, so that keys arrive and it is never lost, and shows it as an edge."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            rounded(painter, self.rect(), Radius.FIELD, edge=self._look.colour("focus"), width=2.0)
            painter.end()
