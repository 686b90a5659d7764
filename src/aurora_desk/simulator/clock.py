"""The simulator's clock: the real one, moved forward on request, so that a hold can expire within a test."""

from __future__ import annotations

from aurora_desk.simulator.params import Decimals, Fields
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.state import State

ADVANCE = Fields({"advance_s": Decimals(0, 10 * 365 * 24 * 3600)}, required=["advance_s"])
KIND, ONLY = "_clock", "clock"


def ahead_s(state: State) -> float:
    """How far it was moved, ever."""
    found = state.find(KIND, ONLY)
    return 0.0 if found is None else float(found["ahead_s"])


def advance(state: State, by_s: float) -> None:
    """Move it forward; it stays so over a restart."""
    moved: Json = {"id": ONLY, "object": KIND, "ahead_s": ahead_s(state) + by_s}
    state.save(moved, created=0)
