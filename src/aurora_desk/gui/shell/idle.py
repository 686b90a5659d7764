"""Notices that nobody has touched the desk for a while."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    )
)


class IdleWatch(QObject):
    """`idle` once, when the window has seen no key, click or touch for `idle_ms`; 0 never."""

    idle = Signal()

    def __init__(self, window: QWindow, idle_ms: int, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle_ms = idle_ms
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        window.installEventFilter(self)

    @property
    def idle_ms(self) -> int:
        """After how long it tells."""
        return self._idle_ms

    @property
    def idle_for_ms(self) -> int:
        """How long ago somebody touched the desk."""
        return self._since.elapsed()

    def set_idle_ms(self, idle_ms: int) -> None:
        """Wait another time from now on; what has passed since the last touch counts."""
        self._idle_ms = idle_ms
        if self._timer.isActive():
            self._timer.stop()
            self._look()

    def start(self) -> None:
        """Somebody signed in: count from now."""
        self._since.start()
        if self._idle_ms > 0:
            self._timer.start(self._idle_ms)

    def stop(self) -> None:
        """The till is locked: nothing to count."""
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            # The timer is not touched here: a mouse moves a thousand times between two of its turns.
            self._since.start()
        return False

    def _look(self) -> None:
        if self._idle_ms <= 0:
            return
        left_ms = self._idle_ms - self._since.elapsed()
        if left_ms > 0:
            self._timer.start(left_ms)
        else:
            self.idle.emit()
