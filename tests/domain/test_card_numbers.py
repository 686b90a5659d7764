"""Card numbers are refused wherever somebody writes freely; other long numbers are let in."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import InvalidError

TEST_CARDS = [
    "4242424242424242", "4000056655665556", "4222222222222", "5555555555554444", "2223003122003222", "5200828282828210",
    "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "3056930009020004", "36227206271667",
    "3566002020360505", "6200000000000005", "6205500000000000004", "6555900000604105",
]  # fmt: skip


@pytest.mark.parametrize("card", TEST_CARDS)
@pytest.mark.parametrize(
    "written",
    [
        "{}", "card {} please", "pay with {}.", "{} 12/27 123", "{} 123", "12 {}", "no:{}", "({})", "{}\n123",
    ],
)  # fmt: skip
def test_a_card_number_is_refused_wherever_it_stands(card: str, written: str) -> None:
    with pytest.raises(InvalidError, match="never stored here; remove it") as caught:
        refuse_card_number("notes", written.format(card))

    assert caught.value.field == "notes"
    assert card not in str(caught.value)


@pytest.mark.parametrize("card", TEST_CARDS)
@pytest.mark.parametrize("gap", [" ", "-", "  ", ".", "\u00a0", " - ", "–"])
def test_a_card_number_in_groups_is_refused(card: str, gap: str) -> None:
    with pytest.raises(InvalidError):
        refuse_card_number("notes", gap.join(card[start : start + 4] for start in range(0, len(card), 4)))


@pytest.mark.parametrize("card", ["４２４２４２４２４２４２４２４２", "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢"])
def test_a_card_number_in_other_digits_is_refused(card: str) -> None:
    with pytest.raises(InvalidError):
        refuse_card_number("notes", card)


@pytest.mark.parametrize(
    "text",
    [
        "", "Ring twice", "Call +1 555 010 4123", "+49 151 23456789", "4006381333931", "9780306406157", "2000420001019",
        "4242424242424241", "Order 5001, table 12", "1234567890123456", "0000000000000000", "4242 4242 4242",
        "12345678901234567890123456789", "2026-03-01 12:00:00", "DE89 3704 0044 0532 0130 00",
    ],
)  # fmt: skip
def test_other_long_numbers_are_let_in(text: str) -> None:
    refuse_card_number("notes", text)


@given(st.text(st.sampled_from("0123456789 -+a"), max_size=200))
def test_any_text_is_judged_and_nothing_else_is_raised(text: str) -> None:
    with suppress(InvalidError):
        refuse_card_number("notes", text)
