"""What a cashier may not do alone on the Sell screen is asked of a manager, and done after the yes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.money import Money
from aurora_desk.domain.settings import CASHIER_TAKE_OVER
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.services.facade import Services
from gui.screens.sell.test_discounts import cashier, discount_sheet, manager_says, type_percent
from gui.screens.sell.test_holding import ESPRESSO, client_adds, take_over
from gui.screens.sell.till import CTRL, TillWindow

__all__ = ["cashier"]
F4, Z, DELETE, ESCAPE = Qt.Key.Key_F4, Qt.Key.Key_Z, Qt.Key.Key_Delete, Qt.Key.Key_Escape


def give(till: TillWindow, digits: str) -> None:
    till.key(F4)
    type_percent(till, digits)
    till.enter()


def test_a_yes_for_one_line_is_asked_again_for_another(cashier: TillWindow) -> None:
    give(cashier, "25")
    manager_says(cashier, "2345")
    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    cashier.tap("Gift box")
    cashier.settled()

    give(cashier, "25")

    cashier.sheet("approval")
    assert cashier.cart.lines[1].discount is None
    manager_says(cashier, "2345")
    cashier.until(lambda: cashier.cart.lines[1].discount is not None)
    cart = cashier.settled()
    yeses = [line.discount.approval for line in cart.lines if line.discount is not None]
    assert len(set(yeses)) == 2
    assert None not in yeses


def test_bringing_back_a_line_that_went_asks_again(cashier: TillWindow) -> None:
    give(cashier, "25")
    manager_says(cashier, "2345")
    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    cashier.settled()
    cashier.sell.header.search.focus()
    cashier.key(DELETE)
    assert cashier.settled().lines == ()

    cashier.key(Z, CTRL)
    manager_says(cashier, "2345")

    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    cashier.settled()


def test_a_price_list_asks_a_manager(cashier: TillWindow) -> None:
    cashier.until(lambda: cashier.sell.cart.menu.lists.menuAction().isVisible())
    staff = next(action for action in cashier.sell.cart.menu.lists.actions() if action.text() == "Staff")

    staff.trigger()
    cashier.sheet("approval")
    assert cashier.cart.total == Money(520, "USD")
    assert not staff.isChecked(), "the menu says what the cart is sold by"
    manager_says(cashier, "2345")

    cashier.until(lambda: cashier.cart.total == Money(390, "USD"))
    assert cashier.settled().price_list_approval is not None
    assert staff.isChecked()


def test_taking_over_asks_a_manager_where_the_shop_says_so(
    till: TillWindow, open_other_till: Callable[[], TillWindow]
) -> None:
    till.tap("Espresso")
    cart = till.settled()
    unit = partial(till.services.settings.change, actor=till.session.actor(), setting=CASHIER_TAKE_OVER, value=False)
    till.services.write(unit)
    other = open_other_till()
    other.sign_in(2)
    other.activateWindow()
    other.until(other.isActiveWindow)
    take_over(other)

    other.click("take-over-verb")
    other.sheet("approval")
    assert other.cart.cart_id != cart.cart_id
    manager_says(other, "2345")

    other.until(lambda: other.cart.cart_id == cart.cart_id)
    assert not other.findChildren(ApprovalSheet) or not other.sell.sheets.is_open


def test_a_discount_that_a_program_made_too_large_is_cut_and_told(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    for _ in range(4):
        client_adds(server)
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.sell.controller.recall(till.sell.held.carts[0])
    till.settled()
    till.sign_in(2)
    till.pick_line(0)
    till.key(F4)
    sheet = discount_sheet(till)
    till.click("discount-amount")
    till.type_in("100")
    till.until(lambda: sheet.discount.value == 100)
    till.enter()
    till.until(lambda: till.cart.total == Money(940, "USD"))
    till.settled()

    client = Actor.client(server.facts.default_tenant, "loopback")
    fewer = partial(
        server.sales.session_set, actor=client, session_id="web-1", product_id=ESPRESSO, quantity=Decimal(1)
    )
    server.write(fewer)

    till.until(lambda: till.cart.total == Money(234, "USD"))
    till.until(lambda: till.sell.toasts.current is not None)
    assert till.sell.toasts.current is not None
    assert "so it is less now. Look at the total." in till.sell.toasts.current.text
