"""What is done to one customer: editing, notes, consent, the password mail, merging, exporting, erasing."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from aurora_desk.domain.customers import CustomerFields, CustomerFilter
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Person
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.customers.code_sheet import CustomerCodeSheet
from aurora_desk.gui.screens.customers.customer_detail import Deed, Tab
from aurora_desk.gui.screens.customers.erase_sheet import EraseSheet
from aurora_desk.gui.screens.customers.merge_sheet import MergeSheet
from aurora_desk.gui.screens.customers.unsaved_bar import LeaveQuestion
from aurora_desk.gui.screens.saving import SavedSheet
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.merging import Part
from gui.screens.customers.desk import AYLIN, LENA, TOMASZ, Desk, type_over
from gui.screens.orders.shop import Shop, click, place
from gui.walking import nameless, too_small, unnamed_controls

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def sign_in(shop: Shop, place_in_list: int) -> Person:
    """Hand the till to another person: 0 the owner, 1 the manager, 2 the cashier."""
    person = shop.services.read(partial(shop.services.people.everyone, tenant_id=CAFE))[place_in_list]
    shop.context.session.enter(person)
    return person


def test_a_customer_is_opened_by_mouse_keyboard_and_scanner(desk: Desk) -> None:
    table = desk.screen.list.table
    click(table.viewport(), table.visualRect(desk.screen.list.model.index(1, 0)).center())
    desk.wait_for(TOMASZ)
    desk.screen.focus_search()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER):
        desk.press(key)
    desk.wait_for(AYLIN)
    desk.scan(LENA)
    desk.wait_for(LENA)


def test_typed_changes_wait_in_the_bar_and_are_saved_by_enter_and_by_ctrl_s(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    city = desk.details.fields["city"].input
    type_over(city, "Bonn")
    assert desk.detail.bar.isVisible()
    desk.press(ENTER)
    qtbot.waitUntil(lambda: not desk.detail.bar.isVisible())
    type_over(desk.details.fields["lastname"].input, "Berg")
    desk.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: desk.detail.title.text() == "Lena Berg")
    assert desk.stored(LENA).lastname == "Berg"
    type_over(city, "Rome")
    click(desk.detail.bar.discard)
    assert (city.text(), desk.detail.bar.isVisible()) == ("Bonn", False)


def test_leaving_with_typed_changes_asks_and_each_answer_does_what_it_says(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    phone = desk.details.fields["phone"].input
    type_over(phone, "111 222")
    desk.press(Qt.Key.Key_Escape)
    question = desk.sheet(LeaveQuestion)
    assert question.keep.hasFocus()
    click(question.keep)
    qtbot.waitUntil(lambda: desk.window.findChild(LeaveQuestion) is None)
    assert (phone.text(), desk.screen.shown_key()) == ("111 222", LENA)

    desk.screen.open_customer(AYLIN)
    click(desk.sheet(LeaveQuestion).save)
    desk.wait_for(AYLIN)
    assert desk.stored(LENA).phone == "111 222"

    type_over(phone, "333 444")
    desk.press(Qt.Key.Key_Escape)
    click(desk.sheet(LeaveQuestion).discard)
    qtbot.waitUntil(lambda: not desk.screen.detail_open)
    assert desk.stored(AYLIN).phone == "+1 555 010 2121"


def test_what_cannot_be_saved_stands_at_its_field_and_nothing_is_lost(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    email = desk.details.fields["email"]
    type_over(email.input, "aylin@example.com")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: "Another customer has this email" in email.error)
    assert email.input.hasFocus()
    assert desk.detail.bar.isVisible()
    type_over(email.input, "nobody")
    desk.details.fields["city"].input.setFocus()
    assert "not an email address" in email.error


def test_somebody_elses_change_shows_at_once_and_leaves_what_is_typed(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    desk.open(LENA)
    type_over(desk.details.fields["city"].input, "Bonn")
    before = CustomerFields(phone="+1 555 010 4123", email="lena@example.com")
    after = CustomerFields(phone="777", email="lena@example.com")
    server.write(partial(server.customers.change, actor=desk.shop.actor, ref=LENA, before=before, after=after))
    qtbot.waitUntil(lambda: desk.detail.phone.text() == "777")
    assert desk.details.fields["city"].text == "Bonn"
    desk.press(ENTER)
    qtbot.waitUntil(lambda: not desk.detail.bar.isVisible())
    assert desk.stored(LENA).phone == "777", "only what was typed is saved"


def test_everything_has_a_name_and_is_large_enough_on_each_tab_and_sheet(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    for tab in Tab:
        desk.choose_tab(tab.value)
        seen = desk.screen
        assert nameless(seen) + too_small(seen) + unnamed_controls(seen) == []
    desk.more(Deed.MERGE)
    merging = desk.sheet(MergeSheet)
    qtbot.waitUntil(lambda: len(merging.model.rows) == 2)
    assert nameless(merging) + too_small(merging) + unnamed_controls(merging) == []
    desk.press(ENTER)
    qtbot.waitUntil(merging.merge.isVisible)
    assert nameless(merging) + too_small(merging) + unnamed_controls(merging) == []
    merging.close_sheet()
    desk.more(Deed.ERASE)
    erasing = desk.sheet(EraseSheet)
    assert nameless(erasing) + too_small(erasing) + unnamed_controls(erasing) == []


def test_notes_are_added_by_enter_and_by_mouse_newest_first(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    desk.choose_tab(Tab.NOTES.value)
    notes = desk.detail.notes
    type_over(notes.field.input, "Likes oat milk")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: notes.field.text == "")
    QTest.keyClicks(notes.field.input, "Pays by invoice")
    click(notes.add)
    qtbot.waitUntil(lambda: notes.words() == ["Pays by invoice", "Likes oat milk"])
    qtbot.waitUntil(lambda: desk.detail.tabs.chips()[2].text() == "Notes · 2")
    click(notes.add)
    qtbot.waitUntil(lambda: notes.field.error == "Write something first.")


def test_consent_is_given_by_a_click_and_the_chips_follow(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    click(desk.details.consent)
    qtbot.waitUntil(lambda: desk.details.consent_since.text().startswith("Since "))
    desk.screen.list.chips.choose(CustomerFilter.NO_CONSENT)
    qtbot.waitUntil(lambda: desk.ids == [122, 121])
    desk.screen.list.chips.choose(CustomerFilter.ACCOUNT)
    qtbot.waitUntil(desk.screen.list.listing.empty.isVisible)
    click(desk.screen.list.listing.empty.button)
    qtbot.waitUntil(lambda: desk.ids == [123, 122, 121])


def test_a_password_mail_names_its_address_says_when_it_went_and_waits_a_minute(desk: Desk, qtbot: QtBot) -> None:
    services, account = desk.shop.services, desk.details.account
    desk.open(LENA)
    assert not account.send.isEnabled()
    assert account.news.text() == "Email is not set up. Ask the owner to set it up."
    services.write(lambda work: work.tenants.set_public_address("https://shop.example.com"))
    services.password_mails.set_up = True
    desk.screen.open_one(LENA)
    qtbot.waitUntil(account.send.isEnabled)

    click(account.send)
    confirm = desk.sheet(Confirm)
    click(confirm.verb_button)
    qtbot.waitUntil(lambda: account.news.text().startswith("Asked for at "))
    assert not account.send.isEnabled()
    assert account.send.toolTip().startswith("The next mail can be sent in ")
    mail_id = services.read(services.outbox.due)[0][0]
    ready = services.write(partial(services.outbox.take, mail_id=mail_id, owner="me"))
    assert ready is not None
    services.write(partial(services.outbox.sent, mail=ready.mail, owner="me"))
    qtbot.waitUntil(lambda: account.news.text().endswith("valid 60 minutes"))
    assert account.news.text().startswith("Sent ")


def test_the_code_is_shown_and_copied(desk: Desk, qtbot: QtBot) -> None:
    desk.open(LENA)
    desk.more(Deed.CODE)
    sheet = desk.sheet(CustomerCodeSheet)
    click(sheet.copy_button)
    assert QApplication.clipboard().text() == desk.shop.services.codes.for_customer(CAFE, LENA.customer_id)
    qtbot.waitUntil(lambda: desk.shop.told == [("Code copied", "success")])


@pytest.mark.parametrize("by", ["mouse", "keyboard", "scanner"])
def test_a_duplicate_is_found_compared_and_merged_and_undo_takes_it_back(desk: Desk, qtbot: QtBot, by: str) -> None:
    place(desk.shop.services, 103, customer=AYLIN)
    desk.open(LENA)
    desk.more(Deed.MERGE)
    sheet = desk.sheet(MergeSheet)
    qtbot.waitUntil(lambda: len(sheet.model.rows) == 2)
    if by == "scanner":
        desk.scan(AYLIN, sheet)
    else:
        QTest.keyClicks(sheet.search.input, "aylin")
        qtbot.waitUntil(lambda: len(sheet.model.rows) == 1)
        click(sheet.choose) if by == "mouse" else desk.press(ENTER)
    qtbot.waitUntil(sheet.merge.isVisible)
    take_phone = sheet.rows.button(Part.PHONE, gone=True)
    if by == "keyboard":
        take_phone.setFocus()
        QTest.keyClick(take_phone, Qt.Key.Key_Space)
    else:
        click(take_phone)
    assert sheet.rows.from_gone == {Part.PHONE}
    click(sheet.merge)

    qtbot.waitUntil(lambda: desk.offers == [("Merged into Lena Bergström", "Undo")])
    qtbot.waitUntil(lambda: desk.ids == [123, 122])
    assert (desk.stored(LENA).phone, desk.stored(LENA).orders) == ("+1 555 010 2121", 1)
    qtbot.waitUntil(lambda: desk.detail.figures.text().startswith("1 order "))
    desk.undo() if by != "keyboard" else desk.more(Deed.UNDO_MERGE)
    desk.told("separate again")
    qtbot.waitUntil(lambda: sorted(desk.ids) == [121, 122, 123])
    assert desk.stored(LENA).phone == "+1 555 010 4123"


def save_at(desk: Desk, file: Path) -> None:
    """Choose a place in the dialog."""
    dialog = desk.window.findChild(QFileDialog, "customer-export")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.reject()


def test_a_cashier_needs_a_manager_and_goes_on_with_the_yes(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    sign_in(desk.shop, 2)
    desk.open(LENA)
    file = tmp_path / "lena.zip"
    desk.more(Deed.EXPORT)
    save_at(desk, file)
    sheet = desk.sheet(ApprovalSheet)
    qtbot.waitUntil(lambda: sheet.people.has(PersonId(2)))
    sheet.people.choose(PersonId(2))
    for digit in "2345":
        QTest.keyClick(sheet, ord(digit))
    qtbot.waitUntil(file.exists)
    saved = desk.sheet(SavedSheet)
    assert saved.rows.text() == "Profile, 0 orders, 0 notes"
    holds = saved.findChild(QLabel, "saved-holds")
    assert holds is not None
    assert "all that the shop keeps of Lena Bergström" in holds.text()
    assert "customer.json" in zipfile.ZipFile(file).namelist()


def test_an_export_that_ends_behind_the_lock_opens_nothing_above_it(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.open(LENA)
    customer = desk.detail.customer
    assert customer is not None
    desk.screen.exporting.write(customer, tmp_path / "lena.zip")
    desk.shop.context.session.leave()
    desk.told("Exported to lena.zip")
    assert not desk.window.findChildren(SavedSheet)


def test_an_export_asks_where_and_a_folder_that_takes_nothing_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.open(LENA)
    desk.more(Deed.EXPORT)
    save_at(desk, tmp_path / "nowhere" / "lena.zip")
    desk.told("Nothing was exported")


def test_erasing_wants_the_name_typed_refuses_what_is_unpaid_and_closes_the_side(desk: Desk, qtbot: QtBot) -> None:
    order = place(desk.shop.services, 103, customer=TOMASZ)
    desk.open(TOMASZ)
    desk.more(Deed.ERASE)
    sheet = desk.sheet(EraseSheet)
    QTest.keyClicks(sheet.field.input, "tomasz")
    desk.press(ENTER)
    assert "This is not the name" in sheet.field.error
    type_over(sheet.field.input, "tomasz  nowak")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: f"#{order.order_id} is not paid yet" in sheet.field.error)
    sheet.close_sheet()

    desk.open(AYLIN)
    desk.more(Deed.ERASE)
    sheet = desk.sheet(EraseSheet)
    QTest.keyClicks(sheet.field.input, "Aylin Demir")
    click(sheet.erase)
    qtbot.waitUntil(lambda: not desk.screen.detail_open)
    desk.told("The customer was erased")
    qtbot.waitUntil(lambda: desk.ids == [123, 122])
