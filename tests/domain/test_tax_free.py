"""Selling without tax: the net price is sold, exact to the minor unit, whatever is discounted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.cart import Cart, CartLine, set_tax_free
from aurora_desk.domain.tax_free import TAX_FREE, net_of, without_tax
from aurora_desk.domain.totals import MILLION, Discount, DiscountKind, PricedLine, TaxRate, tax_in, totals
from domain.test_cart import EMPTY
from domain.test_totals import CART_DISCOUNTS, LINES


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_net_price_and_the_tax_in_it_are_the_price_to_the_minor_unit(price: int, rate_ppm: int) -> None:
    net = net_of(price, rate_ppm)

    assert net + tax_in(price, rate_ppm, included=True) == price
    assert abs(net - price * Fraction(MILLION, MILLION + rate_ppm)) <= Fraction(1, 2)
    assert 0 <= net <= price


@given(LINES, CART_DISCOUNTS, st.booleans())
def test_a_tax_free_cart_has_no_tax_and_costs_never_more_than_with_it(
    lines: list[PricedLine], discount: Discount | None, included: bool
) -> None:
    free = [without_tax(line, prices_include_tax=included) for line in lines]

    with_tax = totals(lines, prices_include_tax=included, discount=discount)
    without = totals(free, prices_include_tax=included, discount=discount)

    assert without.tax_minor == 0
    assert {tax for tax, _ in without.taxes} <= {TAX_FREE}
    assert without.total_minor == without.subtotal_minor - without.discount_minor <= with_tax.total_minor
    if not included:
        assert without.subtotal_minor == with_tax.subtotal_minor
        assert without.total_minor == with_tax.total_minor - with_tax.tax_minor


@pytest.mark.parametrize(
    ("included", "total"), [(True, 2 * 275_54 - 500), (False, 2 * 299_99 - 500)], ids=["prices with tax", "without"]
)
def test_a_cart_shows_its_lines_as_they_are_sold_and_keeps_its_prices(included: bool, total: int) -> None:
    off = Discount(DiscountKind.AMOUNT, 500)
    line = CartLine(1, None, "Machine", 2000, 299_99, TaxRate("Sales tax", 88_750), discount=off)
    cart: Cart = replace(EMPTY, lines=(line,), prices_include_tax=included)

    free = set_tax_free(cart, True)

    assert free.total.amount_minor == total
    assert (free.sold_lines()[0].tax, free.sold_lines()[0].discount) == (TAX_FREE, off)
    assert free.lines == cart.lines
    assert set_tax_free(free, False).totals() == cart.totals()


def test_a_new_price_is_told_with_tax_and_sold_without() -> None:
    line = PricedLine(119, 1000, TaxRate("VAT", 190_000), Discount(DiscountKind.PRICE, 59))

    free = without_tax(line, prices_include_tax=True)

    assert free.discount == Discount(DiscountKind.PRICE, 50)
    assert totals([free], prices_include_tax=True).total_minor == 50
