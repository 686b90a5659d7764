"""Where toasts float: above the page and any sheet, at the foot of the content."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.toast import Toasts

SEEN = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class ToastLayer(QWidget):
    """As large as the content, but only its toast is there: clicks beside it reach what lies below."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast-layer")
        self.hide()
        self.toasts = Toasts(look, self)
        self.toasts.installEventFilter(self)

    def tell(self, text: str, tone: str = "", *, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence at the foot of the content, with a button where there is a way back."""
        self.setVisible(True)
        self.raise_()
        self.toasts.tell(text, tone=tone, action=action, act=act)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.toasts and event.type() in SEEN:
            self.setMask(QRegion(self.toasts.geometry()))
            if event.type() == QEvent.Type.Hide:
                self.hide()
        return False
