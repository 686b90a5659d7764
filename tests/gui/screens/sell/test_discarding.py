"""Esc throws nothing away that somebody typed: it asks first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from gui.screens.sell.till import CTRL, TillWindow

ESC, F3 = Qt.Key.Key_Escape, Qt.Key.Key_F3


def is_open(till: TillWindow, name: str) -> bool:
    return any(sheet.isVisible() for sheet in till.findChildren(Sheet, name))


def keep_and_then_discard(till: TillWindow, name: str, question: str) -> None:
    """Esc asks, Esc again keeps, and only Discard lets go."""
    till.key(ESC)
    till.sheet(question)
    assert till.part(QWidget, f"{question}-safe").hasFocus()
    till.key(ESC)
    till.until(lambda: not is_open(till, question))
    assert is_open(till, name)
    till.key(ESC)
    till.sheet(question)
    till.click(f"{question}-verb")
    till.until(lambda: not is_open(till, name))


def customer_form(till: TillWindow, words: str) -> CustomerSheet:
    till.key(F3)
    sheet = till.sheet("customer-sheet")
    assert isinstance(sheet, CustomerSheet)
    till.type_in(words)
    till.until(lambda: sheet.search.text == words)
    till.click("customer-new")
    till.until(sheet.name.input.hasFocus)
    return sheet


def test_esc_leads_from_an_untouched_form_back_to_the_search(till: TillWindow) -> None:
    sheet = customer_form(till, "Nora Quist")
    assert sheet.name.text == "Nora Quist"

    till.key(ESC)

    till.until(sheet.search.input.hasFocus)
    assert sheet.search.text == "Nora Quist"
    till.click("customer-sheet-close")
    till.until(lambda: not is_open(till, "customer-sheet"))
    assert not is_open(till, "discard-customer")


def test_a_new_customer_typed_beyond_the_search_is_not_thrown_away_by_esc(till: TillWindow) -> None:
    sheet = customer_form(till, "Nora Quist")
    sheet.email.input.setFocus()
    till.type_in("nora@example.com")
    till.until(lambda: sheet.email.text == "nora@example.com")

    keep_and_then_discard(till, "customer-sheet", "discard-customer")


def test_a_custom_item_is_not_thrown_away_by_esc(till: TillWindow) -> None:
    till.key(Qt.Key.Key_N, CTRL)
    till.sheet("custom-sheet")
    till.click("custom-pad-5")

    keep_and_then_discard(till, "custom-sheet", "discard")


def test_a_custom_item_that_nobody_began_closes_at_once(till: TillWindow) -> None:
    till.key(Qt.Key.Key_N, CTRL)
    till.sheet("custom-sheet")

    till.key(ESC)

    till.until(lambda: not is_open(till, "custom-sheet"))


def test_a_changed_note_is_not_thrown_away_by_esc_and_an_unchanged_one_closes(till: TillWindow) -> None:
    till.tap("Espresso")
    till.settled()
    till.click("line-note")
    till.sheet("note-sheet")
    till.key(ESC)
    till.until(lambda: not is_open(till, "note-sheet"))

    till.click("line-note")
    till.sheet("note-sheet")
    till.type_in("Oat")
    till.until(lambda: till.part(Field, "note-sheet-field").text == "Oat")

    keep_and_then_discard(till, "note-sheet", "discard")
    assert not till.settled().lines[0].note
