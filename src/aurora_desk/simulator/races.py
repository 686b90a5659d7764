"""What crosses a call on its way: a card that comes just before it, or another till's payment."""

from __future__ import annotations

from aurora_desk.simulator import objects
from aurora_desk.simulator.cards import VISA
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.taps import is_busy, is_waiting, tap, wait_for_card
from aurora_desk.simulator.turn import Turn


def run_before(turn: Turn) -> None:
    """Let the faults happen that were to happen just before this call."""
    for reader in list(turn.state.newest_first("terminal.reader")):
        if not is_waiting(reader) or is_busy(reader):
            continue
        if turn.luck.take("tap", reader=reader["id"]) is not None:
            tap(turn, reader, VISA, at_once=True)
            continue
        fault = turn.luck.take("replaced", reader=reader["id"])
        if fault is not None:
            wait_for_card(turn, reader, _of_another_till(turn, fault.amount), {})


def _of_another_till(turn: Turn, amount: int) -> Json:
    intent = objects.payment_intent(amount=amount, currency="usd", created=turn.now, method_types=["card_present"])
    intent |= {"description": "Another till's sale", "metadata": {"till": "another"}}
    turn.save(intent)
    turn.emit("payment_intent.created", intent)
    return intent
