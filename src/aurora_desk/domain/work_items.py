"""Differences between this store and Stripe that a person has to settle, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.words import Sentence, say


class WorkKind(StrEnum):
    """What differs; what each kind is about makes it one open item, however often it is found."""

    LATE_SUCCESS = "late_success"
    """About the intent: charged after all, on a payment that ended here as not charged."""
    ORPHAN_CHARGE = "orphan_charge"
    """About the intent: a charge of ours without a payment here."""
    AMOUNT_DIFFERS = "amount_differs"
    """About the intent."""
    NOT_AT_STRIPE = "not_at_stripe"
    """About the payment: paid here, not at Stripe."""
    REFUND_NOT_HERE = "refund_not_here"
    """About Stripe's refund: given back there, not booked here."""
    REFUND_NOT_AT_STRIPE = "refund_not_at_stripe"
    """About our refund: booked here, failed or missing at Stripe."""
    REFUND_DIFFERS = "refund_differs"
    """About our refund."""
    DISPUTE = "dispute"
    """About the intent."""
    HOLD_ENDING = "hold_ending"
    """About the payment: authorised, not captured, and soon released."""


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a kind says to a person."""

    title: Sentence
    happened: Sentence
    means: Sentence
    to_do: Sentence


WORDS: Mapping[WorkKind, ItemWords] = MappingProxyType(
    {
        WorkKind.LATE_SUCCESS: ItemWords(
            say("Charged after all"),
            say("The payment had ended here as not charged, then Stripe charged the card."),
            say("The customer has paid, and the order does not count this money."),
            say("Refund it, or attach it where the order is still to be paid."),
        ),
        WorkKind.ORPHAN_CHARGE: ItemWords(
            say("Charge without a payment"),
            say("Stripe charged a card for this store, and no payment here belongs to it."),
            say("The customer has paid, and no order counts this money. A restored backup can be the reason."),
            say("Refund it, or attach it to its order if that is still to be paid."),
        ),
        WorkKind.AMOUNT_DIFFERS: ItemWords(
            say("Amount differs"),
            say("The payment has another amount or currency here than at Stripe."),
            say("What Stripe says is what the customer paid."),
            say("Compare both with the receipt, put it right with the customer, and say how."),
        ),
        WorkKind.NOT_AT_STRIPE: ItemWords(
            say("Paid here, not at Stripe"),
            say("The order counts as paid, and Stripe has no such payment."),
            say("No money arrives for it."),
            say("Look at whether the key is of the right account, ask for another payment, and say how it ended."),
        ),
        WorkKind.REFUND_NOT_HERE: ItemWords(
            say("Refund made at Stripe"),
            say("Money was given back at Stripe and not in this program."),
            say("The order still counts the full amount."),
            say("Book the refund, so that the order and the reports count it."),
        ),
        WorkKind.REFUND_NOT_AT_STRIPE: ItemWords(
            say("Refund failed"),
            say("A refund counts as done here, and at Stripe it failed or does not exist."),
            say("The customer has not got this money."),
            say("Give the money back in another way, and say how."),
        ),
        WorkKind.REFUND_DIFFERS: ItemWords(
            say("Refund amount differs"),
            say("A refund has another amount here than at Stripe."),
            say("What Stripe says is what the customer got."),
            say("Put the rest right with the customer, and say how."),
        ),
        WorkKind.DISPUTE: ItemWords(
            say("Disputed"),
            say("The cardholder disputes this charge at the bank."),
            say("The bank may take the money back."),
            say("Answer in Stripe's Dashboard before its deadline. Do not refund it here as well."),
        ),
        WorkKind.HOLD_ENDING: ItemWords(
            say("Hold ends soon"),
            say("The amount is reserved on the card and not taken yet."),
            say("When the hold ends, the money is released and the order is unpaid."),
            say("Capture the payment before the hold ends."),
        ),
    }
)


class Ending(StrEnum):
    """How a difference was settled."""

    AGREES = "agrees"
    """It has gone by itself."""
    REFUNDED = "refunded"
    ATTACHED = "attached"
    BOOKED = "booked"
    ACCEPTED = "accepted"
    """The owner says that it is settled otherwise."""


class Deed(StrEnum):
    """What a person can do with a difference."""

    REFUND = "refund"
    ATTACH = "attach"
    BOOK = "book"
    ACCEPT = "accept"


DEEDS: Mapping[WorkKind, tuple[Deed, ...]] = MappingProxyType(
    {
        WorkKind.LATE_SUCCESS: (Deed.REFUND, Deed.ATTACH),
        WorkKind.ORPHAN_CHARGE: (Deed.REFUND, Deed.ATTACH),
        WorkKind.AMOUNT_DIFFERS: (Deed.ACCEPT,),
        WorkKind.NOT_AT_STRIPE: (Deed.ACCEPT,),
        WorkKind.REFUND_NOT_HERE: (Deed.BOOK, Deed.ACCEPT),
        WorkKind.REFUND_NOT_AT_STRIPE: (Deed.ACCEPT,),
        WorkKind.REFUND_DIFFERS: (Deed.ACCEPT,),
        WorkKind.DISPUTE: (Deed.ACCEPT,),
        WorkKind.HOLD_ENDING: (),
    }
)
"""The first is the usual one."""


@dataclass(frozen=True, slots=True)
class SeenIntent:
    """An intent of this store as Stripe last told it, amounts in minor units."""

    intent_id: IntentId
    tenant_id: TenantId
    order_id: OrderId | None
    payment_id: PaymentId | None
    status: str
    received_minor: int
    tip_minor: int
    refunded_minor: int
    currency: str
    created_at: datetime
    """Of its payment, where there is one: so both stand on the same day."""
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A difference, open until a person settles it or it goes by itself."""

    item_id: str
    tenant_id: TenantId
    kind: WorkKind
    about: str
    order_id: OrderId | None
    payment_id: PaymentId | None
    refund_id: RefundId | None
    intent_id: IntentId | None
    here: Money
    stripe: Money
    attempt: int
    """Of giving it back: raised only after a parsed answer, part of the idempotency key."""
    refunding: bool
    """Stripe was asked to give it back, and has not said yet whether it did."""
    stripe_refund_id: str | None
    found_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    note: str
    """What the owner said where it was settled otherwise."""
    ended_by: str

    @property
    def difference(self) -> Money:
        """What Stripe has beyond what is here; below zero: what it lacks."""
        return self.stripe - self.here

    @property
    def refund_key(self) -> str:
        """The idempotency key of giving it back."""
        return f"aurora:{self.item_id}:refund:{self.attempt}"
