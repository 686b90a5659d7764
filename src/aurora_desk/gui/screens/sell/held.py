"""Carts that this till may open, kept current while others change them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CartId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.pace import Pace

CART_EVENTS = "cart."


class HeldCarts(QObject):
    """Reads the held carts again after journal rows that may concern them, a handful of rows at once."""

    changed = Signal(object)
    """A tuple of `Cart`, newest first: those that no till has open, and those that other tills have."""
    failed = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self.carts: tuple[Cart, ...] = ()
        self._reading = self._again = False
        self._pace = Pace(page)
        self._pace.due.connect(self.read)
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Read them; while a read is under way, once more after it."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        services, session = self._context.services, self._context.session
        unit = partial(services.sales.held, tenant_id=session.tenant_id, till_id=session.till.till_id)
        work = partial(services.read, unit)
        self._context.jobs.start(self, work, done=self._on_read, failed=self._on_failed)

    def by_code(self, code: str) -> Cart | None:
        """The cart that a network client is filling under this code."""
        return next((cart for cart in self.carts if cart.session_id is not None and cart.session_id == code), None)

    def delete(self, cart_id: CartId) -> None:
        """Delete one of them."""
        services = self._context.services
        unit = partial(services.sales.delete_held, actor=self._context.session.actor(), cart_id=cart_id)
        self._context.jobs.start(self, partial(services.write, unit), done=self._on_deleted, failed=self._on_refused)

    def _on_deleted(self, _nothing: None) -> None:
        self.read()

    def _on_refused(self, error: Exception) -> None:
        self.failed.emit(words_of(error))
        self.read()

    def _on_read(self, carts: tuple[Cart, ...]) -> None:
        self._reading = False
        if carts != self.carts:
            self.carts = carts
            self.changed.emit(carts)
        if self._again:
            self.read()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(words_of(error))
        if self._again:
            self._pace.ask()

    def _on_journal(self, row: JournalRow) -> None:
        session = self._context.session
        if row.tenant_id != session.tenant_id:
            return
        # What this till changes is its own open cart: no held one.
        of_carts = row.event.startswith(CART_EVENTS)
        elsewhere = row.event != "cart.changed" or row.till_id != session.till.till_id
        # Most orders of a busy network were never a cart.
        of_a_cart = row.event == "order.placed" and row.facts.get("cart_id") is not None
        if (of_carts and elsewhere) or of_a_cart or row.event == "order.voided":
            self._pace.ask()
