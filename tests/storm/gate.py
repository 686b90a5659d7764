"""The gate that a program of the storm passes before each call to Stripe and on both sides of each commit.

On the other side the storm counts these moments, grants some more, or kills it before the next: so the same count is
the same place in every run.
"""

from __future__ import annotations

import os
import threading
from multiprocessing.connection import Connection as Pipe
from typing import Any

import stripe
from sqlalchemy import Connection, Engine, event


class Gate:
    """The program's side: it waits until it may go on."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._passed = self._granted = 0
        self._lock = threading.Lock()

    def pass_by(self) -> None:
        """One moment more; where no more are granted, ask and wait. A storm that has gone takes its programs along."""
        with self._lock:
            if self._passed == self._granted:
                try:
                    self._pipe.send(self._passed)
                    self._passed, self._granted = 0, self._pipe.recv()
                except (EOFError, OSError):
                    os._exit(70)
            self._passed += 1

    def stand(self) -> None:
        """Stand before every call and around every commit of this process."""
        gate = self

        class GatedClient(stripe.RequestsClient):
            def request(self, *args: Any, **named: Any) -> Any:
                gate.pass_by()
                return super().request(*args, **named)

        # The product takes its client from there by name.
        stripe.RequestsClient = GatedClient  # type: ignore[misc]
        # Told at the shop's desk in seconds, here in no time: how long a wait is proves nothing.
        stripe.HTTPClient.INITIAL_DELAY = stripe.HTTPClient.MAX_DELAY = 0
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)

    def _before(self, connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            connection.info["writes"] = True
        elif statement == "COMMIT" and connection.info.get("writes"):
            self.pass_by()

    def _after(self, connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement == "COMMIT" and connection.info.pop("writes", False):
            self.pass_by()
