"""The total engine: lines add up to the order exactly, whatever is discounted and however tax is told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import LARGEST_MINOR
from aurora_desk.domain.totals import (
    MILLION,
    Discount,
    DiscountKind,
    PricedLine,
    TaxRate,
    check_discount,
    extended,
    spread,
    tax_in,
    totals,
)

RATES = st.sampled_from(
    [TaxRate("none", 0), TaxRate("sales", 88_750), TaxRate("full", 190_000), TaxRate("low", 70_000)]
)
PERCENT = st.builds(Discount, st.just(DiscountKind.PERCENT), st.integers(0, 10_000))
AMOUNT = st.builds(Discount, st.just(DiscountKind.AMOUNT), st.integers(0, 10**7))
PRICE = st.builds(Discount, st.just(DiscountKind.PRICE), st.integers(0, 10**6))
DISCOUNTS = st.none() | PERCENT | AMOUNT | PRICE
CART_DISCOUNTS = st.none() | PERCENT | AMOUNT
LINES = st.lists(
    st.builds(PricedLine, st.integers(0, 10**6), st.integers(1, 9_999_000), RATES, DISCOUNTS), min_size=0, max_size=8
)


@given(LINES, CART_DISCOUNTS, st.booleans())
def test_an_order_is_the_sum_of_its_lines_to_the_last_minor_unit(
    lines: list[PricedLine], discount: Discount | None, included: bool
) -> None:
    figures = totals(lines, prices_include_tax=included, discount=discount)

    assert figures.total_minor == sum(line.total_minor for line in figures.lines)
    assert figures.tax_minor == sum(line.tax_minor for line in figures.lines) == sum(tax for _, tax in figures.taxes)
    assert figures.subtotal_minor == sum(line.gross_minor for line in figures.lines)
    assert figures.discount_minor == sum(line.discount_minor for line in figures.lines)
    on_top = 0 if included else figures.tax_minor
    assert figures.total_minor == figures.subtotal_minor - figures.discount_minor + on_top


@given(LINES, CART_DISCOUNTS, st.booleans())
def test_each_line_is_its_price_less_its_discount_plus_tax_only_where_prices_exclude_it(
    lines: list[PricedLine], discount: Discount | None, included: bool
) -> None:
    figures = totals(lines, prices_include_tax=included, discount=discount)

    for line, figure in zip(lines, figures.lines, strict=True):
        left = figure.gross_minor - figure.discount_minor
        assert figure.gross_minor == extended(line.price_minor, line.quantity_milli)
        assert 0 <= figure.discount_minor <= figure.gross_minor
        assert figure.total_minor == (left if included else left + figure.tax_minor)
        share = Fraction(line.tax.rate_ppm, MILLION + line.tax.rate_ppm if included else MILLION)
        assert abs(figure.tax_minor - left * share) <= Fraction(1, 2)
        assert 0 <= figure.tax_minor <= max(left, 0)


@given(LINES.filter(bool), PERCENT | AMOUNT, st.booleans())
def test_a_cart_discount_takes_off_exactly_what_it_says(
    lines: list[PricedLine], discount: Discount, included: bool
) -> None:
    before = totals(lines, prices_include_tax=included)
    after = totals(lines, prices_include_tax=included, discount=discount)
    left = before.subtotal_minor - before.discount_minor

    assert after.discount_minor - before.discount_minor == discount.off(left, 1000)


@given(LINES, CART_DISCOUNTS, st.booleans(), st.randoms(use_true_random=False))
def test_subtotal_and_discount_do_not_depend_on_the_order_of_lines(
    lines: list[PricedLine], discount: Discount | None, included: bool, random: object
) -> None:
    turned = lines[::-1]

    there = totals(lines, prices_include_tax=included, discount=discount)
    back = totals(turned, prices_include_tax=included, discount=discount)

    assert (there.subtotal_minor, there.discount_minor) == (back.subtotal_minor, back.discount_minor)
    if discount is None:
        assert (there.tax_minor, there.total_minor) == (back.tax_minor, back.total_minor)
        assert dict(there.taxes) == dict(back.taxes)
        assert there.lines == back.lines[::-1]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 10**4))
def test_shares_add_up_exactly_and_each_is_within_a_unit_of_its_part(weights: list[int], promille: int) -> None:
    whole = sum(weights)
    amount = whole * promille // 10**4

    shares = spread(amount, weights)

    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        if whole:
            assert abs(share - Fraction(amount * weight, whole)) < 1


def test_the_largest_remainder_gets_the_odd_unit_and_the_first_of_equals() -> None:
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert spread(100, [33, 33, 34]) == [33, 33, 34]
    assert spread(2, [3, 3, 4]) == [1, 0, 1]
    assert spread(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(
    ("amount", "rate", "included", "tax"),
    [
        (299_99, 88_750, True, 24_45), (299_99, 88_750, False, 26_62), (100, 0, True, 0), (119, 190_000, True, 19),
        (100, 190_000, False, 19), (50, 10_000, False, 1), (49, 10_000, False, 0),
    ],
)  # fmt: skip
def test_tax_is_rounded_half_up(amount: int, rate: int, included: bool, tax: int) -> None:
    assert tax_in(amount, rate, included=included) == tax


@given(st.integers(0, 10**6), st.integers(1, 9_999_000), PERCENT | AMOUNT | PRICE)
def test_a_discount_never_makes_a_line_negative_nor_dearer(price: int, quantity: int, discount: Discount) -> None:
    assert 0 <= discount.off(price, quantity) <= extended(price, quantity)


@pytest.mark.parametrize(
    "discount",
    [
        Discount(DiscountKind.PERCENT, 10_001), Discount(DiscountKind.PERCENT, -1), Discount(DiscountKind.AMOUNT, -1),
        Discount(DiscountKind.AMOUNT, LARGEST_MINOR + 1), Discount(DiscountKind.PRICE, -1),
    ],
)  # fmt: skip
def test_a_discount_that_no_line_could_carry_is_refused(discount: Discount) -> None:
    with pytest.raises(InvalidError):
        check_discount(discount)


def test_a_discount_of_all_leaves_nothing_to_pay_and_no_tax() -> None:
    line = PricedLine(299_99, 3000, TaxRate("sales", 88_750))

    figures = totals([line], prices_include_tax=False, discount=Discount(DiscountKind.PERCENT, 10_000))

    assert (figures.total_minor, figures.tax_minor) == (0, 0)
