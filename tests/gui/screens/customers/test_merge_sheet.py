"""Whom the sheet of a merge compares: who was asked for last, however late an answer comes."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.customers import Customer, CustomerRef
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.paging import Page
from aurora_desk.gui.screens.customers.customer_detail import Deed
from aurora_desk.gui.screens.customers.merge_sheet import MergeSheet
from aurora_desk.gui.screens.customers.reading import OpenedCustomer, Question
from aurora_desk.services.merging import Part
from gui.screens.customers.desk import AYLIN, LENA, TOMASZ, Desk
from gui.screens.orders.shop import Shop, click

ENTER = Qt.Key.Key_Return


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


@pytest.fixture
def sheet(desk: Desk, qtbot: QtBot) -> MergeSheet:
    """Lena is to be merged; Tomasz and Aylin are found."""
    desk.open(LENA)
    desk.more(Deed.MERGE)
    opened = desk.sheet(MergeSheet)
    qtbot.waitUntil(lambda: [row.ref for row in opened.model.rows] == [TOMASZ, AYLIN])
    return opened


def compared(sheet: MergeSheet) -> str:
    """The name of the duplicate, once both stand side by side."""
    return sheet.rows.button(Part.NAME, gone=True).text() if sheet.merge.isVisible() else ""


def answered(desk: Desk) -> None:
    """Let all that was asked be answered, and the answers be heard."""
    desk.shop.context.jobs._pool.waitForDone()
    QCoreApplication.processEvents()


def test_enter_right_behind_the_last_letter_takes_whom_the_letters_find(
    desk: Desk, sheet: MergeSheet, qtbot: QtBot
) -> None:
    sheet._typing.setInterval(60_000)
    QTest.keyClicks(sheet.search.input, "aylin")

    desk.press(ENTER)

    qtbot.waitUntil(lambda: compared(sheet) == "Aylin Demir")


def test_enter_while_the_answer_is_on_its_way_takes_nobody_of_the_old_one(
    desk: Desk, sheet: MergeSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, asked, go = desk.screen._reader.page, Event(), Event()

    def slow(question: Question, after: str | None) -> Page[Customer]:
        asked.set()
        assert go.wait(30)
        return page(question, after)

    monkeypatch.setattr(desk.screen._reader, "page", slow)
    QTest.keyClicks(sheet.search.input, "aylin")
    qtbot.waitUntil(asked.is_set)

    desk.press(ENTER)
    go.set()

    qtbot.waitUntil(lambda: compared(sheet) != "")
    assert compared(sheet) == "Aylin Demir"


def test_enter_after_a_search_that_failed_asks_once_more(
    desk: Desk, sheet: MergeSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.screen._reader.page

    def fail(_question: Question, _after: str | None) -> Page[Customer]:
        raise UnavailableError("The store can't be reached.")

    monkeypatch.setattr(desk.screen._reader, "page", fail)
    QTest.keyClicks(sheet.search.input, "aylin")
    desk.press(ENTER)
    qtbot.waitUntil(sheet.error.isVisible)
    assert compared(sheet) == ""
    monkeypatch.setattr(desk.screen._reader, "page", page)

    desk.press(ENTER)

    qtbot.waitUntil(lambda: compared(sheet) == "Aylin Demir")
    assert not sheet.error.isVisible()


def test_whoever_was_chosen_last_is_compared_although_the_first_answer_comes_later(
    desk: Desk, sheet: MergeSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, asked, go = desk.screen._reader.opened, Event(), Event()

    def slow(ref: CustomerRef) -> OpenedCustomer:
        if ref == TOMASZ:
            asked.set()
            assert go.wait(30)
        return opened(ref)

    monkeypatch.setattr(desk.screen._reader, "opened", slow)
    desk.scan(TOMASZ, sheet)
    qtbot.waitUntil(asked.is_set)
    desk.scan(AYLIN, sheet)
    qtbot.waitUntil(lambda: compared(sheet) == "Aylin Demir")
    click(sheet.rows.button(Part.PHONE, gone=True))

    go.set()
    answered(desk)

    assert compared(sheet) == "Aylin Demir"
    assert sheet.rows.from_gone == {Part.PHONE}
