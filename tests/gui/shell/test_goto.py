"""Ctrl+K goes to a screen, an order, a customer or a product, by keys alone or by a click."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.orders import Order
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.shell.goto.sheet import GotoSheet
from aurora_desk.gui.shell.pages import Page
from aurora_desk.services.facade import Services
from gui.screens.orders.shop import REGULAR, place
from gui.shell.real_desk import sell
from gui.walking import nameless, too_small, unnamed_controls


@pytest.fixture
def order(demo_services: Services) -> Order:
    """An order of Lena's."""
    return place(demo_services, 103, customer=REGULAR)


@pytest.fixture
def desk(order: Order, shop: Desk) -> Desk:
    """The whole desk, Sell in front."""
    del order
    return shop


def key(desk: Desk, what: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on the window, as the system sends it."""
    handle = desk.window.windowHandle()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(handle, QKeyEvent(kind, what, modifiers))


def open_goto(desk: Desk) -> GotoSheet:
    """Ctrl+K."""
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return next(sheet for sheet in desk.window.findChildren(GotoSheet) if sheet.isVisible())


def screen(desk: Desk, page: Page) -> Screen:
    """A screen of the desk."""
    return desk.assembly.shell.screen_of(page)


def test_letters_and_enter_go_to_a_screen_an_order_a_customer_and_a_product(
    desk: Desk, order: Order, qtbot: QtBot
) -> None:
    shell, customers, orders = desk.assembly.shell, screen(desk, Page.CUSTOMERS), screen(desk, Page.ORDERS)
    assert isinstance(customers, CustomersScreen)
    assert isinstance(orders, OrdersScreen)

    def go(words: str) -> None:
        sheet = open_goto(desk)
        QTest.keyClicks(sheet.search.input, words)
        QTest.keyClick(sheet.search.input, Qt.Key.Key_Return)

    go("rep")
    qtbot.waitUntil(lambda: shell.page is Page.REPORTS)
    go(str(order.order_id))
    qtbot.waitUntil(lambda: orders.open_key == order.order_id)
    assert shell.page is Page.ORDERS
    go("lena@")
    qtbot.waitUntil(lambda: shell.page is Page.CUSTOMERS and customers.shown_key() == REGULAR)
    go("cold brew")
    qtbot.waitUntil(lambda: shell.page is Page.SELL)
    assert sell(desk).header.search.text == "Cold brew"


def test_arrows_choose_a_click_opens_and_esc_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    shell = desk.assembly.shell
    sheet = open_goto(desk)
    assert [one.target for one in sheet.model.places[:4]] == list(Page)[:4]
    QTest.keyClick(sheet.search.input, Qt.Key.Key_Down)
    key(desk, Qt.Key.Key_Down)
    key(desk, Qt.Key.Key_Up)
    assert sheet.list.currentIndex().row() == 1
    key(desk, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.window.findChild(GotoSheet) is None)
    assert shell.page is Page.SELL

    sheet = open_goto(desk)
    where = sheet.list.visualRect(sheet.model.index(2, 0)).center()
    QTest.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: shell.page is Page.CUSTOMERS)


def test_what_nobody_has_is_said_and_a_command_is_run(desk: Desk, qtbot: QtBot) -> None:
    sheet = open_goto(desk)
    QTest.keyClicks(sheet.search.input, "zzzz")
    qtbot.waitUntil(lambda: sheet.news.text() == "Nothing matches 'zzzz'")
    sheet.search.clear()
    QTest.keyClicks(sheet.search.input, "lock")
    QTest.keyClick(sheet.search.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.assembly.shell.locked and desk.window.findChild(GotoSheet) is None)
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.findChild(GotoSheet) is None


def test_places_are_read_to_people_who_listen(desk: Desk, qtbot: QtBot) -> None:
    sheet = open_goto(desk)
    QTest.keyClicks(sheet.search.input, "lena")
    said = partial(_said, sheet)
    qtbot.waitUntil(lambda: "Lena Bergström, lena@example.com" in said())
    assert nameless(sheet) + too_small(sheet) + unnamed_controls(sheet) == []


def _said(sheet: GotoSheet) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(sheet.model.index(row, 0).data(role)) for row in range(sheet.model.rowCount())]
