"""An older store becomes a newer one: what was not written down then follows from what is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, text, update
from sqlalchemy.exc import DBAPIError

from aurora_desk.store.engine import open_engine
from aurora_desk.store.schema import NEWEST, bring_to, make_schema, version_of
from aurora_desk.store.work_items import WorkItemRow
from store.conftest import ENGINES, Postgres

TENANT = 42


@pytest.fixture(params=ENGINES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty store of schema 0004 on each engine."""
    server: Postgres | None = None
    name = ""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    else:
        server = request.getfixturevalue("postgres")
        name = server.make()
        engine = open_engine(server.url(name))
    bring_to(engine, "0004")
    yield engine
    engine.dispose()
    if server is not None:
        server.drop(name)


class Rows:
    """Writes rows behind the program's back: what is not said is empty or nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = MetaData()
        self._tables.reflect(connection)

    def add(self, table: str, **values: object) -> None:
        """A row of the shop."""
        made = self._tables.tables[table]
        for column in made.columns:
            if column.name == "tenant_id":
                values.setdefault("tenant_id", TENANT)
            elif not column.nullable and column.server_default is None and column.name not in values:
                values[column.name] = "" if column.type.python_type is str else 0
        self._connection.execute(made.insert(), values)

    def order(self, order_id: int, handover: str, *quantities: int) -> None:
        """An order with a line a quantity."""
        self.add(
            "shop_order",
            order_id=order_id,
            number=f"ORD-2026-{order_id}",
            status="pending",
            payment_status="unpaid",
            handover=handover,
            line_count=len(quantities),
            prices_include_tax=True,
        )
        for position, quantity in enumerate(quantities):
            self.add("order_line", order_id=order_id, position=position, quantity_milli=quantity)

    def back(self, order_id: int, position: int, *quantities: int) -> None:
        """What came back of a line, one decision after the other."""
        for at, quantity in enumerate(quantities, 1):
            plan = f"{order_id}-{position}-{at}"
            self.add("refund_plan", plan_id=plan, order_id=order_id, amount_minor=1, created_at=at)
            self.add(
                "refund_line",
                plan_id=plan,
                order_id=order_id,
                position=position,
                quantity_milli=quantity,
                restocked=False,
            )


@pytest.fixture
def rows(old: Engine) -> Iterator[Rows]:
    """What is written to the old store; it is kept once the test goes on to upgrade it."""
    with old.connect() as connection:
        made = Rows(connection)
        made.add("tenant", name="Shop", currency="USD", prices_include_tax=True)
        yield made


def upgraded(old: Engine, rows: Rows) -> None:
    rows._connection.commit()
    make_schema(old)
    assert version_of(old) == NEWEST


def test_refunded_goods_of_older_orders_are_where_they_counted_before(old: Engine, rows: Rows) -> None:
    rows.order(1, "none", 3000)
    rows.back(1, 0, 1000)
    rows.order(2, "collected", 2000)
    rows.back(2, 0, 1000, 1000)
    rows.order(3, "part", 3000, 1000)
    rows.add("order_collection", collection_id="visit", order_id=3, position=0, quantity_milli=2000)
    rows.back(3, 0, 1000, 1000)
    rows.back(3, 1, 1000)

    upgraded(old, rows)

    with old.connect() as connection:
        found = connection.execute(text("SELECT plan_id, from_customer_milli FROM refund_line ORDER BY plan_id")).all()
        assert [tuple(row) for row in found] == [
            ("1-0-1", 0),
            ("2-0-1", 1000),
            ("2-0-2", 1000),
            ("3-0-1", 0),
            ("3-0-2", 1000),
            ("3-1-1", 0),
        ]
        with pytest.raises(DBAPIError, match="never changed"):
            connection.execute(text("UPDATE refund_line SET from_customer_milli = 0"))


@pytest.mark.parametrize("left", ["price_list", "cart", "journal", "nowhere"])
def test_the_next_price_list_has_a_number_that_no_list_ever_had(old: Engine, rows: Rows, left: str) -> None:
    if left == "price_list":
        rows.add("price_list", price_list_id=7, name="Staff")
    elif left == "cart":
        rows.add("cart", cart_id="cart", status="ordered", price_list_id=7)
    elif left == "journal":
        rows.add("journal", seq=1, event="price_list.removed", subject="price_list:7")

    upgraded(old, rows)

    with old.connect() as connection:
        query = text("SELECT next_value FROM tenant_counter WHERE series = 'price_list'")
        assert connection.execute(query).scalar_one() == (1 if left == "nowhere" else 8)


def test_of_a_settled_difference_only_the_words_can_go(old: Engine, rows: Rows) -> None:
    rows.add("work_item", item_id="item", kind="dispute", ending="accepted: Lena: was here", ended_at=1)

    upgraded(old, rows)

    with old.connect() as connection:
        for change in ({"ending": ""}, {"ending": "agrees"}, {"ending": "accepted: Lena"}, {"here_minor": 1}):
            savepoint = connection.begin_nested()
            with pytest.raises(DBAPIError, match="stays so"):
                connection.execute(update(WorkItemRow).values(change))
            savepoint.rollback()
        connection.execute(update(WorkItemRow).values(ending="accepted"))
