"""Quantities as whole thousandths: 2 pieces are 2000, 350 g of a product sold by the kilogram are 350."""

from decimal import Decimal

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import is_small, whole_units

ONE = 1000
LARGEST = 9_999 * ONE


def quantity_of(amount: Decimal, *, by_weight: bool, field: str = "quantity") -> int:
    """Thousandths from a number as written: 1 to 9,999, whole unless the product is sold by weight."""
    if not is_small(amount):
        raise InvalidError(field, "The quantity must be between 1 and 9,999.")
    whole = whole_units(amount, 3)
    if whole is None or (whole % ONE and not by_weight):
        raise InvalidError(
            field,
            "The quantity can have at most three decimals." if by_weight else "The quantity must be a whole number.",
        )
    check_quantity(whole, by_weight=by_weight, field=field)
    return whole


def check_quantity(thousandths: int, *, by_weight: bool = False, field: str = "quantity") -> None:
    """Raise `InvalidError` unless a cart line may hold this quantity."""
    if not (1 if by_weight else ONE) <= thousandths <= LARGEST:
        raise InvalidError(field, "The quantity must be between 1 and 9,999.")


def quantity_number(thousandths: int) -> Decimal:
    """The quantity as people write it: `Decimal("2")`, `Decimal("0.35")`."""
    number = Decimal(thousandths).scaleb(-3)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def quantity_text(thousandths: int) -> str:
    """The quantity for a screen or a receipt: `2`, `0.35`."""
    return f"{quantity_number(thousandths):f}"
