"""Opens the sheet of Ctrl+K and goes where it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.ids import OrderId
from aurora_desk.gui.context import Context
from aurora_desk.gui.shell.goto.places import Kind, Place
from aurora_desk.gui.shell.goto.sheet import GotoSheet
from aurora_desk.gui.shell.pages import RAIL, Page
from aurora_desk.gui.shell.shell import Shell


class Goto(QObject):
    """One sheet at a time, never over another one and never over the lock."""

    customer_wanted = Signal(object)
    """A `CustomerRef`."""
    product_wanted = Signal(str)
    """The name of a product, to be searched for on Sell."""

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__(shell)
        self._context, self._shell = context, shell
        self._commands: Mapping[str, Callable[[], object]] = {"lock": shell.lock, "keys": shell.show_keys}
        shell.goto_wanted.connect(self.open)

    def open(self) -> None:
        """Show the sheet."""
        if self._shell.locked or self._shell.sheet_open():
            return
        sheet = GotoSheet(self._context, self._shell.window(), self._fixed())
        sheet.chosen.connect(self._go)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _fixed(self) -> list[Place]:
        """What is always there: the screens, then what can be done from any of them."""
        screen = self.tr("Screen")
        places = [
            Place(Kind.PAGE, item.icon, item.word, screen, item.page)
            for item in RAIL
            if self._shell.has_screen(item.page)
        ]
        return [
            *places,
            Place(Kind.COMMAND, "user", self.tr("Lock, switch person"), "Ctrl+L", "lock"),
            Place(Kind.COMMAND, "info", self.tr("All keys of this screen"), "F1", "keys"),
        ]

    def _go(self, place: Place) -> None:
        target = place.target
        if place.kind is Kind.COMMAND:
            self._commands[str(target)]()
        elif isinstance(target, Page):
            self._shell.go(target)
        elif isinstance(target, CustomerRef):
            self.customer_wanted.emit(target)
        elif place.kind is Kind.ORDER and isinstance(target, int):
            self._shell.open_order(OrderId(target))
        elif isinstance(target, str):
            self.product_wanted.emit(target)
