"""What the sheet asks for at the moment."""

from __future__ import annotations

from aurora_desk.domain.cash import cash_asked
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order


class Bill:
    """What is due, and what that comes to in cash."""

    def __init__(self, due: Money, step_minor: int) -> None:
        self.due, self.step_minor = due, step_minor

    @property
    def cash(self) -> Money:
        """What is asked for in coins and notes."""
        return Money(cash_asked(self.due.amount_minor, self.step_minor), self.due.currency)

    @property
    def rounded(self) -> Money | None:
        """The same where it is another amount than on a card."""
        return None if self.cash == self.due else self.cash

    def follow(self, order: Order) -> None:
        """Something was paid: the rest is due."""
        self.due = order.due
