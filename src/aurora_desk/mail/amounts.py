"""Amounts and quantities as a letter writes them; amounts never pass through a float."""

from __future__ import annotations

from aurora_desk.domain.money import Money, minor_digits
from aurora_desk.domain.quantity import quantity_text

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_MINUS, _NO_BREAK = "\u2212", "\u00a0"


def amount_text(money: Money, spoken: str) -> str:
    """`€98.10` in English, `98,10 €` in German and Spanish."""
    digits = minor_digits(money.currency)
    number = f"{abs(money.decimal()):,.{digits}f}"
    sign = _MINUS if money.amount_minor < 0 else ""
    symbol = _SYMBOLS.get(money.currency, money.currency)
    if spoken == "en":
        return f"{sign}{symbol}{_NO_BREAK if symbol.isalpha() else ''}{number}"
    return f"{sign}{_with_comma(number)}{_NO_BREAK}{symbol}"


def pieces_text(quantity_milli: int, spoken: str) -> str:
    """`2`, `0.35` or `0,35`."""
    text = quantity_text(quantity_milli)
    return text if spoken == "en" else _with_comma(text)


def _with_comma(number: str) -> str:
    return number.translate({ord(","): ".", ord("."): ","})
