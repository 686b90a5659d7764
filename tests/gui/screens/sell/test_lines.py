"""Changing lines of the cart, and taking changes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import Discount, DiscountKind, totals
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.money_label import MoneyLabel
from gui.screens.sell.till import CTRL, SHIFT, TillWindow

DELETE, F4, F8, Z = Qt.Key.Key_Delete, Qt.Key.Key_F4, Qt.Key.Key_F8, Qt.Key.Key_Z


def shown(till: TillWindow, name: str) -> Money | None:
    return till.part(MoneyLabel, name).money


def test_the_bar_counts_the_selected_line_up_and_down(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Gift box")
    till.pick_line(0)

    till.click("line-plus")
    till.click("line-plus")
    till.click("line-minus")

    assert till.names() == [("Espresso", 2), ("Gift box", 1)]
    till.settled()


def test_one_less_of_the_last_one_takes_the_line_out(till: TillWindow) -> None:
    till.tap("Espresso")

    till.click("line-minus")

    assert till.names() == []
    till.settled()


def test_plus_and_minus_count_while_nothing_is_searched_for(till: TillWindow) -> None:
    till.tap("Espresso")
    till.sell.header.search.focus()

    till.type_in("++-")

    till.until(lambda: till.names() == [("Espresso", 2)])
    assert till.sell.header.search.text == ""


def test_control_with_arrows_selects_lines_from_anywhere(till: TillWindow) -> None:
    for name in ("Espresso", "Gift box", "Cold brew"):
        till.tap(name)
    till.sell.header.search.focus()

    till.key(Qt.Key.Key_Up, CTRL)
    till.key(Qt.Key.Key_Up, CTRL)
    till.key(Qt.Key.Key_Down, CTRL)

    line = till.sell.cart.line
    assert line is not None
    assert line.name == "Gift box"


def test_a_number_pad_sets_the_quantity(till: TillWindow) -> None:
    till.tap("Espresso")

    till.key(F8)
    till.sheet("quantity-sheet")
    till.type_in("12")
    till.until(lambda: till.part(QWidget, "quantity-box").accessibleName() == "Quantity 12")
    till.enter()

    till.until(lambda: till.names() == [("Espresso", 12)])
    till.settled()


def test_a_quantity_that_no_line_can_have_is_refused_on_the_pad(till: TillWindow) -> None:
    till.tap("Espresso")
    till.key(F8)
    sheet = till.sheet("quantity-sheet")

    till.click("quantity-pad-0")
    till.click("quantity-take")

    assert sheet.isVisible()
    assert till.part(QWidget, "quantity-why").property("text") == "The quantity must be between 1 and 9,999."
    assert till.names() == [("Espresso", 1)]


def test_delete_removes_the_line_and_undo_on_the_toast_puts_it_back_in_its_place(till: TillWindow) -> None:
    for name in ("Espresso", "Gift box", "Cold brew"):
        till.tap(name)
    till.pick_line(1)

    till.key(DELETE)
    till.until(lambda: len(till.cart.lines) == 2)
    till.tap("Cold brew")
    till.click("sell-toast-button")

    assert till.names() == [("Espresso", 1), ("Gift box", 1), ("Cold brew", 2)]
    till.settled()


def test_undo_takes_changes_back_one_by_one(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Espresso")
    till.tap("Gift box")
    till.sell.header.search.focus()

    till.key(Z, CTRL)
    first = till.names()
    till.key(Z, CTRL)
    second = till.names()

    assert (first, second) == ([("Espresso", 2)], [("Espresso", 1)])
    assert till.settled().lines[0].quantity_milli == 1000


def test_clearing_the_cart_can_be_taken_back(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Gift box")

    till.sell.cart.menu.clear_all.trigger()
    cleared = till.names()
    till.click("sell-toast-button")

    assert cleared == []
    assert till.names() == [("Espresso", 1), ("Gift box", 1)]
    till.settled()


def test_a_note_is_kept_on_the_line(till: TillWindow) -> None:
    till.tap("Flat white")

    till.click("line-note")
    till.sheet("note-sheet")
    till.type_in("oat milk")
    till.until(lambda: bool(till.findChildren(QWidget, "note-sheet-field-input")))
    till.enter()

    till.until(lambda: till.cart.lines[0].note.lower() == "oat milk")
    assert till.settled().lines[0].note.lower() == "oat milk"


def test_line_and_cart_discounts_show_what_the_domain_reckons(till: TillWindow) -> None:
    till.sell.adding.add(till.product("Espresso machine Piccolo"))
    till.tap("Stoneware cup")

    till.key(F4)
    till.sheet("discount-sheet")
    till.click("quick-15")
    till.click("discount-give")
    till.until(lambda: till.cart.lines[1].discount is not None)
    till.key(F4, SHIFT)
    till.sheet("discount-sheet")
    till.click("discount-amount")
    till.type_in("1000")
    till.until(lambda: till.part(Button, "discount-give").text().endswith("10.00"))
    till.enter()
    till.until(lambda: till.cart.discount is not None)

    cart = till.settled()
    line_off, cart_off = Discount(DiscountKind.PERCENT, 1500), Discount(DiscountKind.AMOUNT, 1000)
    assert (cart.lines[1].discount, cart.discount) == (line_off, cart_off)
    expected = totals([line.priced() for line in cart.lines], prices_include_tax=True, discount=cart_off)
    assert expected.discount_minor == 270 + 1000
    assert shown(till, "subtotal") == Money(expected.subtotal_minor, "USD")
    assert shown(till, "discounts") == Money(-expected.discount_minor, "USD")
    assert shown(till, "tax") == Money(expected.tax_minor, "USD")
    pay = till.look.money(Money(expected.total_minor, "USD"))
    assert till.sell.cart.pay.accessibleName() == f"Pay {pay}"
    assert till.part(QWidget, "tax-label").property("text") == "Includes Sales tax 8.875 %"


def test_a_new_price_with_a_reason_is_a_discount_that_can_be_taken_back(till: TillWindow) -> None:
    till.tap("Gift box")

    till.click("line-discount")
    till.sheet("discount-sheet")
    till.click("discount-price")
    till.type_in("1999")
    till.click("reason-2")
    till.until(lambda: till.part(Button, "discount-give").text().endswith("5.01"))
    till.click("discount-give")
    till.until(lambda: till.cart.lines[0].discount is not None)
    given = till.settled().lines[0].discount
    till.click("line-discount")
    till.sheet("discount-sheet")
    till.click("discount-none")

    till.until(lambda: till.cart.lines[0].discount is None)
    assert given == Discount(DiscountKind.PRICE, 1999, "Damaged")
    assert till.settled().total.amount_minor == 2500


def test_a_discount_of_nothing_or_too_much_is_refused_on_the_sheet(till: TillWindow) -> None:
    till.tap("Gift box")
    till.key(F4)
    sheet = till.sheet("discount-sheet")

    till.click("discount-give")
    nothing = till.part(QWidget, "discount-why").property("text")
    till.type_in("101")
    till.until(lambda: till.part(QWidget, "discount-box").accessibleName().startswith("Percent off 101"))
    till.click("discount-give")

    assert nothing == "This takes nothing off. Type a discount first."
    assert till.part(QWidget, "discount-why").property("text") == "A discount is at most 100 %."
    assert sheet.isVisible()
    assert till.cart.lines[0].discount is None


def test_commands_of_the_screen_rest_while_a_sheet_is_open(till: TillWindow) -> None:
    till.tap("Gift box")
    till.key(F4)
    till.sheet("discount-sheet")

    till.key(Qt.Key.Key_F12)
    till.key(DELETE)

    assert not till.paid_with
    assert till.names() == [("Gift box", 1)]


def test_after_undo_the_line_that_came_back_is_selected_and_typing_goes_on(till: TillWindow) -> None:
    for name in ("Espresso", "Gift box", "Cold brew"):
        till.tap(name)
    till.pick_line(1)
    till.key(DELETE)
    till.until(lambda: len(till.cart.lines) == 2)
    neighbour = till.sell.cart.line
    assert neighbour is not None
    assert neighbour.name == "Cold brew"

    till.sell.cart.lines.setFocus()
    till.key(Z, CTRL)

    line = till.sell.cart.line
    assert line is not None
    assert line.name == "Gift box"
    till.type_in("esp")
    till.until(lambda: till.sell.header.search.text == "esp")
    assert till.sell.header.search.input.hasFocus()
    till.settled()
