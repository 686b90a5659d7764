"""Following the journal: rows of every process of a store, within a tenth of a second of their commit."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from aurora_desk.domain.journal import JournalRow
from aurora_desk.store.journal import Journal

LOOK_EVERY_S = 0.1
_BATCH = 500
log = logging.getLogger(__name__)


class Follower:
    """Calls back with new journal rows, from a thread of its own, until stopped."""

    def __init__(self, engine: Engine, on_rows: Callable[[Sequence[JournalRow]], None]) -> None:
        self._engine = engine
        self._on_rows = on_rows
        self._stopped = threading.Event()
        self._seq: int | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()
        self._ready.wait(timeout=5)

    def stop(self) -> None:
        """End; no call back comes after this returns."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _follow(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    if self._seq is None:
                        self._seq = Journal(connection).last()
                    self._ready.set()
                    if self._engine.dialect.name == "sqlite":
                        self._follow_sqlite(connection)
                    else:
                        self._follow_postgresql(connection)
            except DatabaseError:
                log.warning("the follower lost its connection and opens another", exc_info=True)
                self._stopped.wait(1)

    def _follow_sqlite(self, connection: Connection) -> None:
        version = -1
        while not self._stopped.is_set():
            now = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
            if now != version:
                version = now
                self._tell(connection)
            self._stopped.wait(LOOK_EVERY_S)

    def _follow_postgresql(self, connection: Connection) -> None:
        connection.exec_driver_sql("LISTEN aurora_journal")
        driver = cast("Any", connection.connection.driver_connection)
        self._tell(connection)
        while not self._stopped.is_set():
            # The generator holds the connection until it ends: rows are read after it, never inside.
            if list(driver.notifies(timeout=LOOK_EVERY_S, stop_after=1)):
                self._tell(connection)

    def _tell(self, connection: Connection) -> None:
        assert self._seq is not None
        while rows := Journal(connection).after(self._seq, limit=_BATCH):
            self._seq = rows[-1].seq
            if self._stopped.is_set():
                return
            self._on_rows(rows)
