"""The sheet of a new customer while an answer is on its way."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import Customer, CustomerFields
from aurora_desk.gui.screens.customers.new_customer import NewCustomerSheet
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.duplicates import Duplicate
from gui.screens.customers.desk import AYLIN, Desk, type_over
from gui.screens.orders.shop import Shop, click

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


@pytest.fixture
def sheet(desk: Desk) -> NewCustomerSheet:
    desk.press(Qt.Key.Key_N, CONTROL)
    return desk.sheet(NewCustomerSheet)


def hold_creating(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Adding waits for what is returned."""
    create, go = desk.screen._reader.create, Event()

    def slow(actor: Actor, new: CustomerFields) -> Customer:
        assert go.wait(30)
        return create(actor, new)

    monkeypatch.setattr(desk.screen._reader, "create", slow)
    return go


def answered(desk: Desk) -> None:
    """Let all that was asked be answered, and the answers be heard."""
    desk.shop.context.jobs._pool.waitForDone()
    QCoreApplication.processEvents()


@pytest.mark.parametrize("slow_one", ["aylin@example.com", "nobody@example.com"])
def test_the_hint_is_about_what_is_written_although_an_older_answer_comes_later(
    desk: Desk, sheet: NewCustomerSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slow_one: str
) -> None:
    duplicate, asked, go = desk.screen._reader.duplicate, Event(), Event()
    heard: list[str] = []

    def slow(email: str, phone: str, name: str) -> Duplicate | None:
        if email == slow_one:
            asked.set()
            assert go.wait(30)
        found = duplicate(email, phone, name)
        heard.append(email)
        return found

    monkeypatch.setattr(desk.screen._reader, "duplicate", slow)
    known = "aylin@example.com"
    mended = "lena@example.com" if slow_one != known else "nobody@example.com"
    type_over(sheet.email.input, slow_one)
    sheet.phone.input.setFocus()
    qtbot.waitUntil(asked.is_set)
    type_over(sheet.email.input, mended)
    sheet.phone.input.setFocus()
    qtbot.waitUntil(lambda: heard == [mended])

    go.set()
    answered(desk)

    assert heard == [mended, slow_one]
    assert sheet.hint.isVisible() is (mended != "nobody@example.com")
    if sheet.hint.isVisible():
        assert sheet.hint_words.text() == "Same email as Lena Bergström. Open this customer?"


def test_esc_while_a_new_customer_is_saved_does_not_ask_whether_to_discard(
    desk: Desk, sheet: NewCustomerSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = hold_creating(desk, monkeypatch)
    type_over(sheet.firstname.input, "Grace")
    desk.press(ENTER)

    desk.press(Qt.Key.Key_Escape)
    click(sheet.cancel)

    assert desk.window.findChild(Confirm) is None
    assert sheet.isVisible()
    saved.set()
    desk.told("Grace was added")
    qtbot.waitUntil(lambda: not desk.window.findChildren(NewCustomerSheet))


def test_nobody_else_is_opened_while_a_new_customer_is_saved(
    desk: Desk, sheet: NewCustomerSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_over(sheet.firstname.input, "Aylin")
    type_over(sheet.lastname.input, "Demir")
    sheet.phone.input.setFocus()
    qtbot.waitUntil(sheet.open_taken.isVisible)
    saved = hold_creating(desk, monkeypatch)
    desk.press(ENTER)

    click(sheet.open_taken)

    assert sheet.isVisible()
    saved.set()
    desk.told("Aylin Demir was added")
    qtbot.waitUntil(lambda: desk.screen.shown_key() not in (None, AYLIN))
