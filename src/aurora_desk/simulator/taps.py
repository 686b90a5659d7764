"""A payment on a reader: waiting for a card, the tap, and the outcome some time after it.

The store notes when each wait began; what is due by now happens at the start of the next request. So nothing runs
between requests, and a restart forgets nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.simulator import objects
from aurora_desk.simulator.cards import VISA, Card, Decline, card_numbered, decline_by_amount
from aurora_desk.simulator.charges import PAYABLE, Attempt, charge, declined_on_request
from aurora_desk.simulator.commands import refused
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, Text
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

PRESENT = Fields(
    {
        "amount_tip": Integer(0),
        "card_present": Fields({"number": Text()}),
        "expand": EXPAND,
        "type": Choice(("card_present",)),
    }
)
WAIT = "_wait"
"""The simulator's own note on a reader: since when, for which intent, and the card once it has come."""
LATE_TAP = "late_tap"
LOST_CONNECTION = "The reader lost its connection to Stripe while the card was being authorised."


def wait_for_card(turn: Turn, reader: Json, intent: Json, config: Json) -> None:
    """The reader shows the amount and waits."""
    details = {"payment_intent": intent["id"], "process_config": config}
    reader["action"] = {
        "api_error": None,
        "failure_code": None,
        "failure_message": None,
        "process_payment_intent": details,
        "status": "in_progress",
        "type": "process_payment_intent",
    }
    reader[WAIT] = {"intent": intent["id"], "since": turn.at, "number": None}
    _touch(turn, reader)


def stop_waiting(turn: Turn, reader: Json) -> None:
    """Clear an action in progress."""
    if is_waiting(reader):
        late = turn.luck.take("late_tap", reader=reader["id"])
        if late is not None:
            facts = {"intent": reader[WAIT]["intent"], "reader": reader["id"]}
            turn.state.plan(LATE_TAP, facts, at=turn.at + late.seconds)
        reader["action"] = reader[WAIT] = None
    _touch(turn, reader)


def is_waiting(reader: Json) -> bool:
    """Whether the reader has a payment without an outcome."""
    return reader.get(WAIT) is not None


def is_busy(reader: Json) -> bool:
    """Whether a card has come and is being authorised."""
    return is_waiting(reader) and reader[WAIT]["number"] is not None and not is_stuck(reader)


def is_stuck(reader: Json) -> bool:
    """Whether the reader dropped out after a card had come."""
    return is_waiting(reader) and reader[WAIT].get("stuck", False)


def refuse_while_busy(reader: Json) -> None:
    """A reader that authorises a card takes no other command."""
    if is_busy(reader):
        raise refused("reader_busy")


def present_payment_method(turn: Turn, object_id: str, params: Json) -> Json:
    """A test presents a card; a card that approves obeys the amount's last two digits."""
    reader = turn.get("terminal.reader", object_id)
    number = params.get("card_present", {}).get("number", VISA.number)
    card = card_numbered(number)
    if card is None:
        raise invalid(f"{number} is not the number of a test card.", param="card_present[number]")
    tap(turn, reader, card, tip=params.get("amount_tip", 0), by_amount=True)
    return shown(turn.state, reader, params)


def tap(turn: Turn, reader: Json, card: Card, *, tip: int = 0, by_amount: bool = False, at_once: bool = False) -> None:
    """A card is held to the reader; without an authorisation time, or `at_once`, the outcome is there at once."""
    refuse_while_busy(reader)
    if not is_waiting(reader):
        raise invalid("The reader is not waiting for a card: process a PaymentIntent first.")
    if is_stuck(reader):
        return
    tapped_at = turn.at - turn.pace.authorise_s if at_once else turn.at
    reader[WAIT] |= {"number": card.number, "tapped_at": tapped_at, "tip": tip, "by_amount": by_amount}
    _touch(turn, reader)
    _finish_if_due(turn, reader)


def settle_readers(turn: Turn) -> None:
    """Let happen what is due on readers: automatic taps, and outcomes of cards being authorised."""
    for reader in list(turn.state.newest_first("terminal.reader")):
        if not is_waiting(reader):
            continue
        wait = reader[WAIT]
        tap_s = turn.pace.auto_tap_s
        if wait["number"] is None and tap_s is not None and turn.at >= wait["since"] + tap_s:
            wait |= {"number": VISA.number, "tapped_at": wait["since"] + tap_s, "tip": 0, "by_amount": False}
            turn.save(reader)
        if is_busy(reader):
            _finish_if_due(turn, reader)


def turn_up(turn: Turn, facts: Json) -> None:
    """A card that no cancel had stopped is charged, unless its intent has ended meanwhile."""
    intent, reader = turn.get("payment_intent", facts["intent"]), turn.get("terminal.reader", facts["reader"])
    if intent["status"] in PAYABLE:
        method = objects.payment_method(VISA, kind="card_present", created=turn.now)
        charge(turn, Attempt(intent, method, VISA, reader), None)


def _finish_if_due(turn: Turn, reader: Json) -> None:
    wait = reader[WAIT]
    if turn.at < wait["tapped_at"] + turn.pace.authorise_s:
        return
    intent = turn.get("payment_intent", wait["intent"])
    fault = turn.luck.take("reader_stuck", "connection_error", reader=reader["id"])
    error = None if fault is not None and not fault.charged else _authorise(turn, reader, intent, wait)
    if fault is not None and fault.what == "reader_stuck":
        wait["stuck"] = True
        turn.save(reader)
        return
    if fault is not None:
        _end(turn, reader, Failure("connection_error", LOST_CONNECTION))
    elif error is not None:
        _end(turn, reader, Failure(error["code"], error["message"], error))
    else:
        _end(turn, reader, None)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an action came to nothing; not every reader tells the API's error."""

    code: str
    message: str
    api_error: Json | None = None


def _end(turn: Turn, reader: Json, failure: Failure | None) -> None:
    reader[WAIT] = None
    action = reader["action"]
    if failure is None:
        action["status"] = "succeeded"
    else:
        action |= {
            "api_error": failure.api_error,
            "failure_code": failure.code,
            "failure_message": failure.message,
            "status": "failed",
        }
    _touch(turn, reader)
    turn.emit(f"terminal.reader.action_{action['status']}", reader)


def _authorise(turn: Turn, reader: Json, intent: Json, wait: Json) -> Json | None:
    if intent["status"] not in PAYABLE:
        return {
            "type": "invalid_request_error",
            "code": "intent_invalid_state",
            "message": f"The PaymentIntent has a status of {intent['status']}; nothing was charged.",
        }
    card = card_numbered(wait["number"])
    assert card is not None, "only test cards are presented"
    decline = _decline(turn, card, intent, reader)
    if decline is None and wait["tip"]:
        intent["amount"] += wait["tip"]
        intent["amount_details"] = {"tip": {"amount": wait["tip"]}}
    method = objects.payment_method(card, kind="card_present", created=turn.now)
    return charge(turn, Attempt(intent, method, card, reader), decline)


def _decline(turn: Turn, card: Card, intent: Json, reader: Json) -> Decline | None:
    asked = declined_on_request(turn, reader["id"])
    if asked is not None or card.decline is not None or not reader[WAIT]["by_amount"]:
        return asked or card.decline
    return decline_by_amount(intent["amount"], intent["currency"])


def _touch(turn: Turn, reader: Json) -> None:
    reader["last_seen_at"] = int(turn.at * 1000)
    turn.save(reader)
