"""Connection tokens, with which the readers of other integrations log in."""

from __future__ import annotations

from aurora_desk.simulator.params import EXPAND, Fields, Text
from aurora_desk.simulator.shape import Json, token
from aurora_desk.simulator.turn import Turn

CREATE = Fields({"expand": EXPAND, "location": Text()})


def create(turn: Turn, params: Json) -> Json:
    """A token that no reader asks for here."""
    made: Json = {"object": "terminal.connection_token", "secret": f"pst_test_sim_{token(24)}"}
    if "location" in params:
        made["location"] = turn.get("terminal.location", params["location"], param="location")["id"]
    return made
