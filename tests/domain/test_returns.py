"""Goods that come back: out of the customer's hands, or off the shelf where they were not collected yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.returns import HandsError, ReturnableLine, Whence


def line(*, sold: int = 3, back: int = 0, here: int = 0) -> ReturnableLine:
    return ReturnableLine(
        0, None, "Tea", sold_milli=sold * 1000, total_minor=900, back_milli=back * 1000, here_milli=here * 1000
    )


def test_where_all_or_nothing_was_collected_nobody_needs_to_ask() -> None:
    nothing_collected, all_collected = line(here=3), line(here=0)

    assert not nothing_collected.can_be_either(2000)
    assert nothing_collected.from_customer(2000) == 0
    assert not all_collected.can_be_either(2000)
    assert all_collected.from_customer(2000, Whence.SHELF) == 2000


def test_of_a_part_a_person_says_what_comes_first_and_the_rest_follows() -> None:
    two_collected = line(here=1)

    assert two_collected.with_customer_milli == 2000
    assert two_collected.can_be_either(1000)
    assert [two_collected.from_customer(2000, first) for first in Whence] == [2000, 1000]
    assert not two_collected.can_be_either(3000), "all of it is both"


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 10))
def test_no_more_comes_from_either_place_than_is_there(with_customer: int, here: int, asked: int) -> None:
    one = line(sold=with_customer + here, here=here)
    quantity = min(asked, with_customer + here) * 1000

    for first in Whence:
        brought = one.from_customer(quantity, first)
        assert 0 <= brought <= one.with_customer_milli
        assert 0 <= quantity - brought <= one.here_milli
        one.must_be_there(quantity, brought)


@pytest.mark.parametrize(("quantity", "brought"), [(1000, 2000), (3000, 3000), (2000, 0), (1000, -1000)])
def test_what_is_not_there_is_refused(quantity: int, brought: int) -> None:
    with pytest.raises(HandsError, match="Nothing was refunded"):
        line(here=1).must_be_there(quantity, brought)
