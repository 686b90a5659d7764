"""The likely notes beside the amount received."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from aurora_desk.domain.money import LARGEST_MINOR, Money, minor_digits
from aurora_desk.gui.screens.payment.notes import PIECES, likely_notes, note_text

CURRENCIES = st.sampled_from([*PIECES, "KWD", "PLN", "INR", "VND"])


def offered(amount_minor: int, currency: str = "USD") -> list[int]:
    return [note.amount_minor for note in likely_notes(Money(amount_minor, currency))]


@pytest.mark.parametrize(
    ("due", "notes"),
    [
        (98_10, [100_00, 110_00, 120_00]),
        (7_80, [10_00, 20_00, 50_00]),
        (3_20, [5_00, 10_00, 20_00]),
        (85, [1_00, 5_00, 10_00]),
        (23_50, [25_00, 50_00, 100_00]),
        (20_00, [25_00, 50_00, 100_00]),
    ],
)
def test_amounts_that_customers_really_hand_over_are_offered(due: int, notes: list[int]) -> None:
    assert offered(due) == notes


def test_a_currency_without_decimals_gets_its_own_notes() -> None:
    assert offered(980, "JPY") == [1_000, 5_000, 10_000]


def test_nothing_is_offered_where_nothing_is_due() -> None:
    assert offered(0) == []


@given(amount_minor=st.integers(1, LARGEST_MINOR // 100), currency=CURRENCIES)
def test_three_different_amounts_above_what_is_due_rise(amount_minor: int, currency: str) -> None:
    notes = offered(amount_minor, currency)

    assert len(notes) == 3
    assert notes == sorted(set(notes))
    assert notes[0] > amount_minor


@given(amount_minor=st.integers(1, LARGEST_MINOR // 100), currency=st.sampled_from([*PIECES]))
def test_every_amount_can_be_paid_with_the_pieces_of_the_currency(amount_minor: int, currency: str) -> None:
    smallest = PIECES[currency][0] * 10 ** minor_digits(currency)

    assert all(note % smallest == 0 for note in offered(amount_minor, currency))


@given(amount_minor=st.integers(LARGEST_MINOR // 100, LARGEST_MINOR), currency=CURRENCIES)
def test_no_amount_is_larger_than_can_be_taken(amount_minor: int, currency: str) -> None:
    assert all(amount_minor < note <= LARGEST_MINOR for note in offered(amount_minor, currency))


def test_whole_amounts_are_written_without_decimals() -> None:
    english, german = QLocale("en_US"), QLocale("de_DE")

    assert note_text(Money(100_00, "USD"), english) == "$100"
    assert note_text(Money(7_50, "USD"), english) == "$7.50"
    assert note_text(Money(1_000_00, "EUR"), german) == "1.000\N{NO-BREAK SPACE}€"
    assert note_text(Money(1_000, "JPY"), english) == "¥1,000"
