"""«Check now» while the person at the till goes on: to another order, to another screen, and back."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CardProgress, OrderTarget
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.services.demo import DEMO_READER
from aurora_desk.services.payments import Payments
from aurora_desk.store.engine import StoreBusyError
from gui.screens.orders.shop import Shop, click, place, press, tap

WAITING = "Ask the customer to tap, insert or swipe"


class Desk:
    """The Orders screen with an order whose payment is under way, and Stripe, which answers when a test lets it."""

    def __init__(self, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shop, self._qtbot = shop, qtbot
        self.begun, self.other = place(shop.services, 104), place(shop.services, 103)
        shop.services.payments.start_card(shop.actor, OrderTarget(self.begun.order_id), DEMO_READER)
        self.answer, self.asked = Event(), list[PaymentId]()
        self.fails = False
        real = Payments.resolve

        def resolve(payments: Payments, actor: Actor, payment_id: PaymentId) -> CardProgress:
            self.asked.append(payment_id)
            assert self.answer.wait(30)
            if self.fails:
                raise StoreBusyError
            return real(payments, actor, payment_id)

        monkeypatch.setattr(Payments, "resolve", resolve)
        self.screen = OrdersScreen(shop.context)
        self.check = self.screen.detail.check
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        self.open(self.begun)
        qtbot.waitUntil(self.check.isVisible)

    def open(self, order: Order) -> None:
        """Have an order shown at the side."""
        detail, title = self.screen.detail, f"Order #{order.order_id}"
        self.screen.open_order(order.order_id)
        self._qtbot.waitUntil(lambda: detail.isVisible() and detail.title.text() == title)

    def turns(self) -> bool:
        """Whether the ring of the button is shown."""
        return self.check.busy

    def told(self) -> tuple[str, str]:
        """What is told once Stripe answers."""
        self.answer.set()
        self._qtbot.waitUntil(lambda: bool(self.shop.told))
        assert len(self.shop.told) == 1
        return self.shop.told[0]


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(shop, qtbot, monkeypatch)


def test_the_ring_is_that_of_the_order_shown_and_comes_back_with_it(desk: Desk) -> None:
    click(desk.check)
    assert desk.turns()

    desk.open(desk.other)
    assert not desk.turns()
    desk.open(desk.begun)
    assert desk.turns()

    assert desk.told() == (WAITING, "info")
    assert not desk.turns()


def test_an_order_that_is_asked_about_is_not_asked_about_twice(desk: Desk) -> None:
    click(desk.check)
    desk.screen.focus_search()
    press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.open(desk.begun)
    press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    desk.told()
    desk.shop.context.jobs.wait()
    assert len(desk.asked) == 1


@pytest.mark.parametrize("meanwhile", ["another order", "another screen", "closed"])
def test_what_comes_when_the_order_is_not_in_sight_names_it(desk: Desk, stripe_base: str, meanwhile: str) -> None:
    click(desk.check)
    if meanwhile == "another order":
        desk.open(desk.other)
    elif meanwhile == "another screen":
        desk.screen.hide()
    else:
        desk.screen.close_detail()
    tap(stripe_base)

    assert desk.told() == (f"Order #{desk.begun.order_id} is paid.", "success")


def test_an_order_out_of_sight_is_named_also_where_nothing_has_changed(desk: Desk) -> None:
    click(desk.check)
    desk.open(desk.other)

    assert desk.told() == (f"Order #{desk.begun.order_id}: {WAITING}", "info")


def test_an_order_out_of_sight_is_named_also_where_stripe_could_not_be_asked(desk: Desk) -> None:
    desk.fails = True
    click(desk.check)
    desk.open(desk.other)

    words, tone = desk.told()
    assert words.startswith(f"Order #{desk.begun.order_id}: ")
    assert tone == "danger"
