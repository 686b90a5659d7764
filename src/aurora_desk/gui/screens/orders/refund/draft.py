"""What a person is about to give back, as the planner holds it. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PaymentId, ReaderId
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.refunds import (
    PlannedPart,
    Refundable,
    RefundablePayment,
    RefundPart,
    RefundReason,
    RefundRequest,
    RefundWay,
)
from aurora_desk.domain.returns import LineReturn, ReturnableLine, Whence


class Mode(StrEnum):
    """What a refund is reckoned by."""

    ITEMS = "items"
    AMOUNT = "amount"


class Problem(StrEnum):
    """What is missing before anything can be given back."""

    NOTHING = "nothing"
    TOO_MUCH = "too_much"
    TOO_SMALL = "too_small"
    NO_REASON = "no_reason"


@dataclass(slots=True)
class _Choice:
    quantity_milli: int = 0
    restock: bool | None = None
    """None: as usual for the reason."""
    first: Whence = Whence.CUSTOMER
    """Somebody who asks for money mostly has the goods in hand."""


class RefundDraft:
    """Lines or an amount, a reason, and how much goes over which payment."""

    def __init__(self, desk: Refundable) -> None:
        self.desk = desk
        self.mode = Mode.ITEMS if any(line.left_milli for line in desk.lines) else Mode.AMOUNT
        self.typed_minor = 0
        self.reason: RefundReason | None = None
        self.other_words = ""
        self.other = False
        self.reader_id: ReaderId | None = None
        self._choices = {line.position: _Choice() for line in desk.lines}
        self._fixed: dict[PaymentId, int] = {}
        self._tips_kept: set[PaymentId] = set()

    @property
    def begun(self) -> bool:
        """Whether a person has chosen anything yet."""
        chosen = any(choice.quantity_milli for choice in self._choices.values())
        return chosen or bool(self.typed_minor or self.reason or self.other)

    def quantity(self, line: ReturnableLine) -> int:
        """How much of a line comes back, in thousandths."""
        return self._choices[line.position].quantity_milli

    def set_quantity(self, line: ReturnableLine, quantity_milli: int) -> None:
        """Let so much of a line come back, within what is left of it."""
        self._choices[line.position].quantity_milli = min(max(quantity_milli, 0), line.left_milli)
        self._fixed.clear()

    def step(self, line: ReturnableLine, pieces: int) -> None:
        """A piece more or less; the last one is taken off by its check box."""
        self.set_quantity(line, max(ONE, self.quantity(line) + pieces * ONE))

    def everything(self) -> None:
        """Let all that is left come back."""
        for line in self.desk.lines:
            self.set_quantity(line, line.left_milli)

    def restocks(self, line: ReturnableLine) -> bool:
        """Whether what comes back of a line can be sold again: not what is damaged, unless a person says so."""
        chosen = self._choices[line.position].restock
        if line.product_id is None:
            return False
        return self.reason is not RefundReason.DAMAGED if chosen is None else chosen

    def set_restock(self, line: ReturnableLine, restock: bool) -> None:
        """A person says whether it can be sold again."""
        self._choices[line.position].restock = restock

    def whence(self, line: ReturnableLine) -> Whence:
        """Where what comes back of a line is taken from first."""
        return self._choices[line.position].first

    def set_whence(self, line: ReturnableLine, first: Whence) -> None:
        """A person says whether the customer brought it back, or had not collected it yet."""
        self._choices[line.position].first = first

    def from_customer(self, line: ReturnableLine, first: Whence) -> int:
        """How much the customer brings back, in thousandths, if it is taken from there first."""
        return line.from_customer(self.quantity(line), first)

    def line_minor(self, line: ReturnableLine) -> int:
        """What comes back of a line is worth, in minor units."""
        return line.worth(self.quantity(line))

    def set_mode(self, mode: Mode) -> None:
        """Reckon by lines or by an amount."""
        self.mode = mode
        self._fixed.clear()

    def set_typed(self, amount_minor: int) -> None:
        """The amount that was typed."""
        self.typed_minor = amount_minor
        self._fixed.clear()

    def returns(self) -> tuple[LineReturn, ...]:
        """The lines that come back."""
        if self.mode is Mode.AMOUNT:
            return ()
        return tuple(
            LineReturn(
                line.position,
                self.quantity(line),
                restock=self.restocks(line),
                from_customer_milli=self.from_customer(line, self.whence(line)),
            )
            for line in self.desk.lines
            if self.quantity(line)
        )

    @property
    def amount_minor(self) -> int:
        """What goes back for goods, in minor units."""
        return self.typed_minor if self.mode is Mode.AMOUNT else sum(self.desk.line_amounts(self.returns()))

    def set_part(self, payment_id: PaymentId, amount_minor: int) -> None:
        """Let so much go over one payment; the others take the rest."""
        self._fixed.pop(payment_id, None)
        self._fixed[payment_id] = amount_minor

    def bounds(self, one: RefundablePayment) -> tuple[int, int]:
        """The least and the most that can go over a payment, as the others can take the rest or not."""
        others = self.desk.left_minor - one.left_minor
        return max(0, self.amount_minor - others), min(one.left_minor, self.amount_minor)

    def keep_tip(self, payment_id: PaymentId, keep: bool) -> None:
        """Whether the tip stays with the shop although all else of its payment goes back."""
        (self._tips_kept.add if keep else self._tips_kept.discard)(payment_id)

    def share(self, one: RefundablePayment) -> int:
        """What goes over a payment for goods, in minor units."""
        shares = {part.payment_id: part.amount_minor for part in self.parts()}
        return shares.get(one.payment.payment_id, 0)

    def parts(self) -> tuple[RefundPart, ...]:
        """How much goes over each payment: what was said, and the rest in the default order."""
        while True:
            shares = self._shares()
            if shares is not None or not self._fixed:
                break
            # What was said first no longer fits: the payments share by themselves again.
            del self._fixed[next(iter(self._fixed))]
        return tuple(
            RefundPart(one.payment.payment_id, share, with_tip=self.tip_goes_back(one, share))
            for one, share in (shares or {}).items()
            if share
        )

    def _shares(self) -> dict[RefundablePayment, int] | None:
        rest = self.amount_minor - sum(self._fixed.values())
        shares = {}
        for one in self.desk.payments:
            fixed = self._fixed.get(one.payment.payment_id)
            share = min(one.left_minor, max(0, rest)) if fixed is None else fixed
            rest -= 0 if fixed is not None else share
            shares[one] = share
        return shares if rest == 0 and all(share <= one.left_minor for one, share in shares.items()) else None

    def has_tip_to_give(self, one: RefundablePayment, share: int) -> bool:
        """Whether all that is left of a payment goes back, so that its tip may."""
        return one.tip_left_minor > 0 and share == one.left_minor

    def tip_goes_back(self, one: RefundablePayment, share: int) -> bool:
        """Whether the tip goes back too: a customer who gets all back gets all of it, unless a person says no."""
        return self.has_tip_to_give(one, share) and one.payment.payment_id not in self._tips_kept

    def planned(self) -> dict[PaymentId, PlannedPart | None]:
        """What really goes back over each payment; None where the amount is too small for its way."""
        by_id = {one.payment.payment_id: one for one in self.desk.payments}
        found: dict[PaymentId, PlannedPart | None] = {}
        for part in self.parts():
            try:
                found[part.payment_id] = by_id[part.payment_id].part(part.amount_minor, with_tip=part.with_tip)
            except AuroraError:
                found[part.payment_id] = None
        return found

    @property
    def given_minor(self) -> int:
        """What the customer gets in all, in minor units, tips and coins' rounding included."""
        return sum(part.given_minor for part in self.planned().values() if part is not None)

    def needs_reader(self) -> bool:
        """Whether a card has to be held to a reader."""
        return any(part is not None and part.way is RefundWay.READER for part in self.planned().values())

    def problem(self) -> Problem | None:
        """What is missing, the first thing first."""
        if not self.amount_minor:
            return Problem.NOTHING
        if self.amount_minor > self.desk.left_minor:
            return Problem.TOO_MUCH
        if any(part is None for part in self.planned().values()):
            return Problem.TOO_SMALL
        if self.reason is None and not (self.other and self.other_words.strip()):
            return Problem.NO_REASON
        return None

    def request(self) -> RefundRequest:
        """The decision; only where nothing is missing."""
        return RefundRequest(
            plan_id=self.desk.plan_id,
            order_id=self.desk.order_id,
            amount_minor=self.amount_minor,
            reason=self.other_words.strip() if self.reason is None else self.reason,
            lines=self.returns(),
            parts=self.parts(),
            reader_id=self.reader_id if self.needs_reader() else None,
        )
