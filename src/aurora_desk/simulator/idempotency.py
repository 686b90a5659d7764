"""Idempotency keys: the first answer to a key is the only one, for a day."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.state import State, StoredAnswer

KEPT_S = 24 * 3600
LONGEST_KEY = 255


class RunningKeys:
    """Keys whose first call has not been answered yet."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Run the call of this key; refuses a second one that comes meanwhile."""
        with self._lock:
            if key in self._keys:
                raise ApiError(
                    409,
                    "There is currently another in-progress request using this Idempotent Key "
                    "(that probably means you submitted twice, and the other request is still going through). "
                    "Please try again later.",
                    code="idempotency_key_in_use",
                    kind="idempotency_error",
                )
            self._keys.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard(key)


def check_key(key: str) -> None:
    """Refuse a key that Stripe would not take."""
    if len(key) > LONGEST_KEY:
        raise ApiError(400, f"Idempotency keys have up to {LONGEST_KEY} characters.", kind="idempotency_error")


def fingerprint(method: str, path: str, params: Json) -> str:
    """Two calls are the same call if this is equal."""
    return json.dumps([method, path, params], sort_keys=True)


def recall(state: State, key: str, asked: str) -> StoredAnswer | None:
    """The stored answer to this key; refuses a key that was first used for another call."""
    stored = state.answer(key)
    if stored is not None and stored.fingerprint != asked:
        raise ApiError(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return stored
