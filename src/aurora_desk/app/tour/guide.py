"""A guide that drives the real desk by mouse, keys and scanner, and takes pictures of what it shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from aurora_desk.app.tour.camera import Camera
from aurora_desk.gui.desk import Desk

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 60.0
_SCANNED_EVERY_MS = 3


class LostError(Exception):
    """The desk did not come to where the tour goes on."""


class StoppedError(Exception):
    """Somebody asked the program to end."""


class Guide:
    """Drives one desk. Every wait has an end and says what it waited for."""

    def __init__(self, desk: Desk, camera: Camera, stopped: Callable[[], bool] = lambda: False) -> None:
        self._desk, self.camera, self._stopped = desk, camera, stopped

    def until(self, reached: Callable[[], object], what: str) -> None:
        """Let the desk live until `reached`; raises `LostError` with `what`, and `StoppedError`."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            if self._stopped():
                raise StoppedError
            if time.monotonic() > deadline:
                raise LostError(f"The tour waited in vain for {what}.")
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            time.sleep(0.005)

    def pause(self, seconds: float) -> None:
        """Let the desk live for a while: for what paints a little later, like the row after a selection."""
        until = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > until, "a moment to pass")

    def find(self, kind: type[W], name: str) -> W | None:
        """The visible widget of this name."""
        for widget in self._desk.window.findChildren(kind, name):
            if widget.isVisible():
                return widget
        return None

    def wait_for(self, kind: type[W], name: str) -> W:
        """The visible and enabled widget of this name, once it is there."""
        self.until(lambda: (found := self.find(kind, name)) is not None and found.isEnabled(), f"«{name}»")
        found = self.find(kind, name)
        assert found is not None
        return found

    def click(self, name: str) -> None:
        """Press a button with the mouse."""
        button = self.wait_for(QAbstractButton, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key, through the scanner's filter like any other."""
        QTest.keyClick(self._desk.window.windowHandle(), key, modifier)

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def write(self, text: str) -> None:
        """Type slowly enough to be a person."""
        for letter in text:
            QTest.keyClick(self._desk.window.windowHandle(), ord(letter))
            self.pause(0.06)

    def scan(self, code: str) -> None:
        """Send a code as a scanner does: faster than anybody types, with Enter at its end.

        The keys carry time stamps of their own: a machine that stands still for a moment does not make it typing.
        """
        at_ms = round(time.monotonic() * 1_000)
        strokes = [(ord(letter.upper()), letter) for letter in code] + [(int(Qt.Key.Key_Return), "\r")]
        for place, (key, text) in enumerate(strokes):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(at_ms + place * _SCANNED_EVERY_MS)
                QCoreApplication.sendEvent(self._desk.window.windowHandle(), event)

    def choose(self, action: str) -> None:
        """Choose an entry of the menus that stand behind the desk's buttons, by its name."""
        found = self._desk.window.findChild(QAction, action)
        if found is None or not found.isEnabled():
            raise LostError(f"The tour could not choose «{action}».")
        found.trigger()

    def close_menu(self) -> None:
        """Close the menu that is open."""
        self.until(lambda: QApplication.activePopupWidget() is not None, "a menu")
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menu.close()
        # Without a window manager nobody gives the window back what the menu took.
        self._desk.window.activateWindow()
        self.until(self._desk.window.isActiveWindow, "the window to be active")

    def picture(self, name: str) -> None:
        """Take a step's pictures, once what was asked for is painted."""
        self.pause(0.15)
        self.camera.take(name, settle=lambda: self.pause(0.05))
