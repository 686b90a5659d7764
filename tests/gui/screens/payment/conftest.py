"""A counter: the demo store with a full cart, a window, a simulated customer with cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain import cart as carts
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import OrderId, PersonId, ProductId
from aurora_desk.domain.orders import Order, OrderFilter, OrderRow
from aurora_desk.domain.payments import CartTarget, OrderTarget, Target
from aurora_desk.domain.tenants import Tenant
from aurora_desk.gui.context import Context, Session
from aurora_desk.gui.events import Events
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.payment.card_controller import Pace
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.demo import CAFE, DEMO_READER, TILL
from aurora_desk.services.facade import Services

SHORT_OF_FUNDS = "4000000000009995"
LONG_MS = 30_000
QUICK = Pace(ask_ms=20, slow_ms=20)
PATIENT_MS = 600_000
"""Longer than any test: the done state goes back only when a test says so."""


class _NoFollowing:
    def stop(self) -> None:
        """Nothing was followed."""


@dataclass
class Counter:
    """What a test has in hand."""

    qtbot: QtBot
    context: Context
    stripe_base: str
    window: QMainWindow
    page: QWidget
    cart: Cart
    ends: list[object] = field(default_factory=list)

    @property
    def services(self) -> Services:
        """The desk's services."""
        return self.context.services

    @property
    def actor(self) -> Actor:
        """The person at the till."""
        return self.context.session.actor()

    def sheet(
        self,
        tender: str = "",
        *,
        target: Target | None = None,
        order: Order | None = None,
        pace: Pace = QUICK,
        back_after_ms: int = PATIENT_MS,
        pause_ms: int = 0,
        just_opened: bool = False,
    ) -> PaymentSheet:
        """A payment sheet, open and ready: of the cart, of a target, or of an order with what is paid of it.

        Between its steps it takes every press at once, unless a test is about the second tap of a double one, on Pay
        itself (`just_opened`) or in the sheet.
        """
        if order is not None:
            target = OrderTarget(order.order_id)
        made = PaymentSheet(
            self.context,
            target or CartTarget(self.cart.cart_id),
            self.cart.total if order is None else order.due,
            "Lena Bergström · 2 items",
            tender,
            host=self.page,
            order=order,
            pace=pace,
            back_after_ms=back_after_ms,
            pause_ms=pause_ms,
        )
        made.ended.connect(self.ends.append)
        made.open()
        if not just_opened:
            made.stage.opening.end()
        return made

    def press(self, key: Qt.Key) -> None:
        """A key of the keyboard."""
        QTest.keyClick(self.window.windowHandle(), key)

    def type(self, text: str) -> None:
        """Keys of the keyboard."""
        for letter in text:
            self.press(Qt.Key(ord(letter.upper())))

    def click(self, button: QAbstractButton) -> None:
        """A click in the middle of a button that can be seen."""
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def until(self, sheet: PaymentSheet, phase: CardPhase) -> None:
        """Wait for the card."""
        self.qtbot.waitUntil(lambda: sheet.controller.state.phase is phase, timeout=LONG_MS)

    def until_done(self, sheet: PaymentSheet) -> None:
        """Wait for «Paid»."""
        self.qtbot.waitUntil(sheet.done.isVisible, timeout=LONG_MS)

    def end(self) -> object:
        """Wait until the sheet has said what came of it."""
        self.qtbot.waitUntil(lambda: bool(self.ends), timeout=LONG_MS)
        assert len(self.ends) == 1
        return self.ends[0]

    def present(self, number: str = "4242424242424242", *, tip_minor: int = 0) -> None:
        """The customer holds a card to the reader, after giving a tip on it or not."""
        tip = {"amount_tip": str(tip_minor)} if tip_minor else {}
        answer = httpx.post(
            f"{self.stripe_base}/v1/test_helpers/terminal/readers/{DEMO_READER}/present_payment_method",
            data={"type": "card_present", "card_present[number]": number, **tip},
            headers={"Authorization": "Bearer sk_test_aurora"},
        )
        answer.raise_for_status()

    def pay_part(self, tendered_minor: int, order: Order | None = None) -> Order:
        """Somebody takes cash for the sale, without the sheet."""
        target = CartTarget(self.cart.cart_id) if order is None else OrderTarget(order.order_id)
        take = partial(self.services.payments.take_cash, actor=self.actor, target=target, tendered_minor=tendered_minor)
        return self.services.write(take)

    def set_rules(self, **rules: object) -> None:
        """The owner changes the shop's rules; the till learns of it as the next sheet opens."""
        tenants = self.services.tenants
        self.services.write(lambda work: tenants.change(work, _with(tenants.get(work, CAFE), rules)))

    def order(self, order_id: int = 5001) -> Order:
        """An order as it is on disk."""
        unit = partial(self.services.orders.get, tenant_id=CAFE, order_id=OrderId(order_id))
        return self.services.read(unit)

    def orders(self) -> tuple[OrderRow, ...]:
        """All orders on disk."""
        return self.services.read(partial(self.services.orders.page, tenant_id=CAFE, which=OrderFilter.ALL)).rows

    def cart_on_disk(self) -> Cart:
        """The cart as it is on disk."""
        return self.services.read(partial(self.services.sales.get, tenant_id=CAFE, cart_id=self.cart.cart_id))


def _with(tenant: Tenant, rules: dict[str, object]) -> Tenant:
    return replace(tenant, **rules)  # type: ignore[arg-type]  # a test names fields of the right type


def fill_cart(services: Services, actor: Actor, *products: int) -> Cart:
    """The till's open cart with one piece of each product."""
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    for number in products:
        product = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=ProductId(number)))
        add = partial(carts.add_product, product=product, quantity_milli=1000)
        cart = services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
    return cart


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> Iterator[QMainWindow]:
    """A window of the smallest size that pictures are made of."""
    del look
    made = QMainWindow()
    made.setCentralWidget(QWidget())
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=LONG_MS)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def counter(
    qtbot: QtBot, look: Look, window: QMainWindow, demo_services: Services, stripe_base: str
) -> Iterator[Counter]:
    """Two products in the cart, 699.98 to pay, and nobody has paid yet."""
    made = _counter(qtbot, look, window, demo_services, stripe_base, Events(lambda _on_rows: _NoFollowing()))
    yield made
    made.context.jobs.wait()


@pytest.fixture
def following_counter(
    qtbot: QtBot, look: Look, window: QMainWindow, demo_services: Services, stripe_base: str
) -> Iterator[Counter]:
    """The same, and what anybody does to the shop reaches the sheet."""
    events = Events(demo_services.follow)
    made = _counter(qtbot, look, window, demo_services, stripe_base, events)
    yield made
    events.stop()
    made.context.jobs.wait()


def _counter(
    qtbot: QtBot, look: Look, window: QMainWindow, demo_services: Services, stripe_base: str, events: Events
) -> Counter:
    tenant = demo_services.read(partial(demo_services.tenants.get, tenant_id=CAFE))
    till = demo_services.read(partial(demo_services.tenants.till, till_id=TILL))
    session = Session(tenant, till)
    people = demo_services.read(partial(demo_services.people.everyone, tenant_id=CAFE))
    session.enter(people[0])
    context = Context(look, demo_services, Jobs(), events, session)
    cart = fill_cart(demo_services, Actor.person(CAFE, PersonId(people[0].person_id), TILL), 101, 102)
    page = window.centralWidget()
    assert page is not None
    return Counter(qtbot, context, stripe_base, window, page, cart)
