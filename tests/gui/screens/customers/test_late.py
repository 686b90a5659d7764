"""What is typed while something about the same customer is under way stays; nothing is written twice or stuck."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CustomerFields, CustomerNote, CustomerRef
from aurora_desk.domain.ids import OrderId
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.customers.customer_detail import Deed, Tab
from aurora_desk.gui.screens.customers.erase_sheet import EraseSheet
from aurora_desk.gui.screens.customers.merge_sheet import MergeSheet
from aurora_desk.gui.screens.customers.reading import CustomerNews, OpenedCustomer, Question
from aurora_desk.gui.screens.customers.unsaved_bar import LeaveQuestion
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.demo import CAFE
from gui.screens.customers.desk import AYLIN, LENA, TOMASZ, Desk, answered, type_over
from gui.screens.orders.shop import Shop, click

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def notes_of(desk: Desk) -> list[str]:
    """Aylin's notes in the store."""
    services = desk.shop.services
    return [note.words for note in services.read(partial(services.customer_notes.of, tenant_id=CAFE, ref=AYLIN))]


def sign_in(desk: Desk, place: int) -> None:
    """Somebody is at the till: 0 the owner, 2 the cashier."""
    services = desk.shop.services
    desk.shop.context.session.enter(services.read(partial(services.people.everyone, tenant_id=CAFE))[place])


def test_a_password_mail_leaves_what_is_being_typed(desk: Desk, qtbot: QtBot) -> None:
    services, account = desk.shop.services, desk.details.account
    services.write(lambda work: work.tenants.set_public_address("https://shop.example.com"))
    services.password_mails.set_up = True
    desk.open(LENA)
    qtbot.waitUntil(account.send.isEnabled)
    city = desk.details.fields["city"]
    type_over(city.input, "Bonn")
    desk.detail.notes.field.set_text("Likes oat milk")

    click(account.send)
    click(desk.sheet(Confirm).verb_button)
    qtbot.waitUntil(lambda: account.news.text().startswith("Asked for at "))

    assert (city.text, desk.detail.bar.isVisible()) == ("Bonn", True)
    assert desk.detail.notes.field.text == "Likes oat milk"
    assert not account.send.isEnabled()


def test_what_is_typed_while_a_save_is_under_way_stays_and_is_saved_next(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    city, phone = desk.details.fields["city"], desk.details.fields["phone"]
    type_over(city.input, "Bonn")
    desk.press(ENTER)
    type_over(phone.input, "111 222")
    QTest.keyClicks(city.input, "n")
    desk.told("Saved")

    assert (city.text, phone.text) == ("Bonnn", "111 222")
    assert desk.detail.bar.isVisible()
    assert desk.details.before.city == "Bonn"
    desk.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not desk.detail.bar.isVisible())
    assert (desk.stored(LENA).phone, desk.details.before.city) == ("111 222", "Bonnn")


def test_a_reading_that_a_save_has_overtaken_does_not_bring_the_old_words_back(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, saved = desk.screen._reader.news, Event()
    readings: list[CustomerNews] = []

    def slow(
        question: Question, refs: frozenset[CustomerRef], orders: frozenset[OrderId], open_ref: CustomerRef | None
    ) -> CustomerNews:
        readings.append(news(question, refs, orders, open_ref))
        assert saved.wait(30)
        return readings[-1]

    desk.open(LENA)
    services, city = desk.shop.services, desk.details.fields["city"]
    actor, before = desk.shop.context.session.actor(), desk.details.before
    monkeypatch.setattr(desk.screen._reader, "news", slow)
    services.write(lambda work: services.customers.change(work, actor, LENA, before, replace(before, phone="111 222")))
    qtbot.waitUntil(lambda: len(readings) == 1)
    type_over(city.input, "Bonn")
    desk.press(ENTER)
    desk.told("Saved")
    written: list[str] = []
    city.input.textChanged.connect(written.append)

    saved.set()
    qtbot.waitUntil(lambda: len(readings) == 2 and desk.details.fields["phone"].text == "111 222")
    answered(desk)

    assert (written, city.text, desk.detail.bar.isVisible()) == ([], "Bonn", False)


def test_enter_and_ctrl_s_write_a_note_once(desk: Desk, qtbot: QtBot) -> None:
    desk.open(AYLIN)
    desk.choose_tab(Tab.NOTES.value)
    type_over(desk.detail.notes.field.input, "Likes oat milk")

    desk.press(ENTER)
    desk.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: desk.detail.notes.field.text == "")
    answered(desk)

    assert notes_of(desk) == ["Likes oat milk"]


def test_leaving_while_a_note_is_written_down_waits_for_it(desk: Desk, qtbot: QtBot) -> None:
    desk.open(AYLIN)
    desk.choose_tab(Tab.NOTES.value)
    type_over(desk.detail.notes.field.input, "Likes oat milk")
    desk.press(ENTER)
    desk.screen.open_customer(LENA)

    click(desk.sheet(LeaveQuestion).save)

    desk.wait_for(LENA)
    assert notes_of(desk) == ["Likes oat milk"]


def test_what_is_typed_behind_a_note_on_its_way_begins_the_next_one(desk: Desk, qtbot: QtBot) -> None:
    desk.open(AYLIN)
    desk.choose_tab(Tab.NOTES.value)
    notes = desk.detail.notes
    type_over(notes.field.input, "Likes oat milk")
    desk.press(ENTER)
    QTest.keyClicks(notes.field.input, " and cake")
    qtbot.waitUntil(lambda: not notes.add.busy)

    assert notes.field.text == "and cake"
    assert notes_of(desk) == ["Likes oat milk"]


def test_a_note_can_be_added_to_another_customer_while_the_first_one_is_on_its_way(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    desk.choose_tab(Tab.NOTES.value)
    notes = desk.detail.notes
    other = desk.screen.read_one(AYLIN)()
    click(notes.add)
    desk.screen.show_one(other)

    assert not notes.add.busy
    desk.told("Write something first.")
    type_over(notes.field.input, "Likes oat milk")
    click(notes.add)
    qtbot.waitUntil(lambda: notes.words() == ["Likes oat milk"])


def test_notes_that_were_read_before_one_was_added_do_not_take_it_off_the_page(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, asked, go_on = desk.screen._reader, Event(), Event()
    read = reader.notes

    def slow_at_first(ref: CustomerRef) -> tuple[CustomerNote, ...]:
        found, first = read(ref), not asked.is_set()
        asked.set()
        assert not first or go_on.wait(30)
        return found

    monkeypatch.setattr(reader, "notes", slow_at_first)
    desk.open(AYLIN)
    desk.choose_tab(Tab.NOTES.value)
    notes = desk.detail.notes
    qtbot.waitUntil(asked.is_set)
    type_over(notes.field.input, "Likes oat milk")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: notes.words() == ["Likes oat milk"])

    shown: list[list[str]] = []
    monkeypatch.setattr(notes, "show_notes", lambda found: shown.append([note.words for note in found]))
    go_on.set()
    answered(desk)

    assert [] not in shown


def test_a_note_is_not_written_down_behind_the_lock_and_waits(desk: Desk, qtbot: QtBot) -> None:
    desk.open(AYLIN)
    type_over(desk.details.fields["city"].input, "Bonn")
    desk.detail.notes.field.set_text("Likes oat milk")
    desk.press(ENTER)
    desk.shop.context.session.leave()
    answered(desk)

    assert not desk.detail.notes.add.busy
    assert notes_of(desk) == []
    sign_in(desk, 0)
    desk.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: notes_of(desk) == ["Likes oat milk"])


def test_erasing_is_not_stuck_where_the_till_was_locked_before_a_manager_was_asked_for(
    desk: Desk, qtbot: QtBot
) -> None:
    sign_in(desk, 2)
    desk.open(AYLIN)
    desk.more(Deed.ERASE)
    sheet = desk.sheet(EraseSheet)
    QTest.keyClicks(sheet.field.input, "Aylin Demir")
    click(sheet.erase)
    desk.shop.context.session.leave()
    answered(desk)

    assert desk.window.findChild(ApprovalSheet) is None
    assert (sheet.erase.busy, sheet.closable) == (False, True)
    sign_in(desk, 2)
    click(sheet.erase)
    assert desk.sheet(ApprovalSheet).isVisible()


def test_merging_is_not_stuck_where_the_till_was_locked_before_a_manager_was_asked_for(
    desk: Desk, qtbot: QtBot
) -> None:
    sign_in(desk, 2)
    desk.open(LENA)
    desk.more(Deed.MERGE)
    sheet = desk.sheet(MergeSheet)
    desk.scan(TOMASZ, sheet)
    qtbot.waitUntil(sheet.merge.isVisible)
    click(sheet.merge)
    desk.shop.context.session.leave()
    answered(desk)

    assert desk.window.findChild(ApprovalSheet) is None
    assert not sheet.merge.busy
    sign_in(desk, 2)
    click(sheet.merge)
    assert desk.sheet(ApprovalSheet).isVisible()


def hold_saving(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Event:
    """A save waits for what is returned."""
    change, go = desk.screen._reader.change, Event()

    def slow(actor: Actor, ref: CustomerRef, before: CustomerFields, after: CustomerFields) -> OpenedCustomer:
        assert go.wait(30)
        return change(actor, ref, before, after)

    monkeypatch.setattr(desk.screen._reader, "change", slow)
    return go


def test_who_wants_to_go_on_while_a_save_is_under_way_goes_on_once_all_is_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = hold_saving(desk, monkeypatch)
    desk.open(LENA)
    type_over(desk.details.fields["city"].input, "Bonn")
    desk.press(ENTER)
    type_over(desk.details.fields["phone"].input, "111 222")
    desk.screen.open_customer(AYLIN)
    click(desk.sheet(LeaveQuestion).save)

    saved.set()

    desk.wait_for(AYLIN)
    assert desk.screen.read_one(LENA)().card.fields.city == "Bonn"
    assert desk.stored(LENA).phone == "111 222"


def test_who_decides_otherwise_while_a_save_is_under_way_is_not_led_away_later(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = hold_saving(desk, monkeypatch)
    desk.open(LENA)
    type_over(desk.details.fields["city"].input, "Bonn")
    desk.press(ENTER)
    desk.screen.open_customer(AYLIN)
    click(desk.sheet(LeaveQuestion).save)
    qtbot.waitUntil(lambda: desk.window.findChild(LeaveQuestion) is None)
    desk.screen.open_customer(TOMASZ)
    click(desk.sheet(LeaveQuestion).discard)
    desk.wait_for(TOMASZ)

    saved.set()
    desk.told("Saved")
    answered(desk)

    assert desk.screen.open_key == TOMASZ


def test_who_wants_to_go_on_stays_where_the_save_that_is_under_way_is_refused(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = hold_saving(desk, monkeypatch)
    desk.open(LENA)
    email = desk.details.fields["email"]
    type_over(email.input, "aylin@example.com")
    desk.press(ENTER)
    desk.screen.open_customer(AYLIN)
    click(desk.sheet(LeaveQuestion).save)

    saved.set()

    qtbot.waitUntil(lambda: "Another customer has this email" in email.error)
    type_over(email.input, "lena.b@example.com")
    desk.press(ENTER)
    desk.told("Saved")
    answered(desk)
    assert desk.screen.shown_key() == LENA
