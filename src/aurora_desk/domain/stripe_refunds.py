"""Refunds as Stripe tells them, whoever made them: this program, or a person in the Dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import RefundStatus


class StripeRefundStatus(StrEnum):
    """States of a refund at Stripe."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    OTHER = "other"
    """A state that this program does not know yet."""


@dataclass(frozen=True, slots=True)
class StripeRefund:
    """Money that Stripe gave back of an intent, or tried to."""

    stripe_refund_id: str
    intent_id: IntentId | None
    amount: Money
    status: StripeRefundStatus
    metadata: Mapping[str, str]
    created_at: datetime

    @property
    def gives_back(self) -> bool:
        """Whether the customer has the money, or will."""
        return self.status not in (StripeRefundStatus.FAILED, StripeRefundStatus.CANCELED)


@dataclass(frozen=True, slots=True)
class BookedRefund:
    """A refund through Stripe as it is booked here, for the comparison."""

    refund_id: RefundId
    tenant_id: TenantId
    order_id: OrderId
    payment_id: PaymentId
    intent_id: IntentId | None
    stripe_refund_id: str | None
    given: Money
    status: RefundStatus
    updated_at: datetime
