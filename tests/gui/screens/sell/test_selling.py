"""Filling a cart by mouse, by keyboard and by scanner."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from aurora_desk.domain.ids import OrderId
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from gui.screens.sell.till import CTRL, TillWindow

FIVE = ("Espresso", "Butter croissant", "Cold brew", "Sencha, pot", "Gift box")


def test_five_scanned_items_are_ready_to_pay(till: TillWindow) -> None:
    till.sell.header.search.focus()

    for name in FIVE:
        till.scan(till.product(name).barcode)
    till.until(lambda: len(till.cart.lines) == 5)
    till.key(Qt.Key.Key_F12)

    till.until(lambda: bool(till.paid_with))
    cart, tender = till.paid_with[0]
    assert [line.name for line in cart.lines] == list(FIVE)
    assert cart == till.settled()
    assert (tender, cart.total.amount_minor) == ("", 260 + 240 + 440 + 420 + 2500)
    assert till.sell.header.search.text == ""


def test_a_scan_adds_whatever_has_the_focus(till: TillWindow) -> None:
    till.tap("Espresso")
    till.sell.cart.hold.setFocus()

    till.scan(till.product("Gift box").barcode)

    till.until(lambda: till.names() == [("Espresso", 1), ("Gift box", 1)])
    assert till.settled().held_as == ""


def test_five_tapped_items_are_ready_to_pay(till: TillWindow) -> None:
    for name in FIVE:
        till.tap(name)
    till.click("pay")

    till.until(lambda: bool(till.paid_with))
    assert [line.name for line in till.paid_with[0][0].lines] == list(FIVE)
    assert till.settled() == till.paid_with[0][0]


def test_five_items_are_ready_to_pay_by_keyboard_alone(till: TillWindow) -> None:
    for words in ("cappuccino", "butter", "cold brew", "sencha", "gift box"):
        till.type_in(words)
        till.enter()
        till.until(lambda: till.sell.header.search.text == "")
    till.until(lambda: len(till.cart.lines) == 5)
    till.key(Qt.Key.Key_Return, CTRL)

    till.until(lambda: bool(till.paid_with))
    names = {line.name for line in till.paid_with[0][0].lines}
    assert names == {"Cappuccino", *FIVE[1:]}


def test_cash_card_and_code_go_straight_to_their_tender(till: TillWindow) -> None:
    till.tap("Espresso")
    till.key(Qt.Key.Key_F9)
    till.until(lambda: len(till.paid_with) == 1)
    till.sell.payment_ended(till.cart)
    till.settled()

    till.key(Qt.Key.Key_F10)
    till.until(lambda: len(till.paid_with) == 2)
    till.sell.payment_ended(till.cart)
    till.settled()
    till.key(Qt.Key.Key_F11)
    till.until(lambda: len(till.paid_with) == 3)
    till.sell.payment_ended(till.cart)
    till.settled()
    till.click("pay-cash")

    till.until(lambda: len(till.paid_with) == 4)
    assert [tender for _, tender in till.paid_with] == ["cash", "card", "qr", "cash"]


def test_nothing_is_paid_from_an_empty_cart(till: TillWindow) -> None:
    till.key(Qt.Key.Key_F12)
    till.key(Qt.Key.Key_F9)

    assert not till.paid_with
    assert not till.sell.cart.pay.isEnabled()
    assert till.sell.cart.pay.accessibleDescription() == "Add an item"


def test_letters_typed_in_the_grid_search_and_down_walks_back_into_it(till: TillWindow) -> None:
    till.sell.products.grid.setFocus()

    till.type_in("croi")
    till.until(lambda: till.sell.header.search.text == "croi")
    till.until(lambda: len(till.sell.products.model.rows) == 2 and till.sell.products.reader.ready)
    till.key(Qt.Key.Key_Down)
    till.until(till.sell.products.grid.hasFocus)
    till.enter()

    till.until(lambda: len(till.cart.lines) == 1)
    assert till.cart.lines[0].name in {"Butter croissant", "Almond croissant"}


def test_escape_clears_the_search_and_shows_the_category_again(till: TillWindow) -> None:
    till.type_in("croi")
    till.until(lambda: len(till.sell.products.model.rows) == 2)

    till.key(Qt.Key.Key_Escape)

    till.until(lambda: len(till.sell.products.model.rows) > 10)
    assert till.sell.header.search.text == ""


def test_a_search_without_matches_says_so_and_can_be_cleared(till: TillWindow) -> None:
    till.type_in("zzzz")
    till.until(lambda: till.sell.products.empty.isVisible() and till.sell.products.reader.shelf.words == "zzzz")

    till.click("products-empty-button")

    till.until(till.sell.products.grid.isVisible)
    assert till.sell.header.search.text == ""


def test_three_times_a_scan_adds_three(till: TillWindow) -> None:
    till.type_in("3*")
    till.until(lambda: till.sell.header.search.text == "3*")

    till.scan(till.product("Espresso").barcode)

    till.until(lambda: till.names() == [("Espresso", 3)])
    assert till.sell.header.search.text == ""


def test_three_times_words_and_enter_adds_three_of_the_first_match(till: TillWindow) -> None:
    till.type_in("3*sencha")
    till.enter()

    till.until(lambda: till.names() == [("Sencha, pot", 3)])


def test_a_category_shows_its_products_only(till: TillWindow) -> None:
    till.click("category-2")

    rows = till.sell.products.model
    till.until(lambda: bool(rows.rows) and all(p.category and p.category.name == "Tea" for p in rows.rows))


def test_tiles_count_what_is_in_the_cart(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Espresso")

    index = till.sell.products.model.index(0, 0)
    sentence = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.startswith("Espresso")
    assert sentence.endswith("2 in cart")


def test_an_unknown_code_is_told_and_leads_to_the_search(till: TillWindow) -> None:
    till.scan("4006381333931")

    till.sheet("unknown-code-sheet")
    assert till.part(QWidget, "unknown-code").property("text") == "No product has the code 4006381333931."
    till.click("unknown-search")
    till.until(till.sell.header.search.input.hasFocus)
    till.until(lambda: not any(sheet.isVisible() for sheet in till.findChildren(Sheet)))
    assert not till.cart.lines


def test_weighed_goods_ask_for_their_weight(till: TillWindow) -> None:
    coffee = till.product("Brazil Santos, loose")
    till.scan(coffee.barcode)
    till.sheet("weight-sheet")

    till.type_in("0.35")
    till.until(lambda: till.part(QWidget, "weight-box").accessibleName() == "Weight in kg 0.35")
    till.enter()

    till.until(lambda: len(till.cart.lines) == 1)
    assert till.cart.lines[0].quantity_milli == 350
    assert till.settled().total.amount_minor == 1120


def test_a_sold_out_product_is_sold_only_when_the_person_says_so(till: TillWindow) -> None:
    kettle = till.product("Gooseneck kettle")
    till.sell.adding.add(replace(kettle, stock_milli=0))
    till.sheet("sold-out")
    till.click("sold-out-safe")
    assert not till.cart.lines

    till.sell.adding.add(replace(kettle, stock_milli=0))
    till.sheet("sold-out")
    till.click("sold-out-verb")

    till.until(lambda: till.names() == [("Gooseneck kettle", 1)])


def test_a_custom_item_needs_no_catalogue(till: TillWindow) -> None:
    till.key(Qt.Key.Key_N, CTRL)
    till.sheet("custom-sheet")
    till.type_in("Catering")
    till.until(lambda: till.part(Field, "custom-name").text == "Catering")
    till.enter()
    till.until(till.part(QWidget, "custom-price").hasFocus)
    till.type_in("4550")
    till.until(lambda: till.part(Button, "custom-add").text().endswith("45.50"))
    till.click("custom-tax-1")
    till.click("custom-add")

    till.until(lambda: len(till.cart.lines) == 1)
    line = till.settled().lines[0]
    assert (line.name, line.price_minor, line.product_id, line.tax.rate_ppm) == ("Catering", 4550, None, 88_750)


def test_enter_twice_adds_no_custom_item_for_nothing(till: TillWindow) -> None:
    till.key(Qt.Key.Key_N, CTRL)
    till.sheet("custom-sheet")

    till.enter()
    till.enter()

    till.until(lambda: till.part(QLabel, "custom-remark").text() == "Type the price first.")
    assert till.part(QWidget, "custom-sheet").isVisible()
    assert not till.cart.lines
    till.type_in("4550")
    till.until(lambda: till.part(QLabel, "custom-remark").text() == "")


def test_the_code_of_an_order_typed_by_hand_opens_it(till: TillWindow) -> None:
    opened: list[int] = []
    till.sell.order_wanted.connect(opened.append)

    till.sell.header.search.input.setText(till.services.codes.for_order(till.session.tenant_id, OrderId(5001)))
    till.sell.header.search.focus()
    till.enter()

    till.until(lambda: opened == [5001])


def test_pay_pressed_twice_before_the_cart_is_on_disk_is_paid_once(till: TillWindow) -> None:
    till.tap("Espresso")
    assert not till.sell.controller.idle
    till.key(Qt.Key.Key_F12)
    till.key(Qt.Key.Key_F12)

    till.until(lambda: bool(till.paid_with))
    till.until(lambda: till.sell.controller.idle)

    assert len(till.paid_with) == 1


def test_a_product_found_after_pay_was_pressed_does_not_change_what_is_being_paid(till: TillWindow) -> None:
    till.tap("Espresso")
    till.key(Qt.Key.Key_F12)
    till.until(lambda: bool(till.paid_with))

    till.sell.finding.found.emit(till.product("Gift box"), 1000)

    assert till.names() == [("Espresso", 1)]
    assert till.sell.toasts.current is not None
    assert "being paid" in till.sell.toasts.current.text


def test_paying_takes_the_way_back_to_a_removed_line_away(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Gift box")
    till.click("line-remove")
    assert till.sell.toasts.current is not None

    till.key(Qt.Key.Key_F12)
    till.until(lambda: bool(till.paid_with))

    assert till.sell.toasts.current is None
