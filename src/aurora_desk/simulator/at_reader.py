"""A card at a reader pays an intent, in one step or in two: collected first, confirmed within half a minute."""

from __future__ import annotations

from aurora_desk.simulator import objects
from aurora_desk.simulator.actions import COLLECT, CONFIRM, PROCESS, WAIT, Failure, begin, refuse_while_busy
from aurora_desk.simulator.cards import CARD_NOT_SUPPORTED, Card, Decline, decline_by_amount
from aurora_desk.simulator.charges import PAYABLE, Attempt, charge, declined_on_request
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Flag, Integer, Text
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.turn import Turn

ASKING = Fields(
    {
        "allow_redisplay": Choice(("always", "limited", "unspecified")),
        "enable_customer_cancellation": Flag(),
        "skip_tipping": Flag(),
        "tipping": Fields({"amount_eligible": Integer(0)}),
    }
)
PROCESS_INTENT = Fields(
    {"expand": EXPAND, "payment_intent": Text(), "process_config": ASKING}, required=["payment_intent"]
)
COLLECT_METHOD = Fields(
    {"collect_config": ASKING, "expand": EXPAND, "payment_intent": Text()}, required=["payment_intent"]
)
CONFIRM_INTENT = Fields(
    {"confirm_config": Fields({"return_url": Text()}), "expand": EXPAND, "payment_intent": Text()},
    required=["payment_intent"],
)
UNSHOWN = frozenset(["allow_redisplay"])
"""Settings of a payment that the action does not answer back."""
IN_PERSON = ("card_present", "interac_present")
COLLECTED = "_collected"
"""The simulator's own note on a reader: the card it has read, for which intent, and until when it may be confirmed."""
CONFIRM_WITHIN_S = 30


def process_payment_intent(turn: Turn, object_id: str, params: Json) -> Json:
    """Ask for a card; replaces a payment for which no card has come yet."""
    reader, intent = _ready(turn, object_id, params)
    details = {"payment_intent": intent["id"], "process_config": _config(params.get("process_config", {}))}
    begin(turn, reader, PROCESS, details, {"intent": intent["id"]})
    return shown(turn.state, reader, params)


def collect_payment_method(turn: Turn, object_id: str, params: Json) -> Json:
    """Ask for a card to look at before it is charged."""
    reader, intent = _ready(turn, object_id, params)
    details = {"collect_config": _config(params.get("collect_config", {})), "payment_intent": intent["id"]}
    begin(turn, reader, COLLECT, details, {"intent": intent["id"]})
    return shown(turn.state, reader, params)


def confirm_payment_intent(turn: Turn, object_id: str, params: Json) -> Json:
    """Charge the card that was collected for this intent on this reader a moment ago."""
    reader, intent = _ready(turn, object_id, params)
    collected = reader.get(COLLECTED)
    if collected is None or collected["intent"] != intent["id"] or turn.at > collected["until"]:
        raise ApiError(
            400,
            "No card was collected for this PaymentIntent on this reader within the last "
            f"{CONFIRM_WITHIN_S} seconds: collect_payment_method first.",
            code="intent_invalid_state",
            param="payment_intent",
        )
    reader[COLLECTED] = None
    wait = {name: collected[name] for name in ("by_amount", "intent", "number", "tip")} | {"tapped_at": turn.at}
    begin(turn, reader, CONFIRM, {"payment_intent": intent["id"]}, wait)
    return shown(turn.state, reader, params)


def collect(turn: Turn, reader: Json, card: Card) -> Failure | None:
    """The card is read and not charged."""
    wait = reader[WAIT]
    method = objects.payment_method(card, kind=card.kind, created=turn.now)
    turn.save(method)
    reader["action"][COLLECT]["payment_method"] = public(method)
    reader[COLLECTED] = {name: wait[name] for name in ("by_amount", "intent", "number", "tip")}
    reader[COLLECTED]["until"] = turn.at + CONFIRM_WITHIN_S
    return None


def pay(turn: Turn, reader: Json, card: Card) -> Failure | None:
    """The card is charged, or declined."""
    wait = reader[WAIT]
    intent = turn.get("payment_intent", wait["intent"])
    if intent["status"] not in PAYABLE:
        message = f"The PaymentIntent has a status of {intent['status']}; nothing was charged."
        code = "intent_invalid_state"
        return Failure(code, message, {"type": "invalid_request_error", "code": code, "message": message})
    decline = _decline(turn, reader, card, intent)
    if decline is None and wait["tip"]:
        intent["amount"] += wait["tip"]
        intent["amount_details"] = {"tip": {"amount": wait["tip"]}}
    method = objects.payment_method(card, kind=card.kind, created=turn.now)
    error = charge(turn, Attempt(intent, method, card, reader), decline)
    return None if error is None else Failure(error["code"], error["message"], error)


def _decline(turn: Turn, reader: Json, card: Card, intent: Json) -> Decline | None:
    asked = declined_on_request(turn, reader["id"])
    if asked is not None:
        return asked
    if card.kind not in intent["payment_method_types"]:
        return CARD_NOT_SUPPORTED
    if card.decline is not None or not reader[WAIT]["by_amount"]:
        return card.decline
    return decline_by_amount(intent["amount"], intent["currency"])


def _ready(turn: Turn, reader_id: str, params: Json) -> tuple[Json, Json]:
    reader = turn.get("terminal.reader", reader_id)
    refuse_while_busy(reader)
    intent = turn.get("payment_intent", params["payment_intent"], param="payment_intent")
    if not any(kind in intent["payment_method_types"] for kind in IN_PERSON):
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
    return reader, intent


def _config(asked: Json) -> Json:
    return {name: value for name, value in asked.items() if name not in UNSHOWN}
