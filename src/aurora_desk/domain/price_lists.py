"""Price lists: other prices for some products («Staff»), for a cart that is sold by the list."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NewType

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.money import LARGEST_MINOR, money_of
from aurora_desk.domain.words import say

PriceListId = NewType("PriceListId", int)
LONGEST_LIST_NAME = 40
MOST_LIST_PRICES = 5_000
"""A cart carries the prices of its list, so that adding to it waits for nothing."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list by name; what is not on it has its usual price. Prices in minor units."""

    price_list_id: PriceListId
    name: str
    prices: Mapping[ProductId, int] = field(hash=False)


def check_price_list(name: str, prices: Mapping[ProductId, int]) -> None:
    """Raise `InvalidError` for a list that can't be kept."""
    if not 1 <= len(name.strip()) <= LONGEST_LIST_NAME:
        raise InvalidError("name", say("A price list has a name of 1 to {most} characters.", most=LONGEST_LIST_NAME))
    if len(prices) > MOST_LIST_PRICES:
        raise InvalidError("prices", say("A price list has at most {most} prices.", most=MOST_LIST_PRICES))
    if any(not 0 <= price <= LARGEST_MINOR for price in prices.values()):
        raise InvalidError("prices", "A price on a list can't be below zero.")


def read_price_file(text: str, currency: str) -> dict[str, int]:
    """Prices in minor units by SKU or barcode: two columns, and headings where there are any.

    Raises `InvalidError` with the row that is wrong.
    """
    prices: dict[str, int] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not _is_number(cells[-1])):
            continue
        if len(cells) != 2 or not cells[0]:
            raise InvalidError("prices", say("Row {row} is not a SKU or barcode and a price.", row=number))
        code, price = cells
        if not _is_number(price):
            raise InvalidError("prices", say("Row {row}: price '{price}' is not a number.", row=number, price=price))
        if code in prices:
            raise InvalidError("prices", say("Row {row}: {code} has a price already.", row=number, code=code))
        prices[code] = money_of(Decimal(price), currency, field="prices").amount_minor
    return prices


def _is_number(text: str) -> bool:
    try:
        return text.isascii() and Decimal(text).is_finite()
    except InvalidOperation:
        return False
