"""One whole desk for the flows of a file, and the hands that go through them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import clear_cart
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.services.facade import Services
from conftest import open_as_desk, place_in
from gui.flows.hands import HANDS, LONG_MS, Clock, Hand, Mouse, Way
from gui.shell.real_desk import SHOP, desks, opened, sell, selling
from simulator.running import running_simulator

MARA = 1
MOST_ESCAPES = 4


class Floor:
    """A shop whose desk is opened once, and anew only where a flow left it in the middle of something."""

    def __init__(self, services: Services, folder: Path, stripe_base: str, make: Callable[..., Desk]) -> None:
        self.services, self.stripe_base, self.clock = services, stripe_base, Clock()
        self._folder, self._make = folder, make
        self._desk: Desk | None = None

    def desk(self, qtbot: QtBot) -> Desk:
        """The desk with Mara signed in, Sell in front and an empty cart that nobody has touched."""
        if self._desk is None or not at_rest(self._desk):
            if self._desk is not None:
                self._desk.close()
                self._desk.window.close()
            self._desk = selling(self._make(lambda: opened(self.services, self._folder, [])), qtbot)
        # A dialog of the system may have had the window's place.
        self._desk.window.activateWindow()
        qtbot.waitUntil(self._desk.window.isActiveWindow, timeout=LONG_MS)
        self._sign_mara_in(self._desk, qtbot)
        show_whole_lists(self._desk)
        self._empty_cart(self._desk, qtbot)
        return self._desk

    def _sign_mara_in(self, desk: Desk, qtbot: QtBot) -> None:
        shell, session = desk.assembly.shell, desk.context.session
        if session.person is None or session.person.person_id != MARA:
            shell.lock(switch=True)
            hand = Mouse(desk, qtbot, self.clock)
            hand.press(f"person-{MARA}")
            hand.number("pin", "1234")
            qtbot.waitUntil(lambda: session.person is not None and session.person.person_id == MARA, timeout=LONG_MS)
        shell.go(Page.SELL)

    def _empty_cart(self, desk: Desk, qtbot: QtBot) -> None:
        screen, sales = sell(desk), self.services.sales
        qtbot.waitUntil(lambda: screen.controller.cart is not None and screen.controller.idle, timeout=LONG_MS)
        screen.toasts.clear()
        desk.assembly.shell.toast_layer.toasts.clear()
        assert screen.controller.cart is not None
        if screen.controller.cart.lines:
            screen.controller.hold("")
        else:
            screen.controller.apply(clear_cart)
        qtbot.waitUntil(lambda: screen.controller.idle, timeout=LONG_MS)
        actor = desk.context.session.actor()
        for cart in self.services.read(partial(sales.held, tenant_id=SHOP)):
            if cart.till_id is None:
                self.services.write(partial(sales.delete_held, actor=actor, cart_id=cart.cart_id))
        qtbot.waitUntil(lambda: all(cart.till_id is not None for cart in screen.held.carts), timeout=LONG_MS)
        screen.header.search.clear()
        screen.products.chips.chips()[0].setChecked(True)
        screen.header.search.focus()


def at_rest(desk: Desk) -> bool:
    """Whether a desk is where the next flow may begin."""
    return desk.window.isVisible() and not desk.assembly.shell.sheet_open()


def show_whole_lists(desk: Desk) -> None:
    """Esc on each list until nothing is searched for or open at the side, and no filter stays."""
    for page in (Page.ORDERS, Page.CUSTOMERS):
        screen = desk.assembly.shell.screen_of(page)
        for _ in range(MOST_ESCAPES):
            if not screen.escape():
                break
        if isinstance(screen, OrdersScreen):
            screen.list.filters.choose(OrderFilter.ALL)


@pytest.fixture(scope="module")
def floor(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    dressed: Look,
    demo_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Floor]:
    """The shop of a file of flows."""
    folder = tmp_path_factory.mktemp("floor") / "shop"
    shutil.copytree(demo_template, folder)
    with ExitStack() as stack:
        stack.callback(dressed.apply, qapp)
        base = stack.enter_context(running_simulator())
        services = open_as_desk(place_in(folder), base)
        stack.callback(services.close)
        make = stack.enter_context(desks(QtBot(request), qapp))
        yield Floor(services, folder, base, make)
    dressed.wear(LIGHT, scale=100, less_motion=True)


@pytest.fixture
def hand(request: pytest.FixtureRequest, floor: Floor, qtbot: QtBot) -> Hand:
    """Somebody at the desk who works in the way that the test names."""
    way: Way = request.param
    return HANDS[way](floor.desk(qtbot), qtbot, floor.clock)
