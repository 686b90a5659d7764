"""Choosing a variant, and the day that an age begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aurora_desk.domain.ages import born_by
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.variants import fitting, missing, offers
from store.test_paging import product

SHIRTS = tuple(
    replace(product(number, f"Shirt {size} {colour}"), options=(size, colour), stock_milli=stock)
    for number, (size, colour, stock) in enumerate(
        (("S", "Black", 1000), ("M", "Black", 0), ("S", "Sand", 0), ("L", "Sand", 2000)), start=1
    )
)


def offered(option: int, chosen: dict[int, str]) -> dict[str, str]:
    """What each value of an option is said to be."""
    return {
        offer.value: "sold out" if offer.sold_out else "yes" if offer.variants else "no"
        for offer in offers(SHIRTS, option, chosen)
    }


def test_a_value_is_offered_with_what_else_is_chosen() -> None:
    assert offered(0, {}) == {"S": "yes", "M": "sold out", "L": "yes"}
    assert offered(0, {1: "Black"}) == {"S": "yes", "M": "sold out", "L": "no"}
    assert offered(0, {0: "M", 1: "Sand"}) == {"S": "sold out", "M": "no", "L": "yes"}


def test_what_is_missing_is_the_first_option_without_a_value() -> None:
    assert missing(("Size", "Colour"), {}) == "Size"
    assert missing(("Size", "Colour"), {0: "S"}) == "Colour"
    assert missing(("Size", "Colour"), {0: "S", 1: "Sand"}) is None
    assert _only(fitting(SHIRTS, {0: "S", 1: "Sand"})).name == "Shirt S Sand"


def _only(found: tuple[Product, ...]) -> Product:
    (one,) = found
    return one


@pytest.mark.parametrize(
    ("today", "age", "day"),
    [
        (date(2026, 11, 26), 18, date(2008, 11, 26)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 16, date(2012, 2, 29)),
        (date(2026, 3, 1), 18, date(2008, 3, 1)),
    ],
)
def test_an_age_is_a_birthday_not_later_than(today: date, age: int, day: date) -> None:
    assert born_by(today, age) == day
