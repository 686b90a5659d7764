"""How a payment is left before everything is paid: the cart given back, or the order left waiting."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.leave_question import leave_question
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tenders import Tenders
from aurora_desk.gui.theme.look import Look


class WayOut(QObject):
    """Leaves only with what is known to be true: nothing is left open that could still be charged."""

    left = Signal(object)
    """The `Order` that waits, the `Cart` given back, or None where nothing came of it."""
    moved_on = Signal(object)
    """The `Order`, part paid or paid by now: the sheet goes on with it."""
    stuck = Signal(str, str, object)
    """Why it can't be left just now, the words of the next step, and that step."""

    def __init__(self, tenders: Tenders, steps: Steps, look: Look, host: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._tenders, self._steps, self._look, self._host = tenders, steps, look, host

    def give_up(self, order_id: OrderId | None, paid: Order | None, *, from_cart: bool) -> None:
        """Void the order and give its cart back, unless something is paid or it was an order before."""
        if paid is not None and paid.paid_minor:
            question = leave_question(self._look, self._host, paid)
            question.confirmed.connect(partial(self.left.emit, paid))
            question.open()
        elif order_id is not None and from_cart:
            failed = partial(self._on_not_given_up, order_id)
            self._steps.run(partial(self._tenders.give_up, order_id), self.left.emit, failed)
        else:
            self.left.emit(None)

    def leave_waiting(self, order_id: OrderId) -> None:
        """The order stays Waiting; the back room goes on asking."""
        failed = partial(self._on_not_left, order_id)
        self._steps.run(partial(self._tenders.leave, order_id), self.left.emit, failed)

    def _on_not_given_up(self, order_id: OrderId, error: Exception) -> None:
        self.stuck.emit(words_of(error), self.tr("Check now"), partial(self._look_again, order_id))

    def _look_again(self, order_id: OrderId) -> None:
        """The sale moved on without this sheet: show what it is now."""
        failed = partial(self._on_not_given_up, order_id)
        self._steps.run(partial(self._tenders.order, order_id), self._on_looked, failed)

    def _on_looked(self, order: Order) -> None:
        if order.paid_minor:
            self.moved_on.emit(order)
        elif order.live_payment is not None:
            self.left.emit(order)
        else:
            self.give_up(order.order_id, order, from_cart=True)

    def _on_not_left(self, order_id: OrderId, error: Exception) -> None:
        self.stuck.emit(words_of(error), self.tr("Try again"), partial(self.leave_waiting, order_id))
