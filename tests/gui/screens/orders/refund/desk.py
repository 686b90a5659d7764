"""The Orders screen with a refund, in a window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import httpx
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order, Refund
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.orders.refund.sheet import RefundSheet
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import Shop, click

LONG_MS = 30_000


class Desk:
    """The Orders screen in a window."""

    def __init__(self, shop: Shop, stripe_base: str, qtbot: QtBot) -> None:
        self.shop, self.stripe, self.qtbot = shop, stripe_base, qtbot
        self.screen = OrdersScreen(shop.context)
        self.detail = self.screen.detail
        self.window: QMainWindow = shop.show(self.screen, 1280, 800)
        qtbot.addWidget(self.window)

    def wait(self, reached: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(reached, timeout=LONG_MS)

    def open(self, order: Order) -> None:
        """Have an order shown at the side."""
        self.screen.open_order(order.order_id)
        title = f"Order #{order.order_id}"
        self.wait(lambda: self.detail.isVisible() and self.detail.title.text() == title)

    def refund(self, order: Order) -> RefundSheet:
        """Open the planner of an order."""
        self.open(order)
        click(self.detail.refund)
        return self.sheet()

    def sheet(self) -> RefundSheet:
        """The planner, once it is there."""
        self.wait(lambda: any(one.isVisible() for one in self.window.findChildren(RefundSheet)))
        return next(one for one in self.window.findChildren(RefundSheet) if one.isVisible())

    def give(self, sheet: RefundSheet) -> None:
        """Press Refund and wait for what becomes of it."""
        click(sheet.give)
        self.wait(sheet.result.isVisible)

    def order(self, order: Order) -> Order:
        """An order as it is on disk."""
        services = self.shop.services
        return services.read(partial(services.orders.get, tenant_id=CAFE, order_id=OrderId(order.order_id)))

    def fault(self, what: str, **more: object) -> None:
        """Let something go wrong at Stripe."""
        headers = {"Authorization": "Bearer sk_test_aurora"}
        httpx.post(f"{self.stripe}/faults", json={"what": what, **more}, headers=headers).raise_for_status()

    def fail_at_bank(self, refund: Refund) -> None:
        """Days later the bank says no, and the desk asks."""
        answer = httpx.post(f"{self.stripe}/customer/refunds/{refund.stripe_refund_id}/fail")
        assert answer.status_code == httpx.codes.SEE_OTHER
        self.shop.services.refunds.check(self.shop.actor, refund.refund_id)
