"""The sign-in screen alone: what it asks, and what it says to wrong PINs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.people import Person, PinWaitError, Role, WrongPinError
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.signin.pin_card import minutes
from aurora_desk.gui.screens.signin.screen import SignInScreen
from aurora_desk.gui.theme.look import Look

MARA, JONAS = (
    Person(PersonId(number), TenantId(42), name, role, failed_tries=0, wait_until=None)
    for number, name, role in ((1, "Mara Klein", Role.OWNER), (2, "Jonas Weber", Role.MANAGER))
)


class Door:
    """A sign-in screen, a clock that is set, and what the check answers."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self.answer: Person | Exception = MARA
        self.asked: list[tuple[PersonId, str]] = []
        self.entered: list[Person] = []
        self.now_s = 1000.0
        self.jobs = Jobs()
        self.screen = SignInScreen(look, self.jobs, self._check, now_s=lambda: self.now_s)
        # Owned by the screen: without a parent Python's collector might take it apart in a pool thread.
        self.jobs.setParent(self.screen)
        qtbot.addWidget(self.screen)
        self.screen.signed_in.connect(self.entered.append)
        self.screen.show_people([MARA, JONAS], None)
        self.screen.enter(MARA.person_id)
        self.screen.show()

    def _check(self, person_id: PersonId, pin: str) -> Person:
        self.asked.append((person_id, pin))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def type(self, digits: str) -> None:
        QTest.keyClicks(self.screen.card.pad, digits)


@pytest.fixture
def door(qtbot: QtBot, look: Look) -> Iterator[Door]:
    made = Door(qtbot, look)
    yield made
    made.jobs.wait()


def test_the_pin_is_checked_after_its_last_digit_and_not_before(qtbot: QtBot, door: Door) -> None:
    door.type("123")
    assert door.screen.card.dots.filled == 3
    assert not door.asked

    door.type("4")

    qtbot.waitUntil(lambda: door.entered == [MARA])
    assert door.asked == [(PersonId(1), "1234")]


def test_nothing_is_left_of_the_pin_after_signing_in(qtbot: QtBot, door: Door) -> None:
    door.type("1234")
    qtbot.waitUntil(lambda: bool(door.entered))

    assert door.screen.card.pad.digits == ""
    assert door.screen.card.dots.filled == 0


def test_a_wrong_pin_turns_the_dots_red_until_the_next_digit(qtbot: QtBot, door: Door) -> None:
    door.answer = WrongPinError(4)
    door.type("9999")
    qtbot.waitUntil(lambda: door.screen.card.words == "That PIN is not right. 4 tries left.")
    assert door.screen.card.dots.wrong

    door.type("1")

    assert (door.screen.card.dots.wrong, door.screen.card.words) == (False, "")


def test_after_too_many_wrong_pins_the_seconds_go_by_and_no_digit_is_taken(qtbot: QtBot, door: Door) -> None:
    door.answer = PinWaitError(60)
    door.type("9999")
    waiting = "Too many wrong PINs. Wait {}, or let someone else sign in."
    qtbot.waitUntil(lambda: door.screen.card.words == waiting.format("1:00"))

    door.now_s += 57
    qtbot.waitUntil(lambda: door.screen.card.words == waiting.format("0:03"))
    door.type("1234")
    assert len(door.asked) == 1

    door.now_s += 3
    qtbot.waitUntil(lambda: door.screen.card.words == "Enter your PIN")
    door.answer = MARA
    door.type("1234")
    qtbot.waitUntil(lambda: door.entered == [MARA])


def test_while_one_person_waits_another_signs_in(qtbot: QtBot, door: Door) -> None:
    door.answer = PinWaitError(60)
    door.type("9999")
    qtbot.waitUntil(lambda: "Wait" in door.screen.card.words)

    door.answer = JONAS
    door.screen.people.choose(JONAS.person_id)
    assert door.screen.card.words == "Enter your PIN"
    door.type("2345")

    qtbot.waitUntil(lambda: door.entered == [JONAS])


def test_the_answer_to_the_pin_of_somebody_no_longer_chosen_lets_nobody_in(qtbot: QtBot, door: Door) -> None:
    door.type("1234")
    door.screen.people.choose(JONAS.person_id)

    door.jobs.wait()
    door.type("23")
    qtbot.waitUntil(lambda: door.screen.card.dots.filled == 2)

    assert not door.entered


def test_a_store_that_does_not_answer_is_said_and_the_pin_can_be_tried_again(qtbot: QtBot, door: Door) -> None:
    door.answer = UnavailableError("The database is busy. Nothing was changed. Try again.")
    door.type("1234")
    qtbot.waitUntil(lambda: door.screen.card.words.startswith("The database is busy"))

    door.answer = MARA
    door.type("1234")

    qtbot.waitUntil(lambda: door.entered == [MARA])


def test_nobody_is_asked_before_somebody_is_chosen(door: Door) -> None:
    door.screen.enter(None)

    door.type("1234")

    assert not door.asked
    assert door.screen.card.pad.digits == ""


def test_a_wait_counts_down_like_a_clock() -> None:
    assert [minutes(seconds) for seconds in (60, 9, 1805)] == ["1:00", "0:09", "30:05"]


def test_a_pad_that_takes_no_pin_looks_so(qtbot: QtBot, door: Door) -> None:
    def takes_keys() -> bool:
        return all(key.isEnabled() for key in door.screen.card.pad.findChildren(QPushButton))

    assert takes_keys()
    door.answer = PinWaitError(60)
    door.type("9999")
    qtbot.waitUntil(lambda: "Wait" in door.screen.card.words)
    assert not takes_keys()

    door.screen.people.choose(JONAS.person_id)

    assert takes_keys()
