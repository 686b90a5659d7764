"""Card readers: one action at a time, driven by the server."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.actions import refuse_while_busy
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import PAGING, matching, page
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.taps import stop_waiting
from aurora_desk.simulator.turn import Turn

DEVICES: Mapping[str, str] = MappingProxyType(
    {"simulated-wpe": "simulated_wisepos_e", "simulated-s700": "simulated_stripe_s700"}
)
"""Registration codes of simulated readers, and what they make."""

CREATE = Fields(
    {
        "expand": EXPAND,
        "label": Text(),
        "location": Text(),
        "metadata": Metadata(),
        "registration_code": Text(),
    },
    required=["registration_code"],
)
LIST = Fields(
    {
        **PAGING,
        "device_type": Text(),
        "location": Text(),
        "serial_number": Text(),
        "status": Choice(("offline", "online")),
    }
)
UPDATE = Fields({"expand": EXPAND, "label": Text(), "metadata": Metadata()})


def create(turn: Turn, params: Json) -> Json:
    """Register a simulated reader by its registration code."""
    code = params["registration_code"]
    if code not in DEVICES:
        raise invalid(
            f"The registration code {code} is not known. A simulated reader has the code simulated-wpe.",
            param="registration_code",
        )
    if "location" in params:
        turn.get("terminal.location", params["location"], param="location")
    made = objects.reader(
        reader_id=new_id("tmr"),
        label=params.get("label", "Simulated reader"),
        device_type=DEVICES[code],
        location_id=params.get("location"),
        metadata=merged({}, params.get("metadata", {})),
        at=turn.at,
    )
    turn.save(made)
    return shown(turn.state, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One reader with its latest action, even if it was deleted."""
    return shown(turn.state, turn.get_even_deleted("terminal.reader", object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change what a reader is called."""
    reader = turn.get("terminal.reader", object_id)
    if "label" in params:
        reader["label"] = params["label"]
    if "metadata" in params:
        reader["metadata"] = merged(reader["metadata"], params["metadata"])
    turn.save(reader)
    return shown(turn.state, reader, params)


def delete(turn: Turn, object_id: str, _params: Json) -> Json:
    """A reader that belongs to the account no more; refused while it authorises a card."""
    refuse_while_busy(turn.get("terminal.reader", object_id))
    return turn.delete("terminal.reader", object_id, keep=("device_type", "serial_number"))


def listed(turn: Turn, params: Json) -> Json:
    """A page of readers."""
    keep = matching(params, "device_type", "location", "serial_number", "status")
    return page(turn, "terminal.reader", "/v1/terminal/readers", params, keep=keep)


def cancel_action(turn: Turn, object_id: str, params: Json) -> Json:
    """Stop what the reader does; refused while it authorises a card, without effect on an action that has ended."""
    reader = turn.get("terminal.reader", object_id)
    refuse_while_busy(reader)
    stop_waiting(turn, reader)
    return shown(turn.state, reader, params)
