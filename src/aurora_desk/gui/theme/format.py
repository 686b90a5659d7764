"""Money, times and quantities as people of a language read them. Amounts never pass through a float."""

from __future__ import annotations

from datetime import datetime, tzinfo
from types import MappingProxyType

from PySide6.QtCore import QDate, QLocale, Qt, QTime

from aurora_desk.domain.money import Money, minor_digits
from aurora_desk.domain.quantity import quantity_text

MINUS = "\u2212"
NO_BREAK = "\u00a0"
_NARROW = "\u202f"
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_SYMBOLS = MappingProxyType(
    {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "TRY": "₺", "UAH": "₴"}
)


def money_text(money: Money, locale: QLocale) -> str:
    """An amount with its symbol where the language puts it: `€98.10`, `98,10 €`, `−€3.60`."""
    symbol = _symbol(money.currency, locale)
    pattern = locale.toCurrencyString(1, symbol).translate(_DIRECTION_MARKS)
    number = number_text(abs(money.amount_minor), minor_digits(money.currency), locale)
    text = pattern.replace(locale.toString(1), number, 1)
    if symbol.isalpha() and text.startswith(symbol + number):
        text = symbol + NO_BREAK + number
    return isolated((MINUS if money.amount_minor < 0 else "") + text, locale)


def number_text(units: int, digits: int, locale: QLocale) -> str:
    """A whole number of smallest units with its decimals: 123450 at 2 digits is `1,234.50`."""
    whole, rest = divmod(units, 10**digits)
    text = locale.toString(whole).translate(_DIRECTION_MARKS)
    if not digits:
        return text
    decimals = "".join(locale.toString(int(digit)) for digit in f"{rest:0{digits}d}")
    return text + locale.decimalPoint() + decimals


def quantity_label(thousandths: int, locale: QLocale) -> str:
    """A quantity as the language writes it: `2`, `0.35`."""
    signs = {".": locale.decimalPoint(), "-": MINUS}
    return "".join(locale.toString(int(sign)) if sign.isdigit() else signs[sign] for sign in quantity_text(thousandths))


def isolated(text: str, locale: QLocale) -> str:
    """`text` kept left to right inside a language that runs right to left: amounts, codes, numbers, addresses."""
    if locale.textDirection() is Qt.LayoutDirection.RightToLeft:
        return _ISOLATE + text + _END_ISOLATE
    return text


def time_text(at: datetime, locale: QLocale, zone: tzinfo | None) -> str:
    """The time of day in the shop's zone: `14:26`, `2:26 PM` with a space that is seen as one."""
    local = at.astimezone(zone)
    text = locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return text.replace(_NARROW, NO_BREAK)


def date_text(at: datetime, locale: QLocale, zone: tzinfo | None) -> str:
    """The day in the shop's zone, short."""
    local = at.astimezone(zone)
    return locale.toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)


def days_ago(at: datetime, now: datetime, zone: tzinfo | None) -> int:
    """How many days have begun in the shop's zone since: 0 is today, 1 yesterday."""
    return (now.astimezone(zone).date() - at.astimezone(zone).date()).days


def day_text(at: datetime, now: datetime, locale: QLocale, zone: tzinfo | None) -> str:
    """The day as people say it: by its name within a week (`Tuesday`), then by its date."""
    if not 0 <= days_ago(at, now, zone) < 7:
        return date_text(at, locale, zone)
    return locale.standaloneDayName(at.astimezone(zone).isoweekday(), QLocale.FormatType.LongFormat)


def _symbol(currency: str, locale: QLocale) -> str:
    own = locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    if own == currency:
        return locale.currencySymbol().translate(_DIRECTION_MARKS)
    return _SYMBOLS.get(currency, currency)
