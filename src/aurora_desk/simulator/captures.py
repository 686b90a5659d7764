"""Money held on a card first and taken later: all or part of it, in time, or not at all.

What isn't taken is released without a refund, so that `amount_refunded` counts money given back and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Fields, Flag, Integer, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.turn import Turn

DAY_S = 24 * 3600
HELD_S: Mapping[str, int] = MappingProxyType({"card": 7 * DAY_S, "card_present": 2 * DAY_S})
HOLD_ENDS = "hold_ends"

CAPTURE = Fields(
    {
        "amount_to_capture": Integer(1),
        "expand": EXPAND,
        "final_capture": Flag(),
        "metadata": Metadata(),
        "statement_descriptor": Text(),
        "statement_descriptor_suffix": Text(),
    }
)
CAPTURE_CHARGE = Fields({"amount": Integer(1), "expand": EXPAND, "receipt_email": Text()})
STATEMENT = ("statement_descriptor", "statement_descriptor_suffix")


def holds_first(intent: Json, kind: str) -> bool:
    """Whether a card of this kind is only held: single-message networks take the money at once in any case."""
    asked = intent["payment_method_options"].get(kind, {}).get("capture_method", intent["capture_method"])
    return kind in HELD_S and asked in ("manual", "manual_preferred")


def hold(turn: Turn, intent: Json, made: Json, kind: str) -> None:
    """Let an approved charge wait for its capture."""
    until = turn.now + HELD_S[kind]
    made |= {"amount_captured": 0, "captured": False}
    made["payment_method_details"][kind]["capture_before"] = until
    intent |= {"amount_capturable": intent["amount"], "amount_received": 0, "status": "requires_capture"}
    turn.state.plan(HOLD_ENDS, {"intent": intent["id"]}, at=until)


def capture(turn: Turn, object_id: str, params: Json) -> Json:
    """Take what is held, or part of it; the rest is released."""
    intent = turn.get("payment_intent", object_id)
    if intent["status"] != "requires_capture":
        raise ApiError(
            400,
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. "
            "Only a PaymentIntent with one of the following statuses may be captured: requires_capture.",
            code="payment_intent_unexpected_state",
            facts={"payment_intent": public(intent)},
        )
    if not params.get("final_capture", True):
        raise invalid("This charge can be captured once: multicapture is not available.", param="final_capture")
    if "metadata" in params:
        intent["metadata"] = merged(intent["metadata"], params["metadata"])
    intent |= {name: params[name] for name in STATEMENT if name in params}
    amount = _amount(intent, params.get("amount_to_capture"), "amount_to_capture")
    _take(turn, intent, turn.get("charge", intent["latest_charge"]), amount)
    return shown(turn.state, intent, params)


def capture_charge(turn: Turn, object_id: str, params: Json) -> Json:
    """The same by the charge, as it was done before there were intents."""
    made = turn.get("charge", object_id)
    intent = turn.get("payment_intent", made["payment_intent"])
    if made["captured"]:
        raise invalid(f"Charge {made['id']} has already been captured.", code="charge_already_captured")
    if intent["status"] != "requires_capture" or intent["latest_charge"] != made["id"]:
        raise invalid(
            f"Charge {made['id']} can't be captured: it failed, was released or has expired.",
            code="charge_expired_for_capture",
        )
    if "receipt_email" in params:
        made["receipt_email"] = params["receipt_email"]
    _take(turn, intent, made, _amount(intent, params.get("amount"), "amount"))
    return shown(turn.state, made, params)


def end_hold(turn: Turn, facts: Json) -> None:
    """The card's bank lets go of the money that nobody took."""
    intent = turn.get("payment_intent", facts["intent"])
    if intent["status"] != "requires_capture":
        return
    intent |= {
        "amount_capturable": 0,
        "canceled_at": turn.now,
        "cancellation_reason": "automatic",
        "status": "canceled",
    }
    turn.save(intent)
    turn.emit("charge.expired", turn.get("charge", intent["latest_charge"]))
    turn.emit("payment_intent.canceled", intent)


def _amount(intent: Json, asked: int | None, param: str) -> int:
    amount = intent["amount_capturable"] if asked is None else asked
    if amount > intent["amount_capturable"]:
        raise invalid(
            f"The amount ({amount}) is greater than the amount that can be captured ({intent['amount_capturable']}).",
            code="amount_too_large",
            param=param,
        )
    return amount


def _take(turn: Turn, intent: Json, made: Json, amount: int) -> None:
    made |= {"amount_captured": amount, "captured": True}
    intent |= {"amount_capturable": 0, "amount_received": amount, "status": "succeeded"}
    turn.save(made)
    turn.save(intent)
    turn.emit("charge.captured", made)
    turn.emit("payment_intent.succeeded", intent)
