"""Whose cart it is where the answer comes late, or where the first one fails."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt

from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.paging import Page
from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.gui.widgets.field import Field
from aurora_desk.services.facade import Unit
from gui.screens.sell.test_late import said
from gui.screens.sell.till import TillWindow

F3, ESC = Qt.Key.Key_F3, Qt.Key.Key_Escape
AYLIN = CustomerRef(CUSTOMERS_TABLE, CustomerId(121))


def open_sheet(till: TillWindow) -> CustomerSheet:
    till.key(F3)
    till.sheet("customer-sheet")
    sheet = till.part(CustomerSheet, "customer-sheet")
    till.until(sheet.search.input.hasFocus)
    return sheet


def hold_creating(till: TillWindow, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Whoever is added waits for what is returned."""
    write, create, go = till.services.write, till.services.customers.create, Event()

    def slow(unit: Unit[Any]) -> Any:
        if isinstance(unit, partial) and unit.func == create:
            assert go.wait(30)
        return write(unit)

    monkeypatch.setattr(till.services, "write", slow)
    return go


def fail_first(till: TillWindow, monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """The next search fails once it may; that it was asked for, and its go-ahead."""
    search, asked, go = till.services.customers.search, Event(), Event()

    def slow(*args: Any, **named: Any) -> Page[Customer]:
        if not asked.is_set():
            asked.set()
            assert go.wait(30)
            raise UnavailableError("The store can't be reached.")
        return search(*args, **named)

    monkeypatch.setattr(till.services.customers, "search", slow)
    return asked, go


@pytest.mark.parametrize("meanwhile", ["closed", "somebody else"])
def test_whoever_is_added_after_the_sheet_was_closed_is_not_put_on_the_cart(
    till: TillWindow, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    added = hold_creating(till, monkeypatch)
    open_sheet(till)
    till.click("customer-new")
    till.part(Field, "new-name").set_text("Nora Quist")
    till.part(Field, "new-email").set_text("nora@example.com")
    till.part(Field, "new-email").input.setFocus()
    till.enter()
    till.key(ESC)
    till.until(lambda: not till.findChildren(CustomerSheet))
    if meanwhile == "somebody else":
        open_sheet(till)
        till.type_in("aylin")
        till.enter()
        till.until(lambda: till.cart.customer == AYLIN)

    added.set()
    words = "Nora Quist was added to the customers, but is not the customer of this cart. F3 chooses one."
    till.until(lambda: words in said(till))

    assert till.settled().customer == (AYLIN if meanwhile == "somebody else" else None)


def test_a_new_sheet_stays_open_as_whoever_was_added_in_the_one_before_comes(
    till: TillWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = hold_creating(till, monkeypatch)
    open_sheet(till)
    till.click("customer-new")
    till.part(Field, "new-name").set_text("Nora Quist")
    till.part(Field, "new-name").input.setFocus()
    till.enter()
    till.enter()
    till.key(ESC)
    till.until(lambda: not till.findChildren(CustomerSheet))
    sheet = open_sheet(till)

    added.set()
    till.until(lambda: any("Nora Quist was added" in words for words in said(till)))

    assert sheet.isVisible()
    assert till.settled().customer is None


def test_words_typed_while_a_search_fails_are_searched_for_and_enter_takes_whom_they_find(
    till: TillWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go = fail_first(till, monkeypatch)
    open_sheet(till)
    till.until(asked.is_set)
    till.type_in("aylin")
    till.enter()

    go.set()

    till.until(lambda: till.cart.customer == AYLIN)
    till.settled()


def test_enter_after_a_search_that_failed_makes_it_once_more(till: TillWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = open_sheet(till)
    till.until(lambda: len(sheet.model.rows) == 3)
    asked, go = fail_first(till, monkeypatch)
    sheet.search.input.setText("aylin")
    till.until(asked.is_set)
    go.set()
    till.until(lambda: bool(said(till)))
    till.answered()
    assert till.cart.customer is None

    till.enter()

    till.until(lambda: till.cart.customer == AYLIN)
    till.settled()


def test_a_sheet_that_is_opened_while_the_one_before_is_on_its_way_out_finds_customers(till: TillWindow) -> None:
    till.look.wear(LIGHT, scale=100, less_motion=False)
    first = open_sheet(till)
    till.key(ESC)
    till.key(F3)
    assert first.is_over
    till.until(lambda: len(till.findChildren(CustomerSheet)) == 1)
    assert not till.part(CustomerSheet, "customer-sheet").is_over

    till.type_in("aylin")
    till.enter()

    till.until(lambda: till.cart.customer == AYLIN)
    till.settled()
