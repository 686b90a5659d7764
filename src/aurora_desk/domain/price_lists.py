"""Price lists: other prices for some products («Staff»), for a cart that is sold by the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.money import LARGEST_MINOR
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
