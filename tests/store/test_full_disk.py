"""A full disk: nothing is answered as done that is not on it, and the shop sells again once there is room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Connection

from aurora_desk.store.engine import DiskError
from aurora_desk.store.group_commit import WriterThread
from aurora_desk.store.unit_of_work import Work
from aurora_desk.store.writing import SqliteBatch
from store.making import PROGRAM, Shop, log_number
from store.test_writing import counted


def big(work: Work, number: int) -> int:
    """A unit that needs more room than a full disk has, and a journal row."""
    for _ in range(8):
        work.log(PROGRAM, "test.counted", f"test:{number}", {"filling": "x" * 20_000})
    return number


@contextmanager
def full_disk(connection: Connection) -> Iterator[None]:
    """A file that cannot grow by a page more, until the end of the block."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield
    connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def test_a_full_disk_answers_nothing_as_done_that_is_not_on_disk(sqlite_shop: Shop) -> None:
    other = sqlite_shop.open()
    surroundings = sqlite_shop.surroundings()
    with sqlite_shop.raw() as connection:
        batch = SqliteBatch(connection, surroundings)
        with full_disk(connection):
            outcomes = batch.run([partial(log_number, number=1), partial(big, number=2), partial(log_number, number=3)])
            done = {outcome.result for outcome in outcomes if outcome.error is None}

            assert isinstance(outcomes[1].error, DiskError)
            assert counted(other) == done, "exactly what was answered as done is there"
            assert not connection.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]  # sqlcipher3's

        after = batch.run([partial(big, number=4), partial(log_number, number=5)])

    assert [outcome.result for outcome in after] == [4, 5]
    assert counted(other) == {*done, 4, 5}
    assert other.first_bad_row() is None


def test_a_transaction_that_sqlite_itself_ended_is_run_again_unit_by_unit(sqlite_shop: Shop) -> None:
    other = sqlite_shop.open()
    runs: list[int] = []

    def noted(work: Work, number: int) -> int:
        runs.append(number)
        return log_number(work, number)

    def ends_it_once(work: Work) -> int:
        runs.append(2)
        log_number(work, 2)
        if runs.count(2) == 1:
            # What SQLite does to the whole transaction on a full disk or an I/O error.
            raw.exec_driver_sql("ROLLBACK")
            raise OSError("disk I/O error")
        return 2

    with sqlite_shop.raw() as raw:
        outcomes = SqliteBatch(raw, sqlite_shop.surroundings()).run(
            [partial(noted, number=1), ends_it_once, partial(noted, number=3)]
        )

    assert [outcome.result for outcome in outcomes] == [1, 2, 3]
    assert runs == [1, 2, 1, 2, 3], "nothing of the first run counts; each is run again alone"
    assert counted(other) == {1, 2, 3}
    assert other.first_bad_row() is None


def test_the_writer_sells_again_after_a_full_disk(sqlite_shop: Shop) -> None:
    other = sqlite_shop.open()
    with sqlite_shop.raw() as connection:
        writer = WriterThread(SqliteBatch(connection, sqlite_shop.surroundings()))
        with full_disk(connection), pytest.raises(DiskError, match=r"disk is full.*Make room"):
            writer.write(partial(big, number=1))
        assert writer.write(partial(big, number=2)) == 2
        writer.close()

    assert counted(other) == {2}
