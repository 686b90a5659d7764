"""The money truth board: what this store booked, what Stripe says, what the drawers hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import RefundStatus
from aurora_desk.domain.payments import Method, Payment
from aurora_desk.domain.work_items import WorkItem

THROUGH_STRIPE = (Method.CARD, Method.STRIPE, Method.QR)


class Period(StrEnum):
    """The spans of the board, in the shop's own days."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"


def bounds(period: Period, local_now: datetime) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it; `local_now` on the shop's clock."""
    today = local_now.replace(hour=0, minute=0, second=0, microsecond=0)
    days_back, days = {
        Period.TODAY: (0, 1),
        Period.YESTERDAY: (1, 1),
        Period.WEEK: (6, 7),
        Period.MONTH: (29, 30),
    }[period]
    first = today - timedelta(days=days_back)
    return first, first + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in by one method; amounts in minor units, `minor` with tips and rounding."""

    count: int
    minor: int
    tip_minor: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What this store booked of the payments of a period."""

    taken: Mapping[Method, Taken]
    stripe_back_minor: int
    """Given back through Stripe of the payments of the period, whenever that was."""
    cash_back_minor: int
    """Given back in cash in the period, whenever it was paid."""
    other_back_minor: int
    """Given back by what is only booked: on other machines, by bank, by the shop's own tenders."""
    own: Mapping[str, int] = field(default_factory=dict)
    """What came in by each of the shop's own tenders, in minor units; `taken` has their sum."""

    def minor(self, *methods: Method) -> int:
        """What came in by some methods."""
        return sum(self.taken[method].minor for method in methods if method in self.taken)

    @property
    def tip_minor(self) -> int:
        """Tips of all methods."""
        return sum(one.tip_minor for one in self.taken.values())


@dataclass(frozen=True, slots=True)
class AtStripe:
    """What Stripe says of the same payments, as last compared."""

    count: int
    minor: int
    back_minor: int


@dataclass(frozen=True, slots=True)
class Uncompared:
    """What was booked here since the last comparison: no difference, only too new."""

    count: int
    minor: int
    stripe_minor: int
    """What the last comparison saw of the very same payments."""
    back_minor: int


@dataclass(frozen=True, slots=True)
class Drawer:
    """How the drawers moved in a period, in minor units; what went out is negative."""

    float_minor: int
    taken_minor: int
    change_minor: int
    back_minor: int
    other_minor: int
    expected_minor: int
    """In the drawers of all open shifts now."""

    @property
    def cash_minor(self) -> int:
        """What sales left in the drawers."""
        return self.taken_minor + self.change_minor


class Side(StrEnum):
    """What is set side by side."""

    STRIPE = "stripe"
    STRIPE_BACK = "stripe_back"
    CASH = "cash"
    CASH_BACK = "cash_back"


@dataclass(frozen=True, slots=True)
class BookedRefund:
    """A refund through Stripe as it is booked here, for the comparison."""

    refund_id: RefundId
    tenant_id: TenantId
    order_id: OrderId
    payment_id: PaymentId
    intent_id: IntentId | None
    stripe_refund_id: str | None
    attempt: int
    given: Money
    status: RefundStatus
    updated_at: datetime

    def is_named(self, metadata: Mapping[str, str]) -> bool:
        """Whether what lies at Stripe under this metadata is this attempt at it."""
        return (metadata.get("refund_id"), metadata.get("attempt")) == (self.refund_id, str(self.attempt))


@dataclass(frozen=True, slots=True)
class Line:
    """A payment behind a sum, and what Stripe was seen to have received for it, in minor units."""

    payment: Payment
    received_minor: int | None
    """None: not seen at Stripe, or not of Stripe's at all."""

    @property
    def differs(self) -> bool:
        """Whether Stripe tells another amount."""
        return self.received_minor not in (None, self.payment.captured_minor)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sum, once from the orders and once from where the money is."""

    side: Side
    here: Money
    there: Money

    @property
    def difference(self) -> Money:
        """What is there beyond what was booked; below zero: what is missing."""
        return self.there - self.here


@dataclass(frozen=True, slots=True)
class Board:
    """The truth of a period, and every difference that is still open."""

    period: Period
    first: datetime
    until: datetime
    currency: str
    compared_at: datetime | None
    """When Stripe's side was last asked for; None: never."""
    with_stripe: bool
    booked: Booked
    stripe: AtStripe
    uncompared: Uncompared
    drawer: Drawer
    items: tuple[WorkItem, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The sums side by side; Stripe's only once it was asked."""

        def verdict(side: Side, here_minor: int, there_minor: int) -> Verdict:
            return Verdict(side, Money(here_minor, self.currency), Money(there_minor, self.currency))

        cash = [
            verdict(Side.CASH, self.booked.minor(Method.CASH), self.drawer.cash_minor),
            verdict(Side.CASH_BACK, self.booked.cash_back_minor, -self.drawer.back_minor),
        ]
        if self.compared_at is None:
            return tuple(cash)
        new = self.uncompared
        here = self.booked.minor(*THROUGH_STRIPE) - new.minor
        back = self.booked.stripe_back_minor - new.back_minor
        return (
            verdict(Side.STRIPE, here, self.stripe.minor - new.stripe_minor),
            verdict(Side.STRIPE_BACK, back, self.stripe.back_minor),
            *cash,
        )

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.items and not any(verdict.difference for verdict in self.verdicts)
