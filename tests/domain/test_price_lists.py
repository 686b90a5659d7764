"""A file of prices, as an owner writes one."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.price_lists import MOST_LIST_PRICES, check_price_list, read_price_file


def test_headings_and_empty_rows_are_left_out() -> None:
    assert read_price_file("SKU,Price\nAC103,1.95\n\n 4006381333931 , 2 \n", "USD") == {
        "AC103": 195,
        "4006381333931": 200,
    }
    assert read_price_file("AC103,300", "JPY") == {"AC103": 300}
    assert read_price_file("", "USD") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("AC103,1.95\nAC104,1O.50", "Row 2: price '1O.50' is not a number."),
        ("AC103,1.95\nAC104", "Row 2 is not a SKU or barcode and a price."),
        ("AC103,1.95\nAC103,2", "Row 2: AC103 has a price already."),
        ("AC103,1.955", "USD amounts have at most 2 decimals."),
        ("AC103,1\nAC104,NaN", "Row 2: price 'NaN' is not a number."),
    ],
)
def test_a_wrong_row_is_named(text: str, words: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_price_file(text, "USD")

    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("name", "prices"),
    [
        ("", {ProductId(1): 1}),
        ("x" * 41, {ProductId(1): 1}),
        ("Staff", {ProductId(1): -1}),
        ("Staff", dict.fromkeys(map(ProductId, range(MOST_LIST_PRICES + 1)), 1)),
    ],
)
def test_a_list_that_cannot_be_kept_is_refused(name: str, prices: dict[ProductId, int]) -> None:
    with pytest.raises(InvalidError):
        check_price_list(name, prices)
