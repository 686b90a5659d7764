"""The store: the one way to write and read, the same in the desk, the server and on PostgreSQL."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.journal import JournalRow
from aurora_desk.store import engine
from aurora_desk.store.engine import (
    StoreBusyError,
    is_sqlite,
    open_engine,
    plain_error,
    reading,
)
from aurora_desk.store.followers import Follower
from aurora_desk.store.group_commit import WriterThread
from aurora_desk.store.journal import first_bad_row
from aurora_desk.store.keyring import KeyRing, Purpose, verify_keys
from aurora_desk.store.unit_of_work import Surroundings, Unit, Work
from aurora_desk.store.writing import SqliteBatch, run_on_postgresql

T = TypeVar("T")
_READERS = 4
_MOST_READS_WAITING = 2_000


class ReadersBusyError(UnavailableError):
    """More reads wait than can be answered in time."""

    code = "readers_busy"

    def __init__(self) -> None:
        super().__init__("The shop's computer is very busy. Try again in a moment.")


class Store:
    """A shop's data. `server=True` adds the writer thread with group commit; a desk writes each unit by itself."""

    def __init__(self, url: str, surroundings: Surroundings, *, server: bool) -> None:
        self._surroundings = surroundings
        self._engine = open_engine(url)
        self._reading = reading(self._engine)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._reads_waiting = 0
        self._writers = ThreadPoolExecutor(_READERS, thread_name_prefix="writer") if server else None
        self._lock = threading.Lock()
        self._batch: SqliteBatch | None = None
        self._writer: WriterThread | None = None
        self._connection: Connection | None = None
        try:
            with self._engine.connect() as connection:
                verify_keys(connection, surroundings.keys)
        except Exception:
            self._engine.dispose()
            raise
        if is_sqlite(self._engine):
            self._connection = self._engine.connect()
            self._batch = SqliteBatch(self._connection, surroundings)
            if server:
                self._writer = WriterThread(self._batch)

    @property
    def keys(self) -> KeyRing:
        """The key ring."""
        return self._surroundings.keys

    def write(self, unit: Unit[T]) -> T:
        """Run a unit in a transaction; returns after the commit. Never call it on the GUI thread or an event loop."""
        if self._writer is not None:
            return cast("T", self._writer.write(unit))
        if self._batch is not None:
            # Two waits after each other, for this process's turn and for the file's lock, are the most a caller waits.
            if not self._lock.acquire(timeout=engine.LOCK_WAIT_S):
                raise StoreBusyError
            try:
                outcomes = self._batch.run([unit])
            finally:
                self._lock.release()
            return cast("T", outcomes[0].unwrap())
        return cast("T", run_on_postgresql(self._engine, self._surroundings, unit))

    async def write_async(self, unit: Unit[T]) -> T:
        """Run a unit and await its commit."""
        if self._writer is not None:
            return cast("T", await self._writer.write_async(unit))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, self.write, unit)

    def read(self, unit: Unit[T]) -> T:
        """Run a unit that only reads, on one snapshot of the data."""
        try:
            with self._snapshot() as connection:
                return unit(Work(connection, self._surroundings))
        except DBAPIError as error:
            plain = plain_error(error)
            if plain is error:
                raise
            raise plain from error

    async def read_async(self, unit: Unit[T]) -> T:
        """Run a reading unit on the small pool of readers."""
        if self._reads_waiting >= _MOST_READS_WAITING:
            raise ReadersBusyError
        self._reads_waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, self.read, unit)
        finally:
            self._reads_waiting -= 1

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        with self._reading.connect() as connection:
            if not is_sqlite(self._reading):
                yield connection
                return
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("COMMIT")

    def follow(self, on_rows: Callable[[Sequence[JournalRow]], None]) -> Follower:
        """Call back with every journal row committed from now on, by any process of this store."""
        return Follower(self._engine, on_rows)

    def first_bad_row(self) -> int | None:
        """The first journal row that does not verify, None if all do."""
        with self._snapshot() as connection:
            return first_bad_row(connection, self.keys.current(Purpose.JOURNAL).secret)

    def empty_log(self) -> bool:
        """Bring SQLite's log of writes into the file and empty it: pages from before an erasure stand there.

        False where somebody kept reading from it; the log is then overwritten by later writes. PostgreSQL has its own
        upkeep.
        """
        if not is_sqlite(self._engine):
            return True
        with self._engine.connect() as connection:
            return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0)

    def close(self) -> None:
        """Finish the writes that were asked for and let go of the database."""
        if self._writer is not None:
            self._writer.close()
        self._readers.shutdown()
        if self._writers is not None:
            self._writers.shutdown()
        if self._connection is not None:
            self._connection.close()
        self._reading.dispose()
        self._engine.dispose()
