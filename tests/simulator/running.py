"""A simulator served over real HTTP in a thread of the test, and the official SDK talking to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import stripe
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.server import address, listen
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

TEST_KEY = "sk_test_play"


@contextmanager
def running_simulator(
    *, state_file: Path | None = None, clock: Callable[[], float] = time.time, pace: Pace | None = None
) -> Iterator[str]:
    """Serve a simulator on a free port; gives its base address."""
    state = State(state_file)
    try:
        with served(create_app(state, clock=clock, pace=pace)) as base:
            yield base
    finally:
        state.close()


class CurrentApp:
    """An application that another can take the place of, so that one server does for many tests."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the application of the moment."""
        await self.app(scope, receive, send)


@contextmanager
def served(app: ASGIApp, *, dated: bool = True) -> Iterator[str]:
    """Serve an application on a free port; gives its base address. Without `dated` it gives its answers their date."""
    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=3, date_header=dated
    )
    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the SDK, and its answer."""

    method: str
    path: str
    form: str
    status: int
    body: bytes
    headers: Mapping[str, str]


class RecordingHttp(stripe.RequestsClient):
    """The SDK's own HTTP client, which also keeps what went over the wire."""

    def __init__(self) -> None:
        super().__init__(timeout=(5, 30))
        self.exchanges: list[Exchange] = []

    def request(  # type: ignore[override]  # as its parent, which answers bytes where its own parent says text
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        body, status, answered = super().request(method, url, headers, post_data)
        parts = urlsplit(url)
        form = post_data or "" if method == "post" else parts.query
        self.exchanges.append(Exchange(method.upper(), parts.path, form, status, body, answered))
        return body, status, answered


@dataclass
class SetClock:
    """A clock that stands until a test moves it."""

    at: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Desk:
    """What a test has in hand: the SDK, its wire, and the simulator's clock."""

    base: str
    clock: SetClock
    http: RecordingHttp = field(default_factory=RecordingHttp)

    def __post_init__(self) -> None:
        self.api = stripe.StripeClient(TEST_KEY, base_addresses={"api": self.base}, http_client=self.http).v1

    def fault(self, what: str, **fields: Any) -> dict[str, Any]:
        """Ask for a fault."""
        return self.control("POST", "/faults", {"what": what, **fields})

    def control(self, method: str, path: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        """Use one of the doors outside `/v1`."""
        answer = httpx.request(
            method,
            self.base + path,
            json=asked,
            headers={"Authorization": f"Bearer {TEST_KEY}"},
            trust_env=False,
        )
        answer.raise_for_status()
        shown: dict[str, Any] = answer.json()
        return shown

    @property
    def last(self) -> Exchange:
        """The latest exchange."""
        return self.http.exchanges[-1]
