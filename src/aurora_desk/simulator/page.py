"""A small page on which a person plays the customer."""

from __future__ import annotations

from html import escape
from itertools import islice

from aurora_desk.domain.money import from_stripe
from aurora_desk.simulator import refunds
from aurora_desk.simulator.actions import intent_on, is_busy, is_waiting
from aurora_desk.simulator.cards import DECLINED, VISA
from aurora_desk.simulator.intents import authenticate
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.taps import customer_cancels, tap
from aurora_desk.simulator.turn import Turn

SHOWN_INTENTS = 30
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2433}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #d8dce6}"
    "td.amount{text-align:right;font-variant-numeric:tabular-nums}form{display:inline}"
    "button{font:inherit;padding:.3rem .9rem;margin-right:.4rem}"
)


def page(turn: Turn) -> str:
    """Readers and the latest intents, with a button wherever the customer can act."""
    readers = "".join(_reader(turn, reader) for reader in turn.state.newest_first("terminal.reader"))
    intents = "".join(_intent(one) for one in islice(turn.state.newest_first("payment_intent"), SHOWN_INTENTS))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
        f"<title>Stripe simulator</title><style>{STYLE}</style>"
        "<h1>Stripe simulator</h1><p>Play money: nothing here is real.</p>"
        f"<h2>Readers</h2><table><tr><th>Reader<th>Shows<th>Customer</tr>{readers}</table>"
        f"<h2>Payments</h2><table><tr><th>Intent<th>Amount<th>Status<th>Customer</tr>{intents}</table></html>"
    )


def act(turn: Turn, kind: str, object_id: str, deed: str) -> bool:
    """Do what a button says; False if there is no such button."""
    match kind, deed:
        case "readers", "tap" | "decline":
            reader = turn.get("terminal.reader", object_id)
            tap(turn, reader, VISA if deed == "tap" else DECLINED)
        case "readers", "cancel":
            customer_cancels(turn, turn.get("terminal.reader", object_id))
        case "intents", "approve" | "refuse":
            authenticate(turn, object_id, approved=deed == "approve")
        case "refunds", "fail":
            refunds.fail(turn, object_id)
        case _:
            return False
    return True


def _reader(turn: Turn, reader: Json) -> str:
    buttons, shows = "", "Nothing"
    intent_id = intent_on(reader)
    if is_waiting(reader) and intent_id is not None:
        shows = _amount(turn.get("payment_intent", intent_id))
        if not is_busy(reader):
            buttons = _button("readers", reader["id"], "tap") + _button("readers", reader["id"], "decline")
    elif reader["action"] is not None:
        shows = escape(reader["action"]["status"])
    return f"<tr><td>{escape(reader['label'])}<td>{shows}<td>{buttons}</tr>"


def _intent(intent: Json) -> str:
    buttons = ""
    if intent["status"] == "requires_action":
        buttons = _button("intents", intent["id"], "approve") + _button("intents", intent["id"], "refuse")
    return (
        f'<tr><td>{escape(intent["id"])}<td class="amount">{_amount(intent)}'
        f"<td>{escape(intent['status'])}<td>{buttons}</tr>"
    )


def _amount(intent: Json) -> str:
    return escape(str(from_stripe(intent["amount"], intent["currency"])))


def _button(kind: str, object_id: str, deed: str) -> str:
    action = f"/customer/{kind}/{escape(object_id)}/{deed}"
    return f'<form method="post" action="{action}"><button>{deed.capitalize()}</button></form>'
