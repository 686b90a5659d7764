"""Money: whole minor units, one rounding, no two currencies in one sum, nothing lost on the way to Stripe."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import (
    LARGEST_MINOR,
    CurrencyMismatchError,
    Money,
    from_stripe,
    is_currency,
    minor_digits,
    money_of,
    round_half_up,
    to_stripe,
)

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "ISK", "UGX", "TND", "KRW", "GBP"])
MINOR = st.integers(-LARGEST_MINOR, LARGEST_MINOR)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)

    assert abs(2 * (rounded * denominator - numerator)) <= denominator
    assert round_half_up(-numerator, denominator) == -rounded
    if 2 * abs(numerator) % (2 * denominator) == denominator:
        assert abs(rounded) * denominator > abs(numerator)


@pytest.mark.parametrize(("numerator", "rounded"), [(25, 3), (24, 2), (-25, -3), (35, 4), (5, 1), (-5, -1), (0, 0)])
def test_halves_are_never_rounded_to_even(numerator: int, rounded: int) -> None:
    assert round_half_up(numerator, 10) == rounded


@given(MINOR, CURRENCIES)
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert money_of(money.decimal(), currency) == money
    assert money_of(Decimal(str(money.decimal())), currency) == money


@given(MINOR, CURRENCIES)
def test_an_amount_survives_the_way_to_stripe_and_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert from_stripe(to_stripe(money), currency) == money
    assert from_stripe(to_stripe(money), currency.lower()) == money


@pytest.mark.parametrize(
    ("currency", "digits", "text", "minor", "stripe"),
    [
        ("USD", 2, "10.50", 1050, 1050), ("JPY", 0, "500", 500, 500), ("KWD", 3, "5.124", 5124, 5124),
        ("ISK", 0, "500", 500, 50000), ("UGX", 0, "12000", 12000, 1200000),
    ],
)  # fmt: skip
def test_each_currency_has_its_decimals_here_and_at_stripe(
    currency: str, digits: int, text: str, minor: int, stripe: int
) -> None:
    assert minor_digits(currency) == digits
    assert money_of(Decimal(text), currency) == Money(minor, currency)
    assert to_stripe(Money(minor, currency)) == stripe


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.005", "USD"),
        ("1.5", "JPY"),
        ("1.2345", "KWD"),
        ("0.5", "ISK"),
        ("1." + "0" * 40 + "1", "USD"),
        ("1e-999999", "USD"),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused_and_never_rounded(text: str, currency: str) -> None:
    with pytest.raises(InvalidError, match="at most") as caught:
        money_of(Decimal(text), currency, field="items.0.price")

    assert caught.value.field == "items.0.price"


@pytest.mark.parametrize(
    "text", ["1e999999999", "-1e999999999", "1e15", "NaN", "sNaN", "Infinity", "-Infinity", "1000000000.00"]
)
def test_what_is_too_large_or_no_number_is_refused_at_once(text: str) -> None:
    with pytest.raises(InvalidError, match="too large"):
        money_of(Decimal(text), "USD")


@pytest.mark.parametrize("text", ["1.50", "1.5", "1.500000", "15e-1", "0.0150e2"])
def test_one_amount_in_each_spelling_is_the_same_money(text: str) -> None:
    assert money_of(Decimal(text), "USD") == Money(150, "USD")


@pytest.mark.parametrize("text", ["0", "0.000", "0e999", "-0", "0e-99999"])
def test_nothing_is_nothing_however_it_is_written(text: str) -> None:
    assert money_of(Decimal(text), "JPY") == Money(0, "JPY")


@given(MINOR, MINOR)
def test_two_currencies_never_meet_in_one_sum(one: int, other: int) -> None:
    dollars, euros = Money(one, "USD"), Money(other, "EUR")

    for mix in (
        lambda: dollars + euros,
        lambda: dollars - euros,
        lambda: dollars < euros,
        lambda: dollars <= euros,
        lambda: dollars > euros,
        lambda: dollars >= euros,
    ):
        with pytest.raises(CurrencyMismatchError):
            mix()
    assert dollars != euros


@given(MINOR, MINOR)
def test_money_adds_and_compares_like_its_minor_units(one: int, other: int) -> None:
    a, b = Money(one, "USD"), Money(other, "USD")

    assert (a + b).amount_minor == one + other
    assert (a - b) + b == a
    assert (-a).amount_minor == -one
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)
    assert bool(a) is (one != 0)


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(123456, "USD"), "1,234.56 USD"), (Money(-5, "USD"), "-0.05 USD"), (Money(500, "JPY"), "500 JPY"),
        (Money(5, "KWD"), "0.005 KWD"),
    ],
)  # fmt: skip
def test_money_is_written_with_its_currencys_decimals(money: Money, words: str) -> None:
    assert str(money) == words


@pytest.mark.parametrize("text", ["usd", "US", "USDX", "U$D", "ÜSD", "", "123"])
def test_a_currency_is_three_capitals(text: str) -> None:
    assert is_currency("USD")
    assert not is_currency(text)
