"""Owner sign-in at the lock: by email and password, with words that say what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import PasswordWaitError, WrongPasswordError
from aurora_desk.gui.screens.signin.owner_password import OwnerPasswordSheet
from aurora_desk.gui.screens.signin.owner_sheet import OwnerSheet
from aurora_desk.gui.shell.main_window import SMALLEST
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.peek import Peek
from aurora_desk.services.demo import CAFE, TILL
from gui.language.seeing import cut, overlapping
from gui.shell.staging import Stage
from gui.walking import too_small

EMAIL, PASSWORD = "mara@example.com", "Blue-Kettle 47"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def owner(stage: Stage) -> Stage:
    """A locked desk of a shop whose owner has a password."""
    door, mara = stage.services.owner_door, Actor.person(CAFE, PersonId(1), TILL)
    hashed = door.hash_password(PASSWORD)
    stage.services.write(lambda work: door.set_password(work, mara, PersonId(1), EMAIL, hashed))
    return stage


def open_sheet(stage: Stage) -> OwnerSheet:
    stage.tap(Button, "sign-in-owner")
    sheet = stage.find(OwnerSheet, "owner-sheet")
    stage.qtbot.waitUntil(sheet.email.input.hasFocus)
    return sheet


def fill_in(sheet: OwnerSheet, password: str) -> None:
    QTest.keyClicks(sheet.email.input, EMAIL)
    QTest.keyClick(sheet.email.input, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.password.input, password)
    QTest.keyClick(sheet.password.input, Qt.Key.Key_Return)


def test_the_owner_signs_in_by_keys_alone_and_the_page_comes_to_the_front(owner: Stage) -> None:
    sheet = open_sheet(owner)
    left: list[str] = []
    sheet.closed.connect(lambda: left.append(sheet.password.text))  # read before it is deleted
    fill_in(sheet, PASSWORD)

    owner.qtbot.waitUntil(lambda: not owner.shell.locked)
    person = owner.assembly.context.session.person
    assert person is not None
    assert person.name == "Mara Klein"
    assert owner.screen(Page.SELL).entries == 1
    assert owner.screen(Page.SELL).isVisible()
    assert left == [""]


def test_a_wrong_password_says_what_is_left_keeps_the_address_and_the_next_one_may_be_right(owner: Stage) -> None:
    sheet = open_sheet(owner)
    fill_in(sheet, "wrong")

    owner.qtbot.waitUntil(sheet.why.isVisible)
    assert sheet.why.text() == ("Email or password is not right. 4 tries left. Check both, or sign in with your PIN.")
    assert (sheet.email.text, sheet.password.text) == (EMAIL, "")
    assert sheet.password.input.hasFocus()
    assert owner.shell.locked
    QTest.keyClicks(sheet.password.input, PASSWORD)
    QTest.keyClick(sheet.password.input, Qt.Key.Key_Return)
    owner.qtbot.waitUntil(lambda: not owner.shell.locked)


def test_the_sheet_of_a_lock_leaves_what_was_open_behind_it_as_it_was(owner: Stage) -> None:
    owner.sign_in()
    behind = owner.open_sheet()
    owner.key(Qt.Key.Key_L, CTRL)
    fill_in(open_sheet(owner), PASSWORD)

    owner.qtbot.waitUntil(lambda: not owner.shell.locked)
    assert behind.isVisible()


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_escape_and_use_a_pin_go_back_to_the_pins(owner: Stage, by: str) -> None:
    sheet = open_sheet(owner)
    QTest.keyClicks(sheet.password.input, "typed")

    owner.key(Qt.Key.Key_Escape) if by == "keyboard" else owner.tap(QPushButton, "owner-leave")

    owner.qtbot.waitUntil(lambda: not owner.shell.sheet_open())
    owner.assembly.sign_in.card.pad.setFocus()
    owner.sign_in()


def test_where_no_owner_has_a_password_it_says_how_to_get_one(stage: Stage) -> None:
    sheet = open_sheet(stage)

    stage.qtbot.waitUntil(lambda: "No owner of this shop has a password yet" in sheet.words.text())
    assert "Owner password in the menu of your initials" in sheet.words.text()


def choose(stage: Stage, *, pin: str = "1234", again: str = PASSWORD, password: str = PASSWORD) -> OwnerPasswordSheet:
    """Fill in the sheet of the menu, and press Enter."""
    sheet = stage.find(OwnerPasswordSheet, "owner-password")
    for field, text in ((sheet.email, EMAIL), (sheet.password, password), (sheet.again, again), (sheet.pin, pin)):
        field.set_text(text)
    QTest.keyClick(sheet.pin.input, Qt.Key.Key_Return)
    return sheet


def test_the_owner_chooses_a_password_at_the_till_and_signs_in_with_it(desk: Stage) -> None:
    desk.shell.rail.person.password_action.trigger()
    choose(desk)
    desk.qtbot.waitUntil(lambda: "The password is set" in desk.toast())

    desk.key(Qt.Key.Key_L, CTRL)
    fill_in(open_sheet(desk), PASSWORD)
    desk.qtbot.waitUntil(lambda: not desk.shell.locked)


def test_a_password_that_can_not_be_says_so_at_its_field_and_none_is_set(desk: Stage) -> None:
    desk.shell.rail.person.password_action.trigger()
    sheet = choose(desk, again="Blue-Kettle 48")
    assert "are not the same" in sheet.again.error
    choose(desk, password="short", again="short")
    desk.qtbot.waitUntil(lambda: "at least 8 characters" in sheet.password.error)
    choose(desk, pin="9999")
    desk.qtbot.waitUntil(lambda: sheet.pin.error == "That PIN is not right. 4 tries left.")
    assert sheet.pin.text == ""
    assert not desk.services.read(lambda work: desk.services.owner_door.is_set_up(work, CAFE))


@pytest.mark.parametrize("scale", [100, 150])
def test_what_the_owner_types_can_be_shown_and_fits_the_smallest_window_in_large_text(desk: Stage, scale: int) -> None:
    desk.assembly.context.look.set_scale(scale)
    desk.window.resize(SMALLEST)
    desk.shell.rail.person.password_action.trigger()
    sheet = desk.find(OwnerPasswordSheet, "owner-password")
    QApplication.processEvents()

    assert [*cut(sheet), *overlapping(sheet), *too_small(sheet)] == []
    for field in (sheet.password, sheet.again, sheet.pin):
        field.set_text("1234")
        (eye,) = field.findChildren(Peek)
        QTest.mousePress(eye, Qt.MouseButton.LeftButton)
        assert field.input.displayText() == "1234"
        QTest.mouseRelease(eye, Qt.MouseButton.LeftButton)
        assert field.input.displayText() != "1234"


def test_only_owners_are_offered_a_password_and_an_open_sheet_is_nobody_elses(desk: Stage) -> None:
    desk.shell.rail.person.password_action.trigger()
    desk.key(Qt.Key.Key_L, CTRL)
    desk.pick("Jonas Weber")
    desk.sign_in("2345")

    desk.qtbot.waitUntil(lambda: not desk.shell.sheet_open())
    assert not desk.shell.rail.person.password_action.isVisible()


class Sheet:
    """The sheet alone, with a clock that is set."""

    def __init__(self, qtbot: QtBot, look: Look, host: QPushButton) -> None:
        self.now_s = 1000.0
        self.sheet = OwnerSheet(look, host, now_s=lambda: self.now_s)
        self.entered: list[tuple[str, str]] = []
        self.sheet.entered.connect(lambda email, password: self.entered.append((email, password)))
        self.sheet.open()
        self.qtbot = qtbot


@pytest.fixture
def make_sheet(qtbot: QtBot, look: Look) -> Callable[[], Sheet]:
    def make() -> Sheet:
        host = QPushButton()
        host.resize(1000, 700)
        qtbot.addWidget(host)
        host.show()
        return Sheet(qtbot, look, host)

    return make


def test_after_too_many_the_seconds_go_by_and_then_the_next_try_is_taken(make_sheet: Callable[[], Sheet]) -> None:
    made = make_sheet()
    sheet = made.sheet
    fill_in(sheet, "wrong")
    assert made.entered == [(EMAIL, "wrong")]
    sheet.refuse(PasswordWaitError(60))

    assert sheet.why.text() == "Too many wrong passwords. Wait 1:00, or sign in with your PIN."
    assert not sheet.enter.isEnabled()
    QTest.keyClicks(sheet.password.input, "again")
    QTest.keyClick(sheet.password.input, Qt.Key.Key_Return)
    assert len(made.entered) == 1
    made.now_s += 51
    made.qtbot.waitUntil(lambda: "Wait 0:09" in sheet.why.text())
    made.now_s += 9
    made.qtbot.waitUntil(sheet.enter.isEnabled)
    assert not sheet.why.isVisible()
    QTest.keyClick(sheet.password.input, Qt.Key.Key_Return)
    assert len(made.entered) == 2


def test_nobody_shuts_the_door_while_a_password_is_checked(make_sheet: Callable[[], Sheet]) -> None:
    made = make_sheet()
    fill_in(made.sheet, PASSWORD)
    QTest.keyClick(made.sheet, Qt.Key.Key_Escape)
    made.sheet.leave.click()
    assert made.sheet.isVisible()
    assert made.sheet.password.text == PASSWORD
    made.sheet.let_in()
    assert not made.sheet.isVisible()


def test_what_is_missing_is_said_before_anything_is_checked(make_sheet: Callable[[], Sheet]) -> None:
    made = make_sheet()
    made.sheet.enter.click()
    assert made.sheet.email.error == "Type your email address."
    QTest.keyClicks(made.sheet.email.input, EMAIL)
    made.sheet.enter.click()
    assert made.sheet.why.text() == "Type your password."
    assert made.entered == []


def test_a_store_that_can_not_be_asked_keeps_what_was_typed(make_sheet: Callable[[], Sheet]) -> None:
    made = make_sheet()
    fill_in(made.sheet, PASSWORD)
    made.sheet.refuse(UnavailableError("The database is busy. Try again."))
    assert (made.sheet.password.text, made.sheet.enter.busy) == (PASSWORD, False)
    made.sheet.refuse(WrongPasswordError(3))
    assert made.sheet.password.text == ""
