"""The menu of the cart: note, without tax, price list, clearing; each taken back with Undo."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart, add_product
from aurora_desk.domain.money import Money
from aurora_desk.domain.price_lists import PriceListId
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.gui.widgets.field import Field
from aurora_desk.services.facade import Work
from aurora_desk.services.price_lists import CartPrices
from gui.screens.sell.till import CTRL, TillWindow

Z, DOWN, ENTER = Qt.Key.Key_Z, Qt.Key.Key_Down, Qt.Key.Key_Return


@pytest.fixture
def machine(till: TillWindow) -> TillWindow:
    """A shop that sells tax-free where it is asked to, with a taxed machine in the cart."""
    services = till.services
    allow = partial(services.settings.change, actor=till.session.actor(), setting=ALLOW_TAX_FREE, value=True)
    services.write(allow)
    till.until(till.sell.cart.menu.tax_free.isVisible)
    product = services.read(partial(services.catalogue.find_code, tenant_id=till.session.tenant_id, code="AC101"))
    assert product is not None
    till.scan(product.barcode)
    till.until(lambda: till.names() == [("Espresso machine Piccolo", 1)])
    return till


def undo(till: TillWindow) -> None:
    till.sell.header.search.focus()
    till.key(Z, CTRL)


def test_tax_free_shows_what_is_sold_and_is_taken_back(machine: TillWindow) -> None:
    machine.sell.cart.menu.tax_free.trigger()

    free = machine.settled()
    assert (free.total, free.tax_free) == (Money(275_54, "USD"), True)
    assert machine.part(QWidget, "cart-tax-free").isVisible()
    assert machine.part(QWidget, "tax-label").property("text") == "Sold tax-free"
    assert machine.sell.cart.lines.lines.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("$275.54")
    undo(machine)
    assert machine.settled().total == Money(299_99, "USD")
    assert not machine.sell.cart.menu.tax_free.isChecked()


def test_a_cashier_asks_before_anything_is_sold_tax_free(machine: TillWindow) -> None:
    machine.sign_in(2)

    machine.sell.cart.menu.tax_free.trigger()

    machine.sheet("approval")
    assert machine.part(QWidget, "approval-words").property("text") == "Selling tax-free needs a manager."
    assert not machine.settled().tax_free
    assert not machine.sell.cart.menu.tax_free.isChecked()


def test_a_price_list_prices_the_cart_and_what_is_scanned_after_it(till: TillWindow) -> None:
    till.tap("Espresso")
    till.until(lambda: till.sell.cart.menu.lists.menuAction().isVisible())
    staff = next(action for action in till.sell.cart.menu.lists.actions() if action.text() == "Staff")

    staff.trigger()
    till.until(lambda: till.cart.total == Money(195, "USD"))
    till.scan(till.product("Espresso").barcode)
    till.until(lambda: till.names() == [("Espresso", 2)])

    assert till.settled().total == Money(390, "USD")
    assert till.part(QWidget, "cart-price-list").property("accessibleName") == "Staff prices"
    assert staff.isChecked()
    undo(till)
    undo(till)
    assert till.settled().total == Money(260, "USD")
    assert not till.part(QWidget, "cart-price-list").isVisible()


def by_staff_prices(till: TillWindow) -> None:
    till.tap("Espresso")
    till.until(lambda: till.sell.cart.menu.lists.menuAction().isVisible())
    next(action for action in till.sell.cart.menu.lists.actions() if action.text() == "Staff").trigger()
    till.until(lambda: till.cart.total == Money(195, "USD"))


def test_the_menu_still_says_the_price_list_when_somebody_comes_back_to_the_cart(till: TillWindow) -> None:
    by_staff_prices(till)
    till.settled()

    with till.qtbot.waitSignal(till.sell.cart_desk.lists_known):
        till.sell.entered()

    marked = [action.text() for action in till.sell.cart.menu.lists.actions() if action.isChecked()]
    assert marked == ["Staff"]


def test_of_two_price_lists_chosen_one_after_the_other_the_last_counts(
    till: TillWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_staff_prices(till)
    prices, usual_done = till.services.price_lists.for_cart, Event()

    def late_for_staff(work: Work, cart: Cart, price_list_id: PriceListId | None) -> CartPrices:
        found = prices(work, cart, price_list_id)
        if price_list_id is not None:
            assert usual_done.wait(30)
        return found

    monkeypatch.setattr(till.services.price_lists, "for_cart", late_for_staff)
    staff = next(action for action in till.sell.cart.menu.lists.actions() if action.text() == "Staff")
    staff.trigger()
    till.sell.cart.menu.lists.actions()[0].trigger()
    till.until(lambda: till.cart.price_list is None)

    usual_done.set()
    till.sell.context.jobs._pool.waitForDone()
    QCoreApplication.processEvents()

    assert till.settled().total == Money(260, "USD")


def test_what_is_scanned_while_the_cart_goes_back_to_usual_prices_is_usual_too(till: TillWindow) -> None:
    by_staff_prices(till)
    croissant = till.product("Butter croissant")

    till.sell.cart.menu.list_wanted.emit(None)
    till.sell.controller.apply(partial(add_product, product=croissant, quantity_milli=1000))
    assert till.cart.price_list is not None, "the prices are being read"
    till.until(lambda: till.cart.price_list is None)

    assert [line.price_minor for line in till.settled().lines] == [260, croissant.price_minor]
    assert len(till.cart.lines) == 2


def test_a_cart_that_was_put_aside_meanwhile_is_not_repriced_and_neither_is_the_next(till: TillWindow) -> None:
    by_staff_prices(till)
    told: list[str] = []
    till.sell.controller.refused.connect(told.append)

    till.sell.cart.menu.list_wanted.emit(None)
    till.sell.controller.hold("Mara")
    till.until(lambda: bool(told))

    assert told == ["Another cart is open by now. No prices were changed. Choose the price list once more."]
    assert till.settled().lines == ()
    held = till.services.read(partial(till.services.sales.held, tenant_id=till.session.tenant_id))
    assert [cart.price_list.name for cart in held if cart.price_list is not None] == ["Staff"]


def test_a_note_on_the_cart_is_written_by_keyboard_alone(till: TillWindow) -> None:
    till.tap("Espresso")
    till.click("cart-more")
    menu = till.sell.cart.menu
    till.until(menu.isVisible)
    QTest.keyClick(menu, DOWN)
    QTest.keyClick(menu, ENTER)
    till.sheet("cart-note-sheet")
    # Without a window manager nobody gives the window back what the menu had.
    till.activateWindow()
    till.until(till.isActiveWindow)

    till.type_in("at five")
    till.until(lambda: till.part(Field, "cart-note-sheet-field").text == "at five")
    till.enter()

    till.until(lambda: till.cart.note == "at five")
    till.settled()
    assert till.part(QWidget, "cart-note").property("text") == "at five"
    undo(till)
    assert till.settled().note == ""


def test_clearing_takes_everything_and_undo_brings_everything_back(machine: TillWindow) -> None:
    machine.sell.cart.menu.tax_free.trigger()
    machine.tap("Espresso")
    full = machine.settled()

    machine.sell.cart.menu.clear_all.trigger()
    assert (machine.cart.lines, machine.cart.tax_free) == ((), False)
    machine.click("sell-toast-button")

    back = machine.settled()
    assert (back.lines, back.tax_free, back.total) == (full.lines, True, full.total)
    assert machine.sell.header.search.input.hasFocus()


def test_what_the_shop_does_not_have_is_not_offered(till: TillWindow) -> None:
    till.sell.cart.menu.show_lists(())

    assert not till.sell.cart.menu.tax_free.isVisible()
    assert not till.sell.cart.menu.lists.menuAction().isVisible()


def test_undo_on_a_toast_takes_back_nothing_that_was_done_after_it(till: TillWindow) -> None:
    till.tap("Espresso")
    till.sell.cart.menu.clear_all.trigger()
    till.tap("Gift box")

    till.click("sell-toast-button")

    assert till.names() == [("Gift box", 1)]
    undo(till)
    undo(till)
    assert till.names() == [("Espresso", 1)]
    till.settled()
