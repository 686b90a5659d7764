"""Readers on the simulator's page: what each shows its customer, and what she can do."""

from __future__ import annotations

from html import escape

from aurora_desk.domain.money import from_stripe
from aurora_desk.simulator.actions import (
    COLLECT,
    CONFIRM,
    DISPLAY,
    REFUND,
    WAIT,
    config_of,
    is_busy,
    is_stuck,
    is_waiting,
)
from aurora_desk.simulator.configurations import tips_at
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.taps import takes_tip
from aurora_desk.simulator.turn import Turn


def reader_card(turn: Turn, reader: Json) -> str:
    """One reader with its screen and its buttons."""
    offline = "" if reader["status"] == "online" else ' <span class="bad">offline</span>'
    return (
        f'<section class="card"><p><strong>{escape(reader["label"])}</strong>{offline} '
        f'<code class="soft">{escape(reader["id"])}</code></p>{_screen(turn, reader)}{_buttons(turn, reader)}</section>'
    )


def money(amount: int, currency: str) -> str:
    """An amount as it is read."""
    return escape(str(from_stripe(amount, currency)))


def _screen(turn: Turn, reader: Json) -> str:
    action = reader["action"]
    if action is None:
        return '<p class="screen soft">Ready</p>'
    if action["type"] == DISPLAY:
        return _cart(action[DISPLAY]["cart"])
    big, currency = _asked(turn, action)
    asks = {REFUND: "Refund: present the card that paid", COLLECT: "Present a card (not charged yet)"}
    words = asks.get(action["type"], "Tap, insert or swipe")
    if action["status"] == "succeeded":
        words, look = "Approved" if action["type"] != COLLECT else "Card read", "good"
    elif action["status"] == "failed":
        words, look = f"Not approved: {action['failure_code']}", "bad"
    elif is_stuck(reader):
        words, look = "The reader does not answer", "bad"
    else:
        words, look = "Processing" if is_busy(reader) or action["type"] == CONFIRM else words, "soft"
    return f'<p class="screen">{money(big, currency)}</p><p class="{look}">{escape(words)}</p>'


def _asked(turn: Turn, action: Json) -> tuple[int, str]:
    details = action[action["type"]]
    if action["type"] == REFUND:
        return details["amount"], turn.get("charge", details["charge"])["currency"]
    intent = turn.get("payment_intent", details["payment_intent"])
    return intent["amount"], intent["currency"]


def _cart(cart: Json) -> str:
    lines = "".join(
        f"<tr><td>{line['quantity']} × {escape(line['description'])}"
        f'<td class="amount">{money(line["amount"], cart["currency"])}</tr>'
        for line in cart["line_items"]
    )
    total = money(cart["total"], cart["currency"])
    return f'<p class="screen">{total}</p><div class="scroll"><table>{lines}</table></div>'


def _buttons(turn: Turn, reader: Json) -> str:
    if not is_waiting(reader) or is_busy(reader) or is_stuck(reader):
        return ""
    address = f"/customer/readers/{escape(reader['id'])}"
    if "charge" in reader[WAIT]:
        presents = [("tap", "Present the card that paid"), ("insert", "Present another card")]
    else:
        takes = turn.get("payment_intent", reader[WAIT]["intent"])["payment_method_types"]
        presents = [("tap", "Tap a good card"), ("insert", "Insert with PIN"), ("decline", "Tap a card that declines")]
        presents += [("interac", "Insert Interac")] if "interac_present" in takes else []
    if config_of(reader).get("enable_customer_cancellation", False):
        presents.append(("cancel", "Cancel"))
    buttons = " ".join(
        f'<button formaction="{address}/{deed}"{" class=main" if deed == "tap" else ""}>{label}</button>'
        for deed, label in presents
    )
    return f'<form method="post" action="{address}/tap">{_tip(turn, reader)}{buttons}</form>'


def _tip(turn: Turn, reader: Json) -> str:
    if not takes_tip(reader):
        return ""
    intent = turn.get("payment_intent", reader[WAIT]["intent"])
    tips = tips_at(turn, reader["location"], intent["currency"])
    eligible = config_of(reader).get("tipping", {}).get("amount_eligible", intent["amount"])
    amounts = tips.get("fixed_amounts") or []
    if not amounts or eligible >= tips.get("smart_tip_threshold", 0):
        amounts = [eligible * percent // 100 for percent in tips.get("percentages") or []] or amounts
    choices = "".join(f'<option value="{from_stripe(one, intent["currency"]).decimal()}">' for one in amounts)
    return (
        '<p><label>Tip <input name="tip" inputmode="decimal" placeholder="0" list="tips" autocomplete="off"></label>'
        f'<datalist id="tips">{choices}</datalist></p>'
    )
