"""What the sheet asks for at the moment: all that is due, or one part of it."""

from __future__ import annotations

from aurora_desk.domain.cash import cash_asked
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.split import SplitPlan


class Bill:
    """What is due, the plan by which it is split, and what the next tender is asked for."""

    def __init__(self, due: Money, step_minor: int) -> None:
        self.due, self.step_minor = due, step_minor
        self.plan: SplitPlan | None = None

    @property
    def part_minor(self) -> int | None:
        """The part that is paid next; None where all that is due is."""
        if self.plan is None or len(self.plan.open) < 2:
            return None
        return self.plan.part.amount_minor

    @property
    def asked(self) -> Money:
        """What the next tender is to pay."""
        return self.due if self.part_minor is None else Money(self.part_minor, self.due.currency)

    @property
    def cash(self) -> Money:
        """The same in coins and notes."""
        return Money(cash_asked(self.due.amount_minor, self.step_minor, self.part_minor), self.due.currency)

    @property
    def rounded(self) -> Money | None:
        """What cash comes to where that is another amount than on a card."""
        return None if self.cash == self.asked else self.cash

    def split(self, order: Order | None) -> SplitPlan:
        """The plan, begun with what is paid by now where there is none yet."""
        if self.plan is None:
            self.plan = SplitPlan.of(order.payments if order is not None else (), self.due.amount_minor)
        return self.plan

    def follow(self, order: Order) -> None:
        """Something was paid: the rest is due."""
        self.due = order.due
        if self.plan is not None:
            self.plan = self.plan.follow(order.payments, self.due.amount_minor, step_minor=self.step_minor)
