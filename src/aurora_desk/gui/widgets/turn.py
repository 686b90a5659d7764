"""The turning of waiting rings."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QWidget

FRAME_MS = 33
TURN_MS = 1200


class Turn(QObject):
    """Repaints a widget 30 times a second while it waits and can be seen."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget, self.running, self._still = widget, False, False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(widget.update)

    def run(self, running: bool, *, still: bool) -> None:
        """Start or stop; `still` waits without moving."""
        self.running, self._still = running, still
        self._clock.start()
        self._widget.update()

    def advance(self) -> float:
        """Where the ring is, in degrees; painting one frame asks for the next, so a hidden ring stops."""
        if not self.running or self._still:
            return 0.0
        self._timer.start()
        return self._clock.elapsed() % TURN_MS * 360.0 / TURN_MS
