"""The scanner that types: tells a scan from typing on the window, before any widget sees a key."""

from __future__ import annotations

from itertools import pairwise

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

from aurora_desk.domain.codes import looks_signed
from aurora_desk.gui.shell.key_positions import letters_at

GAP_MS = 35
SLOWEST_MS = 150
"""Scanners on Bluetooth; longer than that is no scanner."""
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

    Four or more and then Enter or Tab are a scan; anything else is replayed as the typing it was. A scanner that sends
    a prefix first is known by it: then no other key is held at all, and the keys of a code may come slowly.
    """

    scanned = Signal(str)
    timed = Signal(str, int)
    """The keys of a scan as they came, before `scanned`, and the longest gap between two of them in milliseconds."""

    def __init__(self, window: QWindow, *, gap_ms: int = GAP_MS, parent: QObject | None = None) -> None:
        super().__init__(parent or window)
        self._window, self._gap_ms = window, gap_ms
        self._prefix = ""
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
        self._timer.setInterval(self._patience_ms)

    def set_prefix(self, prefix: str) -> None:
        """The one character that the scanner sends before every code; empty for none."""
        self._prefix = prefix if len(prefix) == 1 and prefix.isprintable() else ""
        self._timer.setInterval(self._patience_ms)

    @property
    def prefix(self) -> str:
        """The prefix that scans are known by."""
        return self._prefix

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
        if self._held and event.timestamp() - self._held[-1].timestamp() > self._patience_ms:
            self._replay()
        if event.key() in ENDS and self._held:
            return self._end(event)
        begun = bool(self._held) or not self._prefix or event.text() == self._prefix
        if begun and _printable(event) and not event.isAutoRepeat():
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
        if len(self._held) < (2 if self._prefix else SHORTEST):
            self._replay()
            return False
        held, self._held = self._held, []
        self._timer.stop()
        self._end_to_swallow = event.key()
        stamps = [key.timestamp() for key in (*held, event)]
        longest_ms = max(later - earlier for earlier, later in pairwise(stamps))
        self._read(held[len(self._prefix) :], "".join(key.text() for key in held), longest_ms, event.timestamp())
        return True

    def _read(self, keys: list[QKeyEvent], typed: str, longest_ms: int, at_ms: int) -> None:
        code = "".join(key.text() for key in keys)
        if not looks_signed(code) and looks_signed(by_place := letters_at(keys)):
            # A computer that writes Greek or Cyrillic makes other letters of our own codes.
            code = by_place
        double = code == self._last_code and at_ms - self._last_at < DOUBLE_READ_MS
        self._last_code, self._last_at = code, at_ms
        if not double:
            self.timed.emit(typed, longest_ms)
            self.scanned.emit(code)

    @property
    def _patience_ms(self) -> int:
        return SLOWEST_MS if self._prefix else self._gap_ms

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
