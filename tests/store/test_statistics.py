"""What SQLite knows of its tables: enough to choose the right index, and nothing that slows a statement down."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine, event

from aurora_desk.services.demo import CAFE
from aurora_desk.store.unit_of_work import Work
from store.making import ESPRESSO, Shop
from store.plans import first_plan
from store.test_paging import add_products, product

MANY = 3_000


@pytest.fixture
def grown(sqlite_shop: Shop) -> Shop:
    """A shop on SQLite that was given many products and closed again."""
    store = sqlite_shop.open()
    add_products(store, *(product(20_000 + number, f"Willow tea {number}") for number in range(MANY)))
    store.close()
    return sqlite_shop


def test_a_code_is_looked_up_in_its_indexes_however_little_is_known(sqlite_shop: Shop) -> None:
    with sqlite_shop.raw() as connection:
        work = Work(connection, sqlite_shop.surroundings())
        plan = first_plan(sqlite_shop, connection, partial(work.catalogue.find_code, CAFE, "5901234123457"))

    assert "SEARCH product USING COVERING INDEX ix_product_barcode (tenant_id=? AND barcode=?)" in plan
    assert "SEARCH product USING COVERING INDEX ix_product_sku (tenant_id=? AND sku=?)" in plan
    assert "SEARCH product USING INTEGER PRIMARY KEY" in plan, plan


def test_no_samples_of_values_are_kept(grown: Shop) -> None:
    with grown.raw() as connection:
        tables = connection.exec_driver_sql("SELECT DISTINCT tbl FROM sqlite_stat1").scalars().all()
        samples = connection.exec_driver_sql("SELECT count(*) FROM sqlite_stat4").scalar_one()

    assert "product" in tables
    assert samples == 0


def test_a_writer_at_work_is_left_alone(sqlite_shop: Shop) -> None:
    store = sqlite_shop.open()
    with sqlite_shop.raw() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        store.gather_statistics()
        connection.exec_driver_sql("ROLLBACK")


def test_a_read_sends_nothing_but_its_questions(sqlite_shop: Shop) -> None:
    """A pragma in a read would have SQLite prepare each of its statements anew."""
    store = sqlite_shop.open()
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, _p: object, _context: object, _many: object) -> None:
        sent.append(statement.split(maxsplit=1)[0])

    store.read(ask)
    event.listen(Engine, "before_cursor_execute", note)
    store.read(ask)
    event.remove(Engine, "before_cursor_execute", note)

    assert sent == ["BEGIN", "SELECT", "COMMIT"]


def ask(work: Work) -> object:
    """One question."""
    return work.catalogue.get(CAFE, ESPRESSO)
