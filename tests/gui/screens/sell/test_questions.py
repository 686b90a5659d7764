"""What is asked before a product is in the cart: which variant, how old, how heavy, although sold out."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.option_button import OptionButton
from gui.screens.sell.till import TillWindow

SHIRT, LIQUEUR, SCALES = "Barista T-shirt", "Coffee liqueur 0.5 l", "Brazil Santos, loose"


def option(till: TillWindow, value: str) -> OptionButton:
    """The button of a value."""
    return next(button for button in till.findChildren(OptionButton) if button.text() == value)


def variant(till: TillWindow, *values: str) -> Product:
    """A variant of the shirt."""
    unit = partial(
        till.services.catalogue.variants,
        tenant_id=till.session.tenant_id,
        parent_id=till.product(SHIRT).product_id,
    )
    return next(one for one in till.services.read(unit) if one.options == values)


def test_a_variant_is_chosen_by_fingers(till: TillWindow) -> None:
    till.tap(SHIRT)
    till.sheet("variant-sheet")
    add = till.part(Button, "variant-add")
    assert (add.text(), add.isEnabled()) == ("Choose a size", False)

    till.click("option-0-3")
    assert (add.text(), add.isEnabled()) == ("Choose a colour", False)
    assert not option(till, "Sand").isEnabled()
    assert option(till, "Sand").note == "Not in XL"
    till.click("option-1-0")
    assert add.text() == "Add for $26.00"
    till.click("variant-add")

    till.until(lambda: till.names() == [(f"{SHIRT}, XL, Black", 1)])
    assert till.settled().lines[0].price_minor == 2600
    model = till.sell.products.model
    place = model.place_of(till.product(SHIRT).product_id)
    assert place is not None
    till.until(lambda: model.tile_at(place).in_cart == 1000)


def test_a_variant_is_chosen_by_keys_alone(till: TillWindow) -> None:
    till.type_in("2*barista t")
    till.enter()
    till.sheet("variant-sheet")

    till.type_in("2")
    till.until(lambda: option(till, "M").isChecked())
    till.enter()
    assert not till.cart.lines, "a missing choice adds nothing"
    till.key(Qt.Key.Key_Right)
    till.until(lambda: option(till, "L").isChecked())
    till.type_in("6")
    till.until(lambda: option(till, "Sand").isChecked())
    till.enter()

    till.until(lambda: till.names() == [(f"{SHIRT}, L, Sand", 2)])


def test_the_code_of_a_variant_adds_it_and_that_of_its_product_asks(till: TillWindow) -> None:
    till.scan(variant(till, "M", "Black").barcode)
    till.until(lambda: till.names() == [(f"{SHIRT}, M, Black", 1)])

    till.scan(till.product(SHIRT).barcode)
    till.sheet("variant-sheet")

    assert till.names() == [(f"{SHIRT}, M, Black", 1)]


def test_a_sold_out_variant_says_so_and_is_off_where_the_shop_does_not_sell_it(till: TillWindow) -> None:
    till.tap(SHIRT)
    till.sheet("variant-sheet")
    till.click("option-0-0")
    assert (option(till, "Sand").note, option(till, "Sand").isEnabled()) == ("Sold out", True)
    till.key(Qt.Key.Key_Escape)

    forbid_sold_out(till)
    till.tap(SHIRT)
    till.until(lambda: till.part(QWidget, "variant-sheet").isVisible())
    till.click("option-0-0")

    assert (option_of_newest(till, "Sand").note, option_of_newest(till, "Sand").isEnabled()) == ("Sold out", False)


def test_what_is_sold_out_is_refused_where_the_shop_does_not_sell_it(till: TillWindow) -> None:
    forbid_sold_out(till)

    till.scan(variant(till, "S", "Sand").barcode)

    till.until(lambda: till.sell.toasts.current is not None)
    assert till.sell.toasts.current is not None
    assert "is sold out. Nothing was added." in till.sell.toasts.current.text
    assert not till.cart.lines


def forbid_sold_out(till: TillWindow) -> None:
    """The owner says that what is sold out is not sold."""
    unit = partial(till.services.settings.change, actor=till.session.actor(), setting=SELL_SOLD_OUT, value=False)
    till.services.write(unit)
    till.until(lambda: not till.sell.adding.rules.sell_sold_out)


def option_of_newest(till: TillWindow, value: str) -> OptionButton:
    """The button of a value in the sheet opened last."""
    return [button for button in till.findChildren(OptionButton) if button.text() == value][-1]


@pytest.mark.parametrize("way", ["mouse", "keyboard", "scanner"])
def test_an_age_is_asked_once_a_cart(till: TillWindow, way: str) -> None:
    bottle = till.product(LIQUEUR)

    def begin() -> None:
        if way == "scanner":
            till.scan(bottle.barcode)
        else:
            till.type_in("liqueur")
            till.enter()

    begin()
    till.sheet("age-sheet")
    assert not till.cart.lines
    if way == "keyboard":
        till.key(Qt.Key.Key_Right)
        till.enter()
    else:
        till.click("age-checked")
    till.until(lambda: till.names() == [(bottle.name.replace("\u00a0", " "), 1)])
    till.until(lambda: not till.sell.sheets.is_open)
    assert till.settled().age_checked == 21

    begin()
    till.until(lambda: till.cart.lines[0].quantity_milli == 2000)


def test_a_refused_age_adds_nothing_and_is_kept_in_the_journal(till: TillWindow) -> None:
    till.scan(till.product(LIQUEUR).barcode)
    till.sheet("age-sheet")

    till.enter()

    till.until(lambda: bool(refusals(till)))
    assert not till.cart.lines
    assert [set(row.facts) for row in refusals(till)] == [{"cart_id", "age", "product_id"}]


def refusals(till: TillWindow) -> list[JournalRow]:
    """What the journal holds of them."""
    unit = partial(till.services.journal_after, seq=0, tenant_id=till.session.tenant_id, limit=100)
    return [row for row in till.services.read(unit) if row.event == "cart.age_refused"]


def hold(widget: QWidget | None, key: Qt.Key, text: str) -> None:
    """The keyboard repeats a key that is held down."""
    assert widget is not None
    for _ in range(5):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, autorep=True, count=1)
        QCoreApplication.sendEvent(widget, event)


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Space, " ")])
def test_a_key_that_is_held_on_a_tile_adds_one(till: TillWindow, key: Qt.Key, text: str) -> None:
    grid = till.sell.products.grid
    grid.setFocus()
    place = till.sell.products.model.place_of(till.product("Espresso").product_id)
    assert place is not None
    grid.setCurrentIndex(grid.model().index(place, 0))

    till.key(key)
    till.until(lambda: till.names() == [("Espresso", 1)])
    hold(grid, key, text)

    assert till.names() == [("Espresso", 1)]


@pytest.mark.parametrize(
    ("name", "asked"), [(LIQUEUR, "age-sheet"), (SHIRT, "variant-sheet"), (SCALES, "weight-sheet")]
)
def test_the_enter_that_opened_a_question_still_held_does_not_answer_it(
    till: TillWindow, name: str, asked: str
) -> None:
    till.scan(till.product(name).barcode)
    sheet = till.sheet(asked)
    if asked == "variant-sheet":
        till.click("option-0-0")
        till.click("option-1-0")
    if asked == "weight-sheet":
        till.type_in("350")

    hold(till.focusWidget(), Qt.Key.Key_Return, "\r")

    till.answered()
    assert sheet.isVisible()
    assert till.cart.lines == ()
    assert refusals(till) == []


def test_weight_is_typed_in_grams_too(till: TillWindow) -> None:
    till.scan(till.product(SCALES).barcode)
    till.sheet("weight-sheet")
    till.click("weight-g")

    till.type_in("350")
    till.until(lambda: till.part(QWidget, "weight-box").accessibleName() == "Weight in g 350")
    assert till.part(Button, "weight-take").text() == "Add for $11.20"
    till.enter()

    till.until(lambda: len(till.cart.lines) == 1)
    assert till.cart.lines[0].quantity_milli == 350
