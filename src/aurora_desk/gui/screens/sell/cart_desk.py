"""What is done to the cart as a whole: its note, selling without tax or by a price list, clearing it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import (
    LONGEST_NOTE,
    Cart,
    clear_cart,
    set_cart_note,
    set_price_list,
    set_tax_free,
)
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.price_lists import PriceListId
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.cart_on_disk import Opening
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.small import TextSheet
from aurora_desk.services.price_lists import CartPrices

LIST_EVENTS = "price_list."


class CartDesk(QObject):
    """Acts on the controller's cart; knows which price lists the shop has."""

    lists_known = Signal(object)
    """The lists as (number, name), none where the shop has none."""
    undo_offered = Signal(str, object)
    """A sentence for a toast, and what its Undo does."""

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._sheets, self._controller = context, sheets, controller
        self._asked = 0
        context.events.happened.connect(self._on_journal)

    def read_lists(self) -> None:
        """Ask the store which price lists there are."""
        services, tenant_id = self._context.services, self._context.session.tenant_id
        work = partial(services.read, partial(services.price_lists.everyone, tenant_id=tenant_id))
        self._context.jobs.start(self, work, done=self.lists_known.emit, failed=self._on_failed)

    def note(self) -> None:
        """A note on the whole cart."""
        cart = self._controller.cart
        if cart is None:
            return
        sheet = TextSheet(
            self._context.look,
            self._sheets.window,
            self.tr("Note on the cart"),
            label=self.tr("Note"),
            example=self.tr("Collected at five"),
            hint=self.tr("The order keeps it. It is not printed on the receipt."),
            text=cart.note,
            verb=self.tr("Save note"),
            longest=LONGEST_NOTE,
            name="cart-note-sheet",
        )
        sheet.entered.connect(self._write_note)
        self._sheets.open(sheet)

    def sell_tax_free(self, tax_free: bool) -> None:
        """Sell the cart without tax, or with it again."""
        self._controller.apply(partial(set_tax_free, tax_free=tax_free))

    def use_list(self, price_list_id: PriceListId | None) -> None:
        """Sell the cart by a list; None: at the usual prices."""
        cart = self._controller.cart
        self._asked += 1
        if cart is not None:
            services = self._context.services
            unit = partial(services.price_lists.for_cart, cart=cart, price_list_id=price_list_id)
            done = partial(self._reprice, self._asked, self._controller.opening, cart, price_list_id)
            self._context.jobs.start(self, partial(services.read, unit), done=done, failed=self._on_failed)

    def clear(self) -> None:
        """Take everything out of the cart, with a way back."""
        cart = self._controller.cart
        if cart is not None and cart.lines and self._controller.apply(clear_cart):
            self.undo_offered.emit(self.tr("Cart cleared."), self._controller.way_back())

    def _write_note(self, note: str) -> None:
        self._controller.apply(partial(set_cart_note, note=note))

    def _reprice(
        self, asked: int, asked_for: Opening, cart_then: Cart, price_list_id: PriceListId | None, prices: CartPrices
    ) -> None:
        if asked != self._asked:
            return  # another list was chosen since
        cart = self._controller.cart
        if cart is None or self._controller.opening is not asked_for:
            words = self.tr("Another cart is open by now. No prices were changed. Choose the price list once more.")
            self._controller.refused.emit(words)
        elif _products(cart) <= _products(cart_then):
            self._controller.apply(partial(set_price_list, price_list=prices.price_list, usual=prices.usual))
        else:
            # Something was scanned meanwhile, whose usual price nobody has read.
            self.use_list(price_list_id)

    def _on_failed(self, error: Exception) -> None:
        self._controller.refused.emit(words_of(error))

    def _on_journal(self, row: JournalRow) -> None:
        if row.event.startswith(LIST_EVENTS) and row.tenant_id == self._context.session.tenant_id:
            self.read_lists()


def _products(cart: Cart) -> set[ProductId]:
    return {line.product_id for line in cart.lines if line.product_id is not None}
