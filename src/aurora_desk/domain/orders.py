"""Orders: a cart once placed. Numbered, fixed, corrected only by a void or a refund."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aurora_desk.domain.customers import Contact, CustomerRef
from aurora_desk.domain.ids import CartId, OrderId, PaymentId, PersonId, ProductId, ReaderId, RefundId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.totals import TaxRate


class OrderStatus(StrEnum):
    """How far an order is: pending → processing → ready → completed, or void."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    COMPLETED = "completed"
    VOID = "void"


ORDER_STEPS = frozenset(
    (a, b)
    for a, b in [
        (OrderStatus.PENDING, OrderStatus.PROCESSING),
        (OrderStatus.PENDING, OrderStatus.READY),
        (OrderStatus.PENDING, OrderStatus.COMPLETED),
        (OrderStatus.PENDING, OrderStatus.VOID),
        (OrderStatus.PROCESSING, OrderStatus.READY),
        (OrderStatus.PROCESSING, OrderStatus.COMPLETED),
        (OrderStatus.PROCESSING, OrderStatus.VOID),
        (OrderStatus.READY, OrderStatus.COMPLETED),
        (OrderStatus.READY, OrderStatus.VOID),
    ]
)
"""The steps that the database allows (a trigger refuses every other)."""


class PaidStatus(StrEnum):
    """What is known of an order's money."""

    UNPAID = "unpaid"
    CHECKING = "checking"
    PART_PAID = "part_paid"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"


class Handover(StrEnum):
    """Whether the customer has the goods."""

    NONE = "none"
    PART = "part"
    COLLECTED = "collected"


class VoidReason(StrEnum):
    """The usual reasons to void an order; any other one is given in words."""

    NOT_WANTED = "not_wanted"
    MISTAKE = "mistake"
    TWICE = "twice"


NOT_PAID = "not paid"
"""Why an order is voided whose payment was left: its cart goes on."""
OWN_VOID_REASONS = frozenset({*VoidReason, NOT_PAID})
"""The reasons that the program knows; any other one is in a person's words."""


class RefundStatus(StrEnum):
    """What is known of a refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back of one payment; `amount` is for goods, without tip and rounding."""

    refund_id: RefundId
    payment_id: PaymentId
    amount: Money
    status: RefundStatus
    reason: str
    """Why, as a code of `RefundReason` or in a person's words."""
    created_at: datetime
    tip_minor: int = 0
    rounding_minor: int = 0
    via: str = ""
    """How it goes back, a `RefundWay`: cash for a card's money where the card could not take it."""
    failure: str = ""
    """Why the last try failed, Stripe's code; empty otherwise."""
    stripe_refund_id: str | None = None
    plan_id: str | None = None
    reader_id: ReaderId | None = None
    attempt: int = 1
    """Raised only after a parsed answer; part of the idempotency key."""

    @property
    def given_minor(self) -> int:
        """What the customer really gets: amount, tip and rounding together."""
        return self.amount.amount_minor + self.tip_minor + self.rounding_minor

    @property
    def key(self) -> str:
        """The idempotency key of this attempt at Stripe."""
        return f"aurora:{self.refund_id}:refund:{self.attempt}"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line as placed; all amounts in minor units, quantity in thousandths."""

    position: int
    product_id: ProductId | None
    name: str
    quantity_milli: int
    price_minor: int
    discount_minor: int
    tax: TaxRate
    tax_minor: int
    total_minor: int
    note: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its lines, payments and refunds."""

    tenant_id: TenantId
    order_id: OrderId
    number: str
    """`ORD-2026-5001`, printed on paper; the desk shows #5001."""
    status: OrderStatus
    payment_status: PaidStatus
    handover: Handover
    customer: CustomerRef | None
    contact: Contact | None
    """The customer as the row says now; None where there is none (any more)."""
    lines: tuple[OrderLine, ...]
    shipping_address: Mapping[str, str] | None
    billing_address: Mapping[str, str] | None
    notes: str
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    prices_include_tax: bool
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    cart_id: CartId | None
    till_id: TillId | None
    person_id: PersonId | None
    person_name: str
    client: str
    void_reason: str
    created_at: datetime
    updated_at: datetime

    @property
    def customer_name(self) -> str:
        """What staff call the customer; empty for a walk-in."""
        return self.contact.name if self.contact else ""

    @property
    def paid_minor(self) -> int:
        """What has been captured for the goods: tips and rounding left out."""
        return sum(p.amount.amount_minor for p in self.payments if p.status is PaymentStatus.SUCCEEDED)

    @property
    def refunded_minor(self) -> int:
        """What has been given back or is on its way."""
        return sum(r.amount.amount_minor for r in self.refunds if r.status is not RefundStatus.FAILED)

    @property
    def due(self) -> Money:
        """What is left to pay; nothing for a void order."""
        if self.status is OrderStatus.VOID:
            return Money(0, self.total.currency)
        return Money(max(0, self.total.amount_minor - self.paid_minor), self.total.currency)

    @property
    def live_payment(self) -> Payment | None:
        """The attempt whose end is not known yet, if there is one."""
        return next((p for p in self.payments if p.status in (PaymentStatus.PENDING, PaymentStatus.UNKNOWN)), None)


@dataclass(frozen=True, slots=True)
class OrderNote:
    """What somebody of the staff wrote down about an order."""

    order_id: OrderId
    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as a list shows it."""

    order_id: OrderId
    number: str
    created_at: datetime
    customer_name: str
    items_milli: int
    methods: tuple[Method, ...]
    status: OrderStatus
    payment_status: PaidStatus
    last_try_failed: bool
    """Unpaid after a decline: the list says Failed instead of Waiting."""
    total: Money
    handover: Handover = Handover.NONE
    paid_minor: int = 0
    refunded_minor: int = 0
    person_id: PersonId | None = None
    till_id: TillId | None = None


class OrderFilter(StrEnum):
    """The chips above the list of orders."""

    TODAY = "today"
    WAITING = "waiting"
    REFUNDS = "refunds"
    ALL = "all"
    COLLECT = "collect"
    """Paid, and not all of it is with the customer."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the shop's calendar, both of them included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of orders is narrowed to, beside its chip and its search."""

    days: Days | None = None
    product_id: ProductId | None = None
    customer: CustomerRef | None = None
    person_id: PersonId | None = None
    """Who rang them up."""


EVERYTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One entry of an order's timeline."""

    at: datetime
    event: str
    who: str
    """A person's name, a client's name, or empty for the program itself."""
    till_name: str
    facts: Mapping[str, object]


def paid_status(total_minor: int, paid_minor: int, refunded_minor: int, *, checking: bool) -> PaidStatus:
    """The payment status that an order's rows add up to."""
    if refunded_minor > 0:
        return PaidStatus.REFUNDED if refunded_minor >= paid_minor else PaidStatus.PART_REFUNDED
    if paid_minor >= total_minor:
        return PaidStatus.PAID
    if checking:
        return PaidStatus.CHECKING
    return PaidStatus.PART_PAID if paid_minor else PaidStatus.UNPAID


def order_number(order_id: OrderId, local_year: int) -> str:
    """The number on paper; the year is the tenant's local one at the time of placing."""
    return f"ORD-{local_year}-{order_id}"
