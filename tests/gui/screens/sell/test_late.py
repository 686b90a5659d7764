"""What comes too late: behind the lock, for a cart that is not open any more, or after a hold that failed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart, clear_cart
from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.ids import CustomerId
from aurora_desk.gui.screens.sell.entry import read_entry
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services
from gui.screens.sell.test_holding import client_adds
from gui.screens.sell.till import CTRL, TillWindow


def said(till: TillWindow) -> list[str]:
    """The toasts, those that wait as well."""
    toasts = till.sell.toasts
    return [toast.text for toast in (toasts.current, *toasts._queue) if toast is not None]


def on_disk(till: TillWindow, cart: Cart) -> list[str]:
    """The lines of a cart as the store has it."""
    get = partial(till.services.sales.get, tenant_id=till.session.tenant_id, cart_id=cart.cart_id)
    return [line.name.replace("\u00a0", " ") for line in till.services.read(get).lines]


def change_elsewhere(services: Services, till: TillWindow, change: Callable[[Cart], Cart]) -> None:
    """Another process changes the cart that is open here."""
    unit = partial(services.sales.change, actor=till.session.actor(), cart_id=till.cart.cart_id, change=change)
    services.write(unit)


def recalled(till: TillWindow, server: Services) -> Cart:
    """A cart of a program, which stays current while that goes on, is open here."""
    client_adds(server)
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.sell.controller.recall(till.sell.held.carts[0])
    return till.settled()


@pytest.mark.parametrize("words", ["liqueur", "barista t", "brazil santos"], ids=["age", "variant", "weight"])
def test_what_is_found_after_the_till_was_locked_opens_nothing_over_the_lock(till: TillWindow, words: str) -> None:
    till.sell.header.submitted.emit(read_entry(words))
    till.session.leave()
    till.answered()

    assert [sheet for sheet in till.findChildren(Sheet) if sheet.isVisible()] == []
    assert till.cart.lines == ()


@pytest.mark.parametrize("name", ["Coffee liqueur 0.5 l", "Brazil Santos, loose"])
def test_nothing_is_added_while_the_till_is_locked(till: TillWindow, name: str) -> None:
    product: Product = till.product(name)
    till.session.leave()

    till.sell.adding.add(product)

    assert [sheet for sheet in till.findChildren(Sheet) if sheet.isVisible()] == []
    assert till.cart.lines == ()


def test_a_product_that_cannot_be_created_since_something_else_is_asked_is_not_dropped_in_silence(
    till: TillWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, catalogue = Event(), type(till.services.catalogue)
    real = catalogue.categories

    def categories(*args: Any) -> tuple[Category, ...]:
        assert held.wait(30)
        return real(*args)

    till.scan("4006381333931")
    till.sheet("unknown-code-sheet")
    monkeypatch.setattr(catalogue, "categories", categories)
    till.click("unknown-create")
    till.key(Qt.Key.Key_F3)
    till.sheet("customer-sheet")
    held.set()
    till.answered()

    assert not [sheet for sheet in till.findChildren(Sheet, "product-sheet") if sheet.isVisible()]
    words = "4006381333931 was not added: something else is being asked. Answer that, then add it once more."
    assert words in said(till)


def test_pay_goes_on_after_a_lock_during_which_a_program_changed_the_cart(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    recalled(till, server)
    person = till.session.person
    assert person is not None
    till.session.leave()
    client_adds(server)
    till.until(lambda: not till.sell.controller.idle)

    # A sheet that was open behind the lock comes back instead of the page: nothing tells Sell that it is in front.
    till.session.enter(person)
    till.key(Qt.Key.Key_F12)

    till.until(lambda: bool(till.paid_with))
    assert till.paid_with[0][0].lines[0].quantity_milli == 2000


def test_pay_reads_a_cart_anew_that_is_known_to_be_old(till: TillWindow) -> None:
    till.tap("Gift box")
    till.settled()
    till.sell.controller._stale = True

    till.key(Qt.Key.Key_F12)

    till.until(lambda: bool(till.paid_with))


def test_what_is_added_after_a_hold_that_failed_goes_into_no_other_cart(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    till.tap("Espresso")
    first = till.settled()
    till.events.stop()
    change_elsewhere(open_store(), till, clear_cart)

    till.sell.controller.hold("table 4")
    till.tap("Gift box")
    till.until(lambda: till.sell.controller.idle)

    assert on_disk(till, first) == []
    assert till.settled().cart_id == first.cart_id
    assert any("Another cart is open here than the one on screen" in words for words in said(till))


def test_what_is_added_to_a_held_cart_that_could_not_be_opened_goes_into_no_other_cart(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    till.tap("Espresso")
    till.settled()
    till.sell.controller.hold("table 4")
    till.tap("Gift box")
    mine = till.settled()
    till.until(lambda: len(till.sell.held.carts) == 1)
    held = till.sell.held.carts[0]
    till.events.stop()
    server = open_store()
    server.write(partial(server.sales.delete_held, actor=till.session.actor(), cart_id=held.cart_id))

    till.sell.controller.recall(held)
    till.tap("Espresso")
    till.until(lambda: till.sell.controller.idle)

    assert on_disk(till, mine) == ["Gift box"]
    assert till.settled().cart_id == mine.cart_id
    assert any("Another cart is open here than the one on screen" in words for words in said(till))


def test_undo_takes_back_what_was_done_to_this_cart_and_nothing_of_another_one(
    till: TillWindow, open_other_till: Callable[[], TillWindow]
) -> None:
    till.tap("Espresso")
    till.tap("Gift box")
    cart = till.settled()
    other = open_other_till()
    other.until(lambda: bool(other.sell.held.carts))
    till.events.stop()
    other.sell.controller.take_over(other.sell.held.carts[0])
    other.until(lambda: other.cart.cart_id == cart.cart_id)

    till.sell.entered()
    till.until(lambda: till.cart.cart_id != cart.cart_id)
    till.activateWindow()
    till.until(till.isActiveWindow)
    till.sell.header.search.focus()
    till.key(Qt.Key.Key_Z, CTRL)

    assert not till.sell.controller.can_undo
    assert till.settled().lines == ()


def test_prices_that_were_asked_for_a_cart_change_no_other_one(till: TillWindow) -> None:
    till.tap("Espresso")
    till.settled()
    till.until(lambda: till.sell.cart.menu.lists.menuAction().isVisible())
    staff = next(action for action in till.sell.cart.menu.lists.actions() if action.text() == "Staff")

    staff.trigger()
    till.sell.controller.hold("table 4")
    till.answered()

    assert till.settled().price_list is None
    assert "Another cart is open by now. No prices were changed. Choose the price list once more." in said(till)


@pytest.mark.parametrize("meanwhile", ["held", "locked"])
def test_a_customer_who_is_added_too_late_is_not_put_on_another_cart(till: TillWindow, meanwhile: str) -> None:
    till.tap("Espresso")
    till.settled()
    till.key(Qt.Key.Key_F3)
    till.sheet("customer-sheet")
    till.click("customer-new")
    till.part(Field, "new-name").set_text("Nora Quist")
    till.part(Field, "new-email").set_text("nora@example.com")

    till.click("customer-save")
    if meanwhile == "held":
        till.sell.controller.hold("table 4")
    else:
        till.session.leave()
    till.answered()

    till.until(lambda: till.sell.controller.idle)
    assert till.cart.customer is None
    assert any("Nora Quist was added to the customers" in words for words in said(till))


def test_a_customer_whose_code_is_scanned_twice_is_named_once_more(till: TillWindow) -> None:
    code = till.services.codes.for_customer(till.session.tenant_id, CustomerId(121))
    till.scan(code)
    till.until(lambda: till.cart.customer is not None)
    till.settled()
    till.sell.toasts.clear()

    till.scan(code)

    till.until(lambda: said(till) == ["Aylin Demir is the customer of this cart."])
    assert till.part(QWidget, "sell-toast").isVisible()
