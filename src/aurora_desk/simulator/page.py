"""The simulator's page: what it knows, and a person's way to play the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from itertools import islice

from aurora_desk.simulator.html import button, document
from aurora_desk.simulator.reader_cards import money, reader_card
from aurora_desk.simulator.refunds import ENDED
from aurora_desk.simulator.sessions import KIND as SESSION
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

SHOWN = 20
REFRESH_S, REFRESH_WHILE_ASKED_S = 3, 20
"""The page looks again; not so soon that a person can't enter a tip."""


def page(turn: Turn) -> str:
    """Readers, the latest payments and refunds, and the faults that wait, with a button wherever one can act."""
    readers = list(turn.state.newest_first("terminal.reader"))
    body = (
        '<h1>Stripe simulator</h1><p class="soft">Play money: nothing here is real.</p>'
        + "".join(reader_card(turn, reader) for reader in readers)
        + _table("Pages to pay on", ("Session", "Amount", "Status", "Customer"), turn, SESSION, _session)
        + _table("Payments", ("Intent", "Amount", "Status", "Customer"), turn, "payment_intent", _intent)
        + _table("Charges", ("Charge", "Amount", "Captured", "Refunded", "Status", "Bank"), turn, "charge", _charge)
        + _table("Refunds", ("Refund", "Amount", "Status", "Bank"), turn, "refund", _refund)
        + _faults(turn.luck.faults.show())
    )
    asked = any(reader.get("_wait") for reader in readers)
    return document("Stripe simulator", body, refresh_s=REFRESH_WHILE_ASKED_S if asked else REFRESH_S)


def _table(title: str, heads: Iterable[str], turn: Turn, kind: str, row: Callable[[Json], list[str]]) -> str:
    rows = [row(one) for one in islice(turn.state.newest_first(kind), SHOWN)]
    return _rows(title, heads, rows) if rows else ""


def _rows(title: str, heads: Iterable[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{one}" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in rows)
    return f'<h2>{title}</h2><div class="scroll card"><table><tr>{head}</tr>{body}</table></div>'


def _session(session: Json) -> list[str]:
    way = f'<a href="/pay/{escape(session["id"])}">Pay</a>' if session["status"] == "open" else ""
    return [_id(session), money(session["amount_total"], session["currency"]), escape(session["status"]), way]


def _intent(intent: Json) -> list[str]:
    buttons = ""
    if intent["status"] == "requires_action":
        address = f"/customer/intents/{intent['id']}"
        buttons = button(f"{address}/approve", "Approve", main=True) + button(f"{address}/refuse", "Refuse")
    return [_id(intent), money(intent["amount"], intent["currency"]), escape(intent["status"]), buttons]


def _charge(charge: Json) -> list[str]:
    amounts = [money(charge[name], charge["currency"]) for name in ("amount", "amount_captured", "amount_refunded")]
    why = f": {charge['outcome']['reason']}" if charge["status"] == "failed" else ""
    took = charge["amount_captured"] > charge["amount_refunded"] and not charge["disputed"]
    buttons = button(f"/customer/charges/{charge['id']}/dispute", "Dispute") if took else ""
    status = "disputed" if charge["disputed"] else charge["status"] + why
    return [_id(charge), *amounts, escape(status), buttons]


def _refund(refund: Json) -> list[str]:
    buttons = "" if refund["status"] in ENDED else button(f"/customer/refunds/{refund['id']}/fail", "Fails after all")
    return [_id(refund), money(refund["amount"], refund["currency"]), escape(refund["status"]), buttons]


def _faults(shown: Json) -> str:
    rows = [[escape(one["what"]), escape(one["operation"]), str(one["left"])] for one in shown["faults"]]
    storm = shown["random"]
    if storm is not None:
        rows.append(
            [f"at random, seed {storm['seed']}", escape(storm["operation"]), f"{storm['share']:.0%} of all calls"]
        )
    return _rows("Faults to come", ("Fault", "Operation", "Left"), rows) if rows else ""


def _id(stored: Json) -> str:
    return f'<code class="soft">{escape(stored["id"])}</code>'
