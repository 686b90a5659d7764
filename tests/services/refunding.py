"""Orders that are paid in some way, for tests that give the money back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import IntentId, OrderId, ProductId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, Refund
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.refund_progress import RefundProgress, StripeRefund, StripeRefundStatus
from aurora_desk.domain.refunds import Refundable, RefundReason, RefundRequest
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.refund_settling import settle_refund
from aurora_desk.store.unit_of_work import Work
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, PROGRAM, Counter, item, order_of

REFUNDS = r"POST /v1/refunds"
INTERAC = "4506445006931933"


def by_cash(counter: Counter, *products: ProductId) -> Order:
    """A till's order, paid in cash: 5.00 for an espresso and a croissant."""
    order: Order = counter.write(counter.services.payments.take_cash, MARA, counter.target(*products), 50_00)
    return order


def by_card(counter: Counter, *products: ProductId) -> Order:
    """A till's order, paid by a Visa at the reader."""
    return _tapped(counter, counter.target(*products))


def by_card_numbered(counter: Counter, number: str) -> Order:
    """A till's order, paid at the reader by the test card of this number."""
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    present(counter, number)
    counter.services.payments.check(MARA, progress.payment.payment_id)
    return counter.order(progress.payment.order_id)


def present(counter: Counter, number: str) -> None:
    """The customer holds the test card of this number to the reader."""
    kind = "interac_present" if number == INTERAC else "card_present"
    path = f"test_helpers/terminal/readers/{DEMO_READER}/present_payment_method"
    answer = counter.ask_stripe("POST", path, type=kind, **{f"{kind}[number]": number})
    assert answer["action"]["status"] == "succeeded", answer


def by_cash_and_card(counter: Counter) -> Order:
    """Two espressos and a croissant: 2.00 in cash, 5.60 by card."""
    target = counter.target(ESPRESSO, ESPRESSO, CROISSANT)
    order = counter.write(counter.services.payments.take_cash, MARA, target, 2_00)
    return _tapped(counter, OrderTarget(order.order_id))


def by_two_cards(counter: Counter) -> Order:
    """A program's order of 10.40: 4.00 by a Mastercard, 6.40 by a Visa."""
    counter.services.write(_let_clients_pay_in_parts)
    order: Order = counter.write(counter.services.orders.place, LOOPBACK, order_of(item(ESPRESSO, 4)))
    for amount, card in ((4_00, "pm_card_mastercard"), (6_40, "pm_card_visa")):
        _, intent_id = counter.intent_of(order, amount)
        counter.confirm(intent_id, card)
        order = counter.services.payments.complete(LOOPBACK, order.order_id, intent_id)
    return order


def with_step(counter: Counter, step_minor: int) -> None:
    """The shop's smallest coin."""
    counter.services.write(
        lambda work: work.tenants.change(replace(work.tenants.get(CAFE), cash_step_minor=step_minor))
    )


def _let_clients_pay_in_parts(work: Work) -> None:
    work.tenants.change(replace(work.tenants.get(CAFE), part_payments=True))


def _tapped(counter: Counter, target: Any) -> Order:
    progress = counter.services.payments.start_card(MARA, target, DEMO_READER)
    counter.tap()
    counter.services.payments.check(MARA, progress.payment.payment_id)
    return counter.order(progress.payment.order_id)


def plan(counter: Counter, order: Order, actor: Actor = MARA) -> Refundable:
    """What can be given back of an order."""
    found: Refundable = counter.read(counter.services.refunds.plan, actor, order.order_id)
    return found


def request(counter: Counter, order: Order, amount: int | None = None, **more: Any) -> RefundRequest:
    """A decision to give back an amount, or all that is left."""
    desk = plan(counter, order)
    asked = desk.left_minor if amount is None else amount
    return replace(RefundRequest(desk.plan_id, order.order_id, asked, RefundReason.DAMAGED), **more)


def refund(counter: Counter, order: Order, amount: int | None = None, **more: Any) -> tuple[RefundProgress, ...]:
    """Give back an amount, or all that is left."""
    return counter.services.refunds.start(MARA, request(counter, order, amount, **more))


def at_stripe(counter: Counter) -> list[Any]:
    """Every refund that Stripe has, newest first."""
    found: list[Any] = counter.ask_stripe("GET", "refunds?limit=100")["data"]
    return found


def fail_at_bank(counter: Counter, one: Refund) -> None:
    """The customer's bank sends the money back, days later."""
    (made,) = [refund for refund in at_stripe(counter) if refund["id"] == one.stripe_refund_id]
    assert httpx.post(f"{counter.stripe}/customer/refunds/{made['id']}/fail").status_code == httpx.codes.SEE_OTHER


def failed_late(counter: Counter, order: Order, amount: int | None = None) -> Refund:
    """A refund that had succeeded and that Stripe now reports as failed."""
    (done,) = refund(counter, order, amount)
    fail_at_bank(counter, done.refund)
    return counter.services.refunds.check(MARA, done.refund.refund_id).refund


def told(counter: Counter, one: Refund, status: str, failure: str = "") -> StripeRefund:
    """What Stripe says of a refund, in words of a test's own."""
    payment = counter.read(_payment_of, one)
    made = next(refund for refund in at_stripe(counter) if refund["id"] == one.stripe_refund_id)
    return StripeRefund(
        stripe_refund_id=made["id"],
        status=StripeRefundStatus(status),
        amount=Money(made["amount"], one.amount.currency),
        intent_id=IntentId(payment.intent_id or ""),
        metadata=made["metadata"],
        failure=failure,
        created_at=one.created_at,
    )


def settle(counter: Counter, one: Refund, said: StripeRefund) -> Refund:
    """Book what Stripe says."""
    return counter.services.write(lambda work: settle_refund(work, PROGRAM, one.refund_id, said))


def stored(counter: Counter, order_id: OrderId) -> tuple[Refund, ...]:
    """An order's refunds as they stand."""
    return counter.order(order_id).refunds


def drawer(counter: Counter) -> list[tuple[str, int]]:
    """What moved in the drawers."""
    return [(row[0], row[1]) for row in counter.rows("SELECT kind, amount_minor FROM cash_movement ORDER BY rowid")]


def _payment_of(work: Work, one: Refund) -> Any:
    return work.payments.get(one.payment_id)
