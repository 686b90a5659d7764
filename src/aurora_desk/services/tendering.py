"""What every tender starts with: the order it is for, locked, and nothing else under way on it."""

from __future__ import annotations

from datetime import datetime

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import CartStatus
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import IntentId, PaymentId, ReaderId
from aurora_desk.domain.money import Money, card_step, to_step
from aurora_desk.domain.orders import OrderStatus
from aurora_desk.domain.payments import (
    LIVE,
    BeingPaidError,
    CartChangedError,
    CartTarget,
    Method,
    Payment,
    PaymentStatus,
    Target,
)
from aurora_desk.domain.words import say
from aurora_desk.services.placing import cart_to_order, place_cart
from aurora_desk.services.questions import order_may_be_paid
from aurora_desk.services.reading import head_of
from aurora_desk.services.shifts import open_shift
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work


def order_to_pay(work: Work, actor: Actor, target: Target, *, arrived: bool = False) -> OrderHead:
    """The order behind a target, locked; a cart becomes one in this very transaction.

    Raises `AgeNotCheckedError` where nobody has looked whether the customer is old enough for the goods. Not so for
    money of an order that has `arrived` already: that is booked, and the age is asked for as the goods are handed over.
    """
    if isinstance(target, CartTarget):
        cart = cart_to_order(work, actor.tenant_id, target.cart_id)
        if cart.status is CartStatus.OPEN and target.shown_minor not in (None, cart.total.amount_minor):
            raise CartChangedError
        return place_cart(work, actor, cart)
    head = head_of(work, actor.tenant_id, target.order_id, lock=True)
    if head.status is OrderStatus.VOID:
        raise ConflictError("This order was voided. Nothing was charged. Ring the items up again.")
    if live_payment(work, head) is not None:
        raise BeingPaidError
    if not arrived:
        order_may_be_paid(work, actor, head)
    return head


def amount_to_take(head: OrderHead, part_minor: int | None) -> int:
    """What a tender takes of an order: all that is due, or a part of it. Only cash may be more, and gives change."""
    if not head.due_minor:
        raise ConflictError("Nothing is left to pay on this order. Nothing was charged.")
    if part_minor is None:
        return head.due_minor
    if part_minor <= 0:
        raise InvalidError("amount", "A payment is more than nothing. Nothing was charged.")
    if part_minor > head.due_minor:
        due = Money(head.due_minor, head.total.currency)
        raise InvalidError(
            "amount", say("Only {due} is left to pay, and only cash gives change. Nothing was charged.", due=due)
        )
    return part_minor


def live_payment(work: Work, head: OrderHead) -> Payment | None:
    """The attempt of an order whose end is not known yet."""
    for payment in work.payments.of_order(head.tenant_id, head.order_id):
        if payment.status in LIVE:
            return payment
    return None


def new_payment(
    work: Work,
    actor: Actor,
    head: OrderHead,
    method: Method,
    amount_minor: int,
    *,
    status: PaymentStatus = PaymentStatus.PENDING,
    reader_id: ReaderId | None = None,
    rounding_minor: int = 0,
    tendered_minor: int = 0,
    change_minor: int = 0,
    slip_number: str = "",
    tender_name: str = "",
    expires_at: datetime | None = None,
) -> Payment:
    """Write an attempt with its shift and till: on disk before anything outside is asked."""
    payment = Payment(
        payment_id=PaymentId(work.new_id()),
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        method=method,
        status=status,
        amount=Money(amount_minor, head.total.currency),
        tip_minor=0,
        rounding_minor=rounding_minor,
        tendered_minor=tendered_minor,
        change_minor=change_minor,
        intent_id=None,
        reader_id=reader_id,
        attempt=1,
        card_brand="",
        card_last4="",
        read_method="",
        failure="",
        created_at=work.now,
        slip_number=slip_number,
        expires_at=expires_at,
        tender_name=tender_name,
    )
    shift_id = open_shift(work, actor)
    work.payments.add(payment, till_id=actor.till_id, shift_id=shift_id, person_id=actor.person_id)
    ended = status is PaymentStatus.SUCCEEDED
    work.log(
        actor,
        "payment.succeeded" if ended else "payment.started",
        f"order:{head.order_id}",
        {
            "order_id": head.order_id,
            "payment_id": payment.payment_id,
            "status": status.value,
            "method": method.value,
            "amount": amount_minor,
            "currency": head.total.currency,
        },
    )
    return payment


def card_rounding(amount_minor: int, currency: str) -> int:
    """What is added to or left out of an amount so that Stripe can take it by card; 0 but for three decimals."""
    return to_step(amount_minor, card_step(currency)) - amount_minor


def note_intent(work: Work, payment_id: PaymentId, intent_id: IntentId) -> Payment:
    """Store which intent belongs to an attempt, and that its call has been answered; one that has ended stays so."""
    payment = work.payments.get(payment_id, lock=True)
    if payment.status not in LIVE:
        return payment
    work.payments.change(payment_id, now=work.now, intent_id=intent_id, attempt=payment.attempt + 1)
    return work.payments.get(payment_id)
