"""The one window of the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QMainWindow, QWidget

from aurora_desk.gui.theme.look import Look

SMALLEST = QSize(1024, 720)
USUAL = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Holds one page at a time: the start page, the set-up page, then the shell for the rest of the day.

    It knows no service, so that its first frame does not wait for their libraries.
    """

    closing = Signal()
    """The person closes the window; the shop is to be closed in order."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.may_close: Callable[[], bool] = lambda: True
        """Asked when the person closes the window; False where something must end first."""
        self.setObjectName("window")
        self.setWindowTitle(self.tr("Aurora Desk"))
        self.setAccessibleName(self.tr("Aurora Desk"))
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        full = QShortcut(QKeySequence("Ctrl+Shift+F"), self)
        full.activated.connect(self._on_full_screen)

    def show_page(self, page: QWidget) -> None:
        """Put a page in the place of the one before, which is deleted."""
        self.setCentralWidget(page)

    def handle(self) -> QWindow:
        """The window of the window system, where keys arrive first."""
        self.winId()
        return self.windowHandle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            # On a sharper screen icons are drawn anew instead of being blown up.
            self.look.changed.emit()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.closing.emit()

    def _on_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
