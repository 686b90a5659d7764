"""Discounts on a line and on the cart: given at once up to the limit, above it after a manager's yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import DiscountKind
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.sell.sheets.discount import DiscountSheet
from gui.screens.sell.till import CTRL, SHIFT, TillWindow

F4, Z, DELETE, ESCAPE = Qt.Key.Key_F4, Qt.Key.Key_Z, Qt.Key.Key_Delete, Qt.Key.Key_Escape


@pytest.fixture
def cashier(till: TillWindow) -> TillWindow:
    """A till with the cashier at it and two espressos in the cart."""
    till.sign_in(2)
    till.tap("Espresso")
    till.tap("Espresso")
    till.settled()
    return till


def open_by_keys(till: TillWindow) -> None:
    till.key(F4)


def open_on_cart_by_keys(till: TillWindow) -> None:
    till.key(F4, SHIFT)


def open_by_bar(till: TillWindow) -> None:
    till.click("line-discount")


def discount_sheet(till: TillWindow) -> DiscountSheet:
    till.sheet("discount-sheet")
    return till.part(DiscountSheet, "discount-sheet")


def type_percent(till: TillWindow, digits: str) -> None:
    sheet = discount_sheet(till)
    till.type_in(digits)
    till.until(lambda: sheet.pad.digits == digits)


def manager_says(till: TillWindow, pin: str) -> ApprovalSheet:
    till.sheet("approval")
    sheet = till.part(ApprovalSheet, "approval")
    till.until(lambda: bool(sheet.people.tiles))
    sheet.people.choose(till.people[1].person_id)
    till.type_in(pin)
    return sheet


def words(till: TillWindow, name: str) -> str:
    return str(till.part(QWidget, name).property("text"))


def test_up_to_the_limit_a_tap_on_a_quick_step_gives_it(cashier: TillWindow) -> None:
    open_by_bar(cashier)
    discount_sheet(cashier)

    cashier.click("quick-10")
    assert words(cashier, "discount-why") == ""
    cashier.click("reason-1")
    cashier.click("discount-give")

    line = cashier.settled().lines[0]
    assert line.discount is not None
    assert (line.discount.value, line.discount.reason, line.discount.approval) == (10_00, "Staff", None)
    index = cashier.sell.cart.lines.lines.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "2×, Espresso, 10\u00a0% off, $4.68"


@pytest.mark.parametrize("ask", [open_by_keys, open_on_cart_by_keys])
def test_above_the_limit_nothing_is_given_before_a_manager_says_so(
    cashier: TillWindow, ask: Callable[[TillWindow], None]
) -> None:
    ask(cashier)
    type_percent(cashier, "25")
    assert words(cashier, "discount-why") == "Discounts over 10 % need a manager."
    cashier.enter()
    cashier.sheet("approval")
    assert cashier.cart.total == Money(520, "USD")

    manager_says(cashier, "2345")

    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    cart = cashier.settled()
    discount = cart.lines[0].discount or cart.discount
    assert discount is not None
    assert (discount.kind, discount.approval is not None) == (DiscountKind.PERCENT, True)


def test_without_a_yes_the_cart_is_as_it_was(cashier: TillWindow) -> None:
    open_by_keys(cashier)
    type_percent(cashier, "25")
    cashier.enter()
    sheet = manager_says(cashier, "9999")
    cashier.until(lambda: not sheet.pin.pad.digits)

    cashier.key(ESCAPE)

    cashier.until(lambda: not cashier.findChildren(ApprovalSheet))
    assert cashier.settled().total == Money(520, "USD")
    assert not cashier.sell.toasts.isVisible()


def test_a_yes_counts_for_undo_and_doing_it_again(cashier: TillWindow) -> None:
    open_by_keys(cashier)
    type_percent(cashier, "25")
    cashier.enter()
    manager_says(cashier, "2345")
    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    cashier.settled()
    cashier.sell.header.search.focus()

    cashier.key(Z, CTRL)
    assert cashier.settled().total == Money(520, "USD")
    open_by_keys(cashier)
    type_percent(cashier, "20")
    cashier.enter()

    cashier.until(lambda: cashier.cart.total == Money(416, "USD"))
    cashier.settled()


def test_taking_things_out_from_under_an_amount_off_asks_as_well(cashier: TillWindow) -> None:
    cashier.tap("Gift box")
    cashier.key(F4, SHIFT)
    discount_sheet(cashier)
    cashier.click("discount-amount")
    cashier.type_in("300")
    cashier.until(lambda: cashier.part(DiscountSheet, "discount-sheet").discount.value == 300)
    cashier.enter()
    cashier.until(lambda: cashier.cart.total == Money(3020 - 300, "USD"))

    cashier.key(DELETE)

    cashier.sheet("approval")
    assert cashier.names() == [("Espresso", 2), ("Gift box", 1)]
    cashier.key(ESCAPE)
    assert cashier.settled().total == Money(2720, "USD")


def test_a_manager_gives_a_new_price_without_being_asked(till: TillWindow) -> None:
    till.tap("Gift box")
    till.key(F4)
    sheet = discount_sheet(till)

    till.click("discount-price")
    till.type_in("1200")
    till.until(lambda: sheet.discount.value == 1200)
    till.enter()

    till.until(lambda: till.cart.total == Money(1200, "USD"))
    till.settled()
