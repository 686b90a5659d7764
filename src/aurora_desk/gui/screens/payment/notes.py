"""The amounts that a customer is likely to hand over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QLocale

from aurora_desk.domain.money import LARGEST_MINOR, Money, minor_digits
from aurora_desk.gui.theme.format import money_text

HOW_MANY = 3
SMALL_CHANGE = 10
"""Nobody tops up an amount with pieces below a tenth of it."""

PIECES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "USD": (1, 5, 10, 20, 50, 100),
        "EUR": (1, 2, 5, 10, 20, 50, 100),
        "GBP": (1, 2, 5, 10, 20, 50),
        "CHF": (1, 2, 5, 10, 20, 50, 100, 200),
        "CAD": (1, 2, 5, 10, 20, 50, 100),
        "AUD": (1, 2, 5, 10, 20, 50, 100),
        "SEK": (1, 5, 10, 20, 50, 100, 200, 500),
        "JPY": (100, 500, 1_000, 5_000, 10_000),
        "KRW": (100, 500, 1_000, 5_000, 10_000, 50_000),
    }
)
"""Notes, and the coins that pay small amounts, in whole units. What shops hardly ever see (€200) is not offered."""


def likely_notes(due: Money) -> tuple[Money, ...]:
    """Three amounts above `due`, ascending, that few notes make up; none where nothing is due."""
    if due.amount_minor <= 0:
        return ()
    pieces = _pieces(due)
    useful = [piece for piece in pieces if piece * SMALL_CHANGE >= due.amount_minor] or [pieces[-1]]
    # The amount itself is the button «Exact».
    found = _fewest({_up(due.amount_minor, piece) for piece in useful} - {due.amount_minor}, pieces, HOW_MANY)
    start = due.amount_minor
    while len(found) < HOW_MANY:
        above = {_up(start + 1, piece) for piece in useful} - found
        found |= _fewest(above, pieces, HOW_MANY - len(found))
        start = max(found, default=start)
    return tuple(Money(amount, due.currency) for amount in sorted(found) if amount <= LARGEST_MINOR)


def note_text(money: Money, locale: QLocale) -> str:
    """An amount as short as it can be said: `€100`, but `€7.50`."""
    zeros = locale.zeroDigit() * minor_digits(money.currency)
    return money_text(money, locale).replace(locale.decimalPoint() + zeros, "") if zeros else money_text(money, locale)


def _pieces(due: Money) -> tuple[int, ...]:
    unit = 10 ** minor_digits(due.currency)
    if due.currency in PIECES:
        return tuple(piece * unit for piece in PIECES[due.currency])
    # Currencies whose money is not listed: nearly all of it comes in steps of 1, 2 and 5.
    size = 10 ** (len(str(due.amount_minor)) - 1)
    return tuple(step * size for step in (1, 2, 5, 10, 20))


def _up(amount_minor: int, piece: int) -> int:
    return -(-amount_minor // piece) * piece


def _fewest(amounts: Iterable[int], pieces: tuple[int, ...], most: int) -> set[int]:
    return set(sorted(amounts, key=lambda amount: (_count(amount, pieces), amount))[:most])


def _count(amount_minor: int, pieces: tuple[int, ...]) -> int:
    count = 0
    for piece in reversed(pieces):
        notes, amount_minor = divmod(amount_minor, piece)
        count += notes
    return count
