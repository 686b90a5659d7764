"""The way back in at the lock: a manager ends a wait or gives a new PIN, and nobody is signed in by it."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.signin.new_pin import NewPinSheet
from aurora_desk.gui.screens.signin.person_tile import PersonTile
from aurora_desk.gui.widgets.button import Button
from aurora_desk.services.demo import CAFE
from gui.shell.staging import Stage


def open_approval(stage: Stage) -> ApprovalSheet:
    stage.qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in stage.window.findChildren(ApprovalSheet)))
    sheet = stage.window.findChildren(ApprovalSheet)[-1]
    stage.qtbot.waitUntil(lambda: any(tile.height() >= 44 for tile in sheet.people.tiles))
    return sheet


def open_new_pin(stage: Stage) -> NewPinSheet:
    stage.qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in stage.window.findChildren(NewPinSheet)))
    return stage.window.findChildren(NewPinSheet)[-1]


def words(stage: Stage) -> str:
    return stage.assembly.sign_in.card.words


def test_a_forgotten_pin_is_replaced_by_finger_and_only_the_new_one_lets_in(stage: Stage) -> None:
    stage.pick("Priya Raman")
    stage.tap(Button, "sign-in-forgot")
    approval = open_approval(stage)
    tile = approval.findChild(PersonTile, "person-2")
    assert tile is not None
    stage.click(tile)
    press(stage, approval, "2345")
    sheet = open_new_pin(stage)
    press(stage, sheet, "8642")
    press(stage, sheet, "8641")
    assert sheet.pin.words == "The two PINs are not the same. Enter the new PIN again."
    press(stage, sheet, "8642")
    press(stage, sheet, "8642")

    stage.qtbot.waitUntil(lambda: words(stage) == "The new PIN is set. Enter it to sign in.")
    assert stage.shell.locked
    stage.type_slowly("3456")
    stage.qtbot.waitUntil(lambda: words(stage) == "That PIN is not right. 4 tries left.")
    stage.sign_in("8642")
    person = stage.assembly.context.session.person
    assert person is not None
    assert person.name == "Priya Raman"


def test_a_wait_is_ended_by_keyboard_and_badge(stage: Stage) -> None:
    stage.pick("Priya Raman")
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        stage.type_slowly("0000")
        stage.qtbot.waitUntil(partial(lambda left: f" {left} left" in words(stage), left))
    assert not stage.find(Button, "sign-in-unlock").isVisible()
    stage.type_slowly("0000")
    stage.qtbot.waitUntil(stage.find(Button, "sign-in-unlock").isVisible)

    stage.find(Button, "sign-in-unlock").setFocus()
    stage.key(Qt.Key.Key_Space)
    approval = open_approval(stage)
    stage.scan(stage.services.codes.for_badge(CAFE, 1))
    stage.qtbot.waitUntil(lambda: approval.people.person is not None)
    stage.type_slowly("1234")

    stage.qtbot.waitUntil(lambda: words(stage) == "The wait is over. Enter your PIN.")
    assert not stage.find(Button, "sign-in-unlock").isVisible()
    stage.sign_in("3456")


@pytest.mark.parametrize(("name", "helpers"), [("Mara Klein", []), ("Jonas Weber", ["Mara Klein"])])
def test_nobody_helps_themselves_and_a_manager_does_not_help_the_owner(
    stage: Stage, name: str, helpers: list[str]
) -> None:
    stage.pick(name)
    stage.tap(Button, "sign-in-forgot")
    stage.qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in stage.window.findChildren(ApprovalSheet)))
    sheet = stage.window.findChildren(ApprovalSheet)[-1]

    stage.qtbot.waitUntil(lambda: sheet.nobody.isVisible() or bool(sheet.people.tiles))

    assert [tile.person.name for tile in sheet.people.tiles] == helpers
    assert sheet.nobody.isVisible() == (not helpers)


def press(stage: Stage, sheet: ApprovalSheet | NewPinSheet, digits: str) -> None:
    for digit in digits:
        key = sheet.findChild(QPushButton, f"pin-{digit}")
        assert key is not None
        stage.click(key)
