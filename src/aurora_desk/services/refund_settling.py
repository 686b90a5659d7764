"""The one place where what Stripe says of a refund is booked: by the desk, the back room, a webhook, a comparison."""

from __future__ import annotations

from collections.abc import Mapping

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import PaymentId, RefundId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.domain.payments import Payment
from aurora_desk.domain.refund_progress import StripeRefund, StripeRefundStatus
from aurora_desk.domain.rights import Approval
from aurora_desk.services.reading import head_of
from aurora_desk.services.settling import APP, refresh_order
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

_ENDINGS = {
    StripeRefundStatus.SUCCEEDED: RefundStatus.SUCCEEDED,
    StripeRefundStatus.FAILED: RefundStatus.FAILED,
    StripeRefundStatus.CANCELED: RefundStatus.FAILED,
}
"""Any other state, states of the future among them, stays pending until Stripe says more."""


class RefundMismatchError(ConflictError):
    """A refund at Stripe is not this one, or of another amount; nothing is booked by it."""

    code = "refund_mismatch"

    def __init__(self) -> None:
        super().__init__("This refund does not belong to this payment or has another amount. Nothing was booked.")


def refund_metadata(payment: Payment, refund: Refund, store_id: str) -> dict[str, str]:
    """What a refund is made with at Stripe: ids only, never personal data or what a person wrote."""
    return {
        "app": APP,
        "refund_id": refund.refund_id,
        "attempt": str(refund.attempt),
        "order_id": str(payment.order_id),
        "tenant_id": str(payment.tenant_id),
        "store": store_id,
    }


def names(refund: Refund, metadata: Mapping[str, str]) -> bool:
    """Whether what lies at Stripe under this metadata is this very attempt at a refund."""
    return metadata.get("refund_id") == refund.refund_id and metadata.get("attempt") == str(refund.attempt)


def locked_refund(work: Work, refund_id: RefundId) -> tuple[OrderHead, Payment, Refund]:
    """A refund with its order and payment; the order is locked first, as everywhere."""
    payment = work.payments.get(work.refunds.get(refund_id).payment_id)
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    return head, payment, work.refunds.get(refund_id, lock=True)


def settle_refund(work: Work, actor: Actor, refund_id: RefundId, told: StripeRefund) -> Refund:
    """Book what Stripe said of a refund; from the same to the same is a quiet success.

    A refund that had succeeded may fail days later. What is told of an attempt before the present one is over. Raises
    `RefundMismatchError` for a foreign one, `RefundTooLargeError` where more went back than was captured.
    """
    head, payment, refund = locked_refund(work, refund_id)
    if not _belongs(refund, payment, told):
        raise RefundMismatchError
    if not names(refund, told.metadata):
        return refund
    if refund.stripe_refund_id not in (None, told.stripe_refund_id):
        raise RefundMismatchError
    status = _ENDINGS.get(told.status, RefundStatus.PENDING)
    if refund.status is RefundStatus.SUCCEEDED and status is RefundStatus.PENDING:
        return refund
    failure = (told.failure or told.status.value) if status is RefundStatus.FAILED else ""
    if (status, failure, told.stripe_refund_id) == (refund.status, refund.failure, refund.stripe_refund_id):
        return refund
    return book_refund(work, actor, head, refund, status, failure=failure, stripe_refund_id=told.stripe_refund_id)


def book_refund(
    work: Work,
    actor: Actor,
    head: OrderHead,
    refund: Refund,
    status: RefundStatus,
    *,
    failure: str = "",
    **values: object,
) -> Refund:
    """Store how a refund stands, tell it, and bring its order in line. The caller holds the order's lock."""
    changed = work.refunds.change(refund, now=work.now, status=status.value, failure=failure, **values)
    if status is not RefundStatus.PENDING:
        work.payments.release_reader(lease_key(refund))
    if status is not refund.status:
        tell_refund(work, actor, head, changed)
    refresh_order(work, actor, head)
    return changed


def lease_key(refund: Refund) -> PaymentId:
    """The name under which a refund holds a reader: payments and refunds take turns at the one slot."""
    return PaymentId(refund.refund_id)


def tell_refund(
    work: Work, actor: Actor, head: OrderHead, refund: Refund, event: str = "", *, yes: Approval | None = None
) -> None:
    """Write a refund's step to the journal; `reason` is Stripe's code of a failure, `yes` what a manager said to it."""
    work.log(
        actor,
        event or f"refund.{refund.status.value}",
        f"order:{head.order_id}",
        {
            "order_id": head.order_id,
            "refund_id": refund.refund_id,
            "payment_id": refund.payment_id,
            "status": refund.status.value,
            "via": refund.via,
            "amount": refund.amount.amount_minor,
            "tip": refund.tip_minor,
            "rounding": refund.rounding_minor,
            "currency": refund.amount.currency,
            "attempt": refund.attempt,
            "reason": refund.failure,
        }
        | ({"approved_by": yes.given_by, "approval_id": yes.approval_id} if yes is not None else {}),
    )


def _belongs(refund: Refund, payment: Payment, told: StripeRefund) -> bool:
    return (
        told.metadata.get("refund_id") == refund.refund_id
        and told.amount == Money(refund.given_minor, refund.amount.currency)
        and told.intent_id in (None, payment.intent_id)
    )
