"""Refunds that need the card: Interac's, which have to be given back to the card that paid."""

from __future__ import annotations

from aurora_desk.simulator import refunds
from aurora_desk.simulator.actions import REFUND, WAIT, Failure, begin, refuse_while_busy
from aurora_desk.simulator.cards import Card, decline_by_amount
from aurora_desk.simulator.charges import declined_on_request
from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Fields, Flag, Integer, Metadata, Text, merged
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

REFUND_PAYMENT = Fields(
    {
        "amount": Integer(1),
        "charge": Text(),
        "expand": EXPAND,
        "metadata": Metadata(),
        "payment_intent": Text(),
        "refund_payment_config": Fields({"enable_customer_cancellation": Flag()}),
    }
)
OTHER_CARD = Failure("card_declined", "This is not the card that paid.")


def refund_payment(turn: Turn, object_id: str, params: Json) -> Json:
    """Ask for the card that paid, to give money back to it."""
    reader = turn.get("terminal.reader", object_id)
    refuse_while_busy(reader)
    paid = refunds.paid_charge(turn, params)
    if paid["payment_method_details"]["type"] != "interac_present":
        raise invalid("Only Interac payments are refunded by a reader: create a Refund instead.")
    details: Json = {
        "amount": refunds.amount_to_refund(paid, params.get("amount")),
        "charge": paid["id"],
        "metadata": merged({}, params.get("metadata", {})),
        "payment_intent": paid["payment_intent"],
    }
    if "refund_payment_config" in params:
        details["refund_payment_config"] = params["refund_payment_config"]
    begin(turn, reader, REFUND, details, {"charge": paid["id"]})
    return shown(turn.state, reader, params)


def give_back(turn: Turn, reader: Json, card: Card) -> Failure | None:
    """The card is there: the money goes back to it, or its bank says no."""
    details, wait = reader["action"][REFUND], reader[WAIT]
    paid = turn.get("charge", details["charge"])
    if turn.get("payment_method", paid["payment_method"])["_number"] != card.number:
        return OTHER_CARD
    in_part = details["amount"] < paid["amount_captured"]
    by_amount = decline_by_amount(details["amount"], paid["currency"]) if wait["by_amount"] and in_part else None
    decline = declined_on_request(turn, reader["id"]) or by_amount
    if decline is not None:
        return Failure(decline.code, decline.message)
    try:
        made = refunds.give_back(turn, paid, {"amount": details["amount"], "metadata": details["metadata"]})
    except ApiError as error:  # refunded or disputed while the reader waited
        return Failure(error.code or "charge_not_refundable", error.message)
    details["refund"] = made["id"]
    return None
