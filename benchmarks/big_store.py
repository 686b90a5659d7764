"""A demo store with as many products and orders as asked for, made once and kept in a folder."""

from __future__ import annotations

import itertools
import shutil
import time
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from aurora_desk.app.opening import look, make_demo, open_services, place_of
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.domain.access import LOOPBACK_CLIENT
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.store.creating import Place
from aurora_desk.store.engine import open_engine
from aurora_desk.store.unit_of_work import Work

KINDS = (
    "coffee", "espresso", "filter blend", "green tea", "black tea", "oat drink", "croissant", "sourdough loaf",
    "cookie", "lemonade", "kettle", "grinder", "scale", "paper filters", "cup", "saucer", "tea pot", "apron",
    "gift box", "almond cake",
)  # fmt: skip
MAKERS = (
    "Alder", "Birch", "Cedar", "Dune", "Elm", "Fjord", "Glen", "Harbour", "Isle", "Juniper", "Kelp", "Lark", "Moor",
    "Nook", "Orchard", "Pine", "Quarry", "Ridge", "Shore", "Tarn", "Umber", "Vale", "Willow", "Yarrow", "Zephyr",
)  # fmt: skip
SIZES = ("100 g", "250 g", "500 g", "1 kg", "small", "large", "white", "black", "no. 1", "no. 2")
FIRST_BIG = 1_000
A_WRITE = 5_000


def big_store(kept: Path, products: int, orders: int) -> Path:
    """The folder of the store; it is made where no run with the same numbers has made it before."""
    folder = kept / f"store-{products}-{orders}"
    made = folder / "made"
    if made.exists():
        return folder
    began = time.monotonic()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    place = place_of(read_environment({}), Folders(folder, folder / "keys"))
    make_demo(place)
    facts = look(place, demo_wanted=True)
    assert facts is not None
    services = open_services(place, facts, None, server=False)
    _add_products(services, products)
    template = _place_template(services)
    services.write(partial(_take_order_numbers, count=orders))
    services.close()
    _add_orders(place, template, orders)
    made.touch()
    print(f"store made in {time.monotonic() - began:.0f} s")
    return folder


def _add_products(services: Services, count: int) -> None:
    like = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=ProductId(104)))
    categories = services.read(partial(services.catalogue.categories, tenant_id=CAFE))
    names = itertools.cycle(itertools.product(MAKERS, KINDS, SIZES))

    def one(number: int) -> Product:
        maker, kind, size = next(names)
        return replace(
            like,
            product_id=ProductId(FIRST_BIG + number),
            name=f"{maker} {kind} {size} {number}",
            sku=f"BIG{number}",
            barcode=f"40{number:011d}",
            price_minor=100 + number % 5_000,
            stock_milli=1_000 * (number % 40),
            category=categories[number % len(categories)],
            favourite=False,
        )

    for first in range(0, count, A_WRITE):
        rows = [(one(number), 1) for number in range(first, min(first + A_WRITE, count))]
        services.write(partial(_put, rows=rows))


def _put(work: Work, rows: list[tuple[Product, int]]) -> None:
    work.catalogue.add_products(rows, now=work.now)


def _take_order_numbers(work: Work, count: int) -> None:
    work.tenants.take_numbers(CAFE, "order", count)


def _place_template(services: Services) -> int:
    """An order that all the others are made from."""
    items = tuple(PlaceItem(ProductId(number), Decimal(1), None) for number in (103, 104))
    actor = Actor.client(CAFE, LOOPBACK_CLIENT)
    request = PlaceOrder(items, None, None, None, None)
    order = services.write(partial(services.orders.place, actor=actor, request=request))
    return int(order.order_id)


def _add_orders(place: Place, template: int, count: int) -> None:
    """Copies of one order, half a minute apart and all paid, by the database itself."""
    engine = open_engine(place.url)
    with engine.begin() as connection:
        changed = {
            "order_id": "o.order_id + n.i",
            "number": "'ORD-2026-' || (o.order_id + n.i)",
            "status": "'completed'",
            "handover": "'collected'",
            "payment_status": "'paid'",
            "paid_minor": "o.total_minor",
            "created_at": f"o.created_at + n.i * {timedelta(milliseconds=1) // timedelta(microseconds=1)}",
        }
        _copy(connection, "shop_order", changed, template, count)
        _copy(connection, "order_line", {"order_id": "o.order_id + n.i"}, template, count)
    engine.dispose()


def _copy(connection: Connection, table: str, changed: dict[str, str], template: int, count: int) -> None:
    columns = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
    values = ", ".join(changed.get(column, f"o.{column}") for column in columns)
    steps = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})",  # noqa: S608 - every part is ours
        f"INSERT INTO {table} ({', '.join(columns)})",
        f"SELECT {values} FROM n, {table} o WHERE o.tenant_id = {CAFE} AND o.order_id = {template}",  # noqa: S608
    )
    connection.execute(text(" ".join(steps)))
