"""The way back to Sell by itself: seconds that can be seen, that wait while somebody does something."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QCursor

TICK_MS = 1_000


class Countdown(QObject):
    """Runs down once; every move of the pointer begins it anew, and `stop` ends it for good."""

    ticked = Signal()
    """Another second has passed, or it was begun or stopped."""
    ended = Signal()

    def __init__(self, parent: QObject, *, after_ms: int, pointer: Callable[[], QPoint] = QCursor.pos) -> None:
        super().__init__(parent)
        self._after_ms, self._pointer = after_ms, pointer
        self._left_ms = 0
        self._at = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(min(TICK_MS, after_ms))
        self._timer.timeout.connect(self._on_tick)

    @property
    def running(self) -> bool:
        """Whether it will end by itself."""
        return self._timer.isActive()

    @property
    def seconds(self) -> int:
        """What is left, as people count it."""
        return -(-self._left_ms // 1_000)

    def start(self) -> None:
        """Begin, or begin anew."""
        self._left_ms, self._at = self._after_ms, self._pointer()
        self._timer.start()
        self.ticked.emit()

    def again(self) -> None:
        """Somebody did something: all the time again, if it runs at all."""
        if self.running:
            self.start()

    def stop(self) -> None:
        """It ends no more by itself."""
        if self.running:
            self._timer.stop()
            self.ticked.emit()

    def _on_tick(self) -> None:
        if self._pointer() != self._at:
            self.start()
            return
        self._left_ms -= self._timer.interval()
        if self._left_ms <= 0:
            self._timer.stop()
            self.ended.emit()
        else:
            self.ticked.emit()
