"""What an order tells of money that the program can't see: transfers awaited and seen, tenders of the shop's own."""

from __future__ import annotations

from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.models.orders import method_word
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from gui.screens.orders.shop import Shop, place


class Opened:
    """An order at the side of the Orders screen."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.screen = OrdersScreen(shop.context)
        self.window = shop.show(self.screen)
        qtbot.addWidget(self.window)

    def show(self, order: Order) -> None:
        title = f"Order #{order.order_id}"
        self.screen.open_order(order.order_id)
        detail = self.screen.detail
        self._qtbot.waitUntil(lambda: detail.isVisible() and detail.title.text() == title)

    @property
    def timeline(self) -> str:
        return self.screen.detail.timeline.accessibleDescription()

    @property
    def pill(self) -> str:
        return self.screen.detail.pill.text


@pytest.fixture
def opened(shop: Shop, qtbot: QtBot) -> Opened:
    return Opened(shop, qtbot)


def test_a_transfer_that_is_awaited_is_waiting_and_says_when_it_was_paid_and_by_what(
    opened: Opened, shop: Shop, qtbot: QtBot
) -> None:
    target = OrderTarget(place(shop.services, 104).order_id)
    waiting = shop.services.write(partial(shop.services.payments.await_transfer, actor=shop.actor, target=target))
    opened.show(waiting)
    assert opened.pill == "Waiting"
    assert f"Waits for a bank transfer of {shop.context.look.money(waiting.due)}" in opened.timeline
    assert "Not paid before somebody has seen the money" in opened.timeline
    assert "Paid" not in opened.timeline

    take = partial(shop.services.payments.take_transfer, actor=shop.actor, target=target, reference="A. Demir")
    shop.services.write(take)

    qtbot.waitUntil(lambda: "Bank transfer · A. Demir" in opened.timeline)
    assert opened.pill == "Paid"


def test_a_tender_of_the_shops_own_is_called_by_its_name(opened: Opened, shop: Shop) -> None:
    settings, payments = shop.services.settings, shop.services.payments
    shop.services.write(partial(settings.add_tender, actor=shop.actor, name="Voucher", asks_reference=True))
    target = OrderTarget(place(shop.services, 104).order_id)
    take = partial(payments.take_own, actor=shop.actor, target=target, name="Voucher", reference="V-7")
    order = shop.services.write(take)

    opened.show(order)

    assert "Voucher · V-7" in opened.timeline
    assert method_word(order.payments[0].method) == "Own tender"
