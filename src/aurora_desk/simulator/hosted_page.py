"""The page of a Checkout Session, on which a person plays the customer at her phone."""

from __future__ import annotations

from html import escape

from aurora_desk.domain.money import from_stripe
from aurora_desk.simulator.cards import DECLINED, VISA
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.html import button, document
from aurora_desk.simulator.sessions import KIND, PLACEHOLDER, origin, pay
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn


def pay_page(turn: Turn, session_id: str, *, told: str | None = None) -> str:
    """What is to be paid and the ways to do it, or why it can't be paid any more."""
    session = turn.get(KIND, session_id)
    lines = "".join(
        f"<tr><td>{line['quantity']} × {escape(line['description'])}"
        f'<td class="amount">{_money(line["amount_total"], session)}</tr>'
        for line in session["_lines"]
    )
    return document(
        "Pay (simulated)",
        '<div class="card narrow"><p class="soft">Play money: nothing here is real.</p>'
        f'<h1 class="screen">{_money(session["amount_total"], session)}</h1>'
        f'<div class="scroll"><table>{lines}</table></div>{_ways(session, told)}</div>',
    )


def allowed_targets(session: Json) -> str:
    """Where the page's buttons may lead, as a Content-Security-Policy has it."""
    urls = [session[name] for name in ("success_url", "cancel_url") if session[name] is not None]
    return " ".join(["'self'", *(origin(url, param="url") for url in urls)])


def act(turn: Turn, session_id: str, deed: str) -> tuple[str | None, str | None]:
    """Do what a button says; gives where to go on, or else what the customer is told."""
    session = turn.get(KIND, session_id)
    match deed:
        case "pay" | "decline":
            told = pay(turn, session, VISA if deed == "pay" else DECLINED)
            return (session["success_url"].replace(PLACEHOLDER, session_id) if told is None else None), told
        case "cancel":
            return session["cancel_url"], "You have not paid."
    raise invalid("There is no such button.")


def _ways(session: Json, told: str | None) -> str:
    if session["status"] == "complete":
        return '<p class="good">Paid. Thank you!</p>'
    if session["status"] == "expired":
        return '<p class="bad">This page has expired; it can’t be paid any more.</p>'
    base = f"/pay/{session['id']}"
    return (
        (f'<p class="bad" role="alert">{escape(told)}</p>' if told else "")
        + '<div class="wide">'
        + button(f"{base}/pay", "Pay with a good card", main=True)
        + button(f"{base}/decline", "Pay with a card that declines")
        + button(f"{base}/cancel", "Cancel")
        + "</div>"
    )


def _money(amount: int, session: Json) -> str:
    return escape(str(from_stripe(amount, session["currency"])))
