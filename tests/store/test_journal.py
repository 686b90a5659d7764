# ruff: noqa: S608 - the statements are put together from texts of this file alone
"""The journal is one chain: without gaps, in the order of commits, and tampering shows."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import text

from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import PROGRAM, Shop, log_number, sell

WRITERS = 8
EACH = 12


def rows(store: Store, after: int = 0) -> list[tuple[int, str]]:
    """Sequence and subject of the journal's rows behind one."""
    return [(row.seq, row.subject) for row in store.read(lambda work: work.journal.after(after, limit=10_000))]


def test_many_writers_in_many_processes_make_one_chain_without_gaps(shop: Shop) -> None:
    stores = [shop.open(server=True), shop.open(), shop.open()]
    first = stores[0].read(lambda work: work.journal.last())
    seen: list[tuple[int, int]] = []

    def numbered(work: Work, number: int) -> int:
        log_number(work, number)
        log_number(work, number)
        return number

    def write(writer: int) -> None:
        for number in range(EACH):
            done = stores[writer % len(stores)].write(partial(numbered, number=writer * EACH + number))
            seen.append((done, stores[0].read(lambda work: work.journal.last())))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = rows(stores[0], after=first)
    assert [seq for seq, _ in written] == list(range(first + 1, first + 1 + 2 * WRITERS * EACH))
    at = {int(subject.removeprefix("test:")): seq for seq, subject in written}
    assert len(at) == WRITERS * EACH, "a unit's two rows stand side by side, each unit's once"
    assert all(at[number] <= last for number, last in seen), "answered means that everybody can read it"
    assert stores[1].first_bad_row() is None


def test_sequences_are_the_order_of_commits(shop: Shop) -> None:
    slow, fast = shop.open(), shop.open()
    begun, go_on = threading.Event(), threading.Event()

    def waits(work: Work) -> None:
        log_number(work, 1)
        begun.set()
        assert go_on.wait(10)

    thread = threading.Thread(target=slow.write, args=(waits,))
    thread.start()
    assert begun.wait(10)
    if not shop.on_sqlite:  # SQLite has one writer at a time: there the second begins when the first has ended
        fast.write(partial(log_number, number=2))
    go_on.set()
    thread.join()
    if shop.on_sqlite:
        fast.write(partial(log_number, number=2))

    order = [subject for _, subject in rows(fast)[-2:]]
    assert order == (["test:1", "test:2"] if shop.on_sqlite else ["test:2", "test:1"])


def test_an_untouched_journal_verifies(shop: Shop) -> None:
    store = shop.open()
    sell(store)

    assert store.first_bad_row() is None


CHANGES = (
    "facts = replace(facts, '500', '499')", "at = at + 1", "who = 'person:2'", "event = 'order.voided'",
    "till_id = NULL", "till_id = 0", "tenant_id = 43", "subject = 'order:5002'", "previous = hash", "hash = previous",
)  # fmt: skip


def test_a_changed_row_is_the_first_bad_one(shop: Shop) -> None:
    store = shop.open()
    sell(store)
    sell(store)
    placed = next(seq for seq, subject in rows(store) if subject == "order:5001")
    shop.tamper("journal", "journal_never_update", "CREATE TABLE kept AS SELECT * FROM journal")

    for change in CHANGES:
        with shop.raw() as connection:
            changed = connection.execute(text(f"UPDATE journal SET {change} WHERE seq = {placed}"))
        assert changed.rowcount == 1
        assert store.first_bad_row() == placed, change
        columns = "at, event, tenant_id, who, till_id, subject, facts, previous, hash"
        with shop.raw() as connection:
            connection.execute(
                text(f"UPDATE journal SET ({columns}) = (SELECT {columns} FROM kept WHERE kept.seq = journal.seq)")
            )
        assert store.first_bad_row() is None


def test_a_till_that_is_not_there_differs_from_till_0(shop: Shop) -> None:
    store = shop.open()
    seq = store.write(partial(log_number, number=1)) and store.read(lambda work: work.journal.last())

    shop.tamper("journal", "journal_never_update", f"UPDATE journal SET till_id = 0 WHERE seq = {seq}")

    assert store.first_bad_row() == seq


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_row_that_was_taken_out_is_missed(shop: Shop, which: str) -> None:
    store = shop.open()
    for number in range(5):
        store.write(partial(log_number, number=number))
    last = store.read(lambda work: work.journal.last())
    gone = {"first": 1, "middle": last - 2, "last": last}[which]

    shop.tamper("journal", "journal_never_delete", f"DELETE FROM journal WHERE seq = {gone}")

    assert store.first_bad_row() == gone


def test_a_row_written_with_another_key_does_not_verify(shop: Shop) -> None:
    store = shop.open()
    store.write(partial(log_number, number=1))
    last = store.read(lambda work: work.journal.last())

    with shop.raw() as connection:
        connection.execute(
            text(
                "INSERT INTO journal (seq, at, event, tenant_id, who, till_id, subject, facts, previous, hash) "
                "SELECT seq + 1, at, event, tenant_id, who, till_id, subject, facts, hash, previous FROM journal "
                "WHERE seq = :last"
            ),
            {"last": last},
        )
        connection.execute(text("UPDATE journal_head SET seq = seq + 1"))

    assert store.first_bad_row() == last + 1


def test_a_unit_that_raises_writes_no_row(shop: Shop) -> None:
    store = shop.open()
    last = store.read(lambda work: work.journal.last())

    def fails(work: Work) -> None:
        work.log(PROGRAM, "test.failed", "test:1", {})
        raise LookupError("the unit failed")

    with pytest.raises(LookupError):
        store.write(fails)

    assert store.read(lambda work: work.journal.last()) == last


def test_facts_come_back_as_they_were_written(shop: Shop) -> None:
    store = shop.open()
    facts = {"order_id": 5001, "number": "ORD-2026-5001", "lines": [{"after": 1000}], "customer_id": None}

    store.write(lambda work: work.log(PROGRAM, "order.placed", "order:5001", facts))

    row = store.read(lambda work: work.journal.of_subject(PROGRAM.tenant_id, ["order:5001"]))[0]
    assert row.facts == facts
    assert row.who == "program"
    assert row.till_id is None
