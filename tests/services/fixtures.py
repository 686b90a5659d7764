"""A fresh counter for every test of the use cases, and of the back room that runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from http import HTTPStatus

import pytest
import stripe

from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.state import State
from aurora_desk.store.creating import Place
from services.counter import Counter, StripeDoor, open_counter
from simulator.running import CurrentApp
from simulator.stripe_slice.validate import Spec


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's pauses between its tries, far shorter than in the shop."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.02)


@pytest.fixture
def door(stripe_server: tuple[CurrentApp, str]) -> Iterator[tuple[StripeDoor, str]]:
    """A simulator of this test's own behind a door, and its address."""
    current, base = stripe_server
    with closing(State(None)) as state:
        current.app = made = StripeDoor(create_app(state), state)
        yield made, base
    check_shapes(made)


@lru_cache
def _spec() -> Spec:
    return Spec()


def check_shapes(door: StripeDoor) -> None:
    """All that the program asked of Stripe, and all that the simulator answered, has the shape that Stripe gives."""
    for one in door.exchanges:
        if one.status < HTTPStatus.BAD_REQUEST and one.ours:
            assert _spec().check_request(one.method, one.path, one.form) == [], f"{one.method} {one.path}"
        if one.is_json and one.answer:
            answer = json.loads(one.answer)
            assert _spec().check_response(one.method, one.path, answer, one.status, strict=True) == [], one.path


@pytest.fixture
def counter(demo_place: Place, door: tuple[StripeDoor, str]) -> Iterator[Counter]:
    """The services of a desk on this test's demo store."""
    opened = open_counter(demo_place, *door)
    yield opened
    opened.services.close()


@pytest.fixture
def other_process(demo_place: Place, counter: Counter) -> Iterator[Counter]:
    """Another process's services on the same store and the same Stripe."""
    opened = open_counter(demo_place, counter.door, counter.stripe)
    yield opened
    opened.services.close()
