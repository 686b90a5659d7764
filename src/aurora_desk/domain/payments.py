"""Payments: one tender is one attempt is one row, and for cards one intent at Stripe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from aurora_desk.domain.errors import AuroraError, ConflictError
from aurora_desk.domain.ids import CartId, IntentId, OrderId, PaymentId, ReaderId, TenantId
from aurora_desk.domain.money import Money


class Method(StrEnum):
    """How a payment is made."""

    CARD = "card"
    """At a Stripe reader."""
    STRIPE = "stripe"
    """Online, by an intent of createPaymentIntent."""
    CASH = "cash"
    QR = "qr"
    """On the customer's phone, on a page of Stripe's that a code leads to."""
    OTHER_CARD = "other_card"
    """On another machine, which prints a slip; this program only books it."""
    TRANSFER = "transfer"
    """By bank, booked once somebody has seen the money on the shop's account."""
    OWN = "own"
    """A tender of the shop's own, like a voucher, by its name; this program only books it."""


BOOKED = (Method.OTHER_CARD, Method.TRANSFER, Method.OWN)
"""Money that this program can't see: somebody says that it is there."""


class PaymentStatus(StrEnum):
    """What is known of a payment; only proof from Stripe ends a card payment."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


LIVE = (PaymentStatus.PENDING, PaymentStatus.UNKNOWN)
"""An order has at most one payment in these states."""


@dataclass(frozen=True, slots=True)
class Payment:
    """The amount recorded, or being tried, from one tender of an order. `amount` excludes tip and rounding."""

    payment_id: PaymentId
    tenant_id: TenantId
    order_id: OrderId
    method: Method
    status: PaymentStatus
    amount: Money
    tip_minor: int
    rounding_minor: int
    tendered_minor: int
    change_minor: int
    intent_id: IntentId | None
    reader_id: ReaderId | None
    attempt: int
    """Raised only after a parsed answer; part of every idempotency key (payments notes, section 1)."""
    card_brand: str
    card_last4: str
    read_method: str
    failure: str
    """Why the last try failed, in words for the cashier; empty otherwise."""
    created_at: datetime
    slip_number: str = ""
    """What the other machine's slip says, or the reference of any other tender that is only booked."""
    known: str = ""
    """The intent's status in Stripe's last answer; empty before the first."""
    asked_at: datetime | None = None
    """When Stripe last answered about it."""
    capture_before: datetime | None = None
    """Authorised, not captured: the hold ends then. None where nothing waits for a capture."""
    checkout_id: str | None = None
    """The page at Stripe that a `QR` payment is made on, its address, and when it closes."""
    checkout_url: str = ""
    expires_at: datetime | None = None
    tender_name: str = ""
    """What the shop called its own tender when it was taken, for `OWN`."""

    @property
    def charged(self) -> Money:
        """What Stripe is asked for: the amount as far as its currency lets cards take it."""
        return Money(self.amount.amount_minor + self.rounding_minor, self.amount.currency)

    @property
    def authorised(self) -> bool:
        """Whether the money is reserved on the card but not taken yet."""
        return self.capture_before is not None and self.status in LIVE

    @property
    def captured_minor(self) -> int:
        """What was really taken: amount, tip and rounding together."""
        return self.amount.amount_minor + self.tip_minor + self.rounding_minor

    def key(self, verb: str) -> str:
        """The idempotency key of a Stripe call for this attempt."""
        return f"aurora:{self.payment_id}:{verb}:{self.attempt}"


class IntentStatus(StrEnum):
    """States of a Stripe PaymentIntent (payments notes, section 2)."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    REQUIRES_CONFIRMATION = "requires_confirmation"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    REQUIRES_CAPTURE = "requires_capture"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"
    OTHER = "other"
    """A state that this program does not know yet: never taken for an ending."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent as Stripe answered it: the only proof of a card payment."""

    intent_id: IntentId
    status: IntentStatus
    amount: Money
    received_minor: int
    tip_minor: int
    metadata: Mapping[str, str]
    card_brand: str
    card_last4: str
    read_method: str
    receipt: Mapping[str, str]
    """The EMV fields a card receipt prints."""
    charge_id: str
    decline: str
    """Code of the last failed try; empty if none."""
    client_secret: str
    """Goes to the client that asked, never to disk or log."""
    created_at: datetime
    live: bool
    """Whether it moves real money."""
    capture_before: datetime | None
    """Until when an authorised amount can be captured; None for any other."""
    refunded_minor: int
    disputed: bool
    cancellation: str
    """Why Stripe canceled it; empty for any other."""
    request_id: str
    """What Stripe's support asks for."""

    def __repr__(self) -> str:
        return f"Intent({self.intent_id}, {self.status}, {self.amount})"


class CheckoutStatus(StrEnum):
    """States of a page at Stripe that a customer pays on."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"
    """Closed, by time or by us: nobody can pay on it any more."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """A page at Stripe as it answered it. It proves no payment: its intent does, once somebody has tried to pay."""

    checkout_id: str
    status: CheckoutStatus
    url: str
    """Empty once it is closed."""
    intent_id: IntentId | None
    expires_at: datetime


class ReaderAction(StrEnum):
    """What a reader is doing with a payment of ours."""

    NONE = "none"
    """Nothing of ours."""
    WAITING = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A reader as Stripe sees it, from the viewpoint of one intent."""

    reader_id: ReaderId
    label: str
    online: bool
    action: ReaderAction
    failure: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A card reader paired with the store."""

    reader_id: ReaderId
    tenant_id: TenantId
    label: str


@dataclass(frozen=True, slots=True)
class FoundReader:
    """A reader as Stripe's account has it, used by a shop or not."""

    reader_id: ReaderId
    label: str
    device_type: str
    online: bool


class ReaderHealth(Enum):
    """How a reader is; Stripe notices after two minutes that one is gone, so it forbids nothing."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    """Stripe could not be asked, or doesn't know the reader."""


class PaymentFailedError(AuroraError):
    """Stripe says that the payment is not complete; nothing was charged so far as Stripe's status tells."""

    code = "payment_incomplete"


class StripeUnreachableError(AuroraError):
    """No readable answer came from Stripe: what was asked may or may not have happened."""

    code = "stripe_unreachable"

    def __init__(self, sentence: str = "Stripe cannot be reached. Cash still works. Try again in a moment.") -> None:
        super().__init__(sentence)


class StripeRefusedError(AuroraError):
    """Stripe answered and said no: nothing was done."""

    code = "stripe_refused"

    def __init__(self, sentence: str, *, reason: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason


class StripeKeyReusedError(StripeUnreachableError):
    """A defect of ours: one idempotency key for two different calls. The first of them may have been done."""

    code = "stripe_key_reused"


class StripeBusyError(StripeUnreachableError):
    """Stripe has too many requests for the moment: this call was not done, and may be made again."""

    code = "stripe_busy"

    def __init__(self) -> None:
        super().__init__("Stripe is very busy. Nothing was done by this. Cash still works. Try again in a moment.")


class StripeKeyError(StripeRefusedError):
    """Stripe doesn't accept the key: it was withdrawn, or lacks a right."""

    code = "stripe_key"

    def __init__(self) -> None:
        super().__init__(
            "Stripe does not accept this shop's key. Nothing was charged. Take cash and check the key.", reason="key"
        )


class CardAmountError(StripeRefusedError):
    """Stripe takes no card payment of this amount: asking again can't help."""

    code = "card_amount"


class CardNotSetUpError(AuroraError):
    """This store has no Stripe key."""

    code = "card_not_set_up"

    def __init__(self) -> None:
        super().__init__("Card payments are not set up. Nothing was charged. Take cash, or give a Stripe key.")


class BeingPaidError(ConflictError):
    """The order already has a payment under way."""

    code = "being_paid"

    def __init__(self) -> None:
        super().__init__("This order is already being paid. Wait for that payment to end before taking another.")


class UnsafeStripeKeyError(AuroraError):
    """A key that this store must not use."""

    code = "unsafe_stripe_key"


class CardStep(StrEnum):
    """Where a card payment at a reader is, as the payment sheet tells it."""

    WAITING = "waiting"
    """The reader has it; the customer is to tap, insert or swipe."""
    READER_ASKS = "reader_asks"
    """The reader has it again after a card that did not do; the sentence says what the customer is asked for."""
    APPROVING = "approving"
    AUTHORISED = "authorised"
    """The money is reserved, not taken: it will be, and must not be charged again."""
    DECLINED = "declined"
    """Nothing was charged; the same attempt can be tried again."""
    UNKNOWN = "unknown"
    """Nobody can tell yet; do not charge again."""
    PAID = "paid"
    CANCELED = "canceled"
    """Proved not charged, and no charge can follow."""


@dataclass(frozen=True, slots=True)
class CardProgress:
    """What is known of a card payment after the last look; `sentence` says it to the cashier."""

    payment: Payment
    step: CardStep
    sentence: str
    reader_label: str = ""


@dataclass(frozen=True, slots=True)
class UnfinishedPayment:
    """A payment whose end is not known and that no till is just following."""

    payment: Payment
    number: str
    """Of its order, as on paper."""
    reader_label: str
    till_name: str


@dataclass(frozen=True, slots=True)
class CartTarget:
    """A cart to be paid: it becomes an order in the transaction that stores the first tender."""

    cart_id: CartId
    shown_minor: int | None = None
    """What the sheet shows, in minor units: another sum is refused. None: whatever the cart comes to."""


@dataclass(frozen=True, slots=True)
class OrderTarget:
    """An order that has something left to pay."""

    order_id: OrderId


Target = CartTarget | OrderTarget


class CartChangedError(ConflictError):
    """A program changed the cart behind the sheet: what it shows is not what would be charged."""

    code = "cart_changed"

    def __init__(self) -> None:
        super().__init__(
            "The cart was changed by another program while payment was open. Nothing was charged. "
            "Close payment and look at the cart."
        )
