"""Asking a manager: by finger, by keyboard, by badge; and what happens without a yes."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.rights import Approval, ApprovalId, NeedsApprovalError, Right
from aurora_desk.domain.words import say
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet, ask_manager
from aurora_desk.gui.screens.signin.person_tile import PersonTile
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.services.approvals import Approvals, must_be_allowed
from aurora_desk.services.demo import CAFE
from aurora_desk.store.unit_of_work import Work
from gui.shell.staging import Stage
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus

CTRL = Qt.KeyboardModifier.ControlModifier
TOO_MUCH = NeedsApprovalError(
    Right.DISCOUNT, 25_00, "cart:1", say("Discounts over {limit} need a manager.", limit="10 %")
)


class Asked:
    """An open sheet, and the approvals that came of it."""

    def __init__(self, till: Stage) -> None:
        self.till, self.yes = till, list[ApprovalId]()
        self.given_up = 0
        sheet = ask_manager(till.assembly.context, till.window, TOO_MUCH, self.yes.append)
        assert sheet is not None
        self.sheet = sheet
        self.sheet.given_up.connect(self._on_given_up)
        till.qtbot.waitUntil(lambda: [tile.height() >= 44 for tile in self.sheet.people.tiles] == [True, True])

    def _on_given_up(self) -> None:
        self.given_up += 1

    @property
    def words(self) -> str:
        return self.sheet.pin.words

    def until_yes(self) -> ApprovalId:
        self.till.qtbot.waitUntil(lambda: len(self.yes) == 1)
        return self.yes[0]


@pytest.fixture
def asked(till: Stage) -> Asked:
    return Asked(till)


def test_the_sheet_says_what_needs_a_manager_and_shows_only_who_may(asked: Asked) -> None:
    words = asked.sheet.findChild(QLabel, "approval-words")
    assert words is not None
    assert words.text() == "Discounts over 10 % need a manager."
    assert [tile.person.name for tile in asked.sheet.people.tiles] == ["Mara Klein", "Jonas Weber"]
    assert asked.sheet.people.person is None
    assert all(min(tile.width(), tile.height()) >= 44 for tile in asked.sheet.people.tiles)


def test_by_finger_a_managers_yes_counts_for_what_was_asked(asked: Asked) -> None:
    till = asked.till
    jonas = asked.sheet.findChild(PersonTile, "person-2")
    assert jonas is not None
    till.click(jonas)
    for digit in "2345":
        button = asked.sheet.findChild(QPushButton, f"pin-{digit}")
        assert button is not None
        till.click(button)

    approval_id = asked.until_yes()

    def look(work: Work) -> tuple[int | None, int]:
        actor = till.assembly.context.session.actor()
        found = must_be_allowed(
            work, actor, Right.DISCOUNT, amount=25_00, subject="cart:1", words=TOO_MUCH.said, approval_id=approval_id
        )
        assert found is not None
        return found.asked_by, found.given_by

    assert till.services.read(look) == (PersonId(3), PersonId(2))
    till.qtbot.waitUntil(lambda: not till.shell.sheet_open())
    assert asked.given_up == 0


def test_by_keyboard_alone_and_the_focus_comes_back(till: Stage) -> None:
    field = till.screen(till.shell.page).field
    field.setFocus()
    asked = Asked(till)

    till.key(Qt.Key.Key_Right)
    till.key(Qt.Key.Key_Right)
    till.type_slowly("2345")

    asked.until_yes()
    assert till.window.focusWidget() is field
    assert not shiboken6.isValid(asked.sheet) or not asked.sheet.isVisible()


def test_by_badge_and_pin(asked: Asked) -> None:
    till = asked.till
    till.services.write(partial(badge_of, person_id=PersonId(1), badge=11))

    till.scan(till.services.codes.for_badge(CAFE, 11))
    till.qtbot.waitUntil(lambda: asked.sheet.people.person is not None)
    till.type_slowly("1234")

    asked.until_yes()


def test_a_cashiers_badge_and_other_codes_approve_nothing(asked: Asked) -> None:
    till = asked.till
    till.services.write(partial(badge_of, person_id=PersonId(3), badge=13))

    till.scan(till.services.codes.for_badge(CAFE, 13))
    till.qtbot.waitUntil(lambda: asked.words == "Priya Raman can't approve this. Ask a manager or the owner.")
    till.scan("4006381333931")
    till.qtbot.waitUntil(lambda: asked.words == "Not a staff badge")

    assert not asked.yes
    assert asked.sheet.isVisible()


def test_wrong_pins_are_said_and_waited_for_like_at_sign_in(asked: Asked) -> None:
    till = asked.till
    till.key(Qt.Key.Key_Right)
    for left in ("4 tries left", "3 tries left", "2 tries left", "1 try left"):
        till.type_slowly("0000")
        till.qtbot.waitUntil(partial(lambda left: asked.words == f"That PIN is not right. {left}.", left))
    till.type_slowly("0000")
    till.qtbot.waitUntil(lambda: asked.words.startswith("Too many wrong PINs. Wait "))

    till.key(Qt.Key.Key_Right)
    till.type_slowly("2345")

    asked.until_yes()


def test_giving_up_changes_nothing(asked: Asked) -> None:
    asked.till.key(Qt.Key.Key_Escape)

    asked.till.qtbot.waitUntil(lambda: asked.given_up == 1)
    assert not asked.yes
    assert not asked.till.shell.sheet_open()


def test_a_pin_that_turns_out_right_after_the_sheet_was_closed_allows_nothing(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    till, held, kept, real = asked.till, Event(), list[Approval](), Approvals.give

    def give(*args: object, **named: object) -> Approval:
        assert held.wait(30)
        kept.append(real(*args, **named))  # type: ignore[arg-type]  # as they came
        return kept[-1]

    monkeypatch.setattr(Approvals, "give", give)
    till.window.look.wear(LIGHT, scale=100, less_motion=False)
    given = list[Approval]()
    asked.sheet.given.connect(given.append)
    till.key(Qt.Key.Key_Right)
    till.type_slowly("1234")
    till.key(Qt.Key.Key_Escape)
    asked.sheet._motion.pause()
    assert asked.sheet.is_over

    held.set()
    till.jobs._pool.waitForDone()
    QCoreApplication.processEvents()

    assert len(kept) == 1
    assert (given, asked.yes) == ([], [])
    asked.sheet._motion.resume()
    till.qtbot.waitUntil(lambda: asked.given_up == 1)


def test_the_question_waits_behind_the_lock_and_ends_when_somebody_else_signs_in(asked: Asked) -> None:
    till = asked.till
    till.key(Qt.Key.Key_L, CTRL)
    till.sign_in("3456")
    assert asked.sheet.isVisible()

    till.key(Qt.Key.Key_L, CTRL)
    till.pick("Jonas Weber")
    till.sign_in("2345")

    till.qtbot.waitUntil(lambda: asked.given_up == 1)
    assert not till.shell.sheet_open()


def test_the_sheet_fits_the_smallest_window(till: Stage) -> None:
    till.window.resize(1024, 720)
    sheet = Asked(till).sheet

    for part in (sheet.pin.pad, *sheet.people.tiles):
        assert till.window.rect().contains(QRect(part.mapTo(till.window, QPoint()), part.size()))


def badge_of(work: Work, person_id: PersonId, badge: int) -> None:
    work.people.set_badge(CAFE, person_id, badge)


def test_nobody_is_asked_over_the_lock(till: Stage) -> None:
    till.assembly.context.session.leave()

    assert ask_manager(till.assembly.context, till.window, TOO_MUCH, lambda _approval_id: None) is None
    assert till.window.findChildren(ApprovalSheet) == []


def test_every_step_has_names_and_targets_and_shows_the_focus(asked: Asked) -> None:
    till = asked.till
    found = {"nobody chosen": finds(asked.sheet)}
    till.key(Qt.Key.Key_Right)
    found["a manager chosen"] = finds(asked.sheet)
    till.type_slowly("0000")
    till.qtbot.waitUntil(lambda: asked.words == "That PIN is not right. 4 tries left.")
    found["a wrong PIN"] = finds(asked.sheet)

    assert {step: finds for step, finds in found.items() if finds} == {}


def finds(part: QWidget) -> list[str]:
    """All that the walker finds."""
    return [*nameless(part), *too_small(part), *unnamed_controls(part), *unseen_focus(part)]
