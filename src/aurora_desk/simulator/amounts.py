"""Which amounts Stripe takes: smallest, largest, and how three-decimal currencies are written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.domain.money import STRIPE_HUNDREDTHS, THREE_DECIMAL, from_stripe, is_currency
from aurora_desk.simulator.errors import invalid

SMALLEST: Mapping[str, int] = MappingProxyType(
    {
        "AED": 200,
        "AUD": 50,
        "BGN": 100,
        "BRL": 50,
        "CAD": 50,
        "CHF": 50,
        "CZK": 1500,
        "DKK": 250,
        "EUR": 50,
        "GBP": 30,
        "HKD": 400,
        "HUF": 17500,
        "INR": 50,
        "JPY": 50,
        "MXN": 1000,
        "MYR": 200,
        "NOK": 300,
        "NZD": 50,
        "PLN": 200,
        "RON": 200,
        "SEK": 300,
        "SGD": 50,
        "THB": 1000,
        "USD": 50,
    }
)
LARGEST: Mapping[str, int] = MappingProxyType(
    {
        "COP": 9_999_999_999,
        "HUF": 9_999_999_999,
        "IDR": 999_999_999_999,
        "INR": 999_999_999,
        "JPY": 9_999_999_999,
        "LBP": 9_999_999_999,
    }
)
LARGEST_ELSEWHERE = 99_999_999


def currency_code(text: str) -> str:
    """The currency in lower case as the API answers it."""
    if not is_currency(text.upper()):
        raise invalid(f"Invalid currency: {text}", param="currency")
    return text.lower()


def check_amount(amount: int, currency: str) -> None:
    """Refuse what can't be charged in this currency."""
    code = currency.upper()
    least, most = SMALLEST.get(code, 1), LARGEST.get(code, LARGEST_ELSEWHERE)
    if code in THREE_DECIMAL and amount % 10:
        raise invalid(
            f"Invalid amount: {code} amounts end in 0, because their third decimal can't be charged.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if code in STRIPE_HUNDREDTHS and amount % 100:
        raise invalid(
            f"Invalid amount: {code} amounts end in 00, because the currency has whole units only.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if amount < least:
        raise invalid(f"Amount must be at least {from_stripe(least, code)}.", code="amount_too_small", param="amount")
    if amount > most:
        raise invalid(
            f"Amount must be no more than {from_stripe(most, code)}.", code="amount_too_large", param="amount"
        )
