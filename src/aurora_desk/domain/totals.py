"""The one tax and total engine of cart, order, receipt, API and report.

Line total = round(quantity × price) − discount, plus its tax only where prices exclude tax; the order's total is the
sum of its lines' totals, and nothing else. Tax is rounded half up once a line; a cart discount is spread over the
lines by largest remainder. (`api-contract`, Carts and orders.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import LARGEST_MINOR, round_half_up
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.rights import ApprovalId

MILLION = 1_000_000
WHOLE = 10_000
"""All of something in hundredths of a percent."""


class DiscountKind(StrEnum):
    """How a discount is given."""

    PERCENT = "percent"
    AMOUNT = "amount"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount as given: hundredths of a percent, minor units off, or a new unit price in minor units."""

    kind: DiscountKind
    value: int
    reason: str = ""
    approval: ApprovalId | None = None
    """The yes of a manager, where whoever gave it may not give so much alone."""

    def off(self, price_minor: int, quantity_milli: int) -> int:
        """Minor units that this takes off a line; never below zero nor more than the line."""
        gross = extended(price_minor, quantity_milli)
        if self.kind is DiscountKind.PERCENT:
            return min(gross, round_half_up(gross * self.value, WHOLE))
        if self.kind is DiscountKind.AMOUNT:
            return min(gross, self.value)
        return max(0, gross - extended(self.value, quantity_milli))

    def size(self, price_minor: int, quantity_milli: int) -> int:
        """How much of a line that is, in hundredths of a percent, rounded up; what people may give is told in these."""
        if self.kind is DiscountKind.PERCENT:
            return self.value
        if self.kind is DiscountKind.PRICE:
            # Told of the price itself: however much is sold at it, it is the same discount.
            return -(-max(0, price_minor - self.value) * WHOLE // price_minor) if price_minor else 0
        gross = extended(price_minor, quantity_milli)
        return -(-self.off(price_minor, quantity_milli) * WHOLE // gross) if gross else 0


def check_discount(discount: Discount) -> None:
    """Raise `InvalidError` for a discount that no line could carry."""
    largest = WHOLE if discount.kind is DiscountKind.PERCENT else LARGEST_MINOR
    if not 0 <= discount.value <= largest:
        raise InvalidError("discount", "A discount is between 0 and 100 %, or an amount of at most the line.")


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax by name; `rate_ppm` in millionths: 8.875 % is 88,750."""

    name: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What the engine needs of a line; prices in minor units, quantity in thousandths."""

    price_minor: int
    quantity_milli: int
    tax: TaxRate
    discount: Discount | None = None


@dataclass(frozen=True, slots=True)
class LineTotals:
    """A line's figures in minor units: before discount, taken off, tax in (or on) it, and what it comes to."""

    gross_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of a cart or order in minor units; `taxes` one sum a rate, in order of first use."""

    lines: tuple[LineTotals, ...]
    subtotal_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[tuple[TaxRate, int], ...]


def extended(price_minor: int, quantity_milli: int) -> int:
    """round(quantity × price) in minor units."""
    return round_half_up(price_minor * quantity_milli, ONE)


def tax_in(amount_minor: int, rate_ppm: int, *, included: bool) -> int:
    """The tax contained in `amount_minor`, or to be added to it where prices exclude tax."""
    return round_half_up(amount_minor * rate_ppm, MILLION + rate_ppm if included else MILLION)


def spread(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """`amount_minor` in shares proportional to `weights`, by largest remainder; the shares add up exactly."""
    whole = sum(weights)
    if whole == 0:
        return [0 for _ in weights]
    shares = [amount_minor * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(amount_minor * weights[i] % whole), i))
    for i in remainders[: amount_minor - sum(shares)]:
        shares[i] += 1
    return shares


def totals(lines: Sequence[PricedLine], *, prices_include_tax: bool, discount: Discount | None = None) -> Totals:
    """The figures of a cart or order with these lines and this discount on the whole."""
    gross = [extended(line.price_minor, line.quantity_milli) for line in lines]
    off = [line.discount.off(line.price_minor, line.quantity_milli) if line.discount else 0 for line in lines]
    left = [g - o for g, o in zip(gross, off, strict=True)]
    if discount is not None:
        shares = spread(discount.off(sum(left), ONE), left)
        off = [o + share for o, share in zip(off, shares, strict=True)]
        left = [amount - share for amount, share in zip(left, shares, strict=True)]
    taxes: dict[TaxRate, int] = {}
    figures = []
    for line, g, o, amount in zip(lines, gross, off, left, strict=True):
        tax = tax_in(amount, line.tax.rate_ppm, included=prices_include_tax)
        taxes[line.tax] = taxes.get(line.tax, 0) + tax
        figures.append(LineTotals(g, o, tax, amount if prices_include_tax else amount + tax))
    return Totals(
        lines=tuple(figures),
        subtotal_minor=sum(gross),
        discount_minor=sum(off),
        tax_minor=sum(figure.tax_minor for figure in figures),
        total_minor=sum(figure.total_minor for figure in figures),
        taxes=tuple(taxes.items()),
    )
