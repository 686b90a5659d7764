"""Finding or adding the customer of the cart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart, set_customer
from aurora_desk.domain.customers import REGULAR_ORDERS, Customer, CustomerRef, is_regular
from aurora_desk.domain.orders import OrderStatus
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.cart_on_disk import Opening
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.customer_chip import Visitor
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.services.facade import Work

LOOKED_AT = 4 * REGULAR_ORDERS
"""Orders that are looked at for a regular: some of the newest may have been voided."""


class CustomerPicker(QObject):
    """Feeds the customer sheet, puts the customer on the cart, and reads the figures that the cart's chip shows."""

    known = Signal(object)
    """The `Visitor` of the cart, with the orders so far."""
    undo_offered = Signal(str, object)
    """A sentence for a toast, and what its Undo does."""

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._sheets, self._controller = context, sheets, controller
        self._sheet: CustomerSheet | None = None
        self._words = self._asked = ""
        self._reading = False
        self._shown: CustomerRef | None = None
        controller.changed.connect(self._on_cart)

    def open(self) -> None:
        """F3."""
        currency = self._context.session.tenant.currency
        sheet = CustomerSheet(self._context.look, self._sheets.window, currency=currency)
        self._sheet, self._words = sheet, ""
        sheet.model.set_fetch(self._fetch)
        sheet.words_changed.connect(self._on_words)
        sheet.picked.connect(self._put)
        sheet.create_wanted.connect(self._create)
        sheet.likely_wanted.connect(self._look_for_likely)
        sheet.closed.connect(partial(self._on_closed, sheet))
        self._sheets.open(sheet)
        self._ask()

    def attach(self, customer: Customer) -> None:
        """Put somebody on the cart whose code was scanned."""
        cart = self._controller.cart
        if cart is not None and cart.customer == customer.ref:
            self._controller.noticed.emit(self.tr("%1 is the customer of this cart.").replace("%1", customer.name))
        elif self._put(customer):
            words = self.tr("%1 is the customer of this cart.").replace("%1", customer.name)
            self.undo_offered.emit(words, self._controller.way_back())

    def remove(self) -> None:
        """Take the customer off the cart."""
        cart = self._controller.cart
        if cart is not None and self._controller.apply(partial(set_customer, customer=None)):
            words = self.tr("%1 was taken off the cart.").replace("%1", cart.customer_name)
            self.undo_offered.emit(words, self._controller.way_back())

    def _on_words(self, words: str) -> None:
        self._words = words
        if not self._reading:
            self._ask()

    def _ask(self) -> None:
        if self._sheet is not None:
            self._asked = self._words
            self._sheet.model.restart()

    def _fetch(self, after: str | None) -> None:
        assert self._sheet is not None
        services, tenant_id = self._context.services, self._context.session.tenant_id
        self._reading = True
        unit = partial(services.customers.search, tenant_id=tenant_id, words=self._asked, after=after)
        done = partial(self._on_page, sheet=self._sheet, serial=self._sheet.model.serial, first=after is None)
        failed = partial(self._on_failed, self._sheet)
        # The sheet owns the job: an answer that comes after it was closed is dropped with it.
        self._context.jobs.start(self._sheet, partial(services.read, unit), done=done, failed=failed)

    def _on_page(self, page: Page[Customer], sheet: CustomerSheet, serial: int, *, first: bool) -> None:
        if sheet is not self._sheet:
            return
        self._reading = False
        sheet.model.append_page(page, serial)
        if first:
            sheet.show_found(self._asked)
        if self._words != self._asked:
            self._ask()

    def _on_failed(self, sheet: CustomerSheet, error: Exception) -> None:
        if sheet is not self._sheet:
            return
        self._reading = False
        sheet.model.page_failed()
        self._controller.refused.emit(words_of(error))
        if self._words != self._asked:
            self._ask()

    def _on_closed(self, sheet: CustomerSheet) -> None:
        # Before it is gone for good another one may be open.
        if sheet is self._sheet:
            self._sheet, self._reading = None, False

    def _put(self, customer: Customer) -> bool:
        return self._controller.apply(partial(set_customer, customer=customer.ref, name=customer.name))

    def _look_for_likely(self, name: str, email: str) -> None:
        if self._sheet is None:
            return
        services, tenant_id = self._context.services, self._context.session.tenant_id
        find = partial(services.duplicates.find, tenant_id=tenant_id, name=name, email=email)
        done = partial(self._sheet.show_likely, name, email)
        # Nothing is said where nobody could be looked for: the service refuses an address that is taken.
        self._context.jobs.start(self._sheet, partial(services.read, find), done=done, failed=lambda _error: None)

    def _create(self, name: str, email: str) -> None:
        first, _, last = name.strip().partition(" ")
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.customers.create, actor=actor, email=email, firstname=first, lastname=last)
        done = partial(self._on_created, self._sheet, self._controller.opening)
        failed = partial(self._on_not_created, self._sheet)
        self._context.jobs.start(self, partial(services.write, unit), done=done, failed=failed)

    def _on_created(self, asked_in: CustomerSheet | None, asked_for: Opening, customer: Customer) -> None:
        sheet = self._still_open(asked_in)
        if sheet is not None:
            sheet.close_sheet()
        # The answer may come after the sheet was closed, the cart was held or the till was locked.
        if sheet is None or self._controller.opening is not asked_for or not self._put(customer):
            words = self.tr("%1 was added to the customers, but is not the customer of this cart. F3 chooses one.")
            self._controller.noticed.emit(words.replace("%1", customer.name))

    def _on_not_created(self, asked_in: CustomerSheet | None, error: Exception) -> None:
        sheet = self._still_open(asked_in)
        if sheet is not None:
            sheet.show_error(error)
        else:
            self._controller.refused.emit(words_of(error))

    def _still_open(self, asked_in: CustomerSheet | None) -> CustomerSheet | None:
        """The sheet that somebody was added in; None where it was closed since."""
        return asked_in if asked_in is not None and asked_in is self._sheet and not asked_in.is_over else None

    def _on_cart(self, cart: Cart) -> None:
        if cart.customer == self._shown:
            return
        self._shown = cart.customer
        if cart.customer is not None:
            read = partial(self._context.services.read, partial(self._visitor, ref=cart.customer))
            self._context.jobs.start(self, read, done=self.known.emit, failed=self._on_unknown)

    def _visitor(self, work: Work, ref: CustomerRef) -> Visitor:
        services, tenant_id = self._context.services, self._context.session.tenant_id
        customer = services.customers.get(work, tenant_id, ref)
        newest = services.orders.of_customer(work, tenant_id, ref, limit=LOOKED_AT).rows
        placed = [order.created_at for order in newest if order.status is not OrderStatus.VOID]
        return Visitor(customer, is_regular(placed, work.now))

    def _on_unknown(self, error: Exception) -> None:
        self._controller.refused.emit(words_of(error))
