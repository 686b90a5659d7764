"""Running units of work in transactions: the same rules for the desk, the server and PostgreSQL.

SQLite: units run in savepoints of one transaction, their journal rows are written behind the head as its last
statements, and nobody is answered before the commit. PostgreSQL: a transaction a unit, tried again on 40001 and 40P01
(and where another transaction took a unique value first), or where the unit itself asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, DBAPIError

from aurora_desk.domain.journal import Entry
from aurora_desk.store.engine import StoreBusyError, begin_immediate, own_waits, plain_error
from aurora_desk.store.keyring import Purpose
from aurora_desk.store.unit_of_work import RunAgainError, Surroundings, Unit, Work

_RETRIED = ("40001", "40P01")
_MOST_TRIES = 20
_TAKEN = "23505"
"""Unique violation: another transaction wrote the row first; run again, the unit finds that row."""
_MOST_TRIES_TAKEN = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a unit ended: with a result, or with the error that undid it."""

    result: Any = None
    error: Exception | None = None

    def unwrap(self) -> Any:
        """The result; raises the error."""
        if self.error is not None:
            raise self.error
        return self.result


class SqliteBatch:
    """Runs several units in one transaction of an SQLite connection."""

    def __init__(self, connection: Connection, surroundings: Surroundings) -> None:
        self._connection = connection
        self._surroundings = surroundings
        self._journal_key = surroundings.keys.current(Purpose.JOURNAL).secret
        own_waits(connection)

    def run(self, first: Sequence[Unit[Any]], more: Callable[[], Unit[Any] | None] | None = None) -> list[Outcome]:
        """Run units, then those that `more` hands out while the transaction is open; all are on disk on return.

        Where SQLite itself ends the transaction (disk full, I/O error) no unit counts as done: each is run again
        alone, and those that fail get the error.
        """
        units = list(first)
        try:
            return self._run_together(units, more)
        except DatabaseError as error:
            self._roll_back()
            if len(units) == 1:
                return [Outcome(error=plain_error(error))]
        except Exception as error:  # noqa: BLE001 - handed to the caller who asked
            self._roll_back()
            if len(units) == 1:
                return [Outcome(error=error)]
        return [outcome for unit in units for outcome in self.run([unit])]

    def _run_together(self, units: list[Unit[Any]], more: Callable[[], Unit[Any] | None] | None) -> list[Outcome]:
        begin_immediate(self._connection)
        outcomes: list[Outcome] = []
        entries: list[tuple[Entry, datetime]] = []
        for unit in units:
            outcomes.append(self._run_one(unit, entries))
        while more is not None and (another := more()) is not None:
            units.append(another)
            outcomes.append(self._run_one(another, entries))
        work = Work(self._connection, self._surroundings)
        work.journal.append(entries, self._journal_key)
        self._connection.exec_driver_sql("COMMIT")
        return outcomes

    def _run_one(self, unit: Unit[Any], entries: list[tuple[Entry, datetime]]) -> Outcome:
        work = Work(self._connection, self._surroundings)
        self._connection.exec_driver_sql("SAVEPOINT unit")
        try:
            result = unit(work)
        except Exception as error:
            if not self._in_transaction():
                raise
            self._connection.exec_driver_sql("ROLLBACK TO unit")
            self._connection.exec_driver_sql("RELEASE unit")
            return Outcome(error=plain_error(error) if isinstance(error, DatabaseError) else error)
        self._connection.exec_driver_sql("RELEASE unit")
        entries.extend(work.entries)
        return Outcome(result)

    def _in_transaction(self) -> bool:
        return bool(cast("Any", self._connection.connection.dbapi_connection).in_transaction)

    def _roll_back(self) -> None:
        if self._in_transaction():
            self._connection.exec_driver_sql("ROLLBACK")


def run_on_postgresql(engine: Engine, surroundings: Surroundings, unit: Unit[Any]) -> Any:
    """Run a unit in a transaction of its own, again where PostgreSQL asks for it; returns after the commit."""
    journal_key = surroundings.keys.current(Purpose.JOURNAL).secret
    for tried in range(1, _MOST_TRIES + 1):
        try:
            with engine.begin() as connection:
                work = Work(connection, surroundings)
                result = unit(work)
                work.journal.append(work.entries, journal_key)
                if work.entries:
                    connection.exec_driver_sql("NOTIFY aurora_journal")
            return result
        except RunAgainError:
            if tried == _MOST_TRIES:
                raise StoreBusyError from None
            time.sleep(0.002 * tried)
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            again = (state in _RETRIED and tried < _MOST_TRIES) or (state == _TAKEN and tried < _MOST_TRIES_TAKEN)
            if not again:
                plain = plain_error(error)
                if plain is error:
                    raise
                raise plain from error
            time.sleep(0.002 * tried)
    raise AssertionError("the loop returns or raises")
