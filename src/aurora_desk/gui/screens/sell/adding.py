"""A product on its way into the cart: asked for its weight, and whether it is sold although none is left."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.cart import add_product
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.quantity import QuantitySheet
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.confirm import Confirm


class Adding(QObject):
    """Taps, scans and Enter all add through here."""

    def __init__(
        self, look: Look, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._sheets, self._controller = look, sheets, controller

    def add(self, product: Product, quantity_milli: int = ONE) -> None:
        """Add a product, after the questions that it needs."""
        cart = self._controller.cart
        if product.sold_out and (cart is None or cart.line_of(product.product_id) is None):
            self._ask_sold_out(product, quantity_milli)
        else:
            self._weigh(product, quantity_milli)

    def _ask_sold_out(self, product: Product, quantity_milli: int) -> None:
        ask = Confirm(
            self._look,
            self._sheets.window,
            self.tr("Sell anyway?"),
            self.tr("%1 is sold out. If it lies here all the same, sell it; the count goes below zero.").replace(
                "%1", product.name
            ),
            verb=self.tr("Sell anyway"),
            safe=self.tr("Leave it"),
            danger=False,
            name="sold-out",
        )
        ask.confirmed.connect(partial(self._weigh, product, quantity_milli))
        self._sheets.open(ask)

    def _weigh(self, product: Product, quantity_milli: int) -> None:
        if not product.by_weight:
            self._put(product, quantity_milli)
            return
        sheet = QuantitySheet(
            self._look,
            self._sheets.window,
            product.name,
            price=Money(product.price_minor, product.currency),
            by_weight=True,
            quantity_milli=0,
            verb=self.tr("Add to cart"),
        )
        sheet.entered.connect(partial(self._put, product))
        self._sheets.open(sheet)

    def _put(self, product: Product, quantity_milli: int) -> None:
        added = self._controller.apply(partial(add_product, product=product, quantity_milli=quantity_milli))
        cart = self._controller.cart
        if added and cart is not None:
            words = self.tr("%1 added. Total %2.").replace("%1", product.name)
            announce(self._sheets.window, words.replace("%2", self._look.money(cart.total)))
