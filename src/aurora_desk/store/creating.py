"""Making a new store, and opening one that is there; nothing is ever made over old data."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlcipher3.dbapi2 import SQLITE_CORRUPT, SQLITE_NOTADB, connect
from sqlcipher3.dbapi2 import DatabaseError as DriverError

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.tenants import StoreFacts
from aurora_desk.domain.words import say
from aurora_desk.store.engine import is_sqlite, open_engine
from aurora_desk.store.journal import Journal
from aurora_desk.store.keyring import KeyRing, read_key_ring, store_checks, write_key_ring
from aurora_desk.store.schema import NotAStoreError, make_schema, needs_upgrade, version_of
from aurora_desk.store.tenants import Tenants
from aurora_desk.store.unit_of_work import Surroundings, Unit
from aurora_desk.store.writing import SqliteBatch, run_on_postgresql

_SQLITE_MAGIC = b"SQLite format 3\x00"


class BrokenStoreError(AuroraError):
    """The store's file is there but is no database (any more)."""

    code = "broken_store"

    def __init__(self, path: Path) -> None:
        super().__init__(
            say(
                "The store in {path} is broken and was left untouched. "
                "Put back a backup of it, or choose another folder.",
                path=path,
            )
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: its database's address and the file of its keys."""

    url: str
    keys: Path

    @property
    def file(self) -> Path | None:
        """The SQLite file, None on a database server."""
        parsed = make_url(self.url)
        if parsed.get_backend_name() != "sqlite" or not parsed.database:
            return None
        return Path(parsed.database)


def facts_of(place: Place) -> StoreFacts | None:
    """What is stored at a place, None where nothing is yet; raises for a broken, newer or foreign one."""
    file = place.file
    if file is not None:
        if not file.exists():
            return None
        _check_file(file)
    engine = open_engine(place.url)
    try:
        if version_of(engine) is None:
            return None
        if needs_upgrade(engine):
            make_schema(engine)
        with engine.connect() as connection:
            return Tenants(connection).facts()
    finally:
        engine.dispose()


def _check_file(file: Path) -> None:
    """An empty or cut file, or one that is no SQLite file, counts as broken; the look at it changes nothing."""
    with file.open("rb") as content:
        if content.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
            raise BrokenStoreError(file)
    tables = _tables(file)
    if tables and "alembic_version" not in tables:
        # Found before the store's own connections switch the file to WAL.
        raise NotAStoreError


def _tables(file: Path) -> set[str]:
    try:
        with closing(connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=5)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except DriverError as error:
        if getattr(error, "sqlite_errorcode", None) not in (SQLITE_CORRUPT, SQLITE_NOTADB):
            raise
        raise BrokenStoreError(file) from None
    return {name for (name,) in names}


def make_store(place: Place, surroundings: Surroundings, fill: Unit[None]) -> None:
    """Make the schema and everything that `fill` writes, in one transaction behind it."""
    file = place.file
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(place.url)
    try:
        make_schema(engine)
        with engine.begin() as connection:
            if is_sqlite(engine):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            _seed(connection, surroundings.keys)
            if is_sqlite(engine):
                connection.exec_driver_sql("COMMIT")
        _run(engine, surroundings, fill)
    finally:
        engine.dispose()


def keys_for_new_store(place: Place) -> KeyRing:
    """Fresh keys on disk; those of a making that was cut short are taken up again."""
    if place.keys.exists():
        return read_key_ring(place.keys)
    ring = KeyRing.new()
    write_key_ring(place.keys, ring)
    return ring


def _seed(connection: Connection, ring: KeyRing) -> None:
    if connection.execute(text("SELECT count(*) FROM journal_head")).scalar_one():
        return
    Journal(connection).start()
    store_checks(connection, ring)


def _run(engine: Engine, surroundings: Surroundings, fill: Unit[None]) -> None:
    if not is_sqlite(engine):
        run_on_postgresql(engine, surroundings, fill)
        return
    with engine.connect() as connection:
        for outcome in SqliteBatch(connection, surroundings).run([fill]):
            outcome.unwrap()
