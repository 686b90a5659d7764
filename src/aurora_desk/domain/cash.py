"""Cash and the smallest coin: what a customer can really hand over, and what that pays.

Cash that closes an order is rounded to the smallest coin, half up; the difference is the payment's rounding, never the
order's. A part is not rounded: it pays what coins can make up of it, and what they can't stays due. Cards never round.
"""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import LARGEST_MINOR, Money, to_step
from aurora_desk.domain.words import say

CASH_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
"""What the smallest coin of a currency can be worth, in minor units."""


@dataclass(frozen=True, slots=True)
class CashTaken:
    """What one tender in cash comes to: `tendered` − `change` is what stays in the drawer, `amount` + `rounding`."""

    amount_minor: int
    rounding_minor: int
    tendered_minor: int
    change_minor: int


def cash_sum(amount_minor: int, step_minor: int) -> int:
    """What an amount comes to in coins: the nearest multiple of the smallest one, halves up."""
    return to_step(amount_minor, step_minor)


def cash_asked(due_minor: int, step_minor: int, part_minor: int | None = None) -> int:
    """What the customer is asked for in cash: for all that is due, or for a part of it."""
    closing_minor = cash_sum(due_minor, step_minor)
    if part_minor is None or part_minor >= due_minor:
        return closing_minor
    return min(cash_sum(part_minor, step_minor), closing_minor)


def take(due: Money, tendered_minor: int, *, step_minor: int, part_minor: int | None = None) -> CashTaken:
    """What cash handed over pays of what is due, or of a part of it; raises `InvalidError` for what can't be.

    Amounts in minor units. More than asked for comes back as change; less pays just that.
    """
    due_minor, closing_minor = due.amount_minor, cash_sum(due.amount_minor, step_minor)
    if part_minor is not None and not 0 < part_minor <= due_minor:
        raise InvalidError("amount", "This part is not between nothing and what is due. Nothing was taken.")
    asked_minor = cash_asked(due_minor, step_minor, part_minor)
    if not asked_minor and closing_minor:
        raise InvalidError("amount", "This part is smaller than the smallest coin. Nothing was taken.")
    if not 0 <= tendered_minor <= LARGEST_MINOR or (asked_minor and not tendered_minor):
        raise InvalidError("received", "Enter the amount that the customer gave.")
    if tendered_minor % step_minor:
        coin = Money(step_minor, due.currency)
        sentence = say("The smallest coin here is {coin}. Nothing was taken. Enter what the customer gave.", coin=coin)
        raise InvalidError("received", sentence)
    kept_minor = min(asked_minor, tendered_minor)
    amount_minor = due_minor if kept_minor == closing_minor else kept_minor
    return CashTaken(
        amount_minor=amount_minor,
        rounding_minor=kept_minor - amount_minor,
        tendered_minor=tendered_minor,
        change_minor=tendered_minor - kept_minor,
    )
