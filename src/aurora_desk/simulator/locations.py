"""Terminal locations: where readers stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import PAGING, page
from aurora_desk.simulator.params import EXPAND, Fields, Kind, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.turn import Turn

ADDRESS = Fields(
    {name: Text(clearable=True) for name in objects.NOWHERE if name != "country"} | {"country": Text()},
    required=["country"],
)
CHANGEABLE: Mapping[str, Kind] = MappingProxyType(
    {
        "address": ADDRESS,
        "configuration_overrides": Text(clearable=True),
        "display_name": Text(),
        "expand": EXPAND,
        "metadata": Metadata(),
        "phone": Text(clearable=True),
    }
)
CREATE = Fields(CHANGEABLE, required=["address", "display_name"])
UPDATE = Fields(CHANGEABLE)
OPTIONAL = ("configuration_overrides", "phone")
KIND = "terminal.location"
LIST = Fields(PAGING)


def create(turn: Turn, params: Json) -> Json:
    """A new location."""
    made = objects.location(
        location_id=new_id("tml"),
        display_name=params["display_name"],
        address=params["address"],
        metadata=merged({}, params.get("metadata", {})),
    )
    _set_optional(turn, made, params)
    turn.save(made)
    return shown(turn.state, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One location, even if it was deleted."""
    return shown(turn.state, turn.get_even_deleted(KIND, object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change where or what a location is."""
    place = turn.get(KIND, object_id)
    if "address" in params:
        place["address"] = dict.fromkeys(objects.NOWHERE) | params["address"]
    if "display_name" in params:
        place["display_name"] = params["display_name"]
    if "metadata" in params:
        place["metadata"] = merged(place["metadata"], params["metadata"])
    _set_optional(turn, place, params)
    turn.save(place)
    return shown(turn.state, place, params)


def delete(turn: Turn, object_id: str, _params: Json) -> Json:
    """A location that is no more; its readers stay."""
    return turn.delete(KIND, object_id)


def listed(turn: Turn, params: Json) -> Json:
    """A page of locations."""
    return page(turn, KIND, "/v1/terminal/locations", params)


def _set_optional(turn: Turn, place: Json, params: Json) -> None:
    """These fields are there only while they have a value."""
    override = params.get("configuration_overrides")
    if override is not None:
        turn.get("terminal.configuration", override, param="configuration_overrides")
    for name in OPTIONAL:
        if name in params:
            place.pop(name, None)
            place |= {name: params[name]} if params[name] is not None else {}
