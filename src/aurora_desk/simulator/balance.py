"""The account's balance: all that was charged and not given back."""

from __future__ import annotations

from collections import Counter

from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn


def retrieve(turn: Turn, _params: Json) -> Json:
    """The sums by currency; nothing is ever pending or paid out."""
    sums = Counter({"usd": 0})
    for charge in turn.state.newest_first("charge"):
        sums[charge["currency"]] += charge["amount_captured"] - charge["amount_refunded"]
    return {
        "object": "balance",
        "available": [_line(currency, amount) for currency, amount in sorted(sums.items())],
        "livemode": False,
        "pending": [_line(currency, 0) for currency in sorted(sums)],
    }


def _line(currency: str, amount: int) -> Json:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}
