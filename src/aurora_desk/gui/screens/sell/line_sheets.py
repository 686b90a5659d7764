"""The sheets that change lines: quantity, discount, note, custom item."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from aurora_desk.domain.cart import (
    LONGEST_NOTE,
    Cart,
    CartLine,
    add_custom,
    set_cart_discount,
    set_line_discount,
    set_note,
    set_quantity,
)
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import Discount, TaxRate
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.custom_item import CustomItemSheet
from aurora_desk.gui.screens.sell.sheets.discount import DiscountSheet
from aurora_desk.gui.screens.sell.sheets.quantity import QuantitySheet
from aurora_desk.gui.screens.sell.sheets.small import TextSheet


class LineSheets(QObject):
    """Opens a sheet and applies to the cart what it is told."""

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._look = context, context.look
        self._sheets, self._controller = sheets, controller
        self._taxes: tuple[TaxRate, ...] = ()
        self._custom_waits = False

    def quantity(self, line: CartLine) -> None:
        """F8."""
        sheet = QuantitySheet(
            self._look,
            self._sheets.window,
            line.name,
            price=self._money(line.price_minor),
            by_weight=line.by_weight,
            quantity_milli=line.quantity_milli,
            verb=self.tr("Set quantity"),
        )

        def take(quantity_milli: int) -> None:
            self._controller.apply(partial(set_quantity, line_id=line.line_id, quantity_milli=quantity_milli))

        sheet.entered.connect(take)
        self._sheets.open(sheet)

    def line_discount(self, line: CartLine) -> None:
        """F4."""
        sheet = DiscountSheet(
            self._look,
            self._sheets.window,
            self.tr("Discount"),
            line.name,
            price=self._money(line.price_minor),
            quantity_milli=line.quantity_milli,
            current=line.discount,
            new_price=True,
            warn=lambda discount: self._warn(partial(set_line_discount, line_id=line.line_id, discount=discount)),
        )

        def give(discount: Discount | None) -> None:
            self._controller.apply(partial(set_line_discount, line_id=line.line_id, discount=discount))

        sheet.given.connect(give)
        self._sheets.open(sheet)

    def cart_discount(self) -> None:
        """Shift+F4."""
        cart = self._controller.cart
        if cart is None or not cart.lines:
            return
        figures = set_cart_discount(cart, None).totals()
        sheet = DiscountSheet(
            self._look,
            self._sheets.window,
            self.tr("Discount"),
            self.tr("on the whole cart"),
            price=self._money(figures.subtotal_minor - figures.discount_minor),
            current=cart.discount,
            new_price=False,
            warn=lambda discount: self._warn(partial(set_cart_discount, discount=discount)),
        )
        sheet.given.connect(self._give_on_cart)
        self._sheets.open(sheet)

    def note(self, line: CartLine) -> None:
        """A note on a line."""
        sheet = TextSheet(
            self._look,
            self._sheets.window,
            self.tr("Note"),
            label=line.name,
            example=self.tr("Oat milk"),
            text=line.note,
            verb=self.tr("Save note"),
            longest=LONGEST_NOTE,
            name="note-sheet",
        )

        def write(note: str) -> None:
            self._controller.apply(partial(set_note, line_id=line.line_id, note=note))

        sheet.entered.connect(write)
        self._sheets.open(sheet)

    def read_taxes(self) -> None:
        """Read the tax rates ahead, so that the sheet of a custom item opens at once."""
        services = self._context.services
        work = partial(services.read, partial(services.catalogue.tax_rates, tenant_id=self._context.session.tenant_id))
        self._context.jobs.start(self, work, done=self._on_taxes, failed=self._on_failed)

    def custom_item(self) -> None:
        """Ctrl+N."""
        if not self._taxes:
            self._custom_waits = True
            self.read_taxes()
            return
        currency = self._context.session.tenant.currency
        sheet = CustomItemSheet(self._look, self._sheets.window, currency=currency, taxes=self._taxes)
        sheet.entered.connect(self._add_custom)
        self._sheets.open(sheet)

    def _on_taxes(self, taxes: tuple[TaxRate, ...]) -> None:
        self._taxes = taxes
        waits, self._custom_waits = self._custom_waits, False
        if taxes and waits and self._context.session.person is not None:
            self.custom_item()

    def _on_failed(self, error: Exception) -> None:
        # Else the sheet would open by itself as soon as they can be read again.
        self._custom_waits = False
        self._controller.refused.emit(words_of(error))

    def _add_custom(self, name: str, price_minor: int, tax: TaxRate) -> None:
        self._controller.apply(partial(add_custom, name=name, price_minor=price_minor, tax=tax))

    def _give_on_cart(self, discount: Discount | None) -> None:
        self._controller.apply(partial(set_cart_discount, discount=discount))

    def _warn(self, change: Callable[[Cart], Cart]) -> str:
        """Why a manager will be asked for a change; empty where the person may make it alone."""
        cart = self._controller.cart
        try:
            missing = self._controller.allowance.missing(cart, change(cart)) if cart is not None else None
        except AuroraError:
            return ""  # it is refused in words when it is given
        return words_of(missing) if missing is not None else ""

    def _money(self, amount_minor: int) -> Money:
        return Money(amount_minor, self._context.session.tenant.currency)
