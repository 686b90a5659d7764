"""Making stores for tests on either engine, and what a test of the store sells."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.tenants import StoreFacts
from aurora_desk.services.demo import CAFE, TILL, demo
from aurora_desk.services.facade import Services
from aurora_desk.store.creating import Place, keys_for_new_store, make_store
from aurora_desk.store.engine import open_engine
from aurora_desk.store.keyring import read_key_ring
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Surroundings, Work

MARA = Actor.person(CAFE, PersonId(1), TILL)
PROGRAM = Actor.program(CAFE)
ESPRESSO, CROISSANT = ProductId(103), ProductId(104)
_NUMBERS = itertools.count(1)


class Clock:
    """A clock that goes on by a millisecond at each look, so that orders of one test have an order in time."""

    def __init__(self) -> None:
        self._ticks = itertools.count()
        self.start = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.start + next(self._ticks) * timedelta(milliseconds=1)


def new_id() -> str:
    """An id that no other row of this test process has."""
    return f"{next(_NUMBERS):032x}"


@dataclass(slots=True)
class Shop:
    """A demo store on one engine, and the stores that a test opened on it."""

    place: Place
    clock: Clock = field(default_factory=Clock)
    _opened: list[Store] = field(default_factory=list)
    _engine: Engine | None = None

    @property
    def on_sqlite(self) -> bool:
        """Whether this shop keeps its data in an SQLite file."""
        return self.place.file is not None

    def open(self, *, server: bool = False) -> Store:
        """Open the store once more, as another process would."""
        store = Store(self.place.url, self.surroundings(), server=server)
        self._opened.append(store)
        return store

    def surroundings(self) -> Surroundings:
        """What units take from outside."""
        return Surroundings(self.clock, new_id, read_key_ring(self.place.keys))

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """A connection of its own behind the program's back; what is done on it is kept."""
        self._engine = self._engine or open_engine(self.place.url)
        with self._engine.connect() as connection:
            yield connection
            if not self.on_sqlite:
                connection.commit()

    def tamper(self, table: str, trigger: str, change: str) -> None:
        """Change rows that a trigger protects, the way somebody with the whole database would."""
        with self.raw() as connection:
            on = "" if self.on_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
            connection.execute(text(change))

    def close(self) -> None:
        """Close whatever was opened."""
        for store in self._opened:
            store.close()
        if self._engine is not None:
            self._engine.dispose()


def make_demo(place: Place) -> None:
    """Make a demo store with cheap PIN hashes."""
    make_store(place, Surroundings(Clock(), new_id, keys_for_new_store(place)), demo(4))


def sqlite_place(folder: Path) -> Place:
    """A store's place in a folder."""
    return Place(f"sqlite:///{folder / 'store.db'}", folder / "keys" / "keys.json")


def copied(template: Path, folder: Path) -> Place:
    """A copy of an SQLite store with its keys."""
    shutil.copytree(template, folder)
    return sqlite_place(folder)


def services_on(store: Store) -> Services:
    """The use cases on a store, without cards."""
    return Services(store, StoreFacts(training=True, default_tenant=CAFE, took_live_key=False), None, bcrypt_cost=4)


def sell(store: Store, *products: ProductId) -> Order:
    """Sell products for cash at the till: cart, order, payment, drawer and stock."""
    return store.write(partial(sold, services_on(store), products=products or (ESPRESSO, CROISSANT)))


def sold(services: Services, work: Work, products: tuple[ProductId, ...]) -> Order:
    """The unit of a cash sale."""
    cart = services.sales.open_cart(work, MARA)
    for product_id in products:
        product = work.catalogue.get(CAFE, product_id)
        add: Callable[[Any], Any] = partial(add_product, product=product, quantity_milli=1000)
        cart = services.sales.change(work, MARA, cart.cart_id, add)
    return services.payments.take_cash(work, MARA, CartTarget(cart.cart_id), 100_000)


def log_number(work: Work, number: int) -> int:
    """A unit that writes nothing but a journal row."""
    work.log(PROGRAM, "test.counted", f"test:{number}", {"number": number})
    return number
