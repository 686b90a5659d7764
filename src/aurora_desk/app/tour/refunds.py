"""The tour's refunds: an order paid by cash and card, given back over both, and a bank that says no days later."""

from __future__ import annotations

import urllib.request
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CardStep, CartTarget, OrderTarget

BOUGHT = (119, 119, 104, 120, 137)
IN_CASH_MINOR = 10_00


def chapter(stage: Stage) -> None:
    """Begins and ends on the Orders screen."""
    RefundTour(stage).go()


class RefundTour:
    """One order's refund, from its plan to the bank's no."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._desk, self._guide = stage, stage.desk, stage.guide

    def go(self) -> None:
        """Plan, give back, and see it fail."""
        order = self._paid_twice()
        self._find(order)
        self._guide.control(Qt.Key.Key_R)
        self._guide.wait_for(QWidget, "refund")
        self._guide.key(Qt.Key.Key_Space)
        self._guide.click("refund-line-0-minus")
        self._guide.click("refund-line-2-check")
        self._guide.click("refund-line-3-check")
        self._guide.click("refund-reason-wrong_item")
        self._guide.picture("refund-1-plan")
        self._guide.click("refund-give")
        self._guide.wait_for(QWidget, "refund-done")
        self._guide.pause(0.3)
        self._guide.picture("refund-2-done")
        self._guide.click("refund-done")
        self._guide.until(lambda: self._guide.find(QWidget, "refund") is None, "the refund to be seen")
        self._fail(order)
        self._guide.wait_for(QWidget, "trouble-0")
        self._guide.pause(0.3)
        self._guide.picture("refund-3-failed")

    def _paid_twice(self) -> Order:
        services, actor = self._desk.context.services, self._desk.context.session.actor()
        cart = self._stage.filled_cart(*BOUGHT)
        target = CartTarget(cart.cart_id)
        take = partial(services.payments.take_cash, actor=actor, target=target, tendered_minor=IN_CASH_MINOR)
        order = services.write(take)
        (reader, *_) = services.read(partial(services.payments.readers, tenant_id=actor.tenant_id))
        progress = services.payments.start_card(actor, OrderTarget(order.order_id), reader.reader_id)
        payment_id = progress.payment.payment_id
        self._guide.until(
            lambda: services.payments.check(actor, payment_id).step is CardStep.PAID, "the customer to tap"
        )
        return services.read(partial(services.orders.get, tenant_id=actor.tenant_id, order_id=order.order_id))

    def _find(self, order: Order) -> None:
        self._guide.key(Qt.Key.Key_F2)
        self._guide.write(str(order.order_id))
        self._guide.pause(0.6)
        self._guide.key(Qt.Key.Key_Down)
        self._guide.wait_for(QWidget, "order-refund")
        self._guide.pause(0.4)

    def _fail(self, order: Order) -> None:
        """The customer's bank does not take the money; the desk hears of it as it asks again."""
        services, actor = self._desk.context.services, self._desk.context.session.actor()
        now = services.read(partial(services.orders.get, tenant_id=actor.tenant_id, order_id=order.order_id))
        refund = next(one for one in now.refunds if one.stripe_refund_id is not None)
        bank = f"{self._stage.simulator}/customer/refunds/{refund.stripe_refund_id}/fail"
        with urllib.request.urlopen(bank, data=b"", timeout=10):  # noqa: S310 - the simulator on this computer
            pass
        services.refunds.check(actor, refund.refund_id)
