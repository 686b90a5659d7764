"""A store with two small shops, served by the real server, with the Stripe simulator beside it."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.running import running_server
from aurora_desk.api.app import create_app
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.ids import CustomerId, ProductId, TenantId
from aurora_desk.domain.tenants import StoreFacts, Tenant
from aurora_desk.domain.totals import TaxRate
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.webhooks import Webhook
from aurora_desk.services.facade import Services, Work
from aurora_desk.simulator.app import create_app as create_simulator
from aurora_desk.simulator.server import listen
from aurora_desk.simulator.state import State
from aurora_desk.store.engine import open_engine
from aurora_desk.store.keyring import KeyRing, store_checks
from aurora_desk.store.schema import make_schema
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Surroundings

SHOP, OTHER_SHOP = TenantId(42), TenantId(43)
ORIGIN, OTHER_ORIGIN = "https://app.example.com", "https://other.example.com"
STRIPE_KEY = "sk_test_aurora"
RESOURCES = Path(__file__).parents[2] / "resources"
SALES_TAX = TaxRate("Sales tax", 88_750)


@dataclass(frozen=True)
class Shop:
    """What a test works with."""

    client: httpx.Client
    services: Services
    stripe: str
    stop: Callable[[], None]
    stop_stripe: Callable[[], None]

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """POST to an /ecommerce endpoint."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"/ecommerce/{path}", json=body or {}, headers=named)

    def data(self, path: str, body: dict[str, Any], status: int = 200) -> Any:
        """The data of a success."""
        answer = self.post(path, body)
        assert answer.status_code == status, answer.text
        assert answer.json()["status"] == "Success"
        return answer.json()["data"]

    def order(self, **more: Any) -> dict[str, Any]:
        """A new order of the reference's two products."""
        placed: dict[str, Any] = self.data("createOrder", {"items": ITEMS, **more}, 201)
        return placed

    def pay_at_stripe(self, intent_id: str) -> None:
        """What the customer does in the browser."""
        answer = httpx.post(
            f"{self.stripe}/v1/payment_intents/{intent_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            headers={"Authorization": f"Bearer {STRIPE_KEY}"},
        )
        assert answer.json()["status"] == "succeeded"


ITEMS: list[dict[str, Any]] = [
    {"productID": 101, "quantity": 2, "price": 299.99},
    {"productID": 102, "quantity": 1, "price": 399.99},
]


@contextmanager
def open_shop(
    folder: Path, *, with_stripe: bool = True, webhook_secret: str = "", bcrypt_cost: int = 4
) -> Iterator[Shop]:
    """A fresh store, served until the end of the block."""
    surroundings = Surroundings(lambda: datetime.now(UTC), lambda: uuid.uuid4().hex, KeyRing.new())
    store = make_store(f"sqlite:///{folder / 'store.db'}", surroundings)
    with simulator() as (stripe, stop_stripe):
        gateway = Gateway.at(STRIPE_KEY, stripe) if with_stripe else None
        webhook = Webhook(webhook_secret) if webhook_secret else None
        services = Services(store, StoreFacts(True, SHOP, False), gateway, webhook=webhook, bcrypt_cost=bcrypt_cost)
        try:
            app = create_app(services, resources=RESOURCES)
            with (
                running_server(app) as (port, stop),
                httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
            ):
                yield Shop(client, services, stripe, stop, stop_stripe)
        finally:
            services.close()


def make_store(url: str, surroundings: Surroundings) -> Store:
    """A store with both shops in it."""
    engine = open_engine(url)
    make_schema(engine)
    with engine.connect() as connection:
        store_checks(connection, surroundings.keys)
    engine.dispose()
    store = Store(url, surroundings, server=True)
    store.write(partial(_fill))
    return store


def _fill(work: Work) -> None:
    work.journal.start()
    work.tenants.make_store(training=True, default_tenant=SHOP, store_id=work.new_id(), now=work.now)
    shop = Tenant(SHOP, "Aurora Café", "USD", "US", "en", "America/New_York", True, False, False, "1 Main St")
    work.tenants.add(shop, next_order=5001, next_product=200, next_customer=200)
    work.tenants.add(
        replace(shop, tenant_id=OTHER_SHOP, name="Other", currency="JPY", client_prices=True, part_payments=True),
        next_customer=2,
    )
    work.tenants.allow_origin(SHOP, ORIGIN)
    work.tenants.allow_origin(OTHER_SHOP, OTHER_ORIGIN)
    first = _product(101, "Espresso machine", 29_999)
    mine = [first, _product(102, "Grinder", 39_999), _product(103, "Beans by weight", 3_000, by_weight=True)]
    mine += [_product(200 + number, f"Mug number {number}", 500 + number) for number in range(120)]
    for tenant_id in (SHOP, OTHER_SHOP):
        work.catalogue.add_tax_rate(tenant_id, 1, SALES_TAX)
        work.customers.add(_customer(tenant_id, 123 if tenant_id == SHOP else 1))
    work.catalogue.add_products([(product, 1) for product in mine], now=work.now)
    theirs = replace(first, tenant_id=OTHER_SHOP, product_id=ProductId(1), name="Kettle", currency="JPY", sku="K")
    work.catalogue.add_products([(replace(theirs, price_minor=4_000), 1)], now=work.now)


def _product(number: int, name: str, price_minor: int, *, by_weight: bool = False) -> Product:
    return Product(
        product_id=ProductId(number),
        tenant_id=SHOP,
        name=name,
        sku=f"SKU-{number}",
        barcode=f"40{number:011}",
        price_minor=price_minor,
        currency="USD",
        tax=SALES_TAX,
        category=None,
        by_weight=by_weight,
        stock_milli=None if by_weight else 100_000_000,
        low_stock_milli=1_000,
        favourite=False,
        picture="",
    )


def _customer(tenant_id: TenantId, number: int) -> Customer:
    return Customer(
        tenant_id=tenant_id,
        ref=CustomerRef(CUSTOMERS_TABLE, CustomerId(number)),
        email=f"alex{tenant_id}@example.com",
        firstname="Alex",
        lastname="Taylor",
        displayname="Alex T",
        phone="",
        created_at=datetime.now(UTC),
        orders=0,
        spent_minor=0,
        last_order_at=None,
    )


@contextmanager
def simulator() -> Iterator[tuple[str, Callable[[], None]]]:
    """The base address of a running simulator, and what ends it."""
    state = State()
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(create_simulator(state), lifespan="off", ws="none", log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join(timeout=20)

    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", stop
    finally:
        stop()
        state.close()
