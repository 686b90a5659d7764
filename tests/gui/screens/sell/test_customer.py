"""Whose cart it is: by keyboard, finger and scanner; a new one, and who that may be already."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CustomerId, ProductId
from aurora_desk.gui.screens.sell.sheets.customer import CustomerSheet
from aurora_desk.gui.widgets.field import Field
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from gui.screens.sell.till import CTRL, TillWindow

F3, Z, DOWN = Qt.Key.Key_F3, Qt.Key.Key_Z, Qt.Key.Key_Down
AYLIN, LENA = (CustomerRef(CUSTOMERS_TABLE, CustomerId(number)) for number in (121, 123))


def order(till: TillWindow, customer: CustomerRef, times: int) -> None:
    actor = Actor.client(till.session.tenant_id, "loopback")
    request = PlaceOrder((PlaceItem(ProductId(103), Decimal(1), None),), None, customer, None, None)
    for _ in range(times):
        till.services.write(partial(till.services.orders.place, actor=actor, request=request))


def words(till: TillWindow, name: str) -> str:
    return str(till.part(QWidget, name).property("text"))


@pytest.mark.parametrize("in_sheet", [False, True], ids=["on Sell", "in the sheet"])
def test_a_scanned_code_puts_its_customer_on_the_cart(till: TillWindow, in_sheet: bool) -> None:
    code = till.services.codes.for_customer(till.session.tenant_id, AYLIN.customer_id)
    if in_sheet:
        till.key(F3)
        till.sheet("customer-sheet")

    till.scan(code)

    till.until(lambda: till.cart.customer == AYLIN)
    assert till.settled().customer_name == "Aylin Demir"
    till.sell.header.search.focus()
    till.key(Z, CTRL)
    assert till.settled().customer is None


@pytest.mark.parametrize("typed", ["berg", "lena@ex", "4123"])
def test_a_customer_is_found_by_name_email_or_last_digits(till: TillWindow, typed: str) -> None:
    till.key(F3)
    till.sheet("customer-sheet")
    sheet = till.part(CustomerSheet, "customer-sheet")

    till.type_in(typed)
    till.until(lambda: [row.ref for row in sheet.model.rows] == [LENA])
    till.key(DOWN)
    till.enter()

    till.until(lambda: till.cart.customer == LENA)
    till.settled()


@pytest.mark.parametrize(("orders", "regular"), [(4, False), (5, True)])
def test_who_came_five_times_in_90_days_is_a_regular(till: TillWindow, orders: int, regular: bool) -> None:
    order(till, LENA, orders)

    till.scan(till.services.codes.for_customer(till.session.tenant_id, LENA.customer_id))

    till.until(lambda: till.part(QWidget, "customer-facts").isVisible())
    assert words(till, "customer-facts") == f"{orders} orders · last visit today"
    assert till.part(QWidget, "customer-regular").isVisible() is regular


@pytest.mark.parametrize(
    ("name", "email", "known"),
    [
        ("A. Demir", "aylin@example.com", "Aylin Demir has this email address."),
        ("aylin demir", "", "There is a customer Aylin Demir already."),
    ],
)
def test_who_may_be_known_already_is_shown_and_taken_instead(
    till: TillWindow, name: str, email: str, known: str
) -> None:
    till.key(F3)
    till.sheet("customer-sheet")
    till.click("customer-new")

    till.part(Field, "new-name").set_text(name)
    till.part(Field, "new-email").set_text(email)
    till.until(lambda: till.part(QWidget, "new-known").isVisible() and words(till, "new-known") == known)
    till.click("new-take-known")

    till.until(lambda: till.cart.customer == AYLIN)
    till.settled()
