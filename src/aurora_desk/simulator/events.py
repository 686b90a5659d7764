"""Events: what happened to intents, charges, refunds and readers, newest first."""

from __future__ import annotations

from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, page
from aurora_desk.simulator.params import Fields, ListOf, Text
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

LIST = Fields({**DATED, "type": Text(), "types": ListOf(Text())})


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One event."""
    return shown(turn.state, turn.get("event", object_id), params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of events, of the asked types only."""
    types = {*params.get("types", [])} | ({params["type"]} if "type" in params else set())
    return page(turn, "event", "/v1/events", params, keep=lambda event: not types or event["type"] in types)
