"""Where play money moves: an intent is charged once, or the card declines and the intent stays open."""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.simulator import objects
from aurora_desk.simulator.captures import hold, holds_first
from aurora_desk.simulator.cards import Card, Decline
from aurora_desk.simulator.errors import ApiError, doc_url
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, matching, page
from aurora_desk.simulator.params import EXPAND, Fields, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.turn import Turn

UPDATE = Fields({"description": Text(), "expand": EXPAND, "metadata": Metadata(), "receipt_email": Text()})
LIST = Fields({**DATED, "customer": Text(), "payment_intent": Text()})
PAYABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
"""Nothing has been charged for an intent in these states, and something can be."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A card held to an intent: online, or at the `reader`."""

    intent: Json
    method: Json
    card: Card
    reader: Json | None = None


def charge(turn: Turn, attempt: Attempt, decline: Decline | None) -> Json | None:
    """Charge the intent, or decline it; returns the card error of a decline. Changes and stores the intent."""
    intent, card = attempt.intent, attempt.card
    assert intent["status"] in PAYABLE, "an intent is charged once"
    details = (
        objects.online_details(card, intent["amount"])
        if attempt.reader is None
        else objects.in_person_details(card, intent["amount"], attempt.reader)
    )
    made = objects.charge(intent, attempt.method, details, created=turn.now)
    turn.save(attempt.method)
    if decline is None:
        _approve(turn, intent, made, attempt.method["type"])
        return None
    return _decline(turn, intent, made, decline, attempt.method)


def declined_on_request(turn: Turn, reader_id: str | None = None) -> Decline | None:
    """The decline that fault control has asked for, if it has."""
    fault = turn.luck.take("decline", reader=reader_id)
    return None if fault is None else Decline(fault.code, "Your card was declined.", fault.decline_code)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One charge."""
    return shown(turn.state, turn.get("charge", object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change what a charge says of itself; its money never changes here."""
    made = turn.get("charge", object_id)
    before = public(made)
    made |= {name: params[name] for name in ("description", "receipt_email") if name in params}
    if "metadata" in params:
        made["metadata"] = merged(made["metadata"], params["metadata"])
    turn.save(made)
    turn.emit("charge.updated", made, before=before)
    return shown(turn.state, made, params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of charges."""
    return page(turn, "charge", "/v1/charges", params, keep=matching(params, "customer", "payment_intent"))


def refuse(intent: Json, error: Json) -> ApiError:
    """402: the card error of a decline, with the intent as it stands."""
    facts = {name: value for name, value in error.items() if name not in ("type", "message", "code", "doc_url")}
    return ApiError(
        402,
        error["message"],
        code=error["code"],
        kind="card_error",
        facts=facts | {"payment_intent": public(intent)},
        effect_stays=True,
    )


def card_error(decline: Decline, method: Json) -> Json:
    """What Stripe says about a decline, in `last_payment_error` and in the answer."""
    error: Json = {
        "type": "card_error",
        "code": decline.code,
        "doc_url": doc_url(decline.code),
        "message": decline.message,
        "payment_method": public(method),
    }
    return error if decline.decline_code is None else error | {"decline_code": decline.decline_code}


def _approve(turn: Turn, intent: Json, made: Json, kind: str) -> None:
    intent |= {
        "amount_received": intent["amount"],
        "last_payment_error": None,
        "latest_charge": made["id"],
        "next_action": None,
        "payment_method": made["payment_method"],
        "status": "succeeded",
    }
    held = holds_first(intent, kind)
    if held:
        hold(turn, intent, made, kind)
    turn.save(made)
    turn.save(intent)
    turn.emit("charge.succeeded", made)
    turn.emit("payment_intent.amount_capturable_updated" if held else "payment_intent.succeeded", intent)


def _decline(turn: Turn, intent: Json, made: Json, decline: Decline, method: Json) -> Json:
    made |= {
        "amount_captured": 0,
        "captured": False,
        "failure_code": decline.code,
        "failure_message": decline.message,
        "outcome": objects.outcome(decline.decline_code or decline.code),
        "paid": False,
        "status": "failed",
    }
    error = card_error(decline, method) | {"charge": made["id"]}
    intent |= {
        "last_payment_error": error,
        "latest_charge": made["id"],
        "next_action": None,
        "payment_method": None,
        "status": "requires_payment_method",
    }
    turn.save(made)
    turn.save(intent)
    turn.emit("charge.failed", made)
    turn.emit("payment_intent.payment_failed", intent)
    return error
