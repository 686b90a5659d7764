"""The one settle function: what Stripe says of an intent becomes what the store knows of the payment.

`paymentComplete`, `submitOrder`, the desk's poller and the back room all end here, so they can't race each other;
from the same to the same is a quiet success. Only an intent that Stripe itself answered may be handed in.
"""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.money import Money, to_stripe
from aurora_desk.domain.orders import Handover, OrderStatus, PaidStatus, RefundStatus, paid_status
from aurora_desk.domain.payments import LIVE, Intent, IntentStatus, Method, Payment, PaymentStatus
from aurora_desk.domain.work_items import WorkKind
from aurora_desk.services.reading import head_of
from aurora_desk.services.work_items import open_item
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

_ENDINGS = {
    IntentStatus.SUCCEEDED: PaymentStatus.SUCCEEDED,
    IntentStatus.CANCELED: PaymentStatus.CANCELED,
    IntentStatus.REQUIRES_PAYMENT_METHOD: PaymentStatus.PENDING,
    IntentStatus.REQUIRES_CONFIRMATION: PaymentStatus.PENDING,
    IntentStatus.REQUIRES_ACTION: PaymentStatus.PENDING,
    IntentStatus.REQUIRES_CAPTURE: PaymentStatus.PENDING,
}
"""Any other state, `processing` and states of the future among them, is unknown until Stripe says more."""

HOLD_EXPIRED = "hold_expired"
TRANSFER_AWAITED = "transfer.awaited"
"""An order was made that a bank transfer is to pay, some day."""
_NOTED_AGAIN_AFTER = timedelta(seconds=30)


class IntentMismatchError(ConflictError):
    """An intent does not carry this order, amount and currency; nothing is booked by it."""

    code = "intent_mismatch"

    def __init__(self) -> None:
        super().__init__("This payment does not belong to this order or has another amount. Nothing was booked.")


APP = "aurora-desk"
"""What every intent and refund of this program carries at Stripe, among those of a shop's other programs."""


def intent_metadata(payment: Payment, amount: Money, store_id: str) -> dict[str, str]:
    """What an intent is made with: what proves whose it is, and the store, for shops with several on one account."""
    return {**proof(payment, amount), "store": store_id}


def proof(payment: Payment, amount: Money) -> dict[str, str]:
    """What every intent of ours carries: ids and the amount that we asked for, never personal data."""
    return {
        "app": APP,
        "amount": str(to_stripe(amount)),
        "tenant_id": str(payment.tenant_id),
        "order_id": str(payment.order_id),
        "tender_id": payment.payment_id,
    }


def belongs(payment: Payment, intent: Intent) -> bool:
    """Whether an intent carries this payment's order, amount and currency.

    The amount of an online intent may be changed, by us alone and together with its metadata. A power cut between
    that call and our row leaves the old amount in the row: what Stripe then charges is what we asked for all the same.
    """
    amount = _goods(intent)
    ours = proof(payment, amount)
    return (
        {name: intent.metadata.get(name) for name in ours} == ours
        and amount.currency == payment.amount.currency
        and (payment.method is Method.STRIPE or amount == payment.charged)
        and payment.intent_id in (None, intent.intent_id)
    )


def _goods(intent: Intent) -> Money:
    return Money(intent.amount.amount_minor - intent.tip_minor, intent.amount.currency)


def settle(work: Work, actor: Actor, payment_id: PaymentId, intent: Intent) -> Payment:
    """Book what Stripe said of a payment's intent; raises `IntentMismatchError` for a foreign one."""
    payment = work.payments.get(payment_id)
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    payment = work.payments.get(payment_id, lock=True)
    if not belongs(payment, intent):
        raise IntentMismatchError
    if payment.status not in LIVE:
        return _late(work, actor, head, payment, intent)
    status = _ENDINGS.get(intent.status, PaymentStatus.UNKNOWN)
    failure = _failure(payment, intent, status)
    told = (status, failure, intent.intent_id, intent.capture_before)
    if told == (payment.status, payment.failure, payment.intent_id, payment.capture_before):
        return _noted(work, payment, intent)
    _book(work, payment, intent, status, failure)
    if status not in LIVE:
        work.payments.release_reader(payment_id)
    _tell(work, actor, payment, status, failure, authorised=intent.capture_before is not None)
    refresh_order(work, actor, head)
    return work.payments.get(payment_id)


def _book(work: Work, payment: Payment, intent: Intent, status: PaymentStatus, failure: str) -> None:
    values: dict[str, object] = {
        "status": status.value,
        "failure": failure,
        "intent_id": intent.intent_id,
        "capture_before": intent.capture_before,
        "known": intent.status.value,
        "asked_at": work.now,
        "request_id": intent.request_id,
    }
    if status is PaymentStatus.SUCCEEDED:
        amount_minor, tip_minor = _taken(payment, intent)
        values |= {
            "amount_minor": amount_minor,
            "tip_minor": tip_minor,
            "charge_id": intent.charge_id,
            "card_brand": intent.card_brand,
            "card_last4": intent.card_last4,
            "read_method": intent.read_method,
            "card_receipt": dict(intent.receipt) or None,
        }
    work.payments.change(payment.payment_id, now=work.now, **values)


def _taken(payment: Payment, intent: Intent) -> tuple[int, int]:
    """What was taken for goods and as a tip: a hold may have been captured in part, and then pays goods first."""
    wanted_minor = _goods(intent).amount_minor - payment.rounding_minor
    got_minor = intent.received_minor - payment.rounding_minor
    if not 0 < got_minor < wanted_minor + intent.tip_minor:
        return wanted_minor, intent.tip_minor
    amount_minor = min(wanted_minor, got_minor)
    return amount_minor, got_minor - amount_minor


def _failure(payment: Payment, intent: Intent, status: PaymentStatus) -> str:
    if status is PaymentStatus.PENDING and intent.status is not IntentStatus.REQUIRES_CAPTURE:
        return intent.decline
    if status is PaymentStatus.CANCELED and payment.authorised and intent.cancellation in ("automatic", "expired"):
        return HOLD_EXPIRED
    return ""


def _noted(work: Work, payment: Payment, intent: Intent) -> Payment:
    """Nothing new; when Stripe last said so is kept, but not at every look of a till."""
    stale = payment.asked_at is None or work.now - payment.asked_at > _NOTED_AGAIN_AFTER
    if payment.known != intent.status.value or stale:
        work.payments.change(payment.payment_id, now=work.now, known=intent.status.value, asked_at=work.now)
    return payment


def _late(work: Work, actor: Actor, head: OrderHead, payment: Payment, intent: Intent) -> Payment:
    """Money that Stripe took after «nothing was charged»: it pays an order that still waits; else a person decides."""
    if payment.status is PaymentStatus.SUCCEEDED or intent.status is not IntentStatus.SUCCEEDED:
        return payment
    kept_minor = intent.received_minor - intent.refunded_minor
    if kept_minor <= 0 or any(item.refunding for item in work.work_items.open_about([intent.intent_id])):
        return payment  # it went back, or a person has decided that it does
    others = work.payments.of_order(head.tenant_id, head.order_id)
    taken = _goods(intent).amount_minor - payment.rounding_minor
    if taken <= head.due_minor and not any(other.status in LIVE for other in others):
        _book(work, payment, intent, PaymentStatus.SUCCEEDED, "")
        _tell(work, actor, payment, PaymentStatus.SUCCEEDED, "")
        refresh_order(work, actor, head)
        return work.payments.get(payment.payment_id)
    open_item(
        work,
        WorkKind.LATE_SUCCESS,
        tenant_id=payment.tenant_id,
        about=intent.intent_id,
        order_id=payment.order_id,
        payment_id=payment.payment_id,
        intent_id=intent.intent_id,
        stripe_minor=kept_minor,
        currency=intent.amount.currency,
    )
    return payment


def end_unsent(work: Work, actor: Actor, payment_id: PaymentId, sentence: str) -> Payment:
    """End an attempt whose intent nobody ever had: it can't have charged anybody. One that has moved on stays as it is.

    The caller knows that no intent was handed out; `sentence` says to the cashier why it ended.
    """
    payment = work.payments.get(payment_id)
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    found = work.payments.get(payment_id, lock=True)
    if found.status not in LIVE or found.intent_id is not None:
        return found
    work.payments.change(payment_id, now=work.now, status=PaymentStatus.FAILED.value, failure=sentence)
    work.payments.release_reader(payment_id)
    work.log(
        actor,
        "payment.failed",
        f"order:{found.order_id}",
        {"order_id": found.order_id, "payment_id": payment_id, "status": PaymentStatus.FAILED.value},
    )
    refresh_order(work, actor, head)
    return work.payments.get(payment_id)


def doubt(work: Work, actor: Actor, payment_id: PaymentId) -> Payment:
    """Book that nobody knows how a payment ended: it stays live, so its order can't be paid again."""
    payment = work.payments.get(payment_id)
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    payment = work.payments.get(payment_id, lock=True)
    if payment.status is PaymentStatus.PENDING:
        work.payments.change(payment_id, now=work.now, status=PaymentStatus.UNKNOWN.value)
        _tell(work, actor, payment, PaymentStatus.UNKNOWN, "")
        refresh_order(work, actor, head)
    return work.payments.get(payment_id)


def refresh_order(work: Work, actor: Actor, head: OrderHead) -> None:
    """Bring an order to what its payments and refunds add up to; a paid sale of a till is done at once."""
    payments = work.payments.of_order(head.tenant_id, head.order_id)
    paid_minor = sum(p.amount.amount_minor for p in payments if p.status is PaymentStatus.SUCCEEDED)
    checking = any(p.status is PaymentStatus.UNKNOWN for p in payments)
    refunds = work.refunds.of_order(head.tenant_id, head.order_id)
    refunded_minor = sum(r.amount.amount_minor for r in refunds if r.status is not RefundStatus.FAILED)
    status = paid_status(head.total.amount_minor, paid_minor, refunded_minor, checking=checking)
    sums = (status, paid_minor, refunded_minor)
    if sums == (head.payment_status, head.paid_minor, head.refunded_minor):
        return
    states: dict[str, object] = {
        "payment_status": status.value,
        "paid_minor": paid_minor,
        "refunded_minor": refunded_minor,
    }
    online = any(p.method is Method.STRIPE and p.status is PaymentStatus.SUCCEEDED for p in payments)
    sold = status is PaidStatus.PAID and head.till_id is not None and head.status is OrderStatus.PENDING
    if sold and not online and not _awaits_transfer(work, head):
        states |= {"status": OrderStatus.COMPLETED.value, "handover": Handover.COLLECTED.value}
    work.orders.move(head, now=work.now, **states)
    work.log(
        actor,
        f"order.{status.value}",
        f"order:{head.order_id}",
        {
            "order_id": head.order_id,
            "payment_status": status.value,
            "paid": paid_minor,
            "refunded": refunded_minor,
            "total": head.total.amount_minor,
            "currency": head.total.currency,
        },
    )


def _awaits_transfer(work: Work, head: OrderHead) -> bool:
    """Whether the customer left to pay by bank: being paid hands nothing over, as nobody stands at the till."""
    rows = work.journal.of_subject(head.tenant_id, [f"order:{head.order_id}"])
    return any(row.event == TRANSFER_AWAITED for row in rows)


def _tell(
    work: Work, actor: Actor, payment: Payment, status: PaymentStatus, failure: str, *, authorised: bool = False
) -> None:
    event = f"payment.{status.value}"
    if authorised:
        event = "payment.authorised"
    elif failure and status is not PaymentStatus.CANCELED:
        event = "payment.failed"
    work.log(
        actor,
        event,
        f"order:{payment.order_id}",
        {
            "order_id": payment.order_id,
            "payment_id": payment.payment_id,
            "status": status.value,
            "method": payment.method.value,
            "amount": payment.amount.amount_minor,
            "currency": payment.amount.currency,
            "reason": failure,
        },
    )
