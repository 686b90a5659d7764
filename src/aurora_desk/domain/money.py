"""Amounts in whole minor units, their currencies, and the only place where money is rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.words import say

ZERO_DECIMAL = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
STRIPE_HUNDREDTHS = frozenset({"ISK", "UGX"})
"""Whole units only, but written with two decimals by Stripe (payments notes, section 7)."""

LARGEST_MINOR = 99_999_999_999
"""No single amount is larger; far below where a JSON number loses digits."""


class CurrencyMismatchError(AssertionError):
    """Two currencies met in one sum: a defect of the program, never a cashier's."""


def minor_digits(currency: str) -> int:
    """Decimals of a currency as people write it: 2 for USD, 0 for JPY, 3 for KWD."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def is_currency(text: str) -> bool:
    """Whether `text` has the shape of an ISO 4217 code in capitals."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def round_half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest whole number, halves away from zero; the one rounding of money."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def is_small(amount: Decimal) -> bool:
    """Whether a number is finite and below 10^15: asked before any arithmetic, so that 1e999999999 costs nothing."""
    return amount.is_finite() and (not amount or amount.adjusted() < 15)


def whole_units(amount: Decimal, digits: int) -> int | None:
    """`amount` × 10^`digits` where that is a whole number, else None; exact however many digits were written."""
    if not amount:
        return 0
    if amount.adjusted() < -digits:
        return None
    # Decimal's own arithmetic would round to 28 digits and so take 1.000…0001 for 1.
    numerator, denominator = amount.as_integer_ratio()
    units, rest = divmod(numerator * 10**digits, denominator)
    return None if rest else units


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in the smallest unit of its currency: 1050 USD is $10.50."""

    amount_minor: int
    currency: str

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} met {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor <= other.amount_minor

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def decimal(self) -> Decimal:
        """The amount as people write it, exact: `Decimal("10.50")`."""
        return Decimal(self.amount_minor).scaleb(-minor_digits(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal():,.{minor_digits(self.currency)}f} {self.currency}"


def money_of(amount: Decimal, currency: str, *, field: str = "amount") -> Money:
    """Money from a decimal number as written; raises `InvalidError` where the currency has fewer decimals."""
    if not is_small(amount):
        raise InvalidError(field, "This amount is too large.")
    digits = minor_digits(currency)
    whole = whole_units(amount, digits)
    if whole is None:
        raise InvalidError(
            field, say("{currency} amounts have at most {digits} decimals.", currency=currency, digits=digits)
        )
    if abs(whole) > LARGEST_MINOR:
        raise InvalidError(field, "This amount is too large.")
    return Money(whole, currency)


def to_stripe(money: Money) -> int:
    """The integer that Stripe's API takes for `money`."""
    return money.amount_minor * 100 if money.currency in STRIPE_HUNDREDTHS else money.amount_minor


def card_step(currency: str) -> int:
    """The smallest step of a card amount in minor units: Stripe takes three decimals only with a 0 as the last."""
    return 10 if currency in THREE_DECIMAL else 1


def to_step(amount_minor: int, step: int) -> int:
    """The nearest multiple of `step`, halves away from zero."""
    return round_half_up(amount_minor, step) * step


def from_stripe(amount: int, currency: str) -> Money:
    """Money from an integer of Stripe's API; `currency` in either case."""
    code = currency.upper()
    return Money(round_half_up(amount, 100) if code in STRIPE_HUNDREDTHS else amount, code)
