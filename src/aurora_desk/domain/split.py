"""One bill paid in parts: a plan of the payment sheet. On disk are payments only, so after a crash the rest is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aurora_desk.domain.payments import Payment, PaymentStatus


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A line of the sale that somebody may pay for."""

    name: str
    quantity_milli: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one person pays; `lines` are the places of the lines it was made of."""

    amount_minor: int
    lines: tuple[int, ...] = ()
    payment: Payment | None = None
    """What paid it; a paid part stays, and can only be refunded."""

    @property
    def paid(self) -> bool:
        """Whether its money is there."""
        return self.payment is not None


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """The parts of a bill; those not paid yet always come to exactly what is due."""

    parts: tuple[Part, ...]
    current: int
    """Which part is paid next."""

    @classmethod
    def of(cls, payments: Sequence[Payment], due_minor: int) -> SplitPlan:
        """What has been paid so far, and the rest as one part."""
        rest = (Part(due_minor),) if due_minor else ()
        return _plan((*(_part_of(payment) for payment in _taken(payments)), *rest))

    @property
    def part(self) -> Part:
        """The part that is paid next."""
        return self.parts[self.current]

    @property
    def open(self) -> tuple[int, ...]:
        """The places of the parts that are not paid yet."""
        return tuple(place for place, part in enumerate(self.parts) if not part.paid)

    @property
    def rest_minor(self) -> int:
        """The last part that is not paid yet: what further parts are taken from."""
        return self.parts[self.open[-1]].amount_minor

    @property
    def lines(self) -> frozenset[int]:
        """The lines that somebody pays for already."""
        return frozenset(line for part in self.parts for line in part.lines)

    def equally(self, how_many: int) -> SplitPlan:
        """What is not paid yet in equal parts; the first ones are a smallest unit larger where it does not divide."""
        due_minor = sum(part.amount_minor for part in self.parts if not part.paid)
        paid = tuple(part for part in self.parts if part.paid)
        return _plan((*paid, *(Part(amount) for amount in equal_parts(due_minor, how_many))))

    def with_part(self, amount_minor: int, lines: tuple[int, ...] = ()) -> SplitPlan:
        """A part of its own taken from the rest; all of the rest only becomes the part of these lines."""
        place = self.open[-1]
        rest = self.parts[place]
        if not 0 < amount_minor <= rest.amount_minor:
            raise ValueError("a part is more than nothing and no more than the rest")
        left = rest.amount_minor - amount_minor
        made = (Part(amount_minor, lines), *((replace(rest, amount_minor=left),) if left else ()))
        return _plan((*self.parts[:place], *made, *self.parts[place + 1 :]))

    def without(self, place: int) -> SplitPlan:
        """A part given up: what it was to pay goes to the last one that is not paid."""
        if self.parts[place].paid or len(self.open) == 1:
            raise ValueError("a paid part and the last open one stay")
        amount_minor = self.parts[place].amount_minor
        parts = [part for own, part in enumerate(self.parts) if own != place]
        last = max(own for own, part in enumerate(parts) if not part.paid)
        parts[last] = replace(parts[last], amount_minor=parts[last].amount_minor + amount_minor)
        return _plan(tuple(parts))

    def choose(self, place: int) -> SplitPlan:
        """Another part is paid next."""
        return self if self.parts[place].paid else replace(self, current=place)

    def follow(self, payments: Sequence[Payment], due_minor: int, *, step_minor: int) -> SplitPlan:
        """The plan after payments were made: each new one has paid the current part.

        What a customer paid less than the part stays a part; what no coin can pay moves on to the last one.
        """
        known = {part.payment.payment_id for part in self.parts if part.payment is not None}
        plan = self
        for payment in _taken(payments):
            if payment.payment_id not in known and plan.open:
                plan = plan._paid(payment, step_minor)
        return plan._due(due_minor)

    def _paid(self, payment: Payment, step_minor: int) -> SplitPlan:
        part = self.part
        short = part.amount_minor - payment.amount.amount_minor
        left = (replace(part, amount_minor=short),) if short >= step_minor else ()
        paid = replace(part, amount_minor=payment.amount.amount_minor, payment=payment)
        return _plan((*self.parts[: self.current], paid, *left, *self.parts[self.current + 1 :]))

    def _due(self, due_minor: int) -> SplitPlan:
        """Let the open parts come to what is due; what is over or short is the last ones' affair."""
        parts = list(self.parts)
        over = sum(part.amount_minor for part in parts if not part.paid) - due_minor
        for place in reversed(self.open):
            amount = parts[place].amount_minor - over
            over = max(0, -amount)
            if amount > 0:
                parts[place] = replace(parts[place], amount_minor=amount)
                break
            del parts[place]
        else:
            parts += [Part(-over)] if over < 0 else []
        return _plan(tuple(parts))


def equal_parts(amount_minor: int, how_many: int) -> tuple[int, ...]:
    """An amount in parts that differ by one smallest unit at most and add up to it; none of them is nothing."""
    each, larger = divmod(amount_minor, how_many)
    return tuple(part for place in range(how_many) if (part := each + (place < larger)))


def _taken(payments: Sequence[Payment]) -> tuple[Payment, ...]:
    return tuple(payment for payment in payments if payment.status is PaymentStatus.SUCCEEDED)


def _part_of(payment: Payment) -> Part:
    return Part(payment.amount.amount_minor, payment=payment)


def _plan(parts: tuple[Part, ...]) -> SplitPlan:
    return SplitPlan(parts, next((place for place, part in enumerate(parts) if not part.paid), 0))
