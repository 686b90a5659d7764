"""Holding a cart, and opening a held one again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.held import HeldCarts
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.held_carts import HeldCartsSheet
from aurora_desk.gui.screens.sell.sheets.small import TextSheet

LONGEST_NAME = 60


class HeldDesk(QObject):
    """The sheets of holding, on the list that `HeldCarts` keeps."""

    said = Signal(str)

    def __init__(
        self,
        context: Context,
        sheets: SheetHost,
        controller: CartController,
        held: HeldCarts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._sheets = context.look, sheets
        self._controller, self._held = controller, held

    def hold(self) -> None:
        """F6: a name may be given, Enter alone holds as well."""
        cart = self._controller.cart
        if cart is None or not cart.lines:
            return
        sheet = TextSheet(
            self._look,
            self._sheets.window,
            self.tr("Hold the cart"),
            label=self.tr("Name"),
            example=self.tr("Table 4"),
            hint=self.tr("You may leave it empty. F7 brings the cart back."),
            text=cart.customer_name,
            verb=self.tr("Hold cart"),
            longest=LONGEST_NAME,
            name="hold-sheet",
        )
        sheet.entered.connect(self._on_name)
        self._sheets.open(sheet)

    def open(self) -> None:
        """F7."""
        sheet = HeldCartsSheet(self._look, self._sheets.window)
        sheet.show_carts(self._held.carts)
        self._held.changed.connect(sheet.show_carts)
        sheet.open_wanted.connect(self._on_open)
        sheet.delete_wanted.connect(self._on_delete)
        self._sheets.open(sheet)
        self._held.read()

    def _on_name(self, name: str) -> None:
        self._controller.hold(name)
        self.said.emit(self.tr("Cart held. F7 brings it back."))

    def _on_open(self, cart: Cart) -> None:
        current = self._controller.cart
        if current is not None and current.lines:
            self.said.emit(self.tr("The cart you had open is held now."))
        self._controller.recall(cart)

    def _on_delete(self, cart: Cart) -> None:
        self._held.delete(cart.cart_id)
