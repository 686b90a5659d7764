"""Customers: who pays, as far as a shop wants Stripe to know."""

from __future__ import annotations

from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, matching, page
from aurora_desk.simulator.objects import NOWHERE
from aurora_desk.simulator.params import EXPAND, Cleared, Fields, ListOf, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id, public
from aurora_desk.simulator.turn import Turn

PLAIN = ("description", "email", "name", "phone", "preferred_locales")
CHANGE = Fields(
    {
        "address": Cleared(Fields(dict.fromkeys(NOWHERE, Text(clearable=True)))),
        "description": Text(clearable=True),
        "email": Text(clearable=True),
        "expand": EXPAND,
        "metadata": Metadata(),
        "name": Text(clearable=True),
        "phone": Text(clearable=True),
        "preferred_locales": ListOf(Text()),
    }
)
LIST = Fields({**DATED, "email": Text()})


def create(turn: Turn, params: Json) -> Json:
    """A new customer."""
    made: Json = {
        "id": new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": turn.now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": None,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    _change(made, params)
    turn.save(made)
    turn.emit("customer.created", made)
    return shown(turn.state, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One customer, even if it was deleted."""
    return shown(turn.state, turn.get_even_deleted("customer", object_id), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change what is known of a customer."""
    stored = turn.get("customer", object_id)
    before = public(stored)
    _change(stored, params)
    turn.save(stored)
    turn.emit("customer.updated", stored, before=before)
    return shown(turn.state, stored, params)


def delete(turn: Turn, object_id: str, _params: Json) -> Json:
    """Forget a customer; what she paid stays."""
    turn.emit("customer.deleted", turn.get("customer", object_id))
    return turn.delete("customer", object_id)


def listed(turn: Turn, params: Json) -> Json:
    """A page of customers."""
    return page(turn, "customer", "/v1/customers", params, keep=matching(params, "email"))


def _change(stored: Json, params: Json) -> None:
    stored |= {name: params[name] for name in PLAIN if name in params}
    if "address" in params:
        address = params["address"]
        stored["address"] = None if address is None else dict.fromkeys(NOWHERE) | address
    if "metadata" in params:
        stored["metadata"] = merged(stored["metadata"], params["metadata"])
