"""Checkout Sessions: a page on which the customer pays with her own phone.

As Stripe does since 2022, a session has no PaymentIntent until the customer first tries to pay (`payment_intent` is
null): the intent is made then, with the metadata of `payment_intent_data`, stays the same for every further try, and
can be confirmed or canceled by nobody but the session. An expired session's intent is canceled.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aurora_desk.simulator import objects, session_shape
from aurora_desk.simulator.amounts import check_amount, currency_code
from aurora_desk.simulator.cards import Card
from aurora_desk.simulator.charges import PAYABLE, Attempt, charge, declined_on_request
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.lists import DATED, PAGING, matching, page
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, ListOf, Metadata, Text, merged
from aurora_desk.simulator.shape import Json, new_id, public
from aurora_desk.simulator.turn import Turn

KIND = "checkout.session"
SOONEST_S, LATEST_S = 30 * 60, 24 * 3600
SESSION_ENDS = "session_ends"
PLACEHOLDER = "{CHECKOUT_SESSION_ID}"
NETLOC = re.compile(r"[\w.:\[\]-]+", re.ASCII)
PRICE = Fields(
    {
        "currency": Text(),
        "product_data": Fields({"description": Text(), "metadata": Metadata(), "name": Text()}, required=["name"]),
        "tax_behavior": Choice(("exclusive", "inclusive", "unspecified")),
        "unit_amount": Integer(0),
    },
    required=["currency", "product_data", "unit_amount"],
)
LINE = Fields({"price_data": PRICE, "quantity": Integer(1)}, required=["price_data"])
INTENT_DATA = Fields(
    {
        "description": Text(),
        "metadata": Metadata(),
        "receipt_email": Text(),
        "statement_descriptor": Text(),
        "statement_descriptor_suffix": Text(),
    }
)
CREATE = Fields(
    {
        "allowed_payment_method_types": ListOf(Choice(("card",))),
        "cancel_url": Text(),
        "client_reference_id": Text(),
        "customer": Text(),
        "customer_email": Text(),
        "expand": EXPAND,
        "expires_at": Integer(),
        "line_items": ListOf(LINE),
        "locale": Text(),
        "metadata": Metadata(),
        "mode": Choice(("payment",)),
        "payment_intent_data": INTENT_DATA,
        "submit_type": Choice(("auto", "book", "donate", "pay")),
        "success_url": Text(),
        "ui_mode": Choice(("hosted_page",)),
    },
    required=["line_items", "mode", "success_url"],
)
PLAIN = (
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "locale",
    "submit_type",
    "success_url",
)
LIST = Fields(
    {**DATED, "customer": Text(), "payment_intent": Text(), "status": Choice(("complete", "expired", "open"))}
)
LINES = Fields(PAGING)


def create(turn: Turn, params: Json) -> Json:
    """A page for these lines; its address is the simulator's own."""
    session_id = new_id("cs")
    made = session_shape.session(
        session_id=session_id,
        lines=_lines(turn, params["line_items"]),
        url=f"{turn.base}/pay/{session_id}",
        expires_at=_end(turn, params),
        created=turn.now,
    )
    check_amount(made["amount_total"], made["currency"])
    for name in ("success_url", "cancel_url"):
        if name in params:
            origin(params[name], param=name)
    if "customer" in params:
        made["customer"] = turn.get("customer", params["customer"], param="customer")["id"]
    made |= {name: params[name] for name in PLAIN if name in params}
    made |= {"metadata": merged({}, params.get("metadata", {})), "_intent_data": params.get("payment_intent_data", {})}
    turn.save(made)
    turn.state.plan(SESSION_ENDS, {"session": session_id}, at=made["expires_at"])
    return _answer(turn, made, params)


def retrieve(turn: Turn, object_id: str, params: Json) -> Json:
    """One session."""
    return _answer(turn, turn.get(KIND, object_id), params)


def lines_of(turn: Turn, object_id: str, params: Json) -> Json:
    """What a session is for, the first lines of it."""
    stored = turn.get(KIND, object_id)
    found = _line_list(stored)
    limit = params.get("limit", 10)
    return found | {"data": found["data"][:limit], "has_more": len(found["data"]) > limit}


def expire(turn: Turn, object_id: str, params: Json) -> Json:
    """End a session that has not been paid; nobody can pay it any more."""
    stored = turn.get(KIND, object_id)
    if stored["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{stored['status']}`."
        )
    _expire(turn, stored)
    return _answer(turn, stored, params)


def end_in_time(turn: Turn, facts: Json) -> None:
    """The session's time is over."""
    stored = turn.get(KIND, facts["session"])
    if stored["status"] == "open":
        _expire(turn, stored)


def listed(turn: Turn, params: Json) -> Json:
    """A page of sessions."""
    return page(
        turn, KIND, "/v1/checkout/sessions", params, keep=matching(params, "customer", "payment_intent", "status")
    )


def pay(turn: Turn, stored: Json, card: Card) -> str | None:
    """The customer pays on the page; gives what she is told if her card declines."""
    if stored["status"] != "open":
        raise invalid(f"This Checkout Session has a status of {stored['status']}.")
    intent = _intent(turn, stored)
    method = objects.payment_method(card, kind="card", created=turn.now)
    error = charge(turn, Attempt(intent, method, card), declined_on_request(turn) or card.decline)
    if error is not None:
        return str(error["message"])
    details = session_shape.customer_details(stored["customer_email"])
    stored |= {"customer_details": details, "payment_status": "paid", "status": "complete", "url": None}
    turn.save(stored)
    turn.emit("checkout.session.completed", stored)
    return None


def origin(url: str, *, param: str) -> str:
    """Scheme and host of an address; refuses what is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not NETLOC.fullmatch(parts.netloc):
        raise invalid(f"Not a valid URL: {url}", code="url_invalid", param=param)
    return f"{parts.scheme}://{parts.netloc}"


def _lines(turn: Turn, asked: list[Json]) -> list[Json]:
    if not asked:
        raise invalid("Missing required param: line_items.", code="parameter_missing", param="line_items")
    lines = [
        session_shape.line(
            name=one["price_data"]["product_data"]["name"],
            unit_amount=one["price_data"]["unit_amount"],
            quantity=one.get("quantity", 1),
            currency=currency_code(one["price_data"]["currency"]),
            created=turn.now,
        )
        for one in asked
    ]
    if len({line["currency"] for line in lines}) > 1:
        raise invalid("All line items of a Checkout Session have the same currency.", param="line_items")
    return lines


def _end(turn: Turn, params: Json) -> int:
    expires_at: int = params.get("expires_at", turn.now + LATEST_S)
    if not turn.now + SOONEST_S <= expires_at <= turn.now + LATEST_S:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours "
            "from Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def _intent(turn: Turn, stored: Json) -> Json:
    """The session's intent, made at the first try."""
    if stored["payment_intent"] is not None:
        return turn.get("payment_intent", stored["payment_intent"])
    data: Json = stored["_intent_data"]
    intent = objects.payment_intent(
        amount=stored["amount_total"], currency=stored["currency"], created=turn.now, method_types=["card"]
    )
    intent |= {name: value for name, value in data.items() if name != "metadata"}
    intent |= {
        "customer": stored["customer"],
        "metadata": merged({}, data.get("metadata", {})),
        "_session": stored["id"],
    }
    stored["payment_intent"] = intent["id"]
    turn.save(intent)
    turn.save(stored)
    turn.emit("payment_intent.created", intent)
    return intent


def _expire(turn: Turn, stored: Json) -> None:
    stored |= {"status": "expired", "url": None}
    turn.save(stored)
    turn.emit("checkout.session.expired", stored)
    intent = turn.state.find("payment_intent", stored["payment_intent"] or "")
    if intent is not None and intent["status"] in PAYABLE:
        intent |= {"canceled_at": turn.now, "cancellation_reason": "expired", "status": "canceled"}
        turn.save(intent)
        turn.emit("payment_intent.canceled", intent)


def _answer(turn: Turn, stored: Json, params: Json) -> Json:
    """The session as it is answered; its lines come only if they are asked for."""
    paths = params.get("expand", [])
    answer = shown(turn.state, stored, {"expand": [path for path in paths if path != "line_items"]})
    return answer | {"line_items": _line_list(stored)} if "line_items" in paths else answer


def _line_list(stored: Json) -> Json:
    return {
        "object": "list",
        "data": [public(line) for line in stored["_lines"]],
        "has_more": False,
        "url": f"/v1/checkout/sessions/{stored['id']}/line_items",
    }
