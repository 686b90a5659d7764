"""What the list of orders shows, and that it holds still while orders come and go."""

from __future__ import annotations

from functools import partial
from threading import Event
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import OrderFilter, OrderRow, OrderStatus
from aurora_desk.domain.paging import Page
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.screens.news import MOST_UNSEEN
from aurora_desk.gui.screens.orders import reading
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.orders.reading import Question
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.orders import Orders
from gui.screens.orders.shop import REGULAR, Shop, click, order_of, place, place_elsewhere, press, type_text

LATEST_MS = 500
"""How soon a desk shows what another process did."""


class Desk:
    """The Orders screen in a window."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self._qtbot = shop, qtbot
        self.screen = OrdersScreen(shop.context)
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        qtbot.waitUntil(lambda: not self.screen.list.listing.asking)

    @property
    def numbers(self) -> list[int]:
        """The orders in the list, from the top."""
        return [row.order_id for row in self.screen.list.model.rows]

    @property
    def words(self) -> str:
        """What stands in the place of rows; empty where there are rows."""
        empty = self.screen.list.listing.empty
        title = empty.findChild(Text, f"{empty.objectName()}-title")
        assert title is not None
        return title.text() if empty.isVisible() else ""

    def search(self, text: str) -> None:
        """Type into the search and wait for the answer."""
        self.screen.list.search.focus()
        type_text(self.screen.list.search.input, text)
        with self._qtbot.waitSignal(self.screen.list.arrived):
            pass

    def wait_for(self, *numbers: int, timeout: int = 5000) -> None:
        """Wait until exactly these orders are in the list."""
        self._qtbot.waitUntil(lambda: self.numbers == list(numbers), timeout=timeout)

    def choose(self, chip: OrderFilter) -> None:
        """Click a chip and wait for the answer."""
        with self._qtbot.waitSignal(self.screen.list.arrived):
            next(c for c in self.screen.list.chips.chips() if c.objectName().endswith(chip)).click()


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def many(services: Services, count: int) -> None:
    """So many orders by a program, in one transaction."""

    def unit(work: Work) -> None:
        for _ in range(count):
            services.orders.place(work, *order_of(103))

    services.write(unit)


def test_given_orders_when_the_screen_is_entered_then_the_newest_is_on_top_and_waiting_ones_are_counted(
    shop: Shop, qtbot: QtBot
) -> None:
    place(shop.services, 103)
    shop.sell_for_cash(104, tendered=100_00)
    place(shop.services, 105)
    desk = Desk(shop, qtbot)
    assert desk.numbers == [5003, 5002, 5001]
    waiting = desk.screen.list.chips.chips()[1]
    qtbot.waitUntil(lambda: waiting.text() == "Waiting · 2")


def test_given_another_process_when_it_places_an_order_then_the_list_shows_it_on_top_within_half_a_second(
    desk: Desk, server: Services
) -> None:
    place(server, 103)
    desk.wait_for(5001, timeout=LATEST_MS)
    place(server, 104)
    desk.wait_for(5002, 5001, timeout=LATEST_MS)
    assert desk.screen.list.chips.chips()[1].text() == "Waiting · 2"


def test_given_a_scrolled_list_when_orders_are_placed_then_no_row_moves_and_a_button_leads_to_them(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    many(server, 60)
    qtbot.waitUntil(lambda: len(desk.numbers) == 60)
    table, newer = desk.screen.list.table, desk.screen.list.newer
    table.verticalScrollBar().setValue(777)
    top = desk.numbers[table.rowAt(0)]
    place_before = table.rowViewportPosition(table.rowAt(0))
    place(server, 103)
    place(server, 103)
    qtbot.waitUntil(lambda: desk.numbers[0] == 5062)
    assert desk.numbers[table.rowAt(0)] == top
    assert table.rowViewportPosition(table.rowAt(0)) == place_before
    qtbot.waitUntil(lambda: newer.isVisible() and newer.text() == "2 new orders")
    click(newer)
    assert table.verticalScrollBar().value() == 0
    assert not newer.isVisible()


def test_given_a_selected_order_at_the_top_when_an_order_is_placed_then_the_selection_stays_under_the_finger(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    many(server, 30)
    qtbot.waitUntil(lambda: len(desk.numbers) == 30)
    table = desk.screen.list.table
    table.selectRow(2)
    selected, where = table.row.order_id, table.visualRect(table.currentIndex()).top()
    place(server, 103)
    qtbot.waitUntil(lambda: desk.numbers[0] == 5031)
    assert table.row.order_id == selected
    assert table.visualRect(table.currentIndex()).top() == where


def test_given_a_click_on_a_row_while_the_list_is_asked_for_anew_then_that_order_opens(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    many(server, 5)
    qtbot.waitUntil(lambda: len(desk.numbers) == 5)
    table, number = desk.screen.list.table, desk.numbers[2]
    with qtbot.waitSignal(desk.screen.list.arrived):
        desk.screen.list.restart()
        click(table.viewport(), table.visualRect(desk.screen.list.model.index(2, 0)).center())
    qtbot.waitUntil(lambda: desk.screen.open_key == number)
    assert table.row.order_id == number


def test_given_hundreds_of_orders_when_somebody_scrolls_then_page_after_page_is_fetched_once(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    many(server, 230)
    with qtbot.waitSignal(desk.screen.list.arrived):
        desk.screen.list.restart()
    assert len(desk.numbers) == 100
    bar = desk.screen.list.table.verticalScrollBar()
    for expected in (200, 230):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda expected=expected: len(desk.numbers) == expected)  # type: ignore[misc]  # bound now
    assert desk.numbers == list(range(5230, 5000, -1))


def test_given_a_search_by_number_then_only_that_order_is_listed(desk: Desk, server: Services) -> None:
    many(server, 3)
    desk.wait_for(5003, 5002, 5001)
    desk.search("5002")
    assert desk.numbers == [5002]


def test_given_a_search_by_customer_then_the_orders_of_that_customer_are_listed(desk: Desk, server: Services) -> None:
    many(server, 2)
    place(server, 103, customer=REGULAR)
    desk.wait_for(5003, 5002, 5001)
    name = desk.screen.list.model.rows[0].customer_name
    desk.search(name.split()[0].lower())
    assert desk.numbers == [5003]


def test_given_a_search_by_the_last_four_digits_then_the_order_paid_with_that_card_is_listed(
    desk: Desk, stripe_base: str
) -> None:
    desk.shop.sell_for_cash(104, tendered=100_00)
    order = desk.shop.sell_by_card(104, stripe_base)
    desk.wait_for(5002, 5001)
    desk.search("4242")
    assert desk.numbers == [order.order_id]


def test_given_a_search_without_match_then_it_is_said_and_one_click_clears_it(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    place(server, 103)
    desk.wait_for(5001)
    desk.choose(OrderFilter.ALL)
    desk.search("espreso")
    assert desk.words == "Nothing matches 'espreso'"
    button = desk.screen.list.listing.empty.button
    assert button.text() == "Clear filter"
    click(button)
    desk.wait_for(5001)
    assert desk.screen.list.search.text == ""


def test_given_a_chip_that_hides_the_order_when_enter_is_pressed_then_all_orders_are_searched_and_it_opens(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.shop.sell_for_cash(104, tendered=100_00)
    desk.wait_for(5001)
    desk.choose(OrderFilter.WAITING)
    assert desk.words == "No order waits for payment"
    type_text(desk.screen.list.search.input, "5001")
    press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.screen.detail.isVisible)
    assert desk.screen.list.chips.key is OrderFilter.ALL
    assert desk.screen.detail.title.text() == "Order #5001"


def test_given_the_waiting_orders_when_one_is_paid_then_it_leaves_the_list_unless_it_is_selected(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    orders = [place(server, 103) for _ in range(3)]
    desk.wait_for(5003, 5002, 5001)
    desk.choose(OrderFilter.WAITING)
    desk.screen.list.table.selectRow(0)
    services = desk.shop.services
    for order in (orders[1], orders[2]):
        pay = partial(
            services.payments.take_cash,
            actor=desk.shop.actor,
            target=OrderTarget(order.order_id),
            tendered_minor=order.total.amount_minor,
        )
        services.write(pay)
    desk.wait_for(5003, 5001)
    qtbot.waitUntil(lambda: desk.screen.list.chips.chips()[1].text() == "Waiting · 1")
    assert desk.screen.list.table.row.order_id == 5003


def test_given_an_order_that_begins_to_wait_then_no_chip_moves_under_the_finger(desk: Desk, qtbot: QtBot) -> None:
    chips, waiting = desk.screen.list.chips.chips(), desk.screen.list.chips.chips()[1]
    before = [chip.geometry() for chip in chips]
    assert waiting.text() == "Waiting"

    place(desk.shop.services, 103)

    qtbot.waitUntil(lambda: waiting.text() == "Waiting · 1")
    qtbot.wait(0)
    assert [chip.geometry() for chip in chips] == before


def test_given_a_later_page_that_was_read_before_an_order_was_paid_then_it_does_not_stay_among_those_that_wait(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, reader, go_on = desk.shop.services, desk.screen.list._reader, Event()
    orders = [place(services, 103) for _ in range(6)]
    page, later = reader.page, list[str]()

    def late(question: Question, after: str | None) -> Page[OrderRow]:
        found = page(question, after)
        if after is not None:
            later.append(after)
            assert go_on.wait(30)
        return found

    monkeypatch.setattr(reading, "PAGE", 4)
    monkeypatch.setattr(reader, "page", late)
    desk.choose(OrderFilter.WAITING)
    qtbot.waitUntil(lambda: bool(later))
    desk.screen.open_order(orders[0].order_id)
    total = orders[0].total.amount_minor
    pay = partial(services.payments.take_cash, actor=desk.shop.actor, target=OrderTarget(orders[0].order_id))
    services.write(partial(pay, tendered_minor=total))
    qtbot.waitUntil(lambda: desk.screen.detail.pill.text == "Paid")

    go_on.set()

    qtbot.waitUntil(lambda: orders[1].order_id in desk.numbers)
    qtbot.waitUntil(lambda: orders[0].order_id not in desk.numbers)


def test_given_a_busy_network_behind_another_page_when_orders_is_shown_again_then_it_is_up_to_date(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    place(server, 103)
    qtbot.waitUntil(lambda: desk.numbers == [5001])
    desk.screen.open_order(OrderId(5001))
    qtbot.waitUntil(lambda: desk.screen.detail.order is not None)
    desk.screen.hide()
    many(server, 3 * MOST_UNSEEN)
    server.write(partial(server.orders.void, actor=desk.shop.actor, order_id=OrderId(5001), reason="Mistake"))
    with qtbot.waitSignal(desk.shop.context.events.happened, check_params_cb=lambda row: row.event == "order.voided"):
        pass

    with qtbot.waitSignal(desk.screen.list.arrived):
        desk.screen.show()

    assert desk.numbers[0] == 5001 + 3 * MOST_UNSEEN
    qtbot.waitUntil(
        lambda: desk.screen.detail.order is not None and desk.screen.detail.order.status is OrderStatus.VOID
    )


def test_given_orders_of_another_shop_when_they_are_placed_then_this_desk_does_not_show_them(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    place_elsewhere(server)
    place(server, 103)
    qtbot.waitUntil(lambda: len(desk.numbers) > 0)
    assert desk.numbers == [5001]
    assert desk.screen.list.model.rows[0].total.amount_minor == 260


def test_given_a_database_that_does_not_answer_then_it_is_said_and_trying_again_brings_the_list(
    shop: Shop, qtbot: QtBot
) -> None:
    place(shop.services, 103)
    busy = UnavailableError("The database is busy. Nothing was lost. Try again in a moment.")
    with patch.object(Orders, "page", side_effect=busy):
        desk = Desk(shop, qtbot)
    assert desk.words == "This list could not be read"
    click(desk.screen.list.listing.empty.button)
    desk.wait_for(5001)


def test_given_no_orders_then_the_screen_says_where_they_come_from(desk: Desk) -> None:
    assert desk.words == "No orders yet today"


def test_given_home_and_end_then_the_first_and_the_last_row_are_selected(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    many(server, 3)
    desk.wait_for(5003, 5002, 5001)
    table = desk.screen.list.table
    table.setFocus()
    for key, order_id in ((Qt.Key.Key_End, 5001), (Qt.Key.Key_Home, 5003)):
        press(desk.window, key)
        assert table.row.order_id == order_id
        qtbot.waitUntil(lambda order_id=order_id: desk.screen.open_key == order_id)  # type: ignore[misc]  # bound now
