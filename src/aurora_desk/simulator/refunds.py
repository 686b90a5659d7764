"""Refunds: part or all of a charge given back, never more than it took."""

from __future__ import annotations

from aurora_desk.domain.money import from_stripe
from aurora_desk.simulator import objects
from aurora_desk.simulator.cards import card_numbered
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
UPDATE = Fields({"expand": EXPAND, "metadata": Metadata()})
CANCEL = Fields({"expand": EXPAND})
FAILS, SUCCEEDS = "refund_fails", "refund_succeeds"
LATER_S = 3600
"""When a bank makes up its mind about a refund that it doesn't take at once."""
OPEN = ("pending", "requires_action")
ENDED = ("failed", "canceled")
"""Refunds in these states have given nothing back."""
LIST = Fields({**DATED, "charge": Text(), "payment_intent": Text()})


def create(turn: Turn, params: Json) -> Json:
    """Give back `amount`, or all that is left."""
    paid = paid_charge(turn, params)
    if paid["payment_method_details"]["type"] == "interac_present":
        raise invalid(
            "Interac payments are refunded with the card present: ask a reader to refund_payment.",
            code="charge_not_refundable",
        )
    made = give_back(turn, paid, params)
    return shown(turn.state, made, params)


def give_back(turn: Turn, paid: Json, params: Json) -> Json:
    """A refund of a charge; its card decides how it ends."""
    amount = amount_to_refund(paid, params.get("amount"))
    made = objects.refund(
        paid,
        amount=amount,
        reason=params.get("reason"),
        metadata=merged({}, params.get("metadata", {})),
        created=turn.now,
    )
    card = card_numbered(turn.get("payment_method", paid["payment_method"])["_number"])
    assert card is not None, "stored methods are test cards"
    if card.refund_ends is not None:
        made["status"] = "pending" if card.refund_ends == SUCCEEDS else "succeeded"
        turn.state.plan(card.refund_ends, {"refund": made["id"]}, at=turn.at + LATER_S)
    if made["status"] == "pending":
        made["pending_reason"] = "processing"
    turn.save(made)
    _count(turn, paid, amount)
    turn.emit("refund.created", made)
    turn.emit("charge.refunded", paid)
    return made


def amount_to_refund(paid: Json, asked: int | None) -> int:
    """What of a charge is given back: what was asked, or all that is left; refuses more than that."""
    if paid["disputed"]:
        raise invalid(f"Charge {paid['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    left: int = paid["amount_captured"] - paid["amount_refunded"]
    if not left:
        raise invalid(f"Charge {paid['id']} has already been refunded.", code="charge_already_refunded")
    if asked is not None and asked > left:
        much, rest = from_stripe(asked, paid["currency"]), from_stripe(left, paid["currency"])
        raise invalid(f"Refund amount ({much}) is greater than unrefunded amount on charge ({rest})", param="amount")
    return left if asked is None else asked


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One refund."""
    return shown(turn.state, turn.get("refund", object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change the caller's notes on a refund."""
    made = turn.get("refund", object_id)
    before = public(made)
    if "metadata" in params:
        made["metadata"] = merged(made["metadata"], params["metadata"])
    _tell(turn, made, before)
    return shown(turn.state, made, params)


def cancel(turn: Turn, object_id: str, params: Json) -> Json:
    """Stop a refund that is not through yet."""
    made = turn.get("refund", object_id)
    if made["status"] not in OPEN:
        raise invalid(f"A refund with a status of {made['status']} can't be canceled.")
    _end(turn, made, "canceled")
    return shown(turn.state, made, params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of refunds."""
    return page(turn, "refund", "/v1/refunds", params, keep=matching(params, "charge", "payment_intent"))


def fail(turn: Turn, object_id: str) -> None:
    """The customer's bank sends the money back: the charge has not been refunded after all."""
    made = turn.get("refund", object_id)
    if made["status"] in ENDED:
        raise invalid(f"The refund has a status of {made['status']} already.")
    made["failure_reason"] = "lost_or_stolen_card"
    _end(turn, made, "failed")
    turn.emit("refund.failed", made)


def fail_later(turn: Turn, facts: Json) -> None:
    """Fail, unless it has ended meanwhile."""
    if turn.get("refund", facts["refund"])["status"] not in ENDED:
        fail(turn, facts["refund"])


def succeed_later(turn: Turn, facts: Json) -> None:
    """A pending refund goes through."""
    made = turn.get("refund", facts["refund"])
    if made["status"] in OPEN:
        _end(turn, made, "succeeded")


def _end(turn: Turn, made: Json, status: str) -> None:
    before = public(made)
    made["status"] = status
    made.pop("pending_reason", None)
    if status in ENDED:
        _count(turn, turn.get("charge", made["charge"]), -made["amount"])
    _tell(turn, made, before)


def _tell(turn: Turn, made: Json, before: Json) -> None:
    turn.save(made)
    turn.emit("refund.updated", made, before=before)
    turn.emit("charge.refund.updated", made, before=before)


def _count(turn: Turn, paid: Json, by: int) -> None:
    paid["amount_refunded"] += by
    paid["refunded"] = paid["amount_refunded"] == paid["amount_captured"]
    turn.save(paid)


def paid_charge(turn: Turn, params: Json) -> Json:
    """The charge that `charge` or `payment_intent` names; refuses one that took no money."""
    if "charge" in params:
        paid = turn.get("charge", params["charge"], param="charge")
        if params.get("payment_intent", paid["payment_intent"]) != paid["payment_intent"]:
            raise invalid("The charge does not belong to the PaymentIntent.", param="payment_intent")
        if paid["status"] != "succeeded":
            raise invalid(f"Charge {paid['id']} failed: there is nothing to refund.", param="charge")
        if not paid["captured"]:
            raise invalid(f"Charge {paid['id']} is not captured: cancel its PaymentIntent instead.", param="charge")
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
