"""Cash and the smallest coin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.cash import CASH_STEPS, CashTaken, cash_sum, take
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import LARGEST_MINOR, Money

STEPS = st.sampled_from(CASH_STEPS)


@pytest.mark.parametrize(
    ("amount", "step", "coins"),
    [(98_12, 5, 98_10), (98_13, 5, 98_15), (98_14, 10, 98_10), (98_15, 10, 98_20), (98_25, 50, 98_50), (2, 5, 0)],
)
def test_an_amount_is_rounded_to_the_nearest_coin_and_halves_go_up(amount: int, step: int, coins: int) -> None:
    assert cash_sum(amount, step) == coins


def test_what_closes_the_order_is_rounded_and_change_follows_the_rounded_sum() -> None:
    assert take(Money(98_12, "EUR"), 100_00, step_minor=5) == CashTaken(98_12, -2, 100_00, 1_90)


def test_a_part_pays_what_the_coins_come_to_and_is_not_rounded() -> None:
    assert take(Money(98_12, "EUR"), 40_00, step_minor=5) == CashTaken(40_00, 0, 40_00, 0)
    assert take(Money(98_12, "EUR"), 50_00, step_minor=5, part_minor=32_71) == CashTaken(32_70, 0, 50_00, 17_30)


def test_less_than_half_a_coin_is_settled_by_nothing_at_all() -> None:
    assert take(Money(2, "EUR"), 0, step_minor=5) == CashTaken(2, -2, 0, 0)


@pytest.mark.parametrize("tendered", [98_12, 98_11, 1])
def test_an_amount_that_no_coins_make_up_was_not_handed_over(tendered: int) -> None:
    with pytest.raises(InvalidError, match=r"smallest coin here is 0\.05 EUR"):
        take(Money(98_12, "EUR"), tendered, step_minor=5)


@pytest.mark.parametrize("part", [0, -5, 98_13])
def test_a_part_is_above_nothing_and_no_more_than_is_due(part: int) -> None:
    with pytest.raises(InvalidError, match="Nothing was taken"):
        take(Money(98_12, "EUR"), 100_00, step_minor=5, part_minor=part)


@given(
    due=st.integers(1, LARGEST_MINOR),
    coins=st.integers(0, LARGEST_MINOR),
    part=st.none() | st.integers(1, LARGEST_MINOR),
    step=STEPS,
)
def test_what_stays_in_the_drawer_is_what_is_booked_and_nothing_is_paid_twice(
    due: int, coins: int, part: int | None, step: int
) -> None:
    tendered = coins // step * step
    try:
        taken = take(Money(due, "EUR"), tendered, step_minor=step, part_minor=part)
    except InvalidError:
        return

    kept = taken.tendered_minor - taken.change_minor
    assert taken.amount_minor + taken.rounding_minor == kept
    assert kept % step == 0
    assert 0 <= taken.change_minor <= tendered == taken.tendered_minor
    assert 0 < taken.amount_minor <= due
    assert 2 * abs(taken.rounding_minor) <= step
    assert not taken.rounding_minor or taken.amount_minor == due


@given(due=st.integers(1, 1_000_000), parts=st.lists(st.integers(1, 500_000), max_size=6), step=STEPS)
def test_parts_and_the_rest_come_to_the_whole_order_however_it_is_split(due: int, parts: list[int], step: int) -> None:
    left, kept = due, 0
    for part in [*parts, None]:
        asked = None if part is None else min(part, left)
        if not left or (asked is not None and asked < left and not cash_sum(asked, step)):
            continue
        taken = take(Money(left, "EUR"), cash_sum(left if asked is None else asked, step), step_minor=step)
        left -= taken.amount_minor
        kept += taken.tendered_minor - taken.change_minor

    assert left == 0
    assert 2 * abs(kept - due) <= step
