"""Card readers: one action at a time, driven by the server."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import PAGING, matching, page
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Flag, Integer, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.taps import refuse_while_busy, stop_waiting, wait_for_card
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
PROCESS = Fields(
    {
        "expand": EXPAND,
        "payment_intent": Text(),
        "process_config": Fields(
            {
                "allow_redisplay": Choice(("always", "limited", "unspecified")),
                "enable_customer_cancellation": Flag(),
                "skip_tipping": Flag(),
                "tipping": Fields({"amount_eligible": Integer(0)}),
            }
        ),
    },
    required=["payment_intent"],
)
UNSHOWN = frozenset(["allow_redisplay"])
"""Settings of a payment that the action does not answer back."""


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
    """One reader with its latest action."""
    return shown(turn.state, turn.get("terminal.reader", object_id), params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of readers."""
    keep = matching(params, "device_type", "location", "serial_number", "status")
    return page(turn, "terminal.reader", "/v1/terminal/readers", params, keep=keep)


def process_payment_intent(turn: Turn, object_id: str, params: Json) -> Json:
    """Ask for a card; replaces a payment for which no card has come yet."""
    reader = turn.get("terminal.reader", object_id)
    refuse_while_busy(reader)
    intent = turn.get("payment_intent", params["payment_intent"], param="payment_intent")
    if "card_present" not in intent["payment_method_types"]:
        raise ApiError(
            400,
            "The payment_method_types of the PaymentIntent must include card_present to be processed by a reader.",
            code="payment_intent_incompatible_payment_method",
            param="payment_intent",
        )
    if intent["status"] != "requires_payment_method":
        raise ApiError(
            400,
            f"The PaymentIntent has a status of {intent['status']}; a reader takes one in requires_payment_method.",
            code="intent_invalid_state",
            param="payment_intent",
        )
    config = {name: value for name, value in params.get("process_config", {}).items() if name not in UNSHOWN}
    wait_for_card(turn, reader, intent, config)
    return shown(turn.state, reader, params)


def cancel_action(turn: Turn, object_id: str, params: Json) -> Json:
    """Stop asking for a card; refused while one is being authorised, without effect on an action that has ended."""
    reader = turn.get("terminal.reader", object_id)
    refuse_while_busy(reader)
    stop_waiting(turn, reader)
    return shown(turn.state, reader, params)
