"""How long a reader has waited for a card."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

SECOND_MS = 1_000
LONG_S = 120
"""The reader itself waits an hour; a customer who has not tapped by now is gone, or the reader is (payments notes)."""


class WaitingTime(QObject):
    """Counts while a payment waits for its card, and not otherwise."""

    ticked = Signal()
    """A second has passed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def seconds(self) -> int:
        """Whole seconds of this wait."""
        return self._since.elapsed() // 1_000 if self._since.isValid() else 0

    @property
    def long(self) -> bool:
        """Whether something has to be done about it."""
        return self.seconds >= LONG_S

    def follow(self, *, waiting: bool) -> None:
        """Count from when waiting began, until it ends."""
        if waiting == self._timer.isActive():
            return
        if waiting:
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()
            self._since.invalidate()

    def clock(self) -> str:
        """The wait as minutes and seconds."""
        seconds = self.seconds
        return f"{seconds // 60}:{seconds % 60:02}"
