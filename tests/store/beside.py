"""Two writers beside each other on PostgreSQL, the second one begun at a known moment of the first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import ExceptionContext

from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Unit
from store.making import Shop

T = TypeVar("T")


def nothing() -> None:
    """Nobody does anything meanwhile."""


def side_by_side(shop: Shop, first: Callable[..., None], second: Callable[..., None]) -> list[object]:
    """How both ended; the second one begins before the first is committed, and waits or has ended by then."""
    stores = shop.open(server=True), shop.open(server=True)
    ends: dict[str, object] = {}

    def run(name: str, work: Callable[..., None], store: Store, meanwhile: Callable[[], None]) -> None:
        try:
            work(store, meanwhile)
            ends[name] = None
        except Exception as error:  # noqa: BLE001 - the test looks at it
            ends[name] = error

    other = threading.Thread(target=run, args=("second", second, stores[1], nothing))

    def begin_second() -> None:
        if other.ident is None:
            other.start()
        while other.is_alive() and not _waits(shop):
            other.join(0.01)

    run("first", first, stores[0], begin_second)
    other.join()
    return [ends["first"], ends["second"]]


def _waits(shop: Shop) -> bool:
    with shop.raw() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(connection.execute(text(query)).scalar_one())


def write_undisturbed(store: Store, unit: Unit[T]) -> T:
    """Write, and fail where the database undid the unit so that it was run again, as after a deadlock."""
    states: list[str] = []

    def note(context: ExceptionContext) -> None:
        states.append(str(getattr(context.original_exception, "sqlstate", context.original_exception)))

    event.listen(store._engine, "handle_error", note)
    try:
        result = store.write(unit)
    finally:
        event.remove(store._engine, "handle_error", note)
    assert not states, f"the database undid it: {states}"
    return result


@contextmanager
def once_locked(store: Store, table: str, then: Callable[[], None]) -> Iterator[None]:
    """Let something happen as soon as a unit of this store has locked a row of a table for the first time."""
    pending = [then]

    def look(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        locks = "FOR UPDATE" in statement and f"FROM {table} " in statement
        if pending and (locks or statement.startswith(f"UPDATE {table} ")):
            pending.pop()()

    event.listen(store._engine, "after_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(store._engine, "after_cursor_execute", look)
    assert not pending, f"no row of {table} was locked"
