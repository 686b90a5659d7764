"""A running simulator with a set clock; everything the SDK says and hears is checked against Stripe's shapes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
import stripe

from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

from .running import CurrentApp, Desk, SetClock, served
from .stripe_slice.validate import Spec

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def spec() -> Spec:
    return Spec()


@pytest.fixture(scope="session")
def door() -> Iterator[tuple[CurrentApp, str]]:
    current = CurrentApp()
    with served(current) as base:
        yield current, base


@pytest.fixture
def open_desk(spec: Spec, door: tuple[CurrentApp, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDesk]:
    """Opens a desk on a new simulator of a given pace; what they exchanged is checked at the end."""
    monkeypatch.setattr(stripe, "enable_telemetry", False)
    current, base = door
    desks: list[Desk] = []
    with ExitStack() as stack:

        def open_one(pace: Pace, **more: Any) -> Desk:
            clock = SetClock()
            state = stack.enter_context(closing(State()))
            current.app = create_app(state, clock=clock, pace=pace, **more)
            desk = Desk(base, clock)
            stack.callback(desk.http.close)
            desks.append(desk)
            return desk

        yield open_one
    check_exchanges(spec, desks)


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk(Pace())


def check_exchanges(spec: Spec, desks: list[Desk]) -> None:
    """Every request the SDK sent, and every answer it got, has the shape of the slice."""
    for desk in desks:
        for one in desk.http.exchanges:
            if one.headers["Content-Type"] != "application/json":
                continue  # HTML that a fault has put in its place
            found = spec.check_response(one.method, one.path, json.loads(one.body), one.status, strict=True)
            assert found == [], f"answer to {one.method} {one.path}"
            if one.status < 400:
                assert spec.check_request(one.method, one.path, one.form) == [], f"request {one.method} {one.path}"
