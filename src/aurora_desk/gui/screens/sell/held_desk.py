"""Holding a cart, and opening a held one again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.held import HeldCarts
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.held_carts import HeldCartsSheet
from aurora_desk.gui.screens.sell.sheets.small import TextSheet
from aurora_desk.gui.widgets.confirm import Confirm

LONGEST_NAME = 60


class HeldDesk(QObject):
    """The sheets of holding, on the list that `HeldCarts` keeps."""

    said = Signal(str)
    undo_offered = Signal(str, object)
    """A sentence for a toast, and what its Undo does."""

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
            anew=True,
        )
        sheet.entered.connect(self._on_name)
        self._sheets.open(sheet)

    def open(self) -> None:
        """F7."""
        sheet = HeldCartsSheet(self._look, self._sheets.window)
        sheet.show_carts(self._held.carts)
        self._held.changed.connect(sheet.show_carts)
        sheet.open_wanted.connect(self.open_cart)
        sheet.delete_wanted.connect(self._on_delete)
        self._sheets.open(sheet)
        self._held.read()

    def open_cart(self, cart: Cart) -> None:
        """Open one of them here; what is open here is held first. From another till it is taken over after asking."""
        current = self._controller.cart
        if current is not None and current.cart_id == cart.cart_id:
            self.said.emit(self.tr("This cart is open here already."))
        elif cart.till_id is not None:
            self._ask_take_over(cart)
        else:
            self._say_held()
            self._controller.recall(cart)

    def _ask_take_over(self, cart: Cart) -> None:
        who = self.tr("%1 has it open since %2. It closes there, and nothing in it is lost.")
        if cart.opened_by_name:
            who = self.tr("%3 has it open at %1 since %2. It closes there, and nothing in it is lost.")
            who = who.replace("%3", cart.opened_by_name)
        since = self._look.time(cart.opened_at) if cart.opened_at is not None else "–"
        ask = Confirm(
            self._look,
            self._sheets.window,
            self.tr("Take this cart over?"),
            who.replace("%1", cart.till_name).replace("%2", since),
            verb=self.tr("Take over %1").replace("%1", self._look.money(cart.total)),
            safe=self.tr("Leave it there"),
            danger=False,
            name="take-over",
        )
        ask.confirmed.connect(partial(self._take_over, cart))
        self._sheets.open(ask)

    def _take_over(self, cart: Cart) -> None:
        self._say_held()
        self._controller.take_over(cart)

    def _say_held(self) -> None:
        current = self._controller.cart
        if current is not None and current.lines:
            self.said.emit(self.tr("The cart you had open is held now."))

    def _on_name(self, name: str) -> None:
        self._controller.hold(name)
        self.undo_offered.emit(self.tr("Cart held. F7 brings it back."), self._controller.way_back())

    def _on_delete(self, cart: Cart) -> None:
        self._held.delete(cart.cart_id)
