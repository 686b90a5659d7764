"""What SQLite takes for granted of a shop's tables: it chooses the right index from the first sale to the millionth."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Engine, event

from aurora_desk.services.demo import CAFE
from aurora_desk.store.unit_of_work import Work
from store.making import ESPRESSO, Shop
from store.plans import first_plan


def test_every_index_that_begins_with_a_tenant_says_that_a_tenant_is_no_narrow_choice(sqlite_shop: Shop) -> None:
    """A migration that adds such an index calls `assume_large` again."""
    with sqlite_shop.raw() as connection:
        rows = connection.exec_driver_sql("SELECT idx, stat FROM sqlite_stat1")
        figures = {row.idx: str(row.stat) for row in rows}
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        indexes = [row[1] for table in tables for row in connection.exec_driver_sql(f'PRAGMA index_list("{table}")')]
        led = {
            index
            for index in indexes
            if connection.exec_driver_sql(f'PRAGMA index_info("{index}")').all()[0][2] == "tenant_id"
        }

    assert len(led) > 30
    assert figures.keys() == led
    for stat in figures.values():
        in_all, of_tenant, *_ = map(int, stat.split())
        assert in_all > of_tenant >= 10_000


def test_no_samples_of_values_are_kept(sqlite_shop: Shop) -> None:
    """With samples SQLite prepares a statement anew for each value that is bound to it."""
    with sqlite_shop.raw() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_stat4").scalar_one() == 0


def test_a_product_is_read_before_what_hangs_on_it(sqlite_shop: Shop) -> None:
    with sqlite_shop.raw() as connection:
        work = Work(connection, sqlite_shop.surroundings())
        plan = first_plan(sqlite_shop, connection, partial(work.catalogue.get, CAFE, ESPRESSO))

    assert "SEARCH product USING INDEX sqlite_autoindex_product_1 (tenant_id=? AND product_id=?)" in plan, plan
    assert "SCAN" not in plan, plan


def test_a_code_is_looked_up_in_its_two_indexes(sqlite_shop: Shop) -> None:
    with sqlite_shop.raw() as connection:
        work = Work(connection, sqlite_shop.surroundings())
        plan = first_plan(sqlite_shop, connection, partial(work.catalogue.find_code, CAFE, "5901234123457"))

    assert "SEARCH product USING COVERING INDEX ix_product_barcode (tenant_id=? AND barcode=?)" in plan, plan
    assert "SEARCH product USING COVERING INDEX ix_product_sku (tenant_id=? AND sku=?)" in plan, plan
    assert "SEARCH product USING INTEGER PRIMARY KEY" in plan, plan


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
