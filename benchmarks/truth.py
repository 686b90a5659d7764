"""What the money truth board costs a shop with a million orders, against adding up its orders of the same days.

    python benchmarks/truth.py [ORDERS]

Two years of sales, half of them by card, a shift a day. The reference is one sum over the orders of 30 days.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlcipher3.dbapi2

from aurora_desk.app.opening import look, make_demo, open_services, place_of
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.truth import Period
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.services.facade import Services
from aurora_desk.store.base import micros
from serving import demo_folder

DAYS = 730
LOOKS = 7


def sell_once(services: Services) -> None:
    """One sale for cash: the row that all others are made from."""
    actor = Actor.person(CAFE, PersonId(1), TILL)
    product = services.read(partial(services.catalogue.get, tenant_id=CAFE, product_id=ProductId(103)))
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    add = partial(add_product, product=product, quantity_milli=1000)
    services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
    target = CartTarget(cart.cart_id)
    services.write(partial(services.payments.take_cash, actor=actor, target=target, tendered_minor=10_000))


def fill(file: Path, orders: int) -> None:
    """Copy the sale over two years: orders, payments, what Stripe said of them, shifts and their cash."""
    store = sqlcipher3.dbapi2.connect(str(file), isolation_level=None)
    now = micros(datetime.now(UTC))
    span = micros(datetime.now(UTC)) - micros(datetime.now(UTC) - timedelta(days=DAYS))
    at = f"{now} - {span} + n * {span // orders}"
    series, days = numbers(orders), numbers(DAYS)
    day = f"{now} - {span} + n * {span // DAYS}"
    store.execute("BEGIN")
    store.execute(
        copied(store, "shop_order", series, order_id="100000 + n", number="'B' || n", cart_id="NULL", created_at=at)
    )
    store.execute(
        copied(
            store,
            "payment",
            series,
            payment_id="'p' || n",
            order_id="100000 + n",
            method="CASE n % 2 WHEN 0 THEN 'card' ELSE 'cash' END",
            intent_id="CASE n % 2 WHEN 0 THEN 'pi_' || n END",
            created_at=at,
            updated_at=at,
        )
    )
    store.execute(
        "INSERT INTO seen_intent SELECT intent_id, tenant_id, order_id, payment_id, 'succeeded', amount_minor, 0, 0,"
        " currency, created_at, created_at FROM payment WHERE intent_id IS NOT NULL"
    )
    store.execute(copied(store, "shift", days, shift_id="'s' || n", opened_at=day, closed_at=f"{day} + 1"))
    shift = f"'s' || (1 + n * {DAYS - 1} / {orders})"
    store.execute(
        f"{series} INSERT INTO cash_movement (shift_id, kind, amount_minor, payment_id, at)"  # noqa: S608 - ours
        f" SELECT {shift}, 'taken', 260, 'p' || n, {at} FROM s WHERE n % 2 = 1"
    )
    store.execute("UPDATE store SET compared_at = ?", (now - 60_000_000,))
    store.execute("COMMIT")
    store.close()


def numbers(last: int) -> str:
    """The numbers from one to `last` as a table `s`."""
    return f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {last})"  # noqa: S608 - ours


def copied(store: sqlcipher3.dbapi2.Connection, table: str, series: str, **changed: str) -> str:
    """An INSERT of the table's first row, once a number, with some columns reckoned from it."""
    columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    one = f"(SELECT * FROM {table} LIMIT 1) t"  # noqa: S608 - ours
    return f"{series} INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM s, {one}"  # noqa: S608 - ours


def median_ms(work: Callable[[], object]) -> float:
    """The median of some runs, in milliseconds."""
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[LOOKS // 2]


def main() -> None:
    """Fill, look, and print the ratios."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with demo_folder() as folder:
        place = place_of(read_environment({}), Folders(folder, folder / "keys"))
        make_demo(place)
        facts = look(place, demo_wanted=True)
        assert facts is not None
        services = open_services(place, facts, None, server=False)
        try:
            sell_once(services)
            began = time.monotonic()
            fill(place.file, orders)
            print(f"{orders:,} orders of {DAYS} days, made in {time.monotonic() - began:.0f} s")
            measure(services, place.file)
        finally:
            services.close()


def measure(services: Services, file: Path) -> None:
    """The board of each period, against one sum over the orders of 30 days."""
    since = micros(datetime.now(UTC) - timedelta(days=30))
    connection = sqlcipher3.dbapi2.connect(str(file))

    def reference() -> None:
        query = "SELECT count(*), sum(paid_minor) FROM shop_order WHERE tenant_id = ? AND created_at >= ?"
        connection.execute(query, (CAFE, since)).fetchall()

    base = median_ms(reference)
    print(f"{'adding up the orders of 30 days':<34} {base:8.1f} ms")
    for period in Period:
        board = partial(services.truth.board, tenant_id=CAFE, period=period)
        taken = median_ms(partial(services.read, board))
        print(f"{'the board, ' + period.value:<34} {taken:8.1f} ms   {taken / base:5.1f} times that")
    connection.close()


if __name__ == "__main__":
    main()
