"""A code that no product has becomes a product, and goes into the cart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from aurora_desk.domain.catalogue import NewProduct, Product
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.sell.sheets.new_product import NewProductSheet
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.demo import SALES_TAX
from gui.screens.sell.till import TillWindow

CODE = "4006381333931"


def created(till: TillWindow) -> Product | None:
    """What has the code by now."""
    return till.services.read(partial(till.services.catalogue.find_code, tenant_id=till.session.tenant_id, code=CODE))


def gone(till: TillWindow, name: str) -> bool:
    """Whether no sheet of that name is open any more."""
    return not any(sheet.isVisible() for sheet in till.findChildren(Sheet, name))


def begin(till: TillWindow) -> NewProductSheet:
    """Scan the code and choose to create a product."""
    till.scan(CODE)
    till.sheet("unknown-code-sheet")
    till.click("unknown-create")
    sheet = till.sheet("product-sheet")
    assert isinstance(sheet, NewProductSheet)
    till.until(sheet.name_field.input.hasFocus)
    return sheet


def test_an_unknown_code_becomes_a_product_by_keys_alone(till: TillWindow) -> None:
    till.scan(CODE)
    till.sheet("unknown-code-sheet")
    for _ in range(3):
        till.key(Qt.Key.Key_Tab)
    till.until(till.part(Button, "unknown-create").hasFocus)
    till.key(Qt.Key.Key_Space)
    sheet = till.sheet("product-sheet")
    assert isinstance(sheet, NewProductSheet)
    assert sheet.barcode.text == CODE
    till.type_in("Oat biscuits")
    till.enter()
    till.until(sheet.box.hasFocus)
    till.type_in("349")
    till.until(lambda: sheet.save.text() == "Create and add for $3.49")
    till.enter()

    till.until(lambda: till.names() == [("Oat biscuits", 1)])
    assert till.settled().lines[0].price_minor == 349
    till.until(lambda: gone(till, "product-sheet"))
    product = created(till)
    assert product is not None
    till.scan(CODE)
    till.until(lambda: till.names() == [("Oat biscuits", 2)])


def test_fingers_choose_tax_and_category_and_how_many_counts(till: TillWindow) -> None:
    till.type_in("3*")
    begin(till)
    till.type_in("Biscuits")
    till.click("product-tax-1")
    till.click("product-shelf-3")
    for key in "7", "5":
        till.click(f"product-pad-{key}")
    till.click("product-save")

    till.until(lambda: till.names() == [("Biscuits", 3)])
    product = created(till)
    assert product is not None
    assert product.category is not None
    assert (product.price_minor, product.tax, product.category.name) == (75, SALES_TAX, "Bakery")
    till.until(lambda: gone(till, "product-sheet"))


def test_what_is_missing_is_said_and_nothing_is_created(till: TillWindow) -> None:
    sheet = begin(till)

    till.click("product-save")
    assert sheet.name_field.error == "Give the product a name."
    till.type_in("Biscuits")
    till.click("product-save")
    till.until(sheet.why.isVisible)
    assert sheet.why.text() == "Enter the price that stands on the shelf."
    till.until(sheet.box.hasFocus)

    assert created(till) is None
    till.key(Qt.Key.Key_Escape)
    till.sheet("discard-product")
    till.click("discard-product-verb")
    till.until(lambda: gone(till, "product-sheet"))
    assert not till.cart.lines


def test_a_cashier_is_told_whom_to_fetch_and_a_manager_says_yes(till: TillWindow) -> None:
    till.sign_in(2)
    sheet = begin(till)
    assert "A manager or the owner approves it" in till.part(QLabel, "product-hint").text()
    till.type_in("Biscuits")
    till.enter()
    till.until(sheet.box.hasFocus)
    till.type_in("75")
    till.enter()

    asking = till.sheet("approval")
    assert isinstance(asking, ApprovalSheet)
    assert created(till) is None
    till.until(lambda: asking.people.has(till.people[1].person_id))
    asking.people.choose(till.people[1].person_id)
    till.type_in("2345")

    till.until(lambda: till.names() == [("Biscuits", 1)])
    till.until(lambda: gone(till, "product-sheet"))


def test_a_cashier_who_finds_nobody_keeps_what_was_typed(till: TillWindow) -> None:
    till.sign_in(2)
    sheet = begin(till)
    till.type_in("Biscuits")
    till.enter()
    till.until(sheet.box.hasFocus)
    till.type_in("75")
    till.enter()
    till.sheet("approval")
    till.key(Qt.Key.Key_Escape)

    till.until(lambda: gone(till, "approval"))
    till.until(sheet.why.isVisible)
    assert sheet.why.text() == "Adding a product needs a manager."
    assert (sheet.name_field.text, sheet.save.busy) == ("Biscuits", False)
    assert not till.cart.lines


def test_a_code_that_another_till_gave_away_meanwhile_is_not_given_twice(till: TillWindow) -> None:
    sheet = begin(till)
    till.type_in("Biscuits")
    new = NewProduct("Crackers", 100, SALES_TAX, None, CODE)
    till.services.write(partial(till.services.catalogue.create, actor=till.session.actor(), new=new))
    till.enter()
    till.until(sheet.box.hasFocus)
    till.type_in("75")
    till.enter()

    till.until(sheet.why.isVisible)
    assert "Crackers has the code" in sheet.why.text()
    assert not till.cart.lines
