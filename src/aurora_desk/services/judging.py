"""What differs between an intent of Stripe's and the payment that stands for it here: rules without a store."""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId
from aurora_desk.domain.payments import LIVE, Intent, IntentStatus, Payment, PaymentStatus
from aurora_desk.domain.work_items import WorkKind

OF_INTENTS = frozenset(
    {
        WorkKind.LATE_SUCCESS,
        WorkKind.ORPHAN_CHARGE,
        WorkKind.AMOUNT_DIFFERS,
        WorkKind.NOT_AT_STRIPE,
        WorkKind.DISPUTE,
    }
)
"""The kinds that a look at an intent and its payment tells, and tells to be gone."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; amounts in minor units."""

    kind: WorkKind
    about: str
    here_minor: int
    stripe_minor: int
    currency: str
    order_id: OrderId | None = None
    payment_id: PaymentId | None = None
    refund_id: RefundId | None = None
    intent_id: IntentId | None = None


def kept_minor(intent: Intent) -> int:
    """What Stripe took by an intent and has not given back."""
    return intent.received_minor - intent.refunded_minor


def differences(intent: Intent, payment: Payment | None) -> tuple[Difference, ...]:
    """What differs between an intent and its payment, after everything was booked that can be."""
    found = []
    money = None if payment is None else _of_payment(intent, payment)
    if payment is None and intent.status is IntentStatus.SUCCEEDED and kept_minor(intent):
        money = (WorkKind.ORPHAN_CHARGE, 0, kept_minor(intent))
    if money is not None:
        found.append(_difference(intent, payment, *money))
    if intent.disputed:
        here_minor = payment.captured_minor if payment is not None and payment.status is PaymentStatus.SUCCEEDED else 0
        found.append(_difference(intent, payment, WorkKind.DISPUTE, here_minor, intent.received_minor))
    return tuple(found)


def not_at_stripe(payment: Payment) -> Difference:
    """Paid here, and Stripe does not know it, or not as paid."""
    return Difference(
        WorkKind.NOT_AT_STRIPE,
        payment.payment_id,
        payment.captured_minor,
        0,
        payment.amount.currency,
        order_id=payment.order_id,
        payment_id=payment.payment_id,
        intent_id=payment.intent_id,
    )


def _of_payment(intent: Intent, payment: Payment) -> tuple[WorkKind, int, int] | None:
    paid = intent.status is IntentStatus.SUCCEEDED
    same_currency = intent.amount.currency == payment.amount.currency
    if payment.status is PaymentStatus.SUCCEEDED:
        if not paid:
            return WorkKind.NOT_AT_STRIPE, payment.captured_minor, 0
        if intent.received_minor != payment.captured_minor or not same_currency:
            return WorkKind.AMOUNT_DIFFERS, payment.captured_minor, intent.received_minor
        return None
    if not paid or not kept_minor(intent):
        return None
    if payment.status in LIVE:
        # Settled by now, unless its amount, currency or order is another one.
        return WorkKind.AMOUNT_DIFFERS, payment.charged.amount_minor, intent.received_minor
    return WorkKind.LATE_SUCCESS, 0, kept_minor(intent)


def _difference(
    intent: Intent, payment: Payment | None, kind: WorkKind, here_minor: int, stripe_minor: int
) -> Difference:
    order = intent.metadata.get("order_id", "")
    tender = intent.metadata.get("tender_id")
    about = payment.payment_id if kind is WorkKind.NOT_AT_STRIPE and payment is not None else intent.intent_id
    return Difference(
        kind,
        about,
        here_minor,
        stripe_minor,
        intent.amount.currency,
        order_id=payment.order_id if payment is not None else OrderId(int(order)) if order.isdecimal() else None,
        payment_id=payment.payment_id if payment is not None else PaymentId(tender) if tender else None,
        intent_id=intent.intent_id,
    )
