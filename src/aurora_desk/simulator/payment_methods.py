"""Payment methods: cards as they were given."""

from __future__ import annotations

from aurora_desk.simulator import objects
from aurora_desk.simulator.cards import card_numbered
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, Metadata, Text, merged
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

CARD = Fields(
    {"cvc": Text(), "exp_month": Integer(1, 12), "exp_year": Integer(0), "number": Text()},
    required=["exp_month", "exp_year", "number"],
)
CREATE = Fields(
    {"card": CARD, "expand": EXPAND, "metadata": Metadata(), "type": Choice(("card",))}, required=["card", "type"]
)


def create(turn: Turn, params: Json) -> Json:
    """A test card by its number; any other number is refused, as it has no business here."""
    card = card_numbered(params["card"]["number"])
    if card is None or card.kind != "card_present":
        raise ApiError(
            402, "Your card number is incorrect.", code="incorrect_number", param="number", kind="card_error"
        )
    made = objects.payment_method(card, kind="card", created=turn.now)
    made["metadata"] = merged({}, params.get("metadata", {}))
    made["card"] |= {name: params["card"][name] for name in ("exp_month", "exp_year")}
    turn.save(made)
    return shown(turn.state, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One payment method."""
    return shown(turn.state, turn.get("payment_method", object_id), params)
