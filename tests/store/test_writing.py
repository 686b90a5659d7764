"""Writing: all of a unit or nothing, answered after the commit, and honest when the disk or the lock is not there."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import text

from aurora_desk.domain.errors import AuroraError
from aurora_desk.store import engine, group_commit
from aurora_desk.store.engine import StoreBusyError, begin_immediate, own_waits
from aurora_desk.store.group_commit import WriterBusyError
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import RunAgainError, Work
from store.making import CROISSANT, MARA, PROGRAM, Shop, log_number, sell, services_on


class RuleBrokenError(AuroraError):
    """A rule that a test's unit breaks."""


def take_number(work: Work, number: int) -> int:
    """A unit that takes an order number and logs it."""
    taken = work.tenants.take_number(PROGRAM.tenant_id, "order")
    work.log(PROGRAM, "test.counted", f"test:{number}", {"number": taken})
    return taken


def take_and_fail(work: Work, number: int) -> int:
    """A unit that takes an order number and then breaks a rule."""
    take_number(work, number)
    raise RuleBrokenError("no")


def counted(store: Store) -> set[int]:
    """The numbers that units of `take_number` and `log_number` left in the journal."""
    rows = store.read(lambda work: work.journal.after(0, limit=100_000))
    return {int(row.subject.removeprefix("test:")) for row in rows if row.event == "test.counted"}


@pytest.mark.parametrize("server", [True, False])
def test_a_unit_that_raises_leaves_nothing(shop: Shop, *, server: bool) -> None:
    store = shop.open(server=server)
    first = store.write(partial(take_number, number=1))

    with pytest.raises(RuleBrokenError):
        store.write(partial(take_and_fail, number=2))

    assert store.write(partial(take_number, number=3)) == first + 1
    assert counted(store) == {1, 3}


@pytest.mark.parametrize("server", [True, False])
def test_a_unit_that_the_database_refuses_leaves_nothing(shop: Shop, *, server: bool) -> None:
    store = shop.open(server=server)

    def wrong(work: Work) -> None:
        take_number(work, 1)
        work.tenants.make_store(training=True, default_tenant=PROGRAM.tenant_id, store_id=work.new_id(), now=work.now)

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.write(wrong)

    assert counted(store) == set()
    assert store.write(partial(take_number, number=2)) == 5001


@pytest.mark.parametrize("server", [True, False])
def test_order_numbers_have_no_gap_and_no_repeat_whatever_is_rolled_back(shop: Shop, *, server: bool) -> None:
    stores = [shop.open(server=server), shop.open()]

    def write(writer: int) -> list[int]:
        taken = []
        for number in range(12):
            unit = take_and_fail if number % 3 == 2 else take_number
            try:
                taken.append(stores[writer % 2].write(partial(unit, number=number)))
            except RuleBrokenError:
                continue
        return taken

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for taken in pool.map(write, range(8)) for number in taken]

    assert sorted(numbers) == list(range(5001, 5001 + 64))


def test_orders_are_numbered_without_a_gap_in_every_process(shop: Shop) -> None:
    stores = [shop.open(server=True), shop.open()]

    with ThreadPoolExecutor(4) as pool:
        orders = list(pool.map(lambda number: sell(stores[number % 2]), range(8)))

    assert sorted(order.order_id for order in orders) == list(range(5001, 5009))
    croissant = stores[0].read(lambda work: work.catalogue.get(PROGRAM.tenant_id, CROISSANT))
    assert croissant.stock_milli == 24_000 - 8_000
    assert stores[0].first_bad_row() is None


def test_many_concurrent_writes_are_each_answered_with_their_own_result(shop: Shop) -> None:
    store = shop.open(server=True)
    other = shop.open()

    def write(number: int) -> int:
        done = store.write(partial(log_number, number=number))
        assert number in counted(other), "answered means committed"
        return done

    async def write_async() -> list[int]:
        return await asyncio.gather(
            *(store.write_async(partial(log_number, number=number)) for number in range(1000, 1100))
        )

    with ThreadPoolExecutor(8) as pool:
        background = pool.submit(asyncio.run, write_async())
        assert list(pool.map(write, range(40))) == list(range(40))
        assert background.result(30) == list(range(1000, 1100))
    assert counted(other) == {*range(40), *range(1000, 1100)}


def test_a_failing_unit_of_a_batch_leaves_the_others_standing(shop: Shop) -> None:
    store = shop.open(server=True)

    async def write() -> list[int | BaseException]:
        units = [take_and_fail if number % 5 == 0 else take_number for number in range(50)]
        return await asyncio.gather(
            *(store.write_async(partial(unit, number=number)) for number, unit in enumerate(units)),
            return_exceptions=True,
        )

    answers = asyncio.run(write())

    assert all(isinstance(answers[number], RuleBrokenError) for number in range(0, 50, 5))
    assert counted(store) == {number for number in range(50) if number % 5}
    assert sorted(answer for answer in answers if isinstance(answer, int)) == list(range(5001, 5041))


def test_a_batch_shares_one_transaction_and_closes_after_32_units(sqlite_shop: Shop) -> None:
    other = sqlite_shop.open()
    seen: list[int] = []

    def looks(work: Work, number: int) -> None:
        log_number(work, number)
        seen.append(len(counted(other)))

    go_on, begun = threading.Event(), threading.Event()

    def waits(work: Work) -> None:
        begun.set()
        assert go_on.wait(10)

    store = sqlite_shop.open(server=True)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(store.write, waits)
        assert begun.wait(10)

        async def write() -> None:
            asked = asyncio.gather(*(store.write_async(partial(looks, number=number)) for number in range(40)))
            await asyncio.sleep(0)
            go_on.set()
            await asked

        asyncio.run(write())
        first.result(10)

    # What a unit saw of the others from outside is what was committed before its batch began.
    batches = [seen.count(value) for value in sorted(set(seen))]
    assert sum(batches) == 40
    assert max(batches) <= group_commit.MOST_UNITS
    assert len(batches) < 40


def test_a_caller_that_went_away_harms_nobody(shop: Shop) -> None:
    store = shop.open(server=True)

    async def write() -> int:
        leaver = asyncio.ensure_future(store.write_async(partial(log_number, number=1)))
        await asyncio.sleep(0)
        leaver.cancel()
        return await store.write_async(partial(log_number, number=2))

    assert asyncio.run(write()) == 2
    assert 2 in counted(store)


def test_a_closed_writer_refuses_instead_of_leaving_callers_waiting(sqlite_shop: Shop) -> None:
    store = sqlite_shop.open(server=True)
    store.close()

    with pytest.raises(WriterBusyError):
        store.write(partial(log_number, number=1))


def test_a_full_queue_is_told_at_once_and_not_done_afterwards(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MOST_WAITING", 2)
    store = sqlite_shop.open(server=True)
    begun, go_on = threading.Event(), threading.Event()

    def waits(work: Work) -> None:
        begun.set()
        assert go_on.wait(10)

    async def write() -> list[int | BaseException]:
        asked = asyncio.gather(
            *(store.write_async(partial(log_number, number=number)) for number in range(4)), return_exceptions=True
        )
        await asyncio.sleep(0)
        go_on.set()
        return await asked

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(store.write, waits)
        assert begun.wait(10)
        answers = asyncio.run(write())
        first.result(10)

    assert answers[:2] == [0, 1]
    assert all(isinstance(answer, WriterBusyError) for answer in answers[2:])
    assert counted(store) == {0, 1}


@contextmanager
def locked(shop: Shop) -> Iterator[None]:
    """Another process that holds the file's write lock."""
    with shop.raw() as connection:
        own_waits(connection)
        begin_immediate(connection)
        try:
            yield
        finally:
            connection.exec_driver_sql("ROLLBACK")


@pytest.mark.parametrize("server", [True, False])
def test_a_write_that_does_not_get_the_lock_is_told_and_never_done(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch, *, server: bool
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_S", 0.05)
    store = sqlite_shop.open(server=server)

    with locked(sqlite_shop), pytest.raises(StoreBusyError, match="Nothing was saved"):
        store.write(partial(log_number, number=1))

    store.write(partial(log_number, number=2))
    assert counted(store) == {2}


def test_a_queue_behind_a_held_lock_waits_two_tries_at_most(sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_S", 0.2)
    store = sqlite_shop.open(server=True)
    tries: list[float] = []
    real = begin_immediate

    def watched(connection: object) -> None:
        tries.append(time.monotonic())
        real(connection)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr("aurora_desk.store.writing.begin_immediate", watched)

    async def write() -> list[int | BaseException]:
        return await asyncio.gather(
            *(store.write_async(partial(log_number, number=number)) for number in range(20)), return_exceptions=True
        )

    with locked(sqlite_shop):
        answers = asyncio.run(write())

    assert all(isinstance(answer, StoreBusyError) for answer in answers)
    assert len(tries) <= 3, "twenty that wait do not wait after each other"
    assert counted(store) == set()


def test_reads_go_on_while_another_process_writes(sqlite_shop: Shop) -> None:
    store = sqlite_shop.open()

    with locked(sqlite_shop):
        assert store.read(lambda work: work.journal.last()) > 0


def test_a_reading_unit_cannot_write(shop: Shop) -> None:
    store = shop.open()

    with pytest.raises(Exception, match=r"(?i)read-?\s?only|disk"):
        store.read(partial(take_number, number=1))

    assert store.write(partial(take_number, number=2)) == 5001


def test_no_reader_keeps_a_transaction_open(sqlite_shop: Shop) -> None:
    store = sqlite_shop.open()
    for _ in range(12):
        store.read(lambda work: work.journal.last())
    with pytest.raises(RuleBrokenError):
        store.read(_refuse)
    follower = store.follow(lambda rows: None)
    sell(store)

    with sqlite_shop.raw() as connection:
        busy, frames, done = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()

    follower.stop()
    assert (busy, frames, done) == (0, 0, 0), "an open read would hold the checkpoint back"


def _refuse(work: Work) -> None:
    work.journal.last()
    raise RuleBrokenError("no")


def test_no_reader_keeps_a_transaction_open_on_a_server(shop: Shop) -> None:
    if shop.on_sqlite:
        return
    store = shop.open(server=True)
    follower = store.follow(lambda rows: None)
    store.read(lambda work: work.journal.last())
    sell(store)

    with shop.raw() as connection:
        idle = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state LIKE 'idle in transaction%'"
            )
        ).scalar_one()

    follower.stop()
    assert idle == 0


def test_two_clients_that_start_the_same_cart_both_get_in(shop: Shop) -> None:
    from decimal import Decimal

    from aurora_desk.domain.actor import Actor
    from aurora_desk.domain.ids import ProductId

    stores = [shop.open(server=True), shop.open()]
    actor = Actor.client(MARA.tenant_id, "loopback")
    together = threading.Barrier(2)

    def add(number: int) -> int:
        services = services_on(stores[number % 2])
        together.wait(10)
        cart = stores[number % 2].write(
            partial(
                services.sales.session_add, actor=actor, session_id="basket", product_id=ProductId(101),
                quantity=Decimal(1), price=None,
            )
        )  # fmt: skip
        return cart.lines[0].quantity_milli

    with ThreadPoolExecutor(2) as pool:
        for turn in range(5):
            quantities = sorted(pool.map(add, range(2)))
            assert quantities == [(2 * turn + 1) * 1000, (2 * turn + 2) * 1000]


def test_a_unit_that_finds_its_ground_changed_is_run_again_with_nothing_left_of_the_first_time(
    postgres_shop: Shop,
) -> None:
    store = postgres_shop.open()
    runs: list[int] = []

    def changed_once(work: Work) -> int:
        runs.append(take_number(work, 1))
        if len(runs) == 1:
            raise RunAgainError
        return runs[-1]

    def changed_always(work: Work) -> None:
        take_number(work, 2)
        raise RunAgainError

    assert store.write(changed_once) == runs[0]
    with pytest.raises(StoreBusyError):
        store.write(changed_always)

    assert counted(store) == {1}
    assert store.write(partial(take_number, number=3)) == runs[0] + 1
