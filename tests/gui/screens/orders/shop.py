"""A shop to test screens in: a real demo store, a window with one screen, and somebody else who sells meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import httpx
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from aurora_desk.domain import cart as carts
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId, ReaderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CardStep, CartTarget
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context, Session
from aurora_desk.gui.events import Events
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.gui.shell.scanner import WedgeScanner
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.demo import CAFE, DEMO_READER, SECOND, TILL
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceItem, PlaceOrder

REGULAR = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))


@dataclass
class Shop:
    """The services of the desk, and sales that anybody makes with them."""

    services: Services
    context: Context
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """The person at the till."""
        return self.context.session.actor()

    def show(self, screen: Screen, width: int = 1194, height: int = 764) -> QMainWindow:
        """Put a screen in a window and bring it to the front."""
        window = QMainWindow()
        window.resize(width, height)
        window.setCentralWidget(screen)
        screen.told.connect(lambda words, tone: self.told.append((words, tone)))
        window.show()
        window.activateWindow()
        screen.entered()
        return window

    def sell_for_cash(self, *products: int, tendered: int, customer: CustomerRef | None = None) -> Order:
        """A sale at this till."""
        services, actor = self.services, self.actor
        cart = services.write(partial(services.sales.open_cart, actor=actor))
        change = partial(services.sales.change, actor=actor, cart_id=cart.cart_id)
        for number in products:
            product = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=ProductId(number)))
            services.write(partial(change, change=partial(carts.add_product, product=product, quantity_milli=1000)))
        if customer is not None:
            services.write(partial(change, change=partial(carts.set_customer, customer=customer, name="")))
        target = CartTarget(cart.cart_id)
        return services.write(partial(services.payments.take_cash, actor=actor, target=target, tendered_minor=tendered))

    def sell_by_card(self, product: int, stripe_base: str) -> Order:
        """A sale at this till, paid at the simulated reader."""
        services, actor = self.services, self.actor
        cart = services.write(partial(services.sales.open_cart, actor=actor))
        found = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=ProductId(product)))
        add = partial(carts.add_product, product=found, quantity_milli=1000)
        services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
        progress = services.payments.start_card(actor, CartTarget(cart.cart_id), ReaderId(DEMO_READER))
        tap(stripe_base)
        while progress.step in (CardStep.WAITING, CardStep.APPROVING):
            progress = services.payments.check(actor, progress.payment.payment_id)
        assert progress.step is CardStep.PAID, progress.sentence
        return services.read(partial(services.orders.get, tenant_id=CAFE, order_id=progress.payment.order_id))


def tap(stripe_base: str) -> None:
    """The customer holds a card to the simulated reader."""
    answer = httpx.post(
        f"{stripe_base}/v1/test_helpers/terminal/readers/{DEMO_READER}/present_payment_method",
        headers={"Authorization": "Bearer sk_test_aurora"},
    )
    answer.raise_for_status()


def order_of(
    *products: int, customer: CustomerRef | None = None, client: str = "loopback", quantity: int = 1
) -> tuple[Actor, PlaceOrder]:
    """What a program on the network asks for."""
    items = tuple(PlaceItem(ProductId(number), Decimal(quantity), None) for number in products)
    return Actor.client(CAFE, client), PlaceOrder(items, None, customer, None, None)


def place(
    services: Services, *products: int, customer: CustomerRef | None = None, client: str = "loopback", quantity: int = 1
) -> Order:
    """An order placed by a program on the network."""
    actor, request = order_of(*products, customer=customer, client=client, quantity=quantity)
    return services.write(partial(services.orders.place, actor=actor, request=request))


def place_elsewhere(services: Services) -> Order:
    """An order placed in the second shop of the store."""
    product = services.read(partial(services.catalogue.search, tenant_id=SECOND, words="")).rows[0]
    request = PlaceOrder((PlaceItem(product.product_id, Decimal(1), None),), None, None, None, None)
    return services.write(partial(services.orders.place, actor=Actor.client(SECOND, "loopback"), request=request))


def open_shop(services: Services, look: Look) -> tuple[Shop, Callable[[], None]]:
    """A shop with the owner at the till, and how to close it."""
    tenant = services.read(partial(services.tenants.get, tenant_id=CAFE))
    till = services.read(partial(services.tenants.till, till_id=TILL))
    session = Session(tenant, till)
    session.enter(services.read(partial(services.people.everyone, tenant_id=CAFE))[0])
    look.set_zone(ZoneInfo(tenant.time_zone))
    jobs, events = Jobs(), Events(services.follow)

    def close() -> None:
        events.stop()
        jobs.wait()

    return Shop(services, Context(look, services, jobs, events, session)), close


def press(window: QMainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the window's focus is."""
    focused: QWidget | None = window.focusWidget()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(focused or window, QKeyEvent(kind, key, modifiers))


def click(part: QWidget, at: QPoint | None = None) -> None:
    """Click a part, in its middle or at a point of it."""
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(part, Qt.MouseButton.LeftButton, none, at or part.rect().center())


def type_text(part: QWidget, text: str) -> None:
    """Type a text key by key."""
    QTest.keyClicks(part, text)


class Front:
    """What the scan router asks of a shell, for a window with one screen."""

    locked = False

    def __init__(self, shop: Shop, screen: Screen) -> None:
        self._shop, self._screen = shop, screen
        self.opened: list[OrderId] = []
        self.customers: list[CustomerRef] = []

    def in_front(self) -> object:
        """The screen."""
        return self._screen

    def sheet_open(self) -> bool:
        """No sheet is open."""
        return False

    @property
    def page(self) -> Page:
        """The page of the screen."""
        return Page(self._screen.objectName())

    def asking_field(self) -> None:
        """No field asks for scans."""

    def pick_person(self, person: Person | None) -> bool:
        """Nothing is locked here."""
        raise AssertionError

    def ask_switch(self, person: Person) -> None:
        """Only on Sell."""
        raise AssertionError

    def open_customer(self, ref: CustomerRef) -> None:
        """The screen left a customer to the shell."""
        self.customers.append(ref)

    def open_order(self, order_id: OrderId) -> None:
        """The screen left an order to the shell."""
        self.opened.append(order_id)

    def tell(self, text: str, tone: str = "") -> None:
        """A toast."""
        self._shop.told.append((text, tone))


def scan(window: QMainWindow, router: ScanRouter, text: str) -> None:
    """A hand scanner types a code and Enter, faster than anybody can."""
    handle = window.windowHandle()
    assert handle is not None
    scanner = WedgeScanner(handle)
    scanner.scanned.connect(router.read)
    strokes = [(ord(letter), letter) for letter in text] + [(int(Qt.Key.Key_Return), "\r")]
    for number, (key, letter) in enumerate(strokes):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(1000 + 3 * number)
            QCoreApplication.sendEvent(handle, event)
    handle.removeEventFilter(scanner)
    scanner.deleteLater()
