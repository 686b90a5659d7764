"""The scanner that types: tells a scan from typing on the window, before any widget sees a key."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

GAP_MS = 35
SHORTEST = 4
DOUBLE_READ_MS = 250
PASSING = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_AltGr,
)
"""Scanners send Shift with capitals, and lock keys around a code; these never end a burst."""
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class WedgeScanner(QObject):
    """Holds printable keys while they come within `gap_ms` of each other, by their own time stamps.

    Four or more and then Enter or Tab are a scan; anything else is replayed as the typing it was.
    """

    scanned = Signal(str)

    def __init__(self, window: QWindow, *, gap_ms: int = GAP_MS, parent: QObject | None = None) -> None:
        super().__init__(parent or window)
        self._window, self._gap_ms = window, gap_ms
        self._held: list[QKeyEvent] = []
        self._replaying = False
        self._end_to_swallow = 0
        self._last_code, self._last_at = "", -DOUBLE_READ_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(gap_ms)
        self._timer.timeout.connect(self._on_quiet)
        window.installEventFilter(self)

    @property
    def holds_keys(self) -> bool:
        """Whether keys wait to be told from a scan."""
        return bool(self._held)

    def set_gap(self, gap_ms: int) -> None:
        """Take the gap that the shop's scanner was measured with, 25 to 150 ms."""
        self._gap_ms = gap_ms
        self._timer.setInterval(gap_ms)

    def stop(self) -> None:
        """Listen no more; keys that are held are dropped."""
        self._timer.stop()
        self._held.clear()
        if shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._replaying or not isinstance(event, QKeyEvent) or event.type() not in KEYS:
            return False
        if event.key() in PASSING:
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        return self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        if self._held and event.timestamp() - self._held[-1].timestamp() > self._gap_ms:
            self._replay()
        if event.key() in ENDS and self._held:
            return self._end(event)
        if _printable(event) and not event.isAutoRepeat():
            self._held.append(event.clone())
            self._timer.start()
            return True
        self._replay()
        return False

    def _release(self, event: QKeyEvent) -> bool:
        if self._end_to_swallow and event.key() == self._end_to_swallow:
            self._end_to_swallow = 0
            return True
        return bool(self._held) and _printable(event)

    def _end(self, event: QKeyEvent) -> bool:
        if len(self._held) < SHORTEST:
            self._replay()
            return False
        code = "".join(held.text() for held in self._held)
        self._held.clear()
        self._timer.stop()
        self._end_to_swallow = event.key()
        self._read(code, event.timestamp())
        return True

    def _read(self, code: str, at_ms: int) -> None:
        double = code == self._last_code and at_ms - self._last_at < DOUBLE_READ_MS
        self._last_code, self._last_at = code, at_ms
        if not double:
            self.scanned.emit(code)

    def _on_quiet(self) -> None:
        # The timer may run late in a busy program while the next key already waits in the queue: let it in first.
        QTimer.singleShot(0, self, self._replay_if_quiet)

    def _replay_if_quiet(self) -> None:
        if not self._timer.isActive():
            self._replay()

    def _replay(self) -> None:
        self._timer.stop()
        held, self._held = self._held, []
        if not shiboken6.isValid(self._window):
            return
        self._replaying = True
        try:
            for event in held:
                QCoreApplication.sendEvent(self._window, event)
                release = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
                QCoreApplication.sendEvent(self._window, release)
        finally:
            self._replaying = False


def _printable(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & COMMANDS
