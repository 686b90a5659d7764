"""A moment after a step in which nothing that was meant for the step before does anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

PAUSE_MS = 400
"""The second tap of a double one falls on what has come in the place of the first button: it comes sooner than this."""
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


class Pause(QObject):
    """Holds the buttons it guards still. What is pressed during it does nothing, also when it is let go after it.

    `keys`: whether keys wait, too. A tap falls on what lies beneath the finger, a key is meant for what is shown.
    """

    def __init__(self, parent: QObject, *, lasts_ms: int = PAUSE_MS, keys: bool = True) -> None:
        super().__init__(parent)
        self._keys = keys
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(lasts_ms)

    @property
    def running(self) -> bool:
        """Whether what is pressed now was meant for the step before."""
        return self._timer.isActive()

    def start(self) -> None:
        """Another step has come to the front."""
        if self._timer.interval():
            self._timer.start()

    def end(self) -> None:
        """Nothing is awaited any more: the next press counts."""
        self._timer.stop()

    def guard(self, button: QPushButton) -> None:
        """Let no press of this button begin during the pause."""
        button.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self.running:
            return False
        if isinstance(event, QKeyEvent):
            return self._keys and event.type() == QEvent.Type.KeyPress and event.key() in PRESSING_KEYS
        return event.type() in PRESSES
