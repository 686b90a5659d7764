"""The turning of waiting rings."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer
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
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(widget.update)
        widget.installEventFilter(self)

    @property
    def angle(self) -> float:
        """Where the ring is, in degrees."""
        if self._still or not self._clock.isValid():
            return 0.0
        return self._clock.elapsed() % TURN_MS * 360.0 / TURN_MS

    def run(self, running: bool, *, still: bool) -> None:
        """Start or stop; `still` waits without moving."""
        self.running, self._still = running, still
        self._clock.start()
        self._settle()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._settle(shown=event.type() == QEvent.Type.Show)
        return False

    def _settle(self, *, shown: bool | None = None) -> None:
        visible = self._widget.isVisible() if shown is None else shown
        if self.running and visible and not self._still:
            self._timer.start()
        else:
            self._timer.stop()
