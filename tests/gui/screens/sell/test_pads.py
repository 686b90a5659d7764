"""Sheets with a number pad: the focus stays in the box that shows what is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import TaxRate
from aurora_desk.gui.screens.orders.refund.part_sheet import PartSheet
from aurora_desk.gui.screens.sell.sheets.custom_item import CustomItemSheet
from aurora_desk.gui.screens.sell.sheets.discount import DiscountSheet
from aurora_desk.gui.screens.sell.sheets.new_product import NewProductSheet
from aurora_desk.gui.screens.sell.sheets.open_shift import OpenShiftSheet
from aurora_desk.gui.screens.sell.sheets.quantity import QuantitySheet
from aurora_desk.gui.screens.sell.sheets.weight import WeightSheet
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.demo import SALES_TAX
from gui.screens.sell.till import TillWindow

PRICE = Money(1000, "USD")
TAXES: tuple[TaxRate, ...] = (SALES_TAX,)


def quantity(look: Look, host: QWidget) -> Sheet:
    return QuantitySheet(look, host, "Tea", price=PRICE, by_weight=False, quantity_milli=0, verb="Set quantity")


def weight(look: Look, host: QWidget) -> Sheet:
    return WeightSheet(look, host, "Kenya", price=PRICE)


def discount(look: Look, host: QWidget) -> Sheet:
    return DiscountSheet(
        look, host, "Discount", "Tea", price=PRICE, current=None, new_price=True, warn=lambda _discount: ""
    )


def custom(look: Look, host: QWidget) -> Sheet:
    return CustomItemSheet(look, host, currency="USD", taxes=TAXES)


def product(look: Look, host: QWidget) -> Sheet:
    return NewProductSheet(look, host, "4006381333931", currency="USD", taxes=TAXES, categories=())


def shift(look: Look, host: QWidget) -> Sheet:
    return OpenShiftSheet(look, host, currency="USD")


def part(look: Look, host: QWidget) -> Sheet:
    most = Money(900, "USD")
    return PartSheet(look, host, "Back to cash", shown=most, least=Money(100, "USD"), most=most)


@pytest.mark.parametrize(
    ("make", "pad", "box"),
    [
        (quantity, "quantity-pad", "quantity-box"),
        (weight, "weight-pad", "weight-box"),
        (discount, "percent-pad", "discount-box"),
        (custom, "custom-pad", "custom-price"),
        (product, "product-pad", "product-price"),
        (shift, "float-pad", "float-box"),
        (part, "part-pad", "part-box"),
    ],
)
def test_after_a_tap_the_box_has_the_focus_and_the_keyboard_writes_on(
    till: TillWindow, make: Callable[[Look, QWidget], Sheet], pad: str, box: str
) -> None:
    sheet = make(till.look, till)
    till.sell.sheets.open(sheet)
    where = till.part(QWidget, box)

    till.click(f"{pad}-2")

    assert where.hasFocus()
    assert not any(key.property("state") for key in till.part(QWidget, pad).findChildren(QPushButton))
    till.type_in("34")
    till.key(Qt.Key.Key_Backspace)
    till.until(lambda: "23" in where.accessibleName().replace(".", ""))
    sheet.close_sheet()


def test_both_pads_of_a_discount_leave_the_focus_in_the_box(till: TillWindow) -> None:
    till.sell.sheets.open(discount(till.look, till))
    till.click("discount-amount")

    till.click("amount-pad-5")

    assert till.part(QWidget, "discount-box").hasFocus()
    till.enter()
    till.until(lambda: not any(sheet.isVisible() for sheet in till.findChildren(Sheet)))


def test_a_name_that_is_being_written_gives_the_digits_up_to_the_price_that_is_tapped(till: TillWindow) -> None:
    sheet = CustomItemSheet(till.look, till, currency="USD", taxes=TAXES)
    entered: list[tuple[str, int]] = []
    sheet.entered.connect(lambda name, price, _tax: entered.append((name, price)))
    till.sell.sheets.open(sheet)
    till.type_in("Cake")
    till.until(lambda: sheet.field.text == "Cake")

    till.click("custom-pad-4")
    till.type_in("50")
    till.enter()

    till.until(lambda: entered == [("Cake", 450)])
