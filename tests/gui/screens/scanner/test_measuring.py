"""What scans of the test code say: speed, prefix, keyboard language."""

from __future__ import annotations

import pytest

from aurora_desk.gui.screens.scanner.measuring import TEST_CODE, Measuring, Verdict, judge

GERMAN = str.maketrans("YZ-/", "ZYß-")
FRENCH = str.maketrans("AQZWM-/0123456789", "QAWZ?)!à&é\"'(-è_ç")


def measured(*gaps_ms: int, prefix: str = "") -> Measuring:
    found = Measuring()
    for gap_ms in gaps_ms:
        found.add(Verdict(prefix=prefix), gap_ms)
    return found


def test_the_code_is_known_in_either_case_and_with_a_prefix() -> None:
    assert judge(TEST_CODE) == Verdict()
    assert judge(TEST_CODE.lower()) == Verdict()
    assert judge(f"${TEST_CODE}") == Verdict(prefix="$")


@pytest.mark.parametrize("typed", ["4006381333931", "", f"X{TEST_CODE}", TEST_CODE[:-1], "K" * len(TEST_CODE)])
def test_another_code_is_no_reading(typed: str) -> None:
    assert not judge(typed).is_test_code


def test_a_scanner_for_another_keyboard_is_told_by_the_characters_that_differ() -> None:
    assert judge(TEST_CODE.translate(GERMAN)).swapped == (("-", "ß"), ("Z", "Y"), ("Y", "Z"), ("/", "-"))
    french = judge(TEST_CODE.translate(FRENCH))
    assert french.is_test_code
    assert ("A", "Q") in french.swapped


def test_the_till_listens_half_as_long_again_as_the_longest_gap_within_bounds() -> None:
    assert measured(8, 18, 9, 12, 11).gap_ms == 27
    assert measured(2, 3, 2, 2, 2).gap_ms == 25
    assert measured(120, 110, 100, 90, 140).gap_ms == 150
    assert not measured(8, 18, 9, 12).done
    assert measured(8, 18, 9, 12, 11).done


def test_above_60_ms_a_prefix_is_better_unless_there_is_one() -> None:
    assert not measured(*[40] * 5).slow
    assert measured(*[41] * 5).slow
    assert not measured(*[41] * 5, prefix="$").slow


def test_a_prefix_counts_only_where_every_scan_had_it() -> None:
    found = measured(10, 10, 10, 10, prefix="$")
    assert found.prefix == "$"
    found.add(Verdict(), 10)
    assert found.prefix == ""
