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
from aurora_desk.domain.errors import AuroraError, ConflictError, InvalidError
from aurora_desk.domain.ids import OrderId, PaymentId, PersonId, ProductId, ReaderId, ShiftId, TenantId, TillId
from aurora_desk.domain.money import Money, card_step, round_half_up, to_step
from aurora_desk.domain.orders import Order, OrderLine, Refund, RefundStatus
from aurora_desk.domain.payments import BOOKED, Method, Payment, PaymentStatus
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.totals import spread
from aurora_desk.domain.words import say

LONGEST_REASON = 200


class RefundTooLargeError(AuroraError):
    """The refund asked for exceeds what is left to give back."""

    code = "refund_too_large"

    def __init__(self, asked: Money, refundable: Money | None = None) -> None:
        words = say(
            "{asked} is more than is left to refund by now. Nothing was refunded. Look at the order again.", asked=asked
        )
        if refundable is not None:
            words = say(
                "{asked} is more than the {left} left to refund. Nothing was refunded. Look at the order again.",
                asked=asked,
                left=refundable,
            )
        super().__init__(words)
        self.asked, self.refundable = asked, refundable


class MoreThanSoldError(RefundTooLargeError):
    """More pieces of a line are to come back than are still with the customer."""

    code = "more_than_sold"

    def __init__(self) -> None:
        AuroraError.__init__(self, "More would come back than was sold. Nothing was refunded. Look at the order again.")


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
class ReturnableLine:
    """An order line and what of it came back already; quantities in thousandths, amounts in minor units."""

    position: int
    product_id: ProductId | None
    name: str
    sold_milli: int
    total_minor: int
    back_milli: int = 0
    back_minor: int = 0

    @property
    def left_milli(self) -> int:
        """What can still come back."""
        return self.sold_milli - self.back_milli

    def worth(self, quantity_milli: int) -> int:
        """What these pieces come to, discount and tax included.

        Reckoned from what is left, so the last piece takes the rest: all refunds of a line add up to its total.
        """
        if not 0 <= quantity_milli <= self.left_milli:
            raise MoreThanSoldError
        rest_minor = max(0, self.total_minor - self.back_minor)
        return round_half_up(rest_minor * quantity_milli, self.left_milli) if quantity_milli else 0


def returnable_line(line: OrderLine, back_milli: int, back_minor: int) -> ReturnableLine:
    """An order line with what came back of it."""
    return ReturnableLine(
        position=line.position,
        product_id=line.product_id,
        name=line.name,
        sold_milli=line.quantity_milli,
        total_minor=line.total_minor,
        back_milli=back_milli,
        back_minor=back_minor,
    )


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
class LineReturn:
    """Pieces of a line that come back, and whether they can be sold again."""

    position: int
    quantity_milli: int
    restock: bool = False


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
    back: Mapping[int, tuple[int, int]],
    *,
    lines: bool,
    cash_step_minor: int,
) -> Refundable:
    """What can be given back of an order; `back` says by position what came back, in thousandths and minor units.

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
        lines=tuple(returnable_line(line, *back.get(line.position, (0, 0))) for line in order.lines) if lines else (),
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


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """Pieces of a line that came back by a plan."""

    position: int
    quantity_milli: int
    amount_minor: int
    restocked: bool


def undecided(refunds: Sequence[Refund]) -> tuple[Refund, ...]:
    """Failed refunds that nothing has taken the place of: each can be tried again, or given in cash."""
    done = {(one.plan_id, one.payment_id) for one in refunds if one.status is not RefundStatus.FAILED}
    return tuple(
        one for one in refunds if one.status is RefundStatus.FAILED and (one.plan_id, one.payment_id) not in done
    )
