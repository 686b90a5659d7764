"""Followers see what any process of the store commits, in order and once, and nothing after they were stopped."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from functools import partial

import pytest

from aurora_desk.domain.journal import JournalRow
from store.making import Shop, log_number

PATIENCE_S = 20.0


class Heard:
    """What a follower was told, and when."""

    def __init__(self) -> None:
        self.rows: queue.Queue[tuple[JournalRow, float]] = queue.Queue()

    def __call__(self, rows: Sequence[JournalRow]) -> None:
        for row in rows:
            self.rows.put((row, time.monotonic()))

    def next(self) -> tuple[JournalRow, float]:
        """The next row told; fails the test where none comes."""
        return self.rows.get(timeout=PATIENCE_S)


@pytest.mark.parametrize("server", [True, False])
def test_a_row_of_another_process_is_heard_within_half_a_second(shop: Shop, *, server: bool) -> None:
    here, there = shop.open(), shop.open(server=server)
    heard = Heard()
    follower = here.follow(heard)

    waits = []
    for number in range(5):
        there.write(partial(log_number, number=number))
        committed = time.monotonic()
        row, at = heard.next()
        waits.append(at - committed)
        assert row.facts == {"number": number}

    follower.stop()
    # The best of five: a busy machine may delay any one of them.
    assert min(waits) < 0.5


def test_a_process_hears_its_own_rows_too(shop: Shop) -> None:
    store = shop.open()
    heard = Heard()
    follower = store.follow(heard)

    store.write(partial(log_number, number=7))

    assert heard.next()[0].subject == "test:7"
    follower.stop()


def test_every_row_is_heard_once_and_in_order_while_many_write(shop: Shop) -> None:
    here, server = shop.open(), shop.open(server=True)
    heard = Heard()
    follower = here.follow(heard)

    def write(writer: int) -> None:
        for number in range(20):
            server.write(partial(log_number, number=writer * 100 + number))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    told = [heard.next()[0] for _ in range(80)]
    for thread in threads:
        thread.join()

    follower.stop()
    assert [row.seq for row in told] == list(range(told[0].seq, told[0].seq + 80))
    assert heard.rows.empty()


def test_a_follower_begins_behind_what_is_already_there(shop: Shop) -> None:
    store = shop.open()
    store.write(partial(log_number, number=1))
    heard = Heard()

    follower = store.follow(heard)
    store.write(partial(log_number, number=2))

    assert heard.next()[0].subject == "test:2"
    follower.stop()


def test_nothing_is_heard_after_the_follower_was_stopped(shop: Shop) -> None:
    store = shop.open()
    stopped, other = Heard(), Heard()
    follower, control = store.follow(stopped), store.follow(other)
    store.write(partial(log_number, number=1))
    stopped.next()
    other.next()

    follower.stop()
    store.write(partial(log_number, number=2))

    assert other.next()[0].subject == "test:2"
    control.stop()
    assert stopped.rows.empty()


def test_a_follower_may_be_stopped_from_its_own_call_back(shop: Shop) -> None:
    store = shop.open()
    done = threading.Event()

    def once(rows: Sequence[JournalRow]) -> None:
        follower.stop()
        done.set()

    follower = store.follow(once)
    store.write(partial(log_number, number=1))

    assert done.wait(PATIENCE_S)
    follower.stop()


def test_a_follower_survives_that_the_server_drops_its_connection(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    if shop.on_sqlite:
        return
    store = shop.open()
    heard = Heard()
    follower = store.follow(heard)

    with shop.raw() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    shop.open().write(partial(log_number, number=1))

    assert heard.next()[0].subject == "test:1"
    follower.stop()
    assert "lost its connection" in caplog.text
