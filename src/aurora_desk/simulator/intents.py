"""PaymentIntents: made, changed, confirmed with an online card, canceled."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.amounts import check_amount, currency_code
from aurora_desk.simulator.cards import ONLINE_NAMES, Card, Decline, card_numbered
from aurora_desk.simulator.charges import PAYABLE, Attempt, charge, declined_on_request, refuse
from aurora_desk.simulator.errors import ApiError, invalid, missing
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, matching, page
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Flag, Integer, Kind, ListOf, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.turn import Turn

METHOD_TYPES = ListOf(Choice(("card", "card_present", "interac_present")))
CAPTURE = Choice(("automatic", "automatic_async", "manual"))
OPTIONS = Fields(
    {
        "card": Fields({"capture_method": Choice(("manual",))}),
        "card_present": Fields(
            {
                "capture_method": Choice(("manual", "manual_preferred")),
                "request_extended_authorization": Flag(),
                "request_incremental_authorization_support": Flag(),
            }
        ),
        "interac_present": Fields({}),
    }
)
PLAIN = ("capture_method", "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix")
"""Fields that are stored as they are given."""

CHANGEABLE: Mapping[str, Kind] = MappingProxyType(
    {
        "allowed_payment_method_types": METHOD_TYPES,
        "amount": Integer(1),
        "capture_method": CAPTURE,
        "currency": Text(),
        "customer": Text(),
        "description": Text(clearable=True),
        "expand": EXPAND,
        "metadata": Metadata(),
        "payment_method": Text(),
        "payment_method_options": OPTIONS,
        "receipt_email": Text(clearable=True),
        "statement_descriptor": Text(clearable=True),
        "statement_descriptor_suffix": Text(clearable=True),
    }
)
AUTOMATIC = Fields(
    {"enabled": Flag(), "allow_redirects": Choice(("always", "never"))},
    required=["enabled"],
)
CREATE = Fields(
    {**CHANGEABLE, "automatic_payment_methods": AUTOMATIC, "confirm": Flag(), "return_url": Text()},
    required=["amount", "currency"],
)
UPDATE = Fields(CHANGEABLE)
CONFIRM = Fields(
    {
        "client_secret": Text(),
        "expand": EXPAND,
        "payment_method": Text(),
        "receipt_email": Text(clearable=True),
        "return_url": Text(),
    }
)
CANCEL = Fields(
    {
        "cancellation_reason": Choice(("abandoned", "duplicate", "fraudulent", "requested_by_customer")),
        "expand": EXPAND,
    }
)
LIST = Fields({**DATED, "customer": Text()})
NEEDS_OPEN = frozenset(
    [
        "allowed_payment_method_types",
        "amount",
        "capture_method",
        "currency",
        "payment_method",
        "payment_method_options",
    ]
)
REFUSED = Decline(
    "payment_intent_authentication_failure",
    "The provided payment method has failed authentication. "
    "You can provide payment_method_data or a new payment method to attempt to fulfill this PaymentIntent again.",
)


def create(turn: Turn, params: Json) -> Json:
    """A new intent; with `confirm` it is charged at once."""
    currency = currency_code(params["currency"])
    check_amount(params["amount"], currency)
    allowed = params.get("allowed_payment_method_types")
    intent = objects.payment_intent(
        amount=params["amount"], currency=currency, created=turn.now, method_types=allowed or ["card"]
    )
    intent |= {name: params[name] for name in PLAIN if name in params}
    intent["allowed_payment_method_types"] = allowed
    intent["metadata"] = merged({}, params.get("metadata", {}))
    _check_customer(turn, intent, params)
    _check_interac(intent)
    intent["payment_method_options"] = _options(intent["payment_method_types"], params)
    if "automatic_payment_methods" in params:
        intent["automatic_payment_methods"] = {"allow_redirects": "always"} | params["automatic_payment_methods"]
    if "payment_method" in params:
        _attach(turn, intent, params["payment_method"])
    turn.save(intent)
    turn.emit("payment_intent.created", intent)
    return _confirm(turn, intent, params) if params.get("confirm") else shown(turn.state, intent, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One intent, for its secret key or for the client secret that came with it."""
    return shown(turn.state, _with_secret(turn, object_id, params), params)


def update(turn: Turn, object_id: str, params: Json) -> Json:
    """Change an intent; its amount and method only before it is charged."""
    intent = turn.get("payment_intent", object_id)
    if not NEEDS_OPEN.isdisjoint(params):
        _require(intent, PAYABLE, "updated in these fields")
    intent |= {name: params[name] for name in (*PLAIN, "amount") if name in params}
    if "currency" in params:
        intent["currency"] = currency_code(params["currency"])
    if "amount" in params or "currency" in params:
        check_amount(intent["amount"], intent["currency"])
    if "metadata" in params:
        intent["metadata"] = merged(intent["metadata"], params["metadata"])
    _check_customer(turn, intent, params)
    if "allowed_payment_method_types" in params:
        allowed = params["allowed_payment_method_types"]
        intent |= {"allowed_payment_method_types": allowed, "payment_method_types": allowed}
    _check_interac(intent)
    intent["payment_method_options"] = _options(
        intent["payment_method_types"], params, intent["payment_method_options"]
    )
    if "payment_method" in params:
        _attach(turn, intent, params["payment_method"])
    turn.save(intent)
    return shown(turn.state, intent, params)


def confirm(turn: Turn, object_id: str, params: Json) -> Json:
    """Charge the intent with an online test card: paid, declined (402), or waiting for the cardholder."""
    intent = _with_secret(turn, object_id, params)
    _refuse_of_session(intent, "confirm")
    _require(intent, PAYABLE, "confirmed")
    return _confirm(turn, intent, params)


def cancel(turn: Turn, object_id: str, params: Json) -> Json:
    """End an intent that has not been charged, or let go of what it holds; no charge can follow."""
    intent = turn.get("payment_intent", object_id)
    _refuse_of_session(intent, "cancel")
    _require(intent, (*PAYABLE, "requires_capture"), "canceled")
    intent |= {
        "amount_capturable": 0,
        "canceled_at": turn.now,
        "cancellation_reason": params.get("cancellation_reason"),
        "next_action": None,
        "status": "canceled",
    }
    turn.save(intent)
    turn.emit("payment_intent.canceled", intent)
    return shown(turn.state, intent, params)


def listed(turn: Turn, params: Json) -> Json:
    """A page of intents."""
    return page(turn, "payment_intent", "/v1/payment_intents", params, keep=matching(params, "customer"))


def authenticate(turn: Turn, object_id: str, *, approved: bool) -> None:
    """The cardholder answers an intent in `requires_action`."""
    intent = turn.get("payment_intent", object_id)
    _require(intent, ("requires_action",), "authenticated")
    method = turn.get("payment_method", intent["payment_method"])
    charge(turn, Attempt(intent, method, _card_of(method)), None if approved else REFUSED)


def _with_secret(turn: Turn, object_id: str, params: Json) -> Json:
    """The intent; a client that names a secret must have this intent's own."""
    intent = turn.get("payment_intent", object_id)
    if params.get("client_secret", intent["client_secret"]) != intent["client_secret"]:
        raise missing("payment_intent", object_id)
    return intent


def _confirm(turn: Turn, intent: Json, params: Json) -> Json:
    if "payment_method" in params:
        _attach(turn, intent, params["payment_method"])
    if intent["payment_method"] is None:
        raise _unexpected(
            intent,
            "You cannot confirm this PaymentIntent because it's missing a payment method. "
            "Update the PaymentIntent with a payment method and then confirm it again.",
        )
    if "receipt_email" in params:
        intent["receipt_email"] = params["receipt_email"]
    method = turn.get("payment_method", intent["payment_method"])
    card = _card_of(method)
    if card.asks_cardholder:
        intent["status"] = "requires_action"
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
        turn.save(intent)
        turn.emit("payment_intent.requires_action", intent)
        return shown(turn.state, intent, params)
    error = charge(turn, Attempt(intent, method, card), declined_on_request(turn) or card.decline)
    if error is not None:
        raise refuse(intent, error)
    return shown(turn.state, intent, params)


def _attach(turn: Turn, intent: Json, name: str) -> None:
    if "card" not in intent["payment_method_types"]:
        raise ApiError(
            400,
            "The PaymentMethod provided (card) is not allowed for this PaymentIntent. "
            f"It takes: {', '.join(intent['payment_method_types'])}.",
            code="payment_intent_incompatible_payment_method",
            param="payment_method",
        )
    number = ONLINE_NAMES.get(name)
    card = None if number is None else card_numbered(number)
    if card is None:
        turn.get("payment_method", name, param="payment_method")
        intent["payment_method"] = name
    else:
        method = objects.payment_method(card, kind="card", created=turn.now)
        turn.save(method)
        intent["payment_method"] = method["id"]
    intent |= {"next_action": None, "status": "requires_confirmation"}


def _card_of(method: Json) -> Card:
    card = card_numbered(method["_number"])
    assert card is not None, "stored methods are test cards"
    return card


def _check_customer(turn: Turn, intent: Json, params: Json) -> None:
    if "customer" in params:
        intent["customer"] = turn.get("customer", params["customer"], param="customer")["id"]


def _check_interac(intent: Json) -> None:
    if "interac_present" in intent["payment_method_types"] and intent["currency"] != "cad":
        raise invalid(
            f"The currency provided ({intent['currency']}) is invalid for interac_present: it takes cad.",
            param="currency",
        )


def _options(method_types: list[str], params: Json, stored: Json | None = None) -> Json:
    usual: Json = {
        "card": {
            "installments": None,
            "mandate_options": None,
            "network": None,
            "request_three_d_secure": "automatic",
        },
        "card_present": {
            "request_extended_authorization": False,
            "request_incremental_authorization_support": False,
        },
        "interac_present": {},
    }
    asked = params.get("payment_method_options", {})
    return {name: usual[name] | (stored or {}).get(name, {}) | asked.get(name, {}) for name in method_types}


def _refuse_of_session(intent: Json, deed: str) -> None:
    if "_session" in intent and intent["status"] in PAYABLE:
        raise _unexpected(
            intent,
            f"You cannot {deed} this PaymentIntent because it belongs to a Checkout Session. "
            "To cancel, expire the Checkout Session.",
        )


def _require(intent: Json, states: tuple[str, ...], done: str) -> None:
    if intent["status"] not in states:
        raise _unexpected(
            intent,
            f"This PaymentIntent could not be {done} because it has a status of {intent['status']}. "
            f"Only a PaymentIntent with one of the following statuses may be {done}: {', '.join(states)}.",
        )


def _unexpected(intent: Json, message: str) -> ApiError:
    return ApiError(400, message, code="payment_intent_unexpected_state", facts={"payment_intent": public(intent)})
