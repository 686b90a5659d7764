"""What a shop calls its own tenders."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.own_tenders import (
    MOST,
    OwnTender,
    find_tender,
    tenders_of,
    tenders_text,
    with_tender,
    without_tender,
)

VOUCHER, CHEQUE = OwnTender("Voucher", asks_reference=True), OwnTender("Lunch cheque", asks_reference=False)


def test_the_setting_gives_back_what_was_kept_in_its_order() -> None:
    assert tenders_of(tenders_text((CHEQUE, VOUCHER))) == (CHEQUE, VOUCHER)
    assert tenders_of(tenders_text(())) == ()


@pytest.mark.parametrize("text", ["", "nonsense", "7", "[7]", '{"a": 1}', "[[1,2,3]]"])
def test_a_text_that_was_not_written_here_stands_for_no_tender(text: str) -> None:
    assert tenders_of(text) == ()


def test_adding_a_known_name_only_changes_what_it_asks_for() -> None:
    assert with_tender((VOUCHER, CHEQUE), " voucher ", asks_reference=False) == (
        OwnTender("voucher", asks_reference=False),
        CHEQUE,
    )


def test_a_tender_is_found_and_taken_away_however_its_name_is_written() -> None:
    assert find_tender((VOUCHER, CHEQUE), "LUNCH  CHEQUE") == CHEQUE
    assert without_tender((VOUCHER, CHEQUE), "lunch cheque") == (VOUCHER,)
    with pytest.raises(NotFoundError, match="takes no Points"):
        find_tender((VOUCHER,), "Points")


@pytest.mark.parametrize("name", ["", "   ", "x" * 25, "Vou\x07cher", "4242 4242 4242 4242"])
def test_a_name_is_short_plain_and_never_a_card_number(name: str) -> None:
    with pytest.raises(InvalidError):
        with_tender((), name, asks_reference=False)


def test_there_is_room_for_so_many_and_no_more() -> None:
    tenders: tuple[OwnTender, ...] = ()
    for number in range(MOST):
        tenders = with_tender(tenders, f"Tender {number}", asks_reference=False)

    with pytest.raises(ConflictError, match="at most 8"):
        with_tender(tenders, "One more", asks_reference=False)
