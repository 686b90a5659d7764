"""Every page and sheet of the desk: named for people who listen, large enough for fingers, and with a focus to see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.domain.words import say
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.widgets.sheet import Sheet
from gui.screens.orders.shop import place
from gui.shell.real_desk import add, sell
from gui.shell.staging import scan
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus

CTRL, SHIFT, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier(0)
Open = Callable[[Desk], None]


def key(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> Open:
    """Opened by a key."""
    return lambda desk: QTest.keyClick(desk.window.windowHandle(), key, modifiers)


def press(name: str) -> Open:
    """Opened by a button of the page in front."""

    def click(desk: Desk) -> None:
        button = desk.window.findChild(QAbstractButton, name)
        assert button is not None, name
        button.click()

    return click


def look(desk: Desk) -> None:
    desk.assembly.shell.rail.person.look_action.trigger()


def approval(desk: Desk) -> None:
    error = NeedsApprovalError(Right.DISCOUNT, 25_00, "cart:1", say("Discounts over 10 % need a manager."))
    ask_manager(desk.context, desk.window, error, lambda _approval_id: None)


def of_order(opened: Callable[[OrdersScreen], None], *, paid: bool = False) -> Open:
    """Opened from the detail of an order that a program placed."""

    def show(desk: Desk) -> None:
        context = desk.assembly.context
        order = place(context.services, 103, 104, quantity=2)
        if paid:
            pay = partial(context.services.payments.take_cash, target=OrderTarget(order.order_id), tendered_minor=50_00)
            context.services.write(partial(pay, actor=context.session.actor()))
        screen = desk.assembly.shell.screen_of(Page.ORDERS)
        assert isinstance(screen, OrdersScreen)
        screen.show_one(screen.read_one(order.order_id)())
        screen.reveal()
        opened(screen)

    return show


def product(name: str) -> Open:
    """Opened by a product that asks something before it is sold."""

    def choose(desk: Desk) -> None:
        context = desk.context
        browse = partial(context.services.catalogue.browse, tenant_id=context.session.tenant_id, limit=200)
        every = context.services.read(browse).rows
        sell(desk).adding.add(next(one for one in every if one.name.replace("\u00a0", " ") == name))

    return choose


SHEETS: dict[str, tuple[Page, Open]] = {
    "days": (Page.ORDERS, press("orders-days")),
    "void": (Page.ORDERS, of_order(lambda screen: screen.detail.actions_of_order.void.click())),
    "note on an order": (Page.ORDERS, of_order(lambda screen: screen.detail.actions_of_order.note_pressed.emit())),
    "receipt by mail": (Page.ORDERS, of_order(lambda screen: screen.detail.actions_of_order.mail_pressed.emit())),
    "part": (Page.ORDERS, of_order(lambda screen: screen.detail.actions_of_order.part.click(), paid=True)),
    "keys": (Page.SELL, key(Qt.Key.Key_F1)),
    "look": (Page.SELL, look),
    "approval": (Page.SELL, approval),
    "refund": (Page.ORDERS, of_order(lambda screen: screen.detail.refund.click(), paid=True)),
    "variants": (Page.SELL, product("Barista T-shirt")),
    "age": (Page.SELL, product("Coffee liqueur 0.5 l")),
    "weight": (Page.SELL, product("Brazil Santos, loose")),
    "scanner test": (Page.SELL, lambda desk: desk.assembly.shell.scanner_test_wanted.emit()),
    "last scans": (Page.SELL, press("sell-search-scans")),
    "camera": (Page.SELL, lambda desk: desk.assembly.shell.camera_wanted.emit()),
    "unfinished": (Page.SELL, lambda desk: desk.assembly.shell.unfinished_wanted.emit()),
    "customer": (Page.SELL, key(Qt.Key.Key_F3)),
    "line discount": (Page.SELL, key(Qt.Key.Key_F4)),
    "cart discount": (Page.SELL, key(Qt.Key.Key_F4, SHIFT)),
    "quantity": (Page.SELL, key(Qt.Key.Key_F8)),
    "note": (Page.SELL, press("line-note")),
    "held carts": (Page.SELL, key(Qt.Key.Key_F7)),
    "custom item": (Page.SELL, key(Qt.Key.Key_N, CTRL)),
    "unknown code": (Page.SELL, lambda desk: scan(desk.window, "SKU-NOWHERE")),
    "cash": (Page.SELL, key(Qt.Key.Key_F9)),
    "card": (Page.SELL, key(Qt.Key.Key_F10)),
    "code": (Page.SELL, key(Qt.Key.Key_F11)),
    "new customer": (Page.CUSTOMERS, press("customer-new")),
}


def finds(part: QWidget) -> list[str]:
    """All that the walker finds."""
    return [*nameless(part), *too_small(part), *unnamed_controls(part), *unseen_focus(part)]


def front(desk: Desk) -> Sheet | None:
    """The sheet on top."""
    sheet = desk.assembly.shell.in_front()
    return sheet if isinstance(sheet, Sheet) else None


def closed(desk: Desk) -> bool:
    """Ask the sheet on top to close, as often as it needs: a payment is proved not charged first."""
    sheet = front(desk)
    if sheet is not None:
        sheet.ask_close()
    return front(desk) is None


def test_every_page_of_the_rail(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)
    found = {}

    for page in Page:
        shop.assembly.shell.go(page)
        qtbot.wait(400)
        found[page] = finds(shop.window)

    assert found == {page: [] for page in Page}


def test_every_sheet(qtbot: QtBot, shop: Desk) -> None:
    found = {}

    for name, (page, open_it) in SHEETS.items():
        shop.assembly.shell.go(page)
        if page is Page.SELL and not sell(shop).cart.lines.lines.lines:
            add(shop, qtbot, 103)
        before = QApplication.focusWidget()
        open_it(shop)
        qtbot.waitUntil(lambda: front(shop) is not None)
        sheet = front(shop)
        assert sheet is not None
        qtbot.wait(200)
        found[name] = finds(sheet)
        qtbot.waitUntil(lambda: closed(shop))
        if QApplication.focusWidget() is not before and page is not Page.SELL:
            found[name].append("the focus did not come back")

    assert {name: finds for name, finds in found.items() if finds} == {}


def test_the_lock(qtbot: QtBot, shop: Desk) -> None:
    shop.assembly.shell.lock()

    assert finds(shop.window) == []
