"""Customer, shift, last order, and the state of the screen around the cart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.gui.screens import sell
from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from gui.screens.sell.till import TillWindow

F3 = Qt.Key.Key_F3


def test_a_customer_is_found_by_keyboard_and_put_on_the_cart(till: TillWindow) -> None:
    till.key(F3)
    till.sheet("customer-sheet")

    till.type_in("aylin")
    till.enter()

    till.until(lambda: till.cart.customer_name == "Aylin Demir")
    till.until(lambda: till.part(QWidget, "customer-facts").property("text") == "No orders yet")
    assert till.settled().customer is not None


def test_a_customer_is_taken_off_again(till: TillWindow) -> None:
    till.click("add-customer")
    till.sheet("customer-sheet")
    till.until(lambda: till.part(QAbstractButton, "customer-pick").isEnabled())
    till.until(lambda: bool(till.part(CustomerSheet, "customer-sheet").model.rows))
    till.click("customer-pick")
    till.until(lambda: till.cart.customer is not None)

    till.click("remove-customer")

    assert till.settled().customer is None
    assert till.part(QWidget, "add-customer").isVisible()


def test_a_new_customer_needs_name_and_email_only(till: TillWindow) -> None:
    till.key(F3)
    till.sheet("customer-sheet")
    till.type_in("nora quist")
    sheet = till.part(CustomerSheet, "customer-sheet")
    till.until(lambda: sheet.search.text == "nora quist" and till.part(QWidget, "customer-empty").isVisible())
    till.click("customer-new")
    till.part(Field, "new-email").set_text("nora")
    till.click("customer-save")
    email = till.part(Field, "new-email")
    till.until(lambda: bool(email.error))
    wrong = email.error

    email.set_text("nora@example.com")
    till.click("customer-save")

    till.until(lambda: till.cart.customer is not None)
    assert wrong == "This is not an email address. It looks like name@example.com."
    assert till.settled().customer_name == "nora quist"


def test_without_a_shift_pay_asks_for_the_float_and_then_pays(open_till: Callable[[], TillWindow]) -> None:
    till = open_till()
    till.sell.shift.is_open = False
    till.sell.shift.changed.emit(False)
    till.tap("Espresso")
    assert till.sell.banner.isVisible()
    assert not till.sell.cart.pay.isVisible()

    till.click("open-shift")
    till.sheet("shift-sheet")
    till.type_in("15000")
    till.until(lambda: till.part(QWidget, "float-box").accessibleName().endswith("150.00"))
    till.click("shift-open")

    # The demo's shift is open: the store refuses a second one in words, and the screen learns the truth.
    till.until(lambda: till.part(QWidget, "shift-why").isVisible())
    till.until(till.sell.cart.pay.isVisible)
    assert not till.sell.banner.isVisible()


def test_after_a_sale_an_empty_cart_offers_the_last_receipt(till: TillWindow) -> None:
    wanted: list[int] = []
    till.sell.reprint_wanted.connect(wanted.append)
    till.tap("Espresso")
    till.key(Qt.Key.Key_F9)
    till.until(lambda: bool(till.paid_with))
    cart = till.paid_with[0][0]
    services = till.services
    services.write(
        partial(
            services.payments.take_cash,
            actor=till.session.actor(),
            target=CartTarget(cart.cart_id),
            tendered_minor=cart.total.amount_minor,
        )
    )

    till.sell.payment_ended(None)
    till.until(lambda: till.part(QWidget, "cart-empty-button").isVisible())
    till.click("cart-empty-button")

    assert wanted == [OrderId(5001)]
    assert till.settled().lines == ()
    assert till.cart.cart_id != cart.cart_id


def test_a_sale_lowers_the_count_on_the_tile(till: TillWindow) -> None:
    till.tap("Almond croissant")
    till.key(Qt.Key.Key_F9)
    till.until(lambda: bool(till.paid_with))
    cart, services = till.paid_with[0][0], till.services

    services.write(
        partial(
            services.payments.take_cash,
            actor=till.session.actor(),
            target=CartTarget(cart.cart_id),
            tendered_minor=cart.total.amount_minor,
        )
    )

    model = till.sell.products.model
    till.until(lambda: any(p.name == "Almond croissant" and p.stock_milli == 2000 for p in model.rows))


def test_everything_that_can_be_pressed_is_large_enough_and_has_a_name(till: TillWindow) -> None:
    till.tap("Espresso")
    openers = (
        till.sell.held_desk.hold,
        till.sell.held_desk.open,
        till.sell.customers.open,
        till.sell.line_sheets.custom_item,
        till.sell.line_sheets.cart_discount,
        till.sell.shift.ask_float,
    )
    for opener in openers:
        opener()
    till.until(lambda: len([sheet for sheet in till.findChildren(Sheet) if sheet.isVisible()]) == len(openers))

    for control in till.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QLineEdit) and control.isVisible():
            interface = QAccessible.queryAccessibleInterface(control)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), control.objectName()
            if isinstance(control, QAbstractButton):
                assert min(control.width(), control.height()) >= 44, control.objectName()


def test_no_module_of_the_screen_dresses_widgets_by_itself() -> None:
    assert sell.__file__ is not None
    modules = list(Path(sell.__file__).parent.rglob("*.py"))

    dressed = [module.name for module in modules if "setStyleSheet" in module.read_text("utf-8")]

    assert len(modules) > 20
    assert dressed == []


def test_where_the_search_would_be_too_narrow_the_buttons_beside_it_keep_only_their_icons(till: TillWindow) -> None:
    header = till.sell.header
    assert header.custom.text() == "Custom item"
    wide = header.search.width()

    header.resize(header.width() // 2, header.height())

    assert (header.held.text(), header.custom.text()) == ("", "")
    assert (header.held.accessibleName(), header.custom.accessibleName()) == ("Held carts: 0", "Custom item")
    header.show_held(3)
    assert header.held.text() == "3"
    header.resize(wide * 2, header.height())
    assert (header.held.text(), header.custom.text()) == ("Held · 3", "Custom item")
