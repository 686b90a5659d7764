"""A product on its way into the cart, and the questions on that way: which variant, sold out, age, weight."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.asking_age import AgeQuestion
from aurora_desk.gui.screens.sell.changes import add_checked
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.rules import SellRules
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.sold_out import SoldOutSheet
from aurora_desk.gui.screens.sell.sheets.variants import VariantSheet
from aurora_desk.gui.screens.sell.sheets.weight import WeightSheet
from aurora_desk.gui.widgets.announce import announce


class Adding(QObject):
    """Taps, scans and Enter all add through here."""

    added = Signal(object, int)
    """A `Product` went into the cart, and how many thousandths of it."""
    refused = Signal(str)
    """Why nothing was added, and what can be done about it."""
    said = Signal(str)
    """What came of the person's own no."""

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._look = context, context.look
        self._sheets, self._controller = sheets, controller
        self.rules = SellRules(context, self)
        self._age = AgeQuestion(context, sheets, controller, self)
        self._age.failed.connect(self.refused)

    def add(self, product: Product, quantity_milli: int = ONE) -> None:
        """Add a product, after the questions that it needs; none is asked over the lock."""
        if self._context.session.person is None:
            return
        if product.has_variants:
            self._read_variants(product, quantity_milli)
        elif self._asks_sold_out(product):
            self._on_sold_out(product, quantity_milli)
        else:
            self._check_age(product, quantity_milli)

    def _read_variants(self, product: Product, quantity_milli: int) -> None:
        services = self._context.services
        unit = partial(services.catalogue.variants, tenant_id=product.tenant_id, parent_id=product.product_id)
        done = partial(self._ask_variant, product, quantity_milli)
        self._context.jobs.start(self, partial(services.read, unit), done=done, failed=self._on_failed)

    def _ask_variant(self, product: Product, quantity_milli: int, variants: tuple[Product, ...]) -> None:
        if self._context.session.person is None:
            return
        if self._sheets.is_open:
            words = self.tr("%1 was not added: something else is being asked. Answer that, then add it once more.")
            self.refused.emit(words.replace("%1", product.name))
            return
        if not variants:
            words = self.tr("%1 has no variants yet. Nothing was added. Tell the owner, or add a custom item (Ctrl+N).")
            self.refused.emit(words.replace("%1", product.name))
            return
        priced = tuple(replace(one, price_minor=self._price_of(one)) for one in variants)
        sheet = VariantSheet(self._look, self._sheets.window, product, priced, sell_sold_out=self.rules.sell_sold_out)
        usual = {one.product_id: one for one in variants}
        sheet.chosen.connect(lambda one: self.add(usual[one.product_id], quantity_milli))
        self._sheets.open(sheet)

    def _on_sold_out(self, product: Product, quantity_milli: int) -> None:
        if not self.rules.sell_sold_out:
            words = self.tr("%1 is sold out. Nothing was added. Offer something else, or ask the owner.")
            self.refused.emit(words.replace("%1", product.name))
            return
        ask = SoldOutSheet(self._look, self._sheets.window, product)
        ask.confirmed.connect(partial(self._check_age, product, quantity_milli))
        self._sheets.open(ask)

    def _check_age(self, product: Product, quantity_milli: int) -> None:
        cart = self._controller.cart
        if product.age_limit <= (cart.age_checked if cart is not None else 0):
            self._weigh(product, quantity_milli, 0)
            return
        self._age.ask(
            product,
            checked=partial(self._weigh, product, quantity_milli, product.age_limit),
            refused=partial(self._on_too_young, product),
        )

    def _on_too_young(self, product: Product) -> None:
        self.said.emit(self.tr("%1 was refused. Nothing was added.").replace("%1", product.name))

    def _weigh(self, product: Product, quantity_milli: int, age: int) -> None:
        if not product.by_weight:
            self._put(product, age, quantity_milli)
            return
        price = Money(self._price_of(product), product.currency)
        sheet = WeightSheet(self._look, self._sheets.window, product.name, price=price)
        sheet.entered.connect(partial(self._put, product, age))
        self._sheets.open(sheet)

    def _put(self, product: Product, age: int, quantity_milli: int) -> None:
        sold_out = self._asks_sold_out(product)
        change = partial(add_checked, product=product, quantity_milli=quantity_milli, age=age)
        added = self._controller.apply(change)
        cart = self._controller.cart
        if added and sold_out:
            self._controller.accept_sold_out(product.product_id)
        if added and cart is not None:
            words = self.tr("%1 added. Total %2.").replace("%1", product.name)
            announce(self._sheets.window, words.replace("%2", self._look.money(cart.total)))
            self.added.emit(product, quantity_milli)

    def _asks_sold_out(self, product: Product) -> bool:
        cart = self._controller.cart
        return product.sold_out and (cart is None or cart.line_of(product.product_id) is None)

    def _price_of(self, product: Product) -> int:
        cart: Cart | None = self._controller.cart
        return product.price_minor if cart is None else cart.price_of(product)

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(words_of(error))
