"""Back-room jobs: claimed by one process at a time, taken up by another when that one dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from aurora_desk.backroom.room import BackRoom
from aurora_desk.domain.idempotency import KEPT, StoredAnswer
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.services.demo import CAFE
from aurora_desk.services.reconciling import QUIET
from services.counter import LOOPBACK, PROGRAM, Counter

PATIENCE_S = 30.0


@pytest.fixture
def rooms() -> Iterator[Callable[[Counter, str, float], BackRoom]]:
    """Opens back rooms that end with the test."""
    opened: list[BackRoom] = []

    def open_room(at: Counter, owner: str, every_s: float) -> BackRoom:
        room = BackRoom(at.services, owner, settle_every_s=every_s, tidy_every_s=every_s)
        opened.append(room)
        room.start()
        return room

    yield open_room
    for room in opened:
        room.close()


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def paid_without_a_word(counter: Counter) -> int:
    """An online order whose customer has paid and whose client never said so, some time ago."""
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    return order.order_id


def is_paid(counter: Counter, order_id: int) -> bool:
    found = counter.rows("SELECT payment_status FROM shop_order WHERE order_id = ?", order_id)
    return found == [(PaidStatus.PAID.value,)]


def claim(at: Counter, owner: str, seconds: float = 60, job: str = "settle payments") -> bool:
    return at.write(at.services.housekeeping.claim, job, owner, seconds=seconds)


def test_a_job_belongs_to_one_process_until_its_claim_ends(counter: Counter, other_process: Counter) -> None:
    assert claim(counter, "one")
    assert claim(counter, "one")
    assert not claim(other_process, "two")
    other_process.clock.ahead = timedelta(seconds=61)
    assert claim(other_process, "two")
    assert not claim(counter, "one")


def test_at_the_start_open_payments_are_settled(counter: Counter, rooms: Callable[..., BackRoom]) -> None:
    order_id = paid_without_a_word(counter)
    counter.clock.ahead = QUIET + timedelta(seconds=1)

    rooms(counter, "one", 3600)

    eventually(lambda: is_paid(counter, order_id))
    assert counter.rows("SELECT who FROM journal WHERE event = 'order.paid'") == [(PROGRAM.who,)]


def test_what_a_client_touched_just_now_is_left_to_it(counter: Counter, rooms: Callable[..., BackRoom]) -> None:
    order_id = paid_without_a_word(counter)
    assert claim(counter, "another process", job="compare with Stripe")
    calls = len(counter.door.calls)
    rooms(counter, "one", 0.05)
    eventually(lambda: len(counter.rows("SELECT name FROM job")) == 3)
    assert len(counter.door.calls) == calls
    assert not is_paid(counter, order_id)


def test_jobs_go_on_after_the_process_that_had_them_died(
    counter: Counter, other_process: Counter, rooms: Callable[..., BackRoom]
) -> None:
    order_id = paid_without_a_word(counter)
    assert claim(counter, "dead", seconds=5)
    other_process.clock.ahead = QUIET + timedelta(seconds=1)
    assert not is_paid(counter, order_id)

    rooms(other_process, "alive", 0.2)

    eventually(lambda: is_paid(counter, order_id))


def test_a_job_that_fails_is_tried_again(counter: Counter, rooms: Callable[..., BackRoom]) -> None:
    order_id = paid_without_a_word(counter)
    counter.clock.ahead = QUIET + timedelta(seconds=1)
    counter.door.lose("GET", after=False, times=3)
    rooms(counter, "one", 0.05)

    def settled() -> bool:
        counter.clock.ahead += QUIET
        return is_paid(counter, order_id)

    eventually(settled)


def test_answers_are_forgotten_after_a_day(counter: Counter, rooms: Callable[..., BackRoom]) -> None:
    where = {"client": LOOPBACK.client_id, "method": "POST", "path": "/ecommerce/createOrder", "key": "k"}
    answer = StoredAnswer("fingerprint", 201, "{}")
    counter.write(counter.services.idempotency.store, CAFE, **where, answer=answer)
    assert counter.read(counter.services.idempotency.find, CAFE, **where) == answer
    counter.clock.ahead = KEPT + timedelta(seconds=1)
    assert counter.read(counter.services.idempotency.find, CAFE, **where) is None

    rooms(counter, "one", 3600)

    eventually(lambda: counter.rows("SELECT 1 FROM stored_answer") == [])


def test_a_closed_room_runs_nothing_more(counter: Counter, rooms: Callable[..., BackRoom]) -> None:
    room = rooms(counter, "one", 0.02)
    eventually(lambda: len(counter.rows("SELECT name FROM job")) == 3)
    room.close()
    before = counter.rows("SELECT claimed_until FROM job ORDER BY name")
    time.sleep(0.1)
    assert counter.rows("SELECT claimed_until FROM job ORDER BY name") == before
