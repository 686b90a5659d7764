"""Sheets with a number pad: the focus stays in the box that shows what is typed, and so does what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
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
from aurora_desk.gui.widgets import remark
from aurora_desk.gui.widgets.remark import Remark
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


def edge(box: QWidget) -> tuple[QColor, QColor]:
    """The colours of the outermost pixel and the next one, in the middle of the start edge."""
    picture = box.grab().toImage()
    middle = picture.height() // 2
    return picture.pixelColor(0, middle), picture.pixelColor(1, middle)


@pytest.mark.parametrize(
    ("make", "box", "take", "digits", "sentence"),
    [
        (quantity, "quantity-box", "quantity-take", "0", "The quantity must be between 1 and 9,999."),
        (weight, "weight-box", "weight-take", "0", "Type the weight first."),
        (discount, "discount-box", "discount-give", "101", "A discount is at most 100 %."),
        (
            part,
            "part-box",
            "part-take",
            "5",
            "Type an amount between $1.00 and $9.00. The other payments take the rest.",
        ),
    ],
)
def test_what_is_wrong_has_a_red_edge_an_icon_a_sentence_and_the_focus_and_is_announced(
    till: TillWindow,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Look, QWidget], Sheet],
    box: str,
    take: str,
    digits: str,
    sentence: str,
) -> None:
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(remark, "announce", lambda _part, words, *, urgent: said.append((words, urgent)))
    sheet = make(till.look, till)
    till.sell.sheets.open(sheet)
    where, line = till.part(QWidget, box), sheet.findChild(Remark)
    assert line is not None
    till.type_in(digits)
    till.part(QWidget, take).setFocus()

    till.click(take)

    assert (line.words.text(), line.words.property("tone")) == (sentence, "danger")
    assert line.icon.isVisible()
    assert where.hasFocus()
    assert where.accessibleDescription() == sentence
    assert edge(where) == (till.look.colour("danger"), till.look.colour("danger"))
    assert said == [(sentence, True)]

    till.type_in("1")

    till.until(lambda: not line.icon.isVisible())
    assert line.words.property("tone") != "danger"
    assert edge(where)[0] == till.look.colour("focus")
    assert not where.accessibleDescription()


def test_a_shift_that_was_refused_is_said_like_any_error_until_something_is_typed(till: TillWindow) -> None:
    sheet = OpenShiftSheet(till.look, till, currency="USD")
    till.sell.sheets.open(sheet)
    line = sheet.findChild(Remark)
    assert line is not None
    assert not line.isVisible()
    till.click("shift-open")

    sheet.refuse("A shift is open already.")

    assert line.isVisible()
    assert line.icon.isVisible()
    assert sheet.box.hasFocus()
    assert edge(sheet.box)[1] == till.look.colour("danger")
    till.type_in("5")
    till.until(lambda: not line.isVisible())
    assert edge(sheet.box)[1] == till.look.colour("focus")
