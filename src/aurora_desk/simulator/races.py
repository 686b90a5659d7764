"""What crosses a call on its way: a card that comes just before it, or another till's payment."""

from __future__ import annotations

from aurora_desk.simulator import objects
from aurora_desk.simulator.actions import PROCESS, begin, is_busy, is_waiting
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.taps import own_card, tap
from aurora_desk.simulator.turn import Turn


def run_before(turn: Turn) -> None:
    """Let the faults happen that were to happen just before this call."""
    for reader in list(turn.state.newest_first("terminal.reader")):
        if not is_waiting(reader) or is_busy(reader):
            continue
        if turn.luck.take("tap", reader=reader["id"]) is not None:
            tap(turn, reader, own_card(turn, reader), at_once=True)
            continue
        fault = turn.luck.take("replaced", reader=reader["id"])
        if fault is not None:
            _take_reader(turn, reader, _of_another_till(turn, fault.amount))


def _of_another_till(turn: Turn, amount: int) -> Json:
    intent = objects.payment_intent(amount=amount, currency="usd", created=turn.now, method_types=["card_present"])
    intent |= {"description": "Another till's sale", "metadata": {"till": "another"}}
    turn.save(intent)
    turn.emit("payment_intent.created", intent)
    return intent


def _take_reader(turn: Turn, reader: Json, intent: Json) -> None:
    details = {"payment_intent": intent["id"], "process_config": {}}
    begin(turn, reader, PROCESS, details, {"intent": intent["id"]})
