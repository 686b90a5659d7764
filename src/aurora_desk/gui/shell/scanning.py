"""The scanner of the window: listened to as the till is set, brought to its place, and tested."""

from __future__ import annotations

from PySide6.QtCore import QObject

from aurora_desk.domain.settings import SCANNER_GAP, SCANNER_PREFIX
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.scanner.camera_sheet import CameraSheet
from aurora_desk.gui.screens.scanner.test_sheet import ScannerTestSheet
from aurora_desk.gui.shell.main_window import MainWindow
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.gui.shell.scanner import SLOWEST_MS, WedgeScanner
from aurora_desk.gui.shell.shell import Shell
from aurora_desk.gui.shell.till_settings import TillSettings


class Scanning(QObject):
    """Owns the filter on the window and the router behind it."""

    def __init__(self, context: Context, window: MainWindow, shell: Shell, settings: TillSettings) -> None:
        super().__init__(window)
        self._context, self._window, self._shell, self._settings = context, window, shell, settings
        self._testing = False
        self.router = ScanRouter(context, shell, parent=self)
        self.scanner = WedgeScanner(window.handle(), parent=self)
        self.scanner.scanned.connect(self._on_scanned)
        settings.changed.connect(self._set)
        shell.scanner_test_wanted.connect(self._test)
        shell.camera_wanted.connect(self._open_camera)
        self._set()

    def stop(self) -> None:
        """Listen no more and let the look-up that runs end."""
        self.scanner.stop()
        self.router.wait()

    def _set(self) -> None:
        # A test listens to whatever comes, whichever way the till is set.
        self.scanner.set_gap(SLOWEST_MS if self._testing else self._settings.now(SCANNER_GAP))
        self.scanner.set_prefix("" if self._testing else self._settings.now(SCANNER_PREFIX))

    def _on_scanned(self, text: str) -> None:
        # A test may be over before its code would be looked up: nothing is ever sold by it.
        if not self._testing:
            self.router.read(text)

    def _test(self) -> None:
        if self._shell.locked or self._shell.sheet_open():
            return
        sheet = ScannerTestSheet(self._context, self._window)
        sheet.listening.connect(self._on_testing)
        sheet.told.connect(self._shell.tell)
        self.scanner.timed.connect(sheet.read)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _open_camera(self) -> None:
        if self._shell.locked or self._shell.sheet_open():
            return
        sheet = CameraSheet(self._context.look, self._context.jobs, self._window)
        sheet.read.connect(self.router.read)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_testing(self, testing: bool) -> None:
        self._testing = testing
        self._set()
