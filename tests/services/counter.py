"""A shop's counter for the tests of the use cases: services on a demo store, and Stripe behind a door that can fail."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import httpx
import sqlcipher3.dbapi2
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aurora_desk.app.opening import look
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, add_product
from aurora_desk.domain.ids import IntentId, OrderId, PersonId, ProductId, TillId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.tenants import Till
from aurora_desk.payments.gateway import Gateway
from aurora_desk.services.demo import CAFE, DEMO_READER, TILL
from aurora_desk.services.facade import Services, Unit, Work
from aurora_desk.services.online import IntentRequest
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.simulator.state import State
from aurora_desk.store.creating import Place
from aurora_desk.store.keyring import read_key_ring
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Surroundings

T = TypeVar("T")
STRIPE_KEY = "sk_test_counter"
SECOND_TILL = TillId(2)
MARA = Actor.person(CAFE, PersonId(1), TILL)
JONAS = Actor.person(CAFE, PersonId(2), SECOND_TILL)
LOOPBACK = Actor.client(CAFE, "loopback")
PROGRAM = Actor.program(CAFE)
ESPRESSO, CROISSANT = ProductId(103), ProductId(104)
"""2.60 without a counted stock, and 2.40 of which 24 are there."""


class MovedClock:
    """The real clock, moved on by a test."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.fixed: datetime | None = None

    def __call__(self) -> datetime:
        return (self.fixed or datetime.now(UTC)) + self.ahead


@dataclass
class Trouble:
    """What happens to calls that match: the connection is cut, before or after they took effect."""

    pattern: str
    times: int
    after: bool
    skip: int = 0


@dataclass
class Exchange:
    """A call that came through the door, and what Stripe answered."""

    method: str
    path: str
    query: str
    user_agent: str
    body: bytes = b""
    status: int = 0
    answer: bytes = b""
    is_json: bool = False

    @property
    def ours(self) -> bool:
        """Whether the program asked, by the SDK; a test plays the customer without it."""
        return "PythonBindings" in self.user_agent

    @property
    def form(self) -> str:
        """The parameters as they were sent."""
        return self.query if self.method == "GET" else self.body.decode()


@dataclass
class StripeDoor:
    """The simulator behind a door: a test listens there, and loses questions or answers."""

    app: ASGIApp
    state: State | None = None
    """What the simulator remembers, for what it has no way to do."""
    exchanges: list[Exchange] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    listener: Callable[[str], None] | None = None

    def lose(self, pattern: str, *, after: bool, times: int = 1_000, skip: int = 0) -> None:
        """Cut the connections of the next calls that match, before they are done or after; `skip` are let pass."""
        self.troubles.append(Trouble(pattern, times, after, skip))

    def mend(self) -> None:
        """All is well again."""
        self.troubles.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or not."""
        line = f"{scope['method']} {scope['path']}"
        self.calls.append(line)
        if self.listener is not None:
            await asyncio.to_thread(self.listener, line)
        trouble = next((one for one in self.troubles if one.times and re.search(one.pattern, line)), None)
        if trouble is not None and trouble.skip:
            trouble.skip -= 1
            trouble = None
        if trouble is None:
            await self._pass_on(scope, receive, send)
            return
        trouble.times -= 1
        if trouble.after:
            await self._pass_on(scope, receive, _swallow)
        send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's cycle of one request
        await asyncio.sleep(0.01)  # uvicorn notices, and doesn't answer what can't be answered

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the simulator answer, and keep what was said."""
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        exchange = Exchange(
            scope["method"], scope["path"], scope["query_string"].decode(), headers.get("user-agent", "")
        )

        async def heard() -> Message:
            message = await receive()
            exchange.body += message.get("body", b"")
            return message

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                exchange.is_json = (b"content-type", b"application/json") in message["headers"]
            exchange.answer += message.get("body", b"")
            await send(message)

        await self.app(scope, heard, told)
        if scope["path"].startswith("/v1/"):
            self.exchanges.append(exchange)


async def _swallow(_message: Message) -> None:
    """An answer that gets lost on its way."""


@dataclass(frozen=True)
class Counter:
    """What a test works with."""

    services: Services
    place: Place
    clock: MovedClock
    door: StripeDoor
    stripe: str

    def write(self, unit: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a unit of the services."""
        ready: Unit[T] = partial(_work_first, unit, args, named)
        return self.services.write(ready)

    def read(self, unit: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a reading unit of the services."""
        ready: Unit[T] = partial(_work_first, unit, args, named)
        return self.services.read(ready)

    def cart(self, *product_ids: ProductId, actor: Actor = MARA) -> Cart:
        """The till's open cart with these products added."""
        cart = self.write(self.services.sales.open_cart, actor)
        for product_id in product_ids or (ESPRESSO, CROISSANT):
            product = self.read(self.services.catalogue.get, CAFE, product_id)
            cart = self.write(
                self.services.sales.change,
                actor,
                cart.cart_id,
                partial(add_product, product=product, quantity_milli=1000),
            )
        return cart

    def target(self, *product_ids: ProductId, actor: Actor = MARA) -> CartTarget:
        """A full cart, to be paid."""
        return CartTarget(self.cart(*product_ids, actor=actor).cart_id)

    def ordered(self, product_id: ProductId = ESPRESSO, quantity: int = 2) -> Order:
        """An order of a program on the network."""
        return self.write(self.services.orders.place, LOOPBACK, order_of(item(product_id, quantity)))

    def order(self, order_id: OrderId) -> Order:
        """An order as it stands."""
        return self.read(self.services.orders.get, CAFE, order_id)

    def intent_of(self, order: Order, amount: int | None = None) -> tuple[str, IntentId]:
        """createPaymentIntent."""
        asked = IntentRequest(order.order_id, order.due.amount_minor if amount is None else amount, "usd", None)
        return self.services.payments.create_intent(LOOPBACK, asked)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What another connection sees on disk."""
        connection = sqlcipher3.dbapi2.connect(str(self.place.file))
        try:
            return list(connection.execute(query, values))
        finally:
            connection.close()

    def events(self, subject: str) -> list[str]:
        """The journal's events about a subject."""
        return [row[0] for row in self.rows("SELECT event FROM journal WHERE subject = ? ORDER BY seq", subject)]

    def stock(self, product_id: ProductId) -> int | None:
        """What is left of a product, in thousandths."""
        return self.read(self.services.catalogue.get, CAFE, product_id).stock_milli

    def tap(self, deed: str = "tap") -> None:
        """The customer holds a good card (`tap`) or a bad one (`decline`) to the reader."""
        answer = httpx.post(f"{self.stripe}/customer/readers/{DEMO_READER}/{deed}")
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text

    def fault(self, what: str, **fields: Any) -> None:
        """Let something go wrong at Stripe or at the reader; `aurora_desk.simulator.faults` lists what."""
        headers = {"Authorization": f"Bearer {STRIPE_KEY}"}
        answer = httpx.post(f"{self.stripe}/faults", json={"what": what, **fields}, headers=headers)
        assert answer.is_success, answer.text

    def ask_stripe(self, method: str, path: str, **data: str) -> Any:
        """A call to Stripe that is not the program's."""
        headers = {"Authorization": f"Bearer {STRIPE_KEY}"}
        return httpx.request(method, f"{self.stripe}/v1/{path}", data=data or None, headers=headers).json()

    def ask_stripe_with_key(self, method: str, path: str, key: str, **data: str) -> Any:
        """A call to Stripe under an idempotency key that is the program's to use."""
        headers = {"Authorization": f"Bearer {STRIPE_KEY}", "Idempotency-Key": key}
        return httpx.request(method, f"{self.stripe}/v1/{path}", data=data, headers=headers).json()

    def confirm(self, intent_id: str, card: str = "pm_card_visa") -> Any:
        """The customer pays an online intent in the browser."""
        return self.ask_stripe("POST", f"payment_intents/{intent_id}/confirm", payment_method=card)

    def intents(self) -> list[Any]:
        """Every intent that Stripe has."""
        found: list[Any] = self.ask_stripe("GET", "payment_intents?limit=100")["data"]
        return found

    def set_rules(self, **rules: Any) -> None:
        """Change the shop's rules, as its owner does."""
        tenants = self.services.tenants
        self.services.write(lambda work: tenants.change(work, replace(tenants.get(work, CAFE), **rules)))

    def add_second_till(self) -> None:
        """A second till with an open shift."""
        self.services.write(lambda work: work.tenants.add_till(Till(SECOND_TILL, CAFE, "Till 2")))
        self.write(self.services.shifts.open, JONAS, 100_00)


def _work_first(unit: Callable[..., T], args: tuple[Any, ...], named: Mapping[str, Any], work: Work) -> T:
    return unit(work, *args, **named)


def item(product_id: ProductId, quantity: int = 1, price: Any = None) -> PlaceItem:
    """An item of an order."""
    return PlaceItem(product_id, Decimal(quantity), None if price is None else Decimal(price))


def order_of(*items: PlaceItem, session_id: str | None = None, **more: Any) -> PlaceOrder:
    """What createOrder asks for."""
    asked = PlaceOrder(items or None, session_id, None, None, None)
    return replace(asked, **more)


def open_counter(
    place: Place, door: StripeDoor, stripe: str, *, bcrypt_cost: int = 4, server: bool = False, api_base: str = ""
) -> Counter:
    """A process's view of a demo store, with a clock of its own."""
    facts = look(place, demo_wanted=True)
    assert facts is not None
    clock = MovedClock()
    store = Store(place.url, Surroundings(clock, lambda: uuid.uuid4().hex, read_key_ring(place.keys)), server=server)
    services = Services(store, facts, Gateway.at(STRIPE_KEY, api_base or stripe), bcrypt_cost=bcrypt_cost)
    return Counter(services, place, clock, door, stripe)
