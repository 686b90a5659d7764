"""Payment methods: cards as they were given."""

from __future__ import annotations

from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One payment method."""
    return shown(turn.state, turn.get("payment_method", object_id), params)
