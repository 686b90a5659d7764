"""A wrong clock of this computer is seen by the date of Stripe's answers, told once, and worked around."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from starlette.types import Message, Receive, Scope, Send

from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.state import State
from aurora_desk.store.creating import Place
from services.comparisons import compare
from services.counter import Counter, StripeDoor, open_counter
from simulator.running import served


class DatedDoor(StripeDoor):
    """Stripe, on whose clock it is another time than here."""

    ahead = timedelta()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with its own date."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True).encode()
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        await self.app(scope, receive, dated)


@pytest.fixture
def dated(demo_place: Place) -> Iterator[Counter]:
    """A counter whose Stripe has a clock that a test sets."""
    with closing(State(None)) as state:
        door = DatedDoor(create_app(state), state)
        with served(door, dated=False) as base:
            counter = open_counter(demo_place, door, base)
            yield counter
            counter.services.close()


def set_stripes_clock(counter: Counter, ahead: timedelta) -> None:
    assert isinstance(counter.door, DatedDoor)
    counter.door.ahead = ahead


def told(counter: Counter) -> list[str]:
    return [row[0] for row in counter.rows("SELECT event FROM journal WHERE event LIKE 'clock.%' ORDER BY seq")]


@pytest.mark.parametrize("seconds", [-300, 300])
def test_failure_26_a_wrong_clock_is_told_once_and_that_it_is_right_again(dated: Counter, seconds: int) -> None:
    clock = dated.services.truth.clock
    set_stripes_clock(dated, timedelta(seconds=seconds))
    compare(dated)
    compare(dated)
    assert abs(clock.wrong_by_s() + seconds) < 60
    assert told(dated) == ["clock.wrong"]

    set_stripes_clock(dated, timedelta())
    compare(dated)
    assert clock.wrong_by_s() == 0
    assert told(dated) == ["clock.wrong", "clock.right"]


def test_failure_26_a_clock_less_than_a_minute_off_is_right_enough(dated: Counter) -> None:
    set_stripes_clock(dated, timedelta(seconds=20))
    compare(dated)

    assert dated.services.truth.clock.wrong_by_s() == 0
    assert told(dated) == []
