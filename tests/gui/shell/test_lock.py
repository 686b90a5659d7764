"""Signing in and locking: by finger, by keyboard, by waiting."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Role
from aurora_desk.domain.settings import LOCK_AFTER
from aurora_desk.gui.screens.signin.person_tile import PersonTile
from aurora_desk.gui.shell import assembly
from aurora_desk.gui.shell.opened import AtTheDoor, Opened, at_the_door
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.widgets.button import Button
from aurora_desk.services.demo import CAFE
from gui.shell.staging import HINT, Stage, StageMaker

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_person_signs_in_by_tapping_the_tile_and_the_digits(stage: Stage) -> None:
    stage.tap(PersonTile, "person-2")
    for digit in "2345":
        stage.tap(QPushButton, f"pin-{digit}")

    stage.qtbot.waitUntil(lambda: not stage.shell.locked)
    person = stage.assembly.context.session.person
    assert person is not None
    assert (person.name, person.role) == ("Jonas Weber", Role.MANAGER)
    assert stage.screen(Page.SELL).entries == 1


def test_a_person_signs_in_by_keyboard_alone(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Right)

    stage.sign_in("3456")

    person = stage.assembly.context.session.person
    assert person is not None
    assert person.name == "Priya Raman"


def test_whoever_is_on_shift_is_asked_first_and_the_demo_says_its_pins(stage: Stage) -> None:
    person = stage.assembly.sign_in.people.person

    assert person is not None
    assert person.name == "Mara Klein"
    assert stage.find(PersonTile, "person-1").accessibleName() == "Mara Klein, On shift, chosen"
    assert stage.find(QLabel, "sign-in-hint").text() == HINT


def test_a_wrong_pin_says_how_many_tries_are_left_and_the_next_one_may_be_right(stage: Stage) -> None:
    card = stage.assembly.sign_in.card

    stage.type_slowly("1111")

    stage.qtbot.waitUntil(lambda: card.words == "That PIN is not right. 4 tries left.")
    assert card.dots.wrong
    stage.sign_in("1234")


def test_nobody_gets_past_the_lock_with_the_keys_of_the_desk(stage: Stage) -> None:
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_F, Qt.Key.Key_P):
        stage.key(key, CTRL)

    assert stage.shell.locked
    assert not stage.shell.sheet_open()
    assert stage.screen(Page.ORDERS).entries == 0
    assert stage.screen(Page.SELL).searches == 0


def test_after_the_lock_the_same_field_has_the_focus_with_what_was_typed(desk: Stage) -> None:
    field = desk.screen(Page.SELL).field
    field.setFocus()
    desk.type_slowly("Mil")

    desk.key(Qt.Key.Key_L, CTRL)
    assert desk.shell.locked
    assert not field.isVisible()
    desk.sign_in()

    assert desk.window.focusWidget() is field
    assert field.text() == "Mil"


def test_a_sheet_is_covered_by_the_lock_and_comes_back_with_its_focus(desk: Stage) -> None:
    sheet = desk.open_sheet()
    inside = desk.window.focusWidget()

    desk.key(Qt.Key.Key_L, CTRL)
    assert not sheet.isVisible()
    desk.sign_in()

    assert sheet.isVisible()
    assert inside is not None
    assert desk.window.focusWidget() is inside


def test_locking_asks_the_same_person_and_switching_asks_who(desk: Stage) -> None:
    people = desk.assembly.sign_in.people

    desk.shell.rail.person.lock_action.trigger()
    assert people.person is not None
    desk.sign_in()
    desk.shell.rail.person.switch_action.trigger()

    assert desk.shell.locked
    assert people.person is None


def test_the_till_locks_itself_when_nobody_touches_it(make_stage: StageMaker) -> None:
    stage = make_stage(idle_ms=400)
    stage.sign_in()

    stage.qtbot.waitUntil(lambda: stage.shell.locked)

    assert stage.assembly.context.session.person is None


def test_a_touch_puts_the_automatic_lock_off(make_stage: StageMaker) -> None:
    stage = make_stage(idle_ms=60_000)
    stage.sign_in()
    watch = stage.assembly.idle
    assert watch is not None
    stage.qtbot.waitUntil(lambda: watch.idle_for_ms > 1000)

    stage.key(Qt.Key.Key_Shift)

    assert watch.idle_for_ms < 1000


def test_a_sheet_that_ends_behind_the_lock_is_gone_after_it(desk: Stage) -> None:
    sheet = desk.open_sheet()
    sheet.closed.connect(sheet.deleteLater)
    entries = desk.screen(Page.SELL).entries
    desk.key(Qt.Key.Key_L, CTRL)

    sheet.close_sheet()
    desk.qtbot.waitUntil(lambda: not shiboken6.isValid(sheet))
    desk.sign_in()

    assert not desk.shell.sheet_open()
    assert desk.screen(Page.SELL).entries == entries + 1


def test_a_sheet_that_ends_because_somebody_else_signs_in_does_not_come_back(desk: Stage) -> None:
    sheet, session = desk.open_sheet(), desk.assembly.context.session
    person = session.person
    assert person is not None
    session.changed.connect(lambda: sheet.close_sheet() if session.person is not None else None)
    desk.key(Qt.Key.Key_L, CTRL)

    desk.assembly.sign_in.signed_in.emit(person)

    assert not sheet.isVisible()
    assert not desk.shell.sheet_open()


def test_a_badge_picks_its_person_who_then_enters_the_pin(stage: Stage) -> None:
    stage.scan(stage.services.codes.for_badge(CAFE, 3))

    people = stage.assembly.sign_in.people
    stage.qtbot.waitUntil(lambda: people.person is not None and people.person.name == "Priya Raman")
    assert stage.shell.locked
    stage.sign_in("3456")


def test_digits_typed_before_the_own_badge_is_known_are_kept_and_those_for_somebody_else_are_not(stage: Stage) -> None:
    sign_in = stage.assembly.sign_in
    sign_in.people.choose(PersonId(2))
    stage.type_slowly("23")
    assert sign_in.pick(PersonId(3))
    assert sign_in.card.pad.digits == ""

    stage.type_slowly("34")
    assert sign_in.pick(PersonId(3))
    stage.sign_in("56")


def test_a_badge_that_was_replaced_lets_nobody_in(stage: Stage) -> None:
    services, actor = stage.services, Actor.program(CAFE)
    services.write(partial(services.people.give_badge, actor=actor, person_id=PersonId(3)))

    stage.scan(services.codes.for_badge(CAFE, 3))

    stage.qtbot.waitUntil(lambda: stage.assembly.sign_in.card.words == "Not a staff badge")


def test_a_badge_on_sell_asks_before_the_till_is_handed_over(desk: Stage) -> None:
    field = desk.screen(Page.SELL).field
    field.setFocus()
    desk.type_slowly("Mil")
    desk.scan(desk.services.codes.for_badge(CAFE, 2))
    desk.qtbot.waitUntil(desk.shell.sheet_open)
    assert desk.find(QLabel, "switch-person-title").text() == "Switch to Jonas Weber?"

    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(lambda: desk.shell.locked)
    desk.sign_in("2345")

    person = desk.assembly.context.session.person
    assert person is not None
    assert person.name == "Jonas Weber"
    assert isinstance(field, QLineEdit)
    assert field.text() == "Mil"


def test_staying_keeps_the_person_and_the_own_badge_asks_nothing(desk: Stage) -> None:
    desk.scan(desk.services.codes.for_badge(CAFE, 2))
    desk.qtbot.waitUntil(desk.shell.sheet_open)
    desk.tap(Button, "switch-person-safe")
    assert not desk.shell.locked

    desk.scan(desk.services.codes.for_badge(CAFE, 1))
    desk.qtbot.waitUntil(lambda: desk.toast() == "Mara Klein is signed in already.")


def test_a_badge_elsewhere_says_where_to_switch(desk: Stage) -> None:
    desk.key(Qt.Key.Key_2, CTRL)

    desk.scan(desk.services.codes.for_badge(CAFE, 2))

    desk.qtbot.waitUntil(lambda: desk.toast().startswith("This is the badge of Jonas Weber."))
    assert not desk.shell.sheet_open()


def test_the_lock_returns_to_the_very_place_in_the_text(desk: Stage) -> None:
    sheet = desk.open_sheet()
    field = sheet.findChild(QLineEdit, "sheet-field")
    assert field is not None
    field.setText("House blend")
    field.setSelection(6, 3)

    desk.key(Qt.Key.Key_L, CTRL)
    desk.sign_in()

    assert (desk.window.focusWidget(), field.cursorPosition(), field.selectedText()) == (field, 9, "ble")


def test_the_time_until_the_lock_is_a_setting_that_counts_at_once(make_stage: StageMaker) -> None:
    stage = make_stage(idle_ms=None)
    stage.sign_in()
    watch = stage.assembly.idle
    assert watch is not None
    assert watch.idle_ms == 300_000

    actor = stage.assembly.context.session.actor()
    stage.services.write(partial(stage.services.settings.change, actor=actor, setting=LOCK_AFTER, value=45))

    stage.qtbot.waitUntil(lambda: watch.idle_ms == 45_000)


def add(stage: Stage, name: str) -> None:
    """Somebody is added at another till."""
    people = stage.services.people
    new = partial(people.add, actor=Actor.program(CAFE), name=name, role=Role.CASHIER, pin_hash=people.hash_pin("4711"))
    stage.services.write(new)


def test_somebody_who_was_added_elsewhere_can_sign_in_at_once(stage: Stage) -> None:
    add(stage, "Ana Ruiz")

    tiles = stage.assembly.sign_in.people
    stage.qtbot.waitUntil(lambda: len(tiles.tiles) == 4)
    assert tiles.person is not None
    assert tiles.person.name == "Mara Klein"


def test_a_reading_that_a_newer_one_has_overtaken_takes_nobody_off_the_lock(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_first, go_on, ended = Event(), Event(), Event()

    def slow_at_first(opened: Opened) -> AtTheDoor:
        found, first = at_the_door(opened), not read_first.is_set()
        read_first.set()
        if first:
            assert go_on.wait(30)
            ended.set()
        return found

    monkeypatch.setattr(assembly, "at_the_door", slow_at_first)
    tiles = stage.assembly.sign_in.people
    add(stage, "Ana Ruiz")
    stage.qtbot.waitUntil(read_first.is_set)
    add(stage, "Ben Ito")
    stage.qtbot.waitUntil(lambda: len(tiles.tiles) == 5)

    go_on.set()
    assert ended.wait(30)
    stage.jobs._pool.waitForDone()
    QCoreApplication.processEvents()

    assert len(tiles.tiles) == 5


def test_where_the_newest_reading_of_the_lock_fails_the_one_before_it_counts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    both = Event()

    def fails_the_second_time(opened: Opened) -> AtTheDoor:
        calls.append(len(calls))
        if calls[-1] == 0:
            found = at_the_door(opened)
            assert both.wait(30)
            return found
        both.set()
        raise UnavailableError("The store cannot be reached.")

    monkeypatch.setattr(assembly, "at_the_door", fails_the_second_time)
    add(stage, "Ana Ruiz")
    stage.qtbot.waitUntil(lambda: len(calls) == 1)
    add(stage, "Ben Ito")

    stage.qtbot.waitUntil(lambda: len(stage.assembly.sign_in.people.tiles) == 4)


def test_the_persons_menu_leads_to_the_orders_of_today(desk: Stage) -> None:
    with desk.qtbot.waitSignal(desk.shell.my_orders_wanted) as asked:
        desk.shell.rail.person.orders_action.trigger()

    assert asked.args == [PersonId(1)]
    assert desk.shell.page is Page.ORDERS
