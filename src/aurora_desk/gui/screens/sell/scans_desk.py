"""Where Sell notes its scans and shows the last of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.scan_log import ScanLog
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.last_scans import LastScansSheet
from aurora_desk.gui.theme.look import Look


class ScansDesk(QObject):
    """Opens the list; what it leads to is the shell's."""

    test_wanted = Signal()
    camera_wanted = Signal()

    def __init__(
        self, look: Look, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._sheets = look, sheets
        self.log = ScanLog(controller, self)

    def open(self) -> None:
        """Show the last scans."""
        sheet = LastScansSheet(self._look, self._sheets.window, self.log)
        # After it is gone: one sheet at a time.
        sheet.test_wanted.connect(lambda: sheet.closed.connect(self.test_wanted))
        sheet.camera_wanted.connect(lambda: sheet.closed.connect(self.camera_wanted))
        self._sheets.open(sheet)
