"""One request's view of the simulator: the store, and the time at which it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aurora_desk.simulator.errors import missing
from aurora_desk.simulator.faults import CallFaults
from aurora_desk.simulator.shape import Json, new_id, public
from aurora_desk.simulator.state import State

API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the simulated customer and card network are."""

    auto_tap_s: float | None = None
    """The customer taps a good card by itself after this time; None waits for a hand."""
    authorise_s: float = 0.0
    """From the tap to the outcome; meanwhile the reader is busy."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Open for the length of one transaction of the store."""

    state: State
    at: float
    """Seconds since 1970."""
    pace: Pace
    request_id: str
    luck: CallFaults
    """What is to go wrong in it."""
    base: str
    """The address under which the simulator was asked."""
    key: str | None = None
    """The idempotency key of the request."""

    @property
    def now(self) -> int:
        """The time in whole seconds, as `created` fields have it."""
        return int(self.at)

    def get(self, kind: str, object_id: str, *, param: str | None = None) -> Json:
        """The object; refuses an unknown id in the address or, with `param`, in a parameter."""
        found = self.state.find(kind, object_id)
        if found is None:
            raise missing(kind, object_id, param=param)
        return found

    def get_even_deleted(self, kind: str, object_id: str) -> Json:
        """The object, or what is left of it."""
        return self.state.find_deleted(kind, object_id) or self.get(kind, object_id)

    def delete(self, kind: str, object_id: str, *, keep: Sequence[str] = ()) -> Json:
        """Delete the object but for some of its fields; gives what Stripe answers then."""
        stored = self.get(kind, object_id)
        return self.state.bury(kind, object_id, {name: stored[name] for name in keep})

    def save(self, stored: Json) -> None:
        """Add or replace an object."""
        self.state.save(stored, created=self.now)

    def emit(self, kind: str, stored: Json, *, before: Json | None = None) -> None:
        """Record an event with a snapshot of its object, and of an update what its changed fields were `before`."""
        now = public(stored)
        changed = {name: value for name, value in (before or {}).items() if now.get(name) != value}
        self.save(
            {
                "id": new_id("evt"),
                "object": "event",
                "api_version": API_VERSION,
                "created": self.now,
                "data": {"object": now} | ({} if before is None else {"previous_attributes": changed}),
                "livemode": False,
                "pending_webhooks": 0,
                "request": {"id": self.request_id, "idempotency_key": self.key},
                "type": kind,
            }
        )
