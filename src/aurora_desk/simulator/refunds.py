"""Refunds: part or all of a charge given back, never more than it took."""

from __future__ import annotations

from aurora_desk.domain.money import from_stripe
from aurora_desk.simulator import objects
from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, matching, page
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.turn import Turn

CREATE = Fields(
    {
        "amount": Integer(1),
        "charge": Text(),
        "expand": EXPAND,
        "metadata": Metadata(),
        "payment_intent": Text(),
        "reason": Choice(("duplicate", "fraudulent", "requested_by_customer")),
    }
)
LIST = Fields({**DATED, "charge": Text(), "payment_intent": Text()})


def create(turn: Turn, params: Json) -> Json:
    """Give back `amount`, or all that is left."""
    paid = _charge(turn, params)
    left = paid["amount_captured"] - paid["amount_refunded"]
    if not left:
        raise invalid(f"Charge {paid['id']} has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount > left:
        asked, rest = from_stripe(amount, paid["currency"]), from_stripe(left, paid["currency"])
        raise invalid(f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})", param="amount")
    made = objects.refund(
        paid,
        amount=amount,
        reason=params.get("reason"),
        metadata=merged({}, params.get("metadata", {})),
        created=turn.now,
    )
    paid["amount_refunded"] += amount
    paid["refunded"] = amount == left
    turn.save(made)
    turn.save(paid)
    turn.emit("refund.created", made)
    turn.emit("charge.refunded", paid)
    return shown(turn.state, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One refund."""
    return shown(turn.state, turn.get("refund", object_id), params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of refunds."""
    return page(turn, "refund", "/v1/refunds", params, keep=matching(params, "charge", "payment_intent"))


def _charge(turn: Turn, params: Json) -> Json:
    if "charge" in params:
        paid = turn.get("charge", params["charge"], param="charge")
        if params.get("payment_intent", paid["payment_intent"]) != paid["payment_intent"]:
            raise invalid("The charge does not belong to the PaymentIntent.", param="payment_intent")
        if paid["status"] != "succeeded":
            raise invalid(f"Charge {paid['id']} failed: there is nothing to refund.", param="charge")
        return paid
    if "payment_intent" not in params:
        raise invalid(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
            param="payment_intent",
        )
    intent = turn.get("payment_intent", params["payment_intent"], param="payment_intent")
    if intent["status"] != "succeeded":
        raise ApiError(
            400,
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            facts={"payment_intent": public(intent)},
        )
    return turn.get("charge", intent["latest_charge"])
