"""Enter in the search field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.codes import CodeKind, SignedCode, looks_signed
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.entry import Entry
from aurora_desk.gui.screens.sell.shelf import PAGE

T = TypeVar("T")


class Finding(QObject):
    """Finds what an entry means by itself, so that Enter right behind the last letter adds the right product."""

    found = Signal(object, int)
    """A `Product` and how many thousandths of it."""
    order_found = Signal(object)
    """The code of an order was typed: its `OrderId`."""
    customer_found = Signal(object)
    """The code of a customer was typed: the `Customer`."""
    missed = Signal(str)
    """Nothing matches these words."""
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def find(self, entry: Entry) -> None:
        """Look for the best match of the words."""
        services, tenant_id = self._context.services, self._context.session.tenant_id
        # A whole page, as the grid asks for it: matches are ranked within their page.
        unit = partial(services.catalogue.search, tenant_id=tenant_id, words=entry.words, limit=PAGE)
        self._start(partial(services.read, unit), partial(self._on_page, entry=entry))

    def _on_page(self, page: Page[Product], entry: Entry) -> None:
        if page.rows:
            self.found.emit(page.rows[0], entry.quantity_milli)
        elif looks_signed(entry.words):
            codes = self._context.services.codes
            self._start(
                partial(codes.read, self._context.session.tenant_id, entry.words),
                partial(self._on_code, entry=entry),
            )
        else:
            self.missed.emit(entry.words)

    def _on_code(self, code: SignedCode, entry: Entry) -> None:
        services, tenant_id = self._context.services, self._context.session.tenant_id
        match code.kind:
            case CodeKind.ORDER:
                self.order_found.emit(OrderId(code.number))
            case CodeKind.PRODUCT:
                unit = partial(services.catalogue.get, tenant_id=tenant_id, product_id=ProductId(code.number))
                done = partial(self._on_product, quantity_milli=entry.quantity_milli)
                self._start(partial(services.read, unit), done)
            case CodeKind.CUSTOMER:
                ref = CustomerRef(CUSTOMERS_TABLE, CustomerId(code.number))
                get = partial(services.customers.get, tenant_id=tenant_id, ref=ref)
                self._start(partial(services.read, get), self.customer_found.emit)
            case CodeKind.STAFF:
                # A badge is scanned, never typed: the number of another one must not open the till.
                self.missed.emit(entry.words)

    def _on_product(self, product: Product, quantity_milli: int) -> None:
        self.found.emit(product, quantity_milli)

    def _start(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._context.jobs.start(self, work, done=partial(self._go_on, done), failed=self._on_failed)

    def _go_on(self, done: Callable[[T], object], found: T) -> None:
        # What comes after the till was locked opens nothing over the lock: whoever signs in asks anew.
        if self._context.session.person is not None:
            done(found)

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(words_of(error))
