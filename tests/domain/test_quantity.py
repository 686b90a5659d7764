"""Quantities are whole thousandths between one piece (or a gram) and 9,999."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.quantity import LARGEST, ONE, check_quantity, quantity_number, quantity_of, quantity_text


@given(st.integers(1, LARGEST))
def test_a_weight_survives_being_written_and_read(thousandths: int) -> None:
    assert quantity_of(quantity_number(thousandths), by_weight=True) == thousandths
    assert quantity_of(Decimal(quantity_text(thousandths)), by_weight=True) == thousandths


@given(st.integers(1, 9_999))
def test_pieces_are_whole(pieces: int) -> None:
    assert quantity_of(Decimal(pieces), by_weight=False) == pieces * ONE
    assert quantity_text(pieces * ONE) == str(pieces)


@pytest.mark.parametrize("text", ["0", "-1", "10000", "9999.001", "1e999999999", "NaN", "Infinity", "-0", "0.0000"])
def test_what_is_not_between_1_and_9999_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidError, match="between 1 and 9,999") as caught:
        quantity_of(Decimal(text), by_weight=True, field="items.0.quantity")

    assert caught.value.field == "items.0.quantity"


@pytest.mark.parametrize(
    ("text", "by_weight", "words"),
    [
        ("1.5", False, "whole number"), ("1.0005", True, "three decimals"), ("0.0001", True, "three decimals"),
        ("1." + "0" * 30 + "1", False, "whole number"), ("1e-999999", True, "three decimals"),
    ],
)  # fmt: skip
def test_parts_are_only_for_what_is_sold_by_weight_and_never_rounded(text: str, by_weight: bool, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        quantity_of(Decimal(text), by_weight=by_weight)


def test_a_gram_may_be_sold_but_not_a_thousandth_of_a_piece() -> None:
    check_quantity(1, by_weight=True)
    with pytest.raises(InvalidError):
        check_quantity(ONE - 1)


@pytest.mark.parametrize(
    ("thousandths", "text"), [(2000, "2"), (350, "0.35"), (9_999_000, "9999"), (100_000, "100"), (1, "0.001")]
)
def test_quantities_are_written_as_people_do(thousandths: int, text: str) -> None:
    assert quantity_text(thousandths) == text
