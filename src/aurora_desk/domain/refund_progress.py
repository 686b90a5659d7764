"""What Stripe says of a refund, how far one is, and why one failed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund
from aurora_desk.domain.words import Sentence, say


class StripeRefundStatus(StrEnum):
    """States of a refund at Stripe."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    OTHER = "other"
    """A state that this program does not know yet: never taken for an ending."""


@dataclass(frozen=True, slots=True)
class StripeRefund:
    """A refund as Stripe answered it: the only proof that money goes back to a card."""

    stripe_refund_id: str
    status: StripeRefundStatus
    amount: Money
    intent_id: IntentId | None
    metadata: Mapping[str, str]
    failure: str
    """Why it failed, Stripe's code; empty for any other."""
    created_at: datetime

    @property
    def gives_back(self) -> bool:
        """Whether the customer has the money, or will, so far as Stripe tells."""
        return self.status not in (StripeRefundStatus.FAILED, StripeRefundStatus.CANCELED)


class RefundStep(StrEnum):
    """Where a refund is, as the desk tells it."""

    GIVEN = "given"
    ON_ITS_WAY = "on_its_way"
    """Stripe has it; the bank has not ended it."""
    AT_READER = "at_reader"
    """The customer is to hold the card to the reader."""
    UNKNOWN = "unknown"
    """Nobody can tell yet; do not refund again."""
    FAILED = "failed"
    """Nothing was given back; it can be tried again, or given in cash."""


@dataclass(frozen=True, slots=True)
class RefundProgress:
    """What is known of a refund after the last look; `sentence` says it to the cashier."""

    refund: Refund
    step: RefundStep
    sentence: str


NOT_DONE = "not_done"
CANCELED = "canceled"
GIVEN_BACK_ALREADY = "charge_already_refunded"
"""Somebody refunded this payment at Stripe itself: cash on top of it may be too much."""
_FAILURES = {
    "lost_or_stolen_card": say("the card was reported as no longer in use"),
    "expired_or_canceled_card": say("the card has expired or was cancelled"),
    "charge_for_pending_refund_disputed": say("the customer disputes the payment at the bank"),
    "charge_disputed": say("the customer disputes the payment at the bank"),
    "insufficient_funds": say("the shop's balance at Stripe is too low"),
    "balance_insufficient": say("the shop's balance at Stripe is too low"),
    "declined": say("the bank said no"),
    "merchant_request": say("it was cancelled at Stripe"),
    CANCELED: say("it was cancelled"),
    "customer_canceled": say("it was cancelled at the reader"),
    GIVEN_BACK_ALREADY: say("Stripe says that this payment was given back already"),
    "resource_missing": say("Stripe does not know this payment; the key may belong to another account"),
    "livemode_mismatch": say("the payment belongs to Stripe's other mode, live or test"),
    "terminal_reader_busy": say("the reader is busy"),
    "terminal_reader_offline": say("the reader is not connected"),
    NOT_DONE: say("Stripe never got it"),
}


def refund_failure_words(code: str) -> Sentence:
    """Why a refund failed, for the cashier, by Stripe's code."""
    return _FAILURES.get(code, say("Stripe refused it"))
