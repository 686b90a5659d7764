"""Refunds: what can be given back of an order, what its pieces are worth, and over which payments the money goes.

Money goes back the way it came: cards before what was only booked before cash, so that no card becomes cash over
the counter; among cards the one with most left first, so that one refund does where it can. A person may say otherwise
within what is left on each payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import (
    OrderId,
    PaymentId,
    PersonId,
    ReaderId,
    ShiftId,
    TenantId,
    TillId,
)
from aurora_desk.domain.money import Money, card_step, to_step
from aurora_desk.domain.orders import Order, Refund, RefundStatus
from aurora_desk.domain.payments import BOOKED, Method, Payment, PaymentStatus
from aurora_desk.domain.returns import (
    CameBack,
    LineReturn,
    MoreThanSoldError,
    RefundTooLargeError,
    ReturnableLine,
    returnable_line,
)
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.totals import spread
from aurora_desk.domain.words import say

LONGEST_REASON = 200


class RefundChangedError(ConflictError):
    """Somebody else refunded part of the order since the screen was filled."""

    code = "refund_changed"

    def __init__(self) -> None:
        super().__init__(
            "Something of this order was refunded meanwhile. Nothing was refunded by this. Look at the order again."
        )


class RefundReason(StrEnum):
    """The usual reasons; any other one is given in words."""

    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    CHANGED_MIND = "changed_mind"


MADE_AT_STRIPE = "Made at Stripe"
"""The reason of a refund that somebody made at Stripe and that is only booked here."""
OWN_REFUND_REASONS = frozenset({*RefundReason, MADE_AT_STRIPE})
"""The reasons that the program knows; any other one is in a person's words."""


def reason_code(reason: str) -> str:
    """A reason as the journal keeps it: what a person wrote stays out."""
    return reason if reason in set(RefundReason) else "other"


def check_reason(reason: str) -> None:
    """Raise `InvalidError` for a missing or endless reason, and for one that holds a card number."""
    if not reason.strip():
        raise InvalidError("reason", "Choose a reason. It stays with the refund.")
    if len(reason) > LONGEST_REASON:
        raise InvalidError("reason", say("A reason has at most {most} characters.", most=LONGEST_REASON))
    refuse_card_number("reason", reason)


class RefundWay(StrEnum):
    """How money goes back; in the order in which payments are refunded by default."""

    CARD = "card"
    """By Stripe, without the card."""
    READER = "reader"
    """By Stripe, with the customer's card at a reader: Interac allows nothing else."""
    OTHER_CARD = "other_card"
    """On another machine; this program only books it."""
    TRANSFER = "transfer"
    """By bank; this program only books it."""
    OWN = "own"
    """The way the shop's own tender goes back; this program only books it."""
    CASH = "cash"


_DEFAULT_ORDER = list(RefundWay)


def way_of(payment: Payment) -> RefundWay:
    """How the money of a payment goes back."""
    if payment.method is Method.CASH:
        return RefundWay.CASH
    if payment.method in BOOKED:
        return RefundWay(payment.method.value)
    return RefundWay.READER if payment.card_brand == "interac" else RefundWay.CARD


@dataclass(frozen=True, slots=True)
class RefundablePayment:
    """A payment and what is left of it, in minor units: goods, tip and rounding apart, as they were taken."""

    payment: Payment
    left_minor: int
    tip_left_minor: int
    rounding_left_minor: int
    step_minor: int = 1
    """The smallest amount that can go back this way: a coin, or the card network's step."""

    @property
    def way(self) -> RefundWay:
        """How the money of this payment goes back."""
        return way_of(self.payment)

    def part(self, amount_minor: int, *, with_tip: bool = False) -> PlannedPart:
        """What giving back `amount_minor` for goods comes to; only the whole rest may take its tip along.

        The whole rest gives back exactly what was taken, rounding included; a part is rounded to the smallest step.
        """
        if amount_minor > self.left_minor:
            currency = self.payment.amount.currency
            raise RefundTooLargeError(Money(amount_minor, currency), Money(self.left_minor, currency))
        whole = amount_minor == self.left_minor
        if with_tip and not whole:
            raise InvalidError("tip", "A tip goes back only with all that is left of its payment.")
        given = self.left_minor + self.rounding_left_minor
        if not whole:
            given = min(given, to_step(amount_minor, self.step_minor))
            if not given:
                raise InvalidError("amount", "This amount is too small to be given back this way.")
        return PlannedPart(
            payment=self.payment,
            way=self.way,
            amount_minor=amount_minor,
            tip_minor=self.tip_left_minor if with_tip else 0,
            rounding_minor=given - amount_minor,
        )

    def in_cash(self, failed: Refund, cash_step_minor: int) -> PlannedPart:
        """A failed refund of this payment out of the drawer: in coins, and never more than the payment has left."""
        asked = failed.given_minor
        given = to_step(asked, cash_step_minor)
        if given > self.left_minor + self.tip_left_minor + self.rounding_left_minor:
            given -= cash_step_minor
        return PlannedPart(
            payment=self.payment,
            way=RefundWay.CASH,
            amount_minor=failed.amount.amount_minor,
            tip_minor=failed.tip_minor,
            rounding_minor=failed.rounding_minor + given - asked,
        )


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """What goes back over one payment, in minor units."""

    payment: Payment
    way: RefundWay
    amount_minor: int
    tip_minor: int
    rounding_minor: int

    @property
    def given_minor(self) -> int:
        """What the customer really gets."""
        return self.amount_minor + self.tip_minor + self.rounding_minor


def refundable_payment(payment: Payment, refunds: Sequence[Refund], *, cash_step_minor: int) -> RefundablePayment:
    """A captured payment with what its refunds, done or on their way, have left of it."""
    gone = [one for one in refunds if one.payment_id == payment.payment_id and one.status is not RefundStatus.FAILED]
    step_minor = cash_step_minor if payment.method is Method.CASH else card_step(payment.amount.currency)
    return RefundablePayment(
        payment=payment,
        left_minor=payment.amount.amount_minor - sum(one.amount.amount_minor for one in gone),
        tip_left_minor=payment.tip_minor - sum(one.tip_minor for one in gone),
        rounding_left_minor=payment.rounding_minor - sum(one.rounding_minor for one in gone),
        step_minor=step_minor,
    )


@dataclass(frozen=True, slots=True)
class RefundPart:
    """What a person lets go back over one payment, in minor units for goods."""

    payment_id: PaymentId
    amount_minor: int
    with_tip: bool = False


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What a person decided to give back; `amount_minor` is what the screen said, with lines or without."""

    plan_id: str
    """From the `Refundable` that was shown: however often it is sent, it is carried out once."""
    order_id: OrderId
    amount_minor: int
    reason: str
    lines: tuple[LineReturn, ...] = ()
    parts: tuple[RefundPart, ...] | None = None
    """None: over the payments in their default order."""
    reader_id: ReaderId | None = None
    """Where the customer holds an Interac card."""
    approval_id: ApprovalId | None = None
    """A manager's yes to more than the person may give back alone."""


@dataclass(frozen=True, slots=True)
class Refundable:
    """What can be given back of an order now; `payments` in their default order."""

    plan_id: str
    """A fresh id for the decision that is made from this."""
    order_id: OrderId
    currency: str
    lines: tuple[ReturnableLine, ...]
    payments: tuple[RefundablePayment, ...]

    @property
    def left_minor(self) -> int:
        """What is left to give back, in minor units, tips apart."""
        return sum(one.left_minor for one in self.payments)

    def line_amounts(self, returns: Sequence[LineReturn]) -> tuple[int, ...]:
        """What each return comes to in minor units; together never more than is left on the payments."""
        by_position = {line.position: line for line in self.lines}
        if len({one.position for one in returns}) != len(returns) or any(
            one.position not in by_position or one.quantity_milli <= 0 for one in returns
        ):
            raise MoreThanSoldError
        worths = [by_position[one.position].worth(one.quantity_milli) for one in returns]
        return tuple(worths if sum(worths) <= self.left_minor else spread(self.left_minor, worths))

    def from_customer(self, one: LineReturn) -> int:
        """How much of a return comes out of the customer's hands; raises `HandsError` where that can't be."""
        line = next(line for line in self.lines if line.position == one.position)
        if one.from_customer_milli is None:
            return line.from_customer(one.quantity_milli)
        line.must_be_there(one.quantity_milli, one.from_customer_milli)
        return one.from_customer_milli

    def spread(self, amount_minor: int) -> tuple[RefundPart, ...]:
        """An amount over the payments in their default order; the parts add up exactly."""
        if amount_minor > self.left_minor:
            raise RefundTooLargeError(Money(amount_minor, self.currency), Money(self.left_minor, self.currency))
        parts = []
        for one in self.payments:
            share = min(one.left_minor, amount_minor)
            amount_minor -= share
            if share:
                parts.append(RefundPart(one.payment.payment_id, share))
        return tuple(parts)

    def planned(self, request: RefundRequest) -> tuple[PlannedPart, ...]:
        """The parts of a request, each within what is left of its payment and together exactly its amount."""
        if request.amount_minor <= 0:
            raise InvalidError("amount", "Enter the amount that is given back.")
        parts = self.spread(request.amount_minor) if request.parts is None else request.parts
        by_id = {one.payment.payment_id: one for one in self.payments}
        if len({part.payment_id for part in parts}) != len(parts):
            raise InvalidError("parts", "A payment is refunded once at a time.")
        if any(part.payment_id not in by_id or part.amount_minor <= 0 for part in parts):
            raise RefundChangedError
        if sum(part.amount_minor for part in parts) != request.amount_minor:
            raise InvalidError("parts", "The parts do not add up to what is given back. Nothing was refunded.")
        return tuple(by_id[part.payment_id].part(part.amount_minor, with_tip=part.with_tip) for part in parts)


def refundable(
    plan_id: str,
    order: Order,
    back: Mapping[int, CameBack],
    *,
    here: Mapping[int, int] | None,
    cash_step_minor: int,
) -> Refundable:
    """What can be given back of an order; `back` says by position what came back, `here` what lies in the shop.

    Without `here` no goods can come back.

    Only what Stripe or a drawer has taken for certain: a payment under way, or of unknown end, is not among it and does
    not hold the others up.
    """
    payments = [
        refundable_payment(payment, order.refunds, cash_step_minor=cash_step_minor)
        for payment in order.payments
        if payment.status is PaymentStatus.SUCCEEDED
    ]
    newest_first = sorted(payments, key=lambda one: one.payment.created_at, reverse=True)
    in_order = sorted(newest_first, key=lambda one: (_DEFAULT_ORDER.index(one.way), -one.left_minor))
    return Refundable(
        plan_id=plan_id,
        order_id=order.order_id,
        currency=order.total.currency,
        lines=tuple(
            returnable_line(line, back.get(line.position, CameBack()), here.get(line.position, 0))
            for line in order.lines
        )
        if here is not None
        else (),
        payments=tuple(one for one in in_order if one.left_minor > 0),
    )


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """One decision to give money back; `amount` is what goes back for goods, tips and rounding apart."""

    plan_id: str
    tenant_id: TenantId
    order_id: OrderId
    amount: Money
    reason: str
    person_id: PersonId | None
    till_id: TillId | None
    shift_id: ShiftId | None
    created_at: datetime
    approved_by: PersonId | None = None
    """The manager who said yes to more than the person may give back alone."""


def undecided(refunds: Sequence[Refund]) -> tuple[Refund, ...]:
    """Failed refunds that nothing has taken the place of: each can be tried again, or given in cash."""
    done = {(one.plan_id, one.payment_id) for one in refunds if one.status is not RefundStatus.FAILED}
    return tuple(
        one for one in refunds if one.status is RefundStatus.FAILED and (one.plan_id, one.payment_id) not in done
    )
