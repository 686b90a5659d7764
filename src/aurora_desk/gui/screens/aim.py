"""Whether somebody is aiming at a list: what they aim at must not move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QInputDevice, QSinglePointEvent
from PySide6.QtWidgets import QAbstractItemView

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_MOVES = (QEvent.Type.Enter, QEvent.Type.MouseMove)


class Aim(QObject):
    """Follows the pointer over a view, and fingers on it; a finger that was lifted aims at nothing any more."""

    ended = Signal()
    """Nobody aims at the view any more."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._over = self._down = False
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)

    @property
    def taken(self) -> bool:
        """Whether the pointer is over the view, or something is pressed on it."""
        return self._over or self._down

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        before, kind = self.taken, event.type()
        if isinstance(event, QSinglePointEvent):
            by_finger = event.device().type() is QInputDevice.DeviceType.TouchScreen
            if kind in _MOVES and not by_finger:
                self._over = True
            elif kind in _PRESSES:
                self._down = True
            elif kind is QEvent.Type.MouseButtonRelease:
                self._down = False
        elif kind in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._over = self._down = False
        if before and not self.taken:
            self.ended.emit()
        return False
