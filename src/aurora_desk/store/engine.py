"""Opening the database: SQLite through sqlcipher3, or PostgreSQL; and the errors that a person can act on."""

from __future__ import annotations

import time
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from aurora_desk.domain.errors import AuroraError, UnavailableError
from aurora_desk.domain.words import say

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a file with several connections, checkpoints and WAL: just what we do."""
LOCK_WAIT_S = 5.0
_LOCK_PAUSE_S = 0.0005
_SERVER_GONE = ("57P01", "57P02", "57P03", "08000", "08003", "08006")


class StoreBusyError(UnavailableError):
    """Another writer kept the file's lock; nothing was written."""

    code = "store_busy"

    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was saved by this step. Try it again.")


class DiskError(UnavailableError):
    """The disk is full, read-only or failing; nothing was written."""

    code = "disk"

    def __init__(self) -> None:
        super().__init__(
            "The disk is full or cannot be written. Nothing was saved by this step. Make room on the disk."
        )


class StoreUnreachableError(UnavailableError):
    """The database server went away; whether the last step was saved, only the database can tell."""

    code = "store_unreachable"

    def __init__(self) -> None:
        super().__init__(
            "The database server cannot be reached. Look whether the last step was saved before doing it again."
        )


class OldSqliteError(AuroraError):
    """This SQLite has a bug that can corrupt the store."""

    code = "old_sqlite"


def open_engine(url: str) -> Engine:
    """An engine for a database address; SQLite files get WAL, full syncs and foreign keys."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(url, pool_size=12, max_overflow=8, pool_pre_ping=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if sqlcipher3.dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise OldSqliteError(
            say(
                "SQLite {version} can corrupt a store. Install a newer sqlcipher3.",
                version=sqlcipher3.dbapi2.sqlite_version,
            )
        )
    return _sqlite(parsed)


def reading(engine: Engine) -> Engine:
    """An engine on the same database that refuses every write: one outside a unit would have no journal row."""
    if not is_sqlite(engine):
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    # Connections of its own, told once: the pragma makes SQLite forget all that it has prepared on a connection.
    reader = _sqlite(engine.url)
    event.listen(reader, "connect", _refuse_writes)
    return reader


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        module=sqlcipher3.dbapi2,
        isolation_level="AUTOCOMMIT",  # BEGIN IMMEDIATE and COMMIT are ours to send
        connect_args={"timeout": 0, "check_same_thread": False, "cached_statements": 512},
        pool_size=8,
        max_overflow=8,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    cursor = dbapi_connection.cursor()
    # For WAL's recovery and clean-up, which lock readers out for a moment. Writers wait in their own way.
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: an erased person must not stand in free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _refuse_writes(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.execute("PRAGMA query_only = ON")


def _prepare_postgresql(dbapi_connection: Any, _record: object) -> None:
    # Answered means synced, whatever the server's own setting is.
    dbapi_connection.execute("SET synchronous_commit = on")
    dbapi_connection.commit()


def is_sqlite(engine: Engine) -> bool:
    """Whether this engine opens an SQLite file."""
    return engine.dialect.name == "sqlite"


def own_waits(connection: Connection) -> None:
    """Switch off SQLite's waiting on a connection that takes the write lock with `begin_immediate`."""
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")


def begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock, trying each half millisecond: SQLite's own waits grow and starve the desk."""
    deadline = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if not is_locked(error):
                raise
            if time.monotonic() > deadline:
                raise StoreBusyError from None
        time.sleep(_LOCK_PAUSE_S)


def is_locked(error: DBAPIError) -> bool:
    """Whether SQLite only says that another writer is at work."""
    return "locked" in str(error.orig) or "busy" in str(error.orig)


def plain_error(error: DBAPIError) -> Exception:
    """The error that a person can act on, where there is one; else the error itself."""
    words = str(error.orig)
    if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _SERVER_GONE:
        return StoreUnreachableError()
    if any(sign in words for sign in ("disk is full", "disk I/O error", "readonly database", "No space left")):
        return DiskError()
    return StoreBusyError() if isinstance(error, OperationalError) and is_locked(error) else error
