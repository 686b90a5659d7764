"""What is opened is looked at first: newer, foreign, cut and broken stores are refused and left untouched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from aurora_desk.services.demo import CAFE
from aurora_desk.store.creating import BrokenStoreError, Place, facts_of
from aurora_desk.store.engine import OldSqliteError, open_engine
from aurora_desk.store.schema import NewerStoreError, NotAStoreError
from store.conftest import Postgres
from store.making import Shop, make_demo, sqlite_place


def test_a_store_says_what_it_is(shop: Shop) -> None:
    facts = facts_of(shop.place)

    assert facts is not None
    assert facts.training
    assert facts.default_tenant == CAFE
    assert not facts.took_live_key


def test_where_nothing_is_there_is_no_store_and_none_is_made(tmp_path: Path) -> None:
    place = sqlite_place(tmp_path / "empty")

    assert facts_of(place) is None
    assert not (tmp_path / "empty").exists()


def test_an_empty_database_of_a_server_has_no_store(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.make()

    assert facts_of(Place(postgres.url(name), tmp_path / "keys.json")) is None

    postgres.drop(name)


def test_a_newer_store_is_refused_untouched(shop: Shop) -> None:
    with shop.raw() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
        before = connection.execute(text("SELECT count(*) FROM journal")).scalar_one()

    with pytest.raises(NewerStoreError, match=r"newer Aurora Desk\. Nothing was changed"):
        facts_of(shop.place)

    with shop.raw() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "0999"
        assert connection.execute(text("SELECT count(*) FROM journal")).scalar_one() == before


def test_a_foreign_sqlite_database_is_refused_byte_for_byte_untouched(tmp_path: Path) -> None:
    place = sqlite_place(tmp_path)
    file = tmp_path / "store.db"
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE TABLE recipe (name TEXT)")
        foreign.commit()
    before = file.read_bytes()

    with pytest.raises(NotAStoreError, match=r"not an Aurora Desk store\. Nothing was changed"):
        facts_of(place)

    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]


def test_a_foreign_database_of_a_server_is_refused(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.make()
    place = Place(postgres.url(name), tmp_path / "keys.json")
    foreign = Shop(place)
    with foreign.raw() as connection:
        connection.execute(text("CREATE TABLE recipe (name TEXT)"))

    with pytest.raises(NotAStoreError):
        facts_of(place)

    foreign.close()
    postgres.drop(name)


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite", b"\x00" * 4096, b"PK\x03\x04 a zip", b"SQLite format 3\x00", b"SQLite format 3\x00" * 999],
)
def test_an_empty_or_foreign_file_counts_as_broken_and_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(content)

    with pytest.raises(BrokenStoreError, match=r"broken and was left untouched. Put back a backup"):
        facts_of(sqlite_place(tmp_path))

    assert file.read_bytes() == content


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.5, 0.99])
def test_a_cut_file_counts_as_broken_and_is_left_as_it_is(sqlite_template: Path, tmp_path: Path, kept: float) -> None:
    whole = (sqlite_template / "store.db").read_bytes()
    file = tmp_path / "store.db"
    file.write_bytes(whole[: int(len(whole) * kept)])
    before = file.read_bytes()

    with pytest.raises(BrokenStoreError):
        facts_of(sqlite_place(tmp_path))

    assert file.read_bytes() == before


def test_a_store_is_never_made_over_another(shop: Shop) -> None:
    with pytest.raises(Exception, match=r"(?i)unique|constraint"):
        make_demo(shop.place)

    assert shop.open().first_bad_row() is None


def test_sqlite_with_the_wal_bug_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sqlcipher3.dbapi2.sqlite_version_info", (3, 51, 2))

    with pytest.raises(OldSqliteError, match="can corrupt a store"):
        open_engine(f"sqlite:///{tmp_path / 'store.db'}")


def test_sqlite_is_opened_as_promised(sqlite_shop: Shop) -> None:
    with sqlite_shop.raw() as connection:
        set_to = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert set_to == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_postgresql_syncs_each_commit_whatever_the_server_says(postgres: Postgres) -> None:
    name = postgres.make()
    postgres.run(f"ALTER DATABASE {name} SET synchronous_commit = off")

    made = open_engine(postgres.url(name))
    with made.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"

    made.dispose()
    postgres.drop(name)
