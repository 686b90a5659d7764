"""Terminal locations: where readers stand."""

from __future__ import annotations

from aurora_desk.simulator import objects
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import PAGING, page
from aurora_desk.simulator.params import EXPAND, Fields, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.turn import Turn

ADDRESS = Fields(
    {name: Text(clearable=True) for name in objects.NOWHERE if name != "country"} | {"country": Text()},
    required=["country"],
)
CREATE = Fields(
    {"address": ADDRESS, "display_name": Text(), "expand": EXPAND, "metadata": Metadata()},
    required=["address", "display_name"],
)
LIST = Fields(PAGING)


def create(turn: Turn, params: Json) -> Json:
    """A new location."""
    made = objects.location(
        location_id=new_id("tml"),
        display_name=params["display_name"],
        address=params["address"],
        metadata=merged({}, params.get("metadata", {})),
    )
    turn.save(made)
    return shown(turn.state, made, params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of locations."""
    return page(turn, "terminal.location", "/v1/terminal/locations", params)
