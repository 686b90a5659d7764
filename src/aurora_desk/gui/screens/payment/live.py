"""What others do to the sale while the sheet is open: another till, a program, Stripe's own message."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from aurora_desk.domain.cart import Cart, CartStatus
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.orders import Order, OrderStatus
from aurora_desk.domain.payments import CartChangedError, CartTarget, OrderTarget
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.card_controller import CardController
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tenders import Tenders

AGAIN_MS = 60
"""While the sheet does something itself, what happened is looked at a moment later."""


class Live(QObject):
    """Follows the journal, looks at the sale again when somebody else has touched it, and tells what that means."""

    moved = Signal(object)
    """The `Order`: another sum is due than the sheet shows, or it can be paid here again."""
    taken = Signal(str)
    """Somebody else is just paying it: why nothing can be paid here for the moment."""
    gone = Signal(str)
    """Why it can't be paid here any more."""

    def __init__(
        self,
        context: Context,
        tenders: Tenders,
        controller: CardController,
        steps: Steps,
        bill: Bill,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._tenders, self._controller = context, tenders, controller
        self._steps, self._bill = steps, bill
        self._reading = self._wanted = self._told_taken = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        context.events.happened.connect(self._on_row)

    def look(self) -> None:
        """Look at the sale now."""
        self._wanted = True
        self._look()

    def _on_row(self, row: JournalRow) -> None:
        if row.tenant_id != self._context.session.tenant_id or not self._is_ours(row):
            return
        payment = self._controller.state.payment
        if payment is not None and row.facts.get("payment_id") == payment.payment_id:
            # Stripe's message or the back room was faster than our next question.
            self._controller.check()
            return
        self._wanted = True
        self._soon.start(0)

    def _is_ours(self, row: JournalRow) -> bool:
        target = self._controller.target
        if isinstance(target, OrderTarget):
            return row.subject == f"order:{target.order_id}" and not row.event.startswith("mail.")
        return row.subject == f"cart:{target.cart_id}" or row.facts.get("cart_id") == target.cart_id

    def _look(self) -> None:
        if not self._wanted or self._reading:
            return
        if self._steps.busy or self._controller.busy:
            self._soon.start(AGAIN_MS)
            return
        self._wanted, self._reading = False, True
        target = self._controller.target
        if isinstance(target, OrderTarget):
            self._start(partial(self._tenders.order, target.order_id), self._on_order)
        else:
            self._start(partial(self._tenders.cart, target), self._on_cart)

    def _start(self, read: Callable[[], Order | Cart], seen: Callable[[Any], None]) -> None:
        self._context.jobs.start(self, read, done=partial(self._end, seen), failed=self._on_not_read)

    def _end(self, seen: Callable[[Any], None], what: Order | Cart) -> None:
        self._reading = False
        if self._steps.busy or self._controller.busy:
            self._wanted = True
        else:
            seen(what)
        if self._wanted:
            self._soon.start(AGAIN_MS)

    def _on_not_read(self, _error: Exception) -> None:
        """The sheet's own next step meets the same trouble, and tells it; what happened meanwhile is looked at."""
        self._reading = False
        if self._wanted:
            self._soon.start(AGAIN_MS)

    def _on_order(self, order: Order) -> None:
        own, other = self._controller.state.payment, order.live_payment
        if order.status is OrderStatus.VOID:
            self.gone.emit(self.tr("This order was voided somewhere else. Nothing was charged here."))
        elif other is not None and (own is None or own.payment_id != other.payment_id):
            self._told_taken = True
            self.taken.emit(self.tr("This order is being paid somewhere else. Do not charge it here."))
        elif self._told_taken or order.due != self._bill.due:
            self._told_taken = False
            self.moved.emit(order)

    def _on_cart(self, cart: Cart) -> None:
        if not isinstance(self._controller.target, CartTarget):
            return
        ours = cart.status is CartStatus.OPEN and cart.till_id == self._context.session.till.till_id
        if not ours or not self._tenders.is_shown(cart):
            self.gone.emit(words_of(CartChangedError()))
