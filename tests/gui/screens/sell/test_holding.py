"""Holding and recalling carts, and carts that others fill."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import ProductId
from aurora_desk.gui.screens.sell.sheets.held_carts import HeldCartsSheet
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.field import Field
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceOrder
from aurora_desk.store.engine import StoreBusyError
from gui.screens.sell.till import CTRL, TillWindow
from gui.why import why

F6, F7 = Qt.Key.Key_F6, Qt.Key.Key_F7
ESPRESSO = ProductId(103)
LATEST_MS = 500
"""How soon a desk shows what others did."""


def client_adds(services: Services, session_id: str = "web-1", product_id: ProductId = ESPRESSO) -> Cart:
    actor = Actor.client(services.facts.default_tenant, "loopback")
    return services.write(
        partial(
            services.sales.session_add,
            actor=actor,
            session_id=session_id,
            product_id=product_id,
            quantity=Decimal(1),
            price=None,
        )
    )


def client_orders(services: Services, session_id: str = "web-1") -> None:
    actor = Actor.client(services.facts.default_tenant, "loopback")
    request = PlaceOrder(items=None, session_id=session_id, customer=None, shipping_address=None, billing_address=None)
    services.write(partial(services.orders.place, actor=actor, request=request))


def hold(till: TillWindow, name: str) -> None:
    till.key(F6)
    till.sheet("hold-sheet")
    till.part(Field, "hold-sheet-field").set_text(name)
    till.click("hold-sheet-save")
    till.until(lambda: till.cart.lines == ())


def held_sheet(till: TillWindow) -> HeldCartsSheet:
    till.sheet("held-sheet")
    return till.part(HeldCartsSheet, "held-sheet")


def test_carts_that_come_during_a_reading_that_fails_are_read_after_it(
    till: TillWindow, open_store: Callable[[], Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, held, sales = Event(), Event(), type(till.services.sales)
    real = sales.held

    def read(*args: Any, **named: Any) -> tuple[Cart, ...]:
        if not reading.is_set():
            reading.set()
            assert held.wait(30)
            raise StoreBusyError
        return real(*args, **named)

    monkeypatch.setattr(sales, "held", read)
    till.until(lambda: not till.sell.held._reading)
    till.sell.held.read()
    till.until(reading.is_set)
    client_adds(open_store())
    till.until(lambda: till.sell.held._again)
    till.events.stop()

    held.set()

    till.until(lambda: len(till.sell.held.carts) == 1)


def test_a_held_cart_gives_way_to_an_empty_one_and_comes_back_as_it_was(till: TillWindow) -> None:
    till.tap("Espresso")
    till.tap("Gift box")
    lines = till.settled().lines

    hold(till, "table 4")
    till.until(lambda: till.sell.header.held.text() == "Held · 1")
    empty = till.settled()
    till.key(F7)
    sheet = held_sheet(till)
    assert [sheet.model.index(0, column).data() for column in (0, 2, 3)] == ["table 4", "Mara Klein", "2"]
    till.click("held-open")

    till.until(lambda: len(till.cart.lines) == 2)
    assert empty.lines == ()
    assert till.settled().lines == lines
    till.until(lambda: till.sell.header.held.text() == "Held")


def test_opening_a_held_cart_holds_the_one_that_was_open_and_says_so(till: TillWindow) -> None:
    till.tap("Espresso")
    hold(till, "first")
    till.tap("Gift box")
    till.until(lambda: bool(till.sell.held.carts))

    till.click("held-carts")
    held_sheet(till)
    till.enter()

    till.until(lambda: till.names() == [("Espresso", 1)])
    till.settled()
    till.until(lambda: [cart.lines[0].name for cart in till.sell.held.carts] == ["Gift box"])
    toast = till.sell.toasts
    till.until(lambda: toast.current is not None)
    while toast.current is not None and "is held now" not in toast.current.text:
        toast.dismiss()
    assert toast.current is not None


def test_a_product_scanned_right_after_holding_is_in_the_new_cart(till: TillWindow) -> None:
    till.tap("Espresso")
    old = till.cart.cart_id

    till.sell.controller.hold("later")
    till.tap("Gift box")

    cart = till.settled()
    assert cart.cart_id != old
    assert till.names() == [("Gift box", 1)]
    till.until(lambda: [cart.cart_id for cart in till.sell.held.carts] == [old])


def test_a_held_cart_is_deleted_only_after_asking(till: TillWindow) -> None:
    till.tap("Espresso")
    hold(till, "forgotten")
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.key(F7)
    sheet = held_sheet(till)

    till.click("held-delete")
    till.sheet("held-confirm")
    till.click("held-confirm-verb")

    till.until(lambda: till.sell.held.carts == ())
    till.until(lambda: sheet.model.rows == ())
    assert not sheet.open_cart.isEnabled()


def test_a_cart_that_a_network_client_fills_shows_by_itself_and_stays_current(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    till.key(F7)
    sheet = held_sheet(till)

    client_adds(server)
    till.until(lambda: till.sell.header.held.text() == "Held · 1" and len(sheet.model.rows) == 1)
    client_adds(server, product_id=ProductId(104))
    till.until(lambda: sheet.model.index(0, 3).data() == "2")

    assert sheet.model.index(0, 0).data() == "web-1"
    assert sheet.model.index(0, 2).data() == "A program on this computer"


def point_at(sheet: HeldCartsSheet, *, over: bool) -> None:
    """Bring a pointer over the list, or take it away."""
    viewport, spot = sheet.table.viewport(), QPointF(5, 5)
    QCoreApplication.sendEvent(viewport, QEnterEvent(spot, spot, spot) if over else QEvent(QEvent.Type.Leave))


def test_held_carts_come_within_half_a_second_and_none_moves_under_a_pointer(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    till.key(F7)
    sheet = held_sheet(till)
    for place, code in enumerate(("web-1", "web-2"), 1):
        client_adds(server, code)
        till.until(lambda place=place: len(sheet.model.rows) == place, LATEST_MS)  # type: ignore[misc]  # bound now
    before = [cart.session_id for cart in sheet.model.rows]

    point_at(sheet, over=True)
    client_adds(server, "web-3")
    client_adds(server, "web-1", ProductId(104))
    till.until(lambda: sheet.subtitle.text() == "3 held")
    till.until(lambda: "2" in {sheet.model.index(row, 3).data() for row in range(2)})
    assert [cart.session_id for cart in sheet.model.rows] == before

    point_at(sheet, over=False)
    assert len(sheet.model.rows) == 3


def test_a_held_cart_that_goes_leaves_its_place_to_its_neighbour(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    for code in ("web-1", "web-2", "web-3", "web-4"):
        client_adds(server, code)
    till.until(lambda: len(till.sell.held.carts) == 4)
    till.key(F7)
    sheet = held_sheet(till)
    codes = [str(cart.session_id) for cart in sheet.model.rows]
    sheet.table.selectRow(2)

    client_orders(server, codes[0])
    till.until(lambda: len(sheet.model.rows) == 3)
    assert sheet.table.row is not None
    assert sheet.table.row.session_id == codes[2], "the selected one stays selected"
    client_orders(server, codes[2])
    till.until(lambda: len(sheet.model.rows) == 2)
    assert sheet.table.row.session_id == codes[3]


def test_a_change_of_the_open_cart_by_a_network_client_shows_here(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    client_adds(server)
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.sell.controller.recall(till.sell.held.carts[0])
    till.settled()

    client_adds(server, product_id=ProductId(104))

    till.until(lambda: till.names() == [("Espresso", 1), ("Butter croissant", 1)])
    till.settled()


def test_a_cart_that_a_network_client_orders_gives_way_to_a_new_one(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    client_adds(server)
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.sell.controller.recall(till.sell.held.carts[0])
    ordered = till.settled()

    client_orders(server)

    till.until(lambda: till.cart.cart_id != ordered.cart_id)
    assert till.settled().lines == ()
    assert till.sell.toasts.current is not None
    assert "made this cart an order" in till.sell.toasts.current.text


def test_the_cart_is_on_disk_and_survives_the_desk(open_till: Callable[[], TillWindow]) -> None:
    first = open_till()
    first.tap("Espresso")
    first.tap("Gift box")
    cart = first.settled()
    first.hide()

    second = open_till()

    assert second.cart == cart
    assert second.names() == [("Espresso", 1), ("Gift box", 1)]


def test_a_change_that_the_store_refuses_is_told_and_what_is_on_disk_is_shown(
    till: TillWindow, open_store: Callable[[], Services]
) -> None:
    server = open_store()
    client_adds(server)
    till.until(lambda: len(till.sell.held.carts) == 1)
    till.sell.controller.recall(till.sell.held.carts[0])
    till.settled()
    till.events.stop()
    client_orders(server)

    till.tap("Gift box")

    till.until(lambda: till.sell.toasts.current is not None and till.sell.toasts.current.tone == "danger")
    till.until(lambda: till.sell.controller.idle)
    assert till.settled().lines == ()


def test_a_cart_given_back_by_the_payment_can_be_filled_further(till: TillWindow) -> None:
    till.tap("Espresso")
    till.key(Qt.Key.Key_F12)
    till.until(lambda: bool(till.paid_with))

    till.sell.payment_ended(till.paid_with[0][0])
    till.tap("Gift box")

    assert till.settled().lines[1].name == "Gift box"


def test_holding_is_taken_back_with_undo(till: TillWindow) -> None:
    till.tap("Espresso")
    held = till.settled()
    hold(till, "oops")
    till.settled()
    till.sell.header.search.focus()

    till.key(Qt.Key.Key_Z, CTRL)

    till.until(lambda: till.names() == [("Espresso", 1)])
    assert till.settled().cart_id == held.cart_id
    till.until(lambda: till.sell.held.carts == ())


def test_opening_a_held_cart_is_taken_back_with_undo(till: TillWindow) -> None:
    till.tap("Espresso")
    hold(till, "first")
    till.tap("Gift box")
    second = till.settled()
    till.until(lambda: bool(till.sell.held.carts))
    till.sell.held_desk.open_cart(till.sell.held.carts[0])
    till.settled()
    till.sell.header.search.focus()

    till.key(Qt.Key.Key_Z, CTRL)

    till.until(lambda: till.names() == [("Gift box", 1)])
    assert till.settled().cart_id == second.cart_id
    till.until(lambda: [cart.held_as for cart in till.sell.held.carts] == ["first"])


def test_letters_filter_the_held_carts_and_enter_opens_the_first(till: TillWindow) -> None:
    for product, name in (("Espresso", "blue coat"), ("Gift box", "table 4")):
        till.tap(product)
        hold(till, name)
    till.until(lambda: len(till.sell.held.carts) == 2)
    till.key(F7)
    sheet = held_sheet(till)

    till.type_in("blue")
    till.until(lambda: [row.held_as for row in sheet.model.rows] == ["blue coat"])
    till.type_in("x")
    till.until(lambda: sheet.model.rows == () and till.part(QWidget, "held-empty").isVisible())
    till.key(Qt.Key.Key_Backspace)
    till.until(lambda: len(sheet.model.rows) == 1)
    till.enter()

    till.until(lambda: till.names() == [("Espresso", 1)])
    till.settled()


@pytest.mark.parametrize("way", ["scan", "scan in the sheet", "search", "filter"])
def test_a_clients_cart_is_opened_by_its_code(till: TillWindow, open_store: Callable[[], Services], way: str) -> None:
    wanted = client_adds(open_store(), "table-7")
    client_adds(open_store(), "table-77")
    till.until(lambda: len(till.sell.held.carts) == 2)

    if way == "scan":
        till.scan("table-7")
    elif way == "search":
        till.sell.header.search.focus()
        till.type_in("table-7")
        till.enter()
    else:
        till.key(F7)
        held_sheet(till)
        if way == "filter":
            till.type_in("table-7")
            till.until(lambda: till.part(HeldCartsSheet, "held-sheet").model.rows == (wanted,))
            till.enter()
        else:
            till.scan("table-7")

    till.until(lambda: till.cart.cart_id == wanted.cart_id)
    assert till.settled().session_id == "table-7"


def take_over(till: TillWindow) -> None:
    till.until(lambda: any(cart.till_id is not None for cart in till.sell.held.carts))
    till.key(F7)
    sheet = held_sheet(till)
    till.until(lambda: sheet.open_cart.text() == "Take over…")
    assert not till.part(Button, "held-delete").isEnabled()
    assert why(till.part(Button, "held-delete")).endswith(" has this cart open")
    till.click("held-open")
    till.sheet("take-over")


def test_a_cart_is_taken_over_from_another_till_which_is_told_and_starts_anew(
    till: TillWindow, open_other_till: Callable[[], TillWindow]
) -> None:
    till.tap("Espresso")
    cart = till.settled()
    other = open_other_till()
    other.until(lambda: bool(other.sell.held.carts))
    seen = other.sell.held.carts[0]
    assert (seen.till_name, seen.opened_by_name) == ("Till 1", "Mara Klein")
    assert other.sell.header.held.text() == "Held"
    till.sell.header.search.input.setText("typed so far")

    other.activateWindow()
    other.until(other.isActiveWindow)
    take_over(other)
    other.click("take-over-verb")

    other.until(lambda: other.names() == [("Espresso", 1)])
    assert other.settled().cart_id == cart.cart_id
    till.until(lambda: till.sell.toasts.current is not None)
    current = till.sell.toasts.current
    assert current is not None
    assert current.text == "Till 2 took this cart over. Nothing in it is lost; a new cart is open here."
    till.until(lambda: till.cart.cart_id != cart.cart_id)
    assert till.settled().lines == ()
    assert till.sell.header.search.text == "typed so far"


def test_a_cart_that_is_being_paid_is_not_taken_over(
    till: TillWindow, open_other_till: Callable[[], TillWindow]
) -> None:
    till.tap("Espresso")
    till.key(Qt.Key.Key_F12)
    till.until(lambda: bool(till.paid_with))
    other = open_other_till()
    other.activateWindow()
    other.until(other.isActiveWindow)
    take_over(other)

    other.click("take-over-verb")

    other.until(lambda: other.sell.toasts.current is not None)
    current = other.sell.toasts.current
    assert current is not None
    assert current.text.startswith("Till 1 is taking the payment of this cart. Nothing was changed.")
    other.until(lambda: other.sell.controller.idle)
    assert other.settled().lines == ()
