"""A sale of five scanned items for cash, on the real desk: at most seven actions after the last scan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.gui.desk import Desk, DeskOptions
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.sell.screen import SellScreen
from aurora_desk.gui.shell.opened import Opened
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from gui.shell.staging import RUNNING, scan

MOST_ACTIONS = 7
FIVE = tuple(ProductId(number) for number in (103, 104, 105, 106, 107))


class Hands:
    """What a cashier does on the desk; every tap and every key counts."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self._qtbot, self._desk = qtbot, desk
        self.actions = 0

    def key(self, key: Qt.Key) -> None:
        self.actions += 1
        QTest.keyClick(self._desk.window.windowHandle(), key)
        self._qtbot.wait(60)

    def tap(self, name: str) -> None:
        self.actions += 1
        QTest.mouseClick(self.wait_for(name), Qt.MouseButton.LeftButton)

    def look_at_the_sheet(self) -> None:
        """As long as the second tap of a double one would do nothing."""
        self.wait_for("cash-take")
        self._qtbot.waitUntil(lambda: not self._sheet().stage.opening.running)

    def read_what_was_paid(self) -> None:
        """As long as the second tap of a double one would do nothing."""
        self.wait_for("done-next")
        self._qtbot.waitUntil(lambda: not self._sheet().stage.pause.running)

    def _sheet(self) -> PaymentSheet:
        sheet = self._desk.window.findChild(PaymentSheet)
        assert sheet is not None
        return sheet

    def wait_for(self, name: str) -> QWidget:
        found: list[QWidget] = []

        def there() -> bool:
            found[:] = [part for part in self._desk.window.findChildren(QAbstractButton, name) if part.isVisible()]
            return bool(found) and found[0].isEnabled()

        self._qtbot.waitUntil(there)
        return found[0]


@pytest.fixture
def desk(qtbot: QtBot, look: Look, qapp: QApplication, demo_services: Services, tmp_path: Path) -> Iterator[Desk]:
    """The whole desk, with Mara signed in and Sell in front."""
    services = demo_services

    def opened() -> Opened:
        return Opened(
            services=services,
            tenant=services.read(partial(services.tenants.get, tenant_id=CAFE)),
            till=services.read(partial(services.tenants.first_till, tenant_id=CAFE)),
            ask_api=lambda: RUNNING,
            close=lambda: None,
            receipts=tmp_path,
        )

    options = DeskOptions(opened, theme=LIGHT, size=QSize(1280, 800), locale=QLocale("en_US"), less_motion=True)
    made = Desk(qapp, options)
    qtbot.addWidget(made.window)
    # The first start of a process imports everything; a busy machine takes its time.
    with qtbot.waitSignal(made.opened, timeout=30_000):
        made.show()
    made.window.activateWindow()
    qtbot.waitActive(made.window)
    for digit in "1234":
        QTest.keyClick(made.window.windowHandle(), ord(digit))
        qtbot.wait(60)
    qtbot.waitUntil(lambda: made.context.session.person is not None)
    qtbot.waitUntil(lambda: sell(made).controller.cart is not None and sell(made).shift.is_open)
    yield made
    made.close()


def sell(desk: Desk) -> SellScreen:
    screen = desk.assembly.shell.screen_of(Page.SELL)
    assert isinstance(screen, SellScreen)
    return screen


def cart(desk: Desk) -> Cart:
    found = sell(desk).controller.cart
    assert found is not None
    return found


def has_lines(desk: Desk, count: int) -> bool:
    return len(cart(desk).lines) == count


def scan_five(desk: Desk, qtbot: QtBot) -> None:
    services = desk.context.services
    for place, product_id in enumerate(FIVE, start=1):
        product = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=product_id))
        scan(desk.window, product.barcode)
        qtbot.waitUntil(partial(has_lines, desk, place))


@pytest.mark.parametrize("way", ["touch", "keyboard"])
def test_five_scanned_items_are_sold_for_cash_with_at_most_seven_actions(desk: Desk, qtbot: QtBot, way: str) -> None:
    scan_five(desk, qtbot)
    hands = Hands(qtbot, desk)

    if way == "touch":
        hands.tap("pay-cash")
        hands.look_at_the_sheet()
        hands.tap("cash-exact")
        hands.tap("cash-take")
        hands.read_what_was_paid()
        hands.tap("done-next")
    else:
        hands.key(Qt.Key.Key_F9)
        hands.wait_for("cash-take")
        hands.key(Qt.Key.Key_E)
        hands.key(Qt.Key.Key_Return)
        hands.read_what_was_paid()
        # Enter takes what is focused: the shop's usual receipt, and then the next customer.
        while cart(desk).lines and hands.actions < MOST_ACTIONS:
            hands.key(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: sell(desk).controller.idle and not cart(desk).lines)
    assert hands.actions <= MOST_ACTIONS
    services = desk.context.services
    order = services.read(partial(services.orders.get, tenant_id=CAFE, order_id=OrderId(5001)))
    assert (order.payment_status, len(order.lines)) == (PaidStatus.PAID, 5)
