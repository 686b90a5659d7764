"""How often news are read: soon enough for the eye, and never so often that hands have to wait."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

SEEN_MS, UNSEEN_MS = 200, 2_000


class Pace(QObject):
    """Says when it is time to read what has been asked for: at once after a quiet while, else a little later.

    Behind another page it takes its time, for nobody looks; it catches up as the page is shown.
    """

    due = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._since = QElapsedTimer()
        self._when_shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        page.installEventFilter(self)

    def ask(self) -> None:
        """Something is to be read."""
        if not self._timer.isActive():
            apart = SEEN_MS if self._page.isVisible() else UNSEEN_MS
            gone = self._since.elapsed() if self._since.isValid() else apart
            self._timer.start(max(0, apart - gone))

    def wait_until_shown(self) -> None:
        """Nothing is to be read before the page is shown; then at once."""
        self._timer.stop()
        self._when_shown = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and (self._timer.isActive() or self._when_shown):
            self._when_shown = False
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _on_time(self) -> None:
        self._since.start()
        self.due.emit()
