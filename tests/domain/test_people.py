"""Waits after wrong PINs, and what is told."""

from datetime import timedelta

import pytest

from aurora_desk.domain.people import FREE_TRIES, LONGEST_WAIT_S, PinWaitError, WrongPinError, wait_after


@pytest.mark.parametrize("tries", range(FREE_TRIES))
def test_the_first_wrong_pins_cost_no_wait(tries: int) -> None:
    assert wait_after(tries) is None


def test_waits_double_up_to_an_hour() -> None:
    waits = [wait_after(FREE_TRIES + number) for number in range(9)]

    assert waits == [timedelta(seconds=s) for s in (60, 120, 240, 480, 960, 1920, 3600, 3600, 3600)]


@pytest.mark.parametrize("tries", [10**3, 10**9])
def test_a_wait_is_never_longer_than_an_hour(tries: int) -> None:
    assert wait_after(tries) == timedelta(seconds=LONGEST_WAIT_S)


def test_what_is_told_says_how_many_tries_are_left_or_how_long_to_wait() -> None:
    assert "1 try left" in WrongPinError(1).sentence
    assert "2 tries left" in WrongPinError(2).sentence
    assert "60 seconds" in PinWaitError(60).sentence
