"""What a reader is doing: one action at a time, of which the latest stays readable after it has ended."""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.simulator.commands import refused
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

PROCESS, COLLECT, CONFIRM = "process_payment_intent", "collect_payment_method", "confirm_payment_intent"
REFUND, DISPLAY = "refund_payment", "set_reader_display"
CONFIGS = ("process_config", "collect_config", "refund_payment_config")
WAIT = "_wait"
"""The simulator's own note on a reader: since when it waits for a card, for what, and the card once it has come."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an action came to nothing; not every reader tells the API's error."""

    code: str
    message: str
    api_error: Json | None = None


def begin(turn: Turn, reader: Json, kind: str, details: Json, wait: Json | None = None) -> None:
    """Start an action in place of the one before; with `wait` it needs a card, which may be there already."""
    reader["action"] = {
        "api_error": None,
        "failure_code": None,
        "failure_message": None,
        kind: details,
        "status": "in_progress",
        "type": kind,
    }
    reader[WAIT] = None if wait is None else {"since": turn.at, "number": None} | wait
    touch(turn, reader)


def end(turn: Turn, reader: Json, failure: Failure | None = None) -> None:
    """The action has succeeded, or failed."""
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
    touch(turn, reader)
    turn.emit(f"terminal.reader.action_{action['status']}", reader)


def drop(turn: Turn, reader: Json) -> None:
    """Take back an action in progress, of which no event tells; an ended one stays as it is."""
    if reader["action"] is not None and reader["action"]["status"] == "in_progress":
        reader["action"] = reader[WAIT] = None
    touch(turn, reader)


def is_waiting(reader: Json) -> bool:
    """Whether the reader has something to do with a card, without an outcome."""
    return reader.get(WAIT) is not None


def is_stuck(reader: Json) -> bool:
    """Whether the reader dropped out after a card had come."""
    return is_waiting(reader) and reader[WAIT].get("stuck", False)


def is_busy(reader: Json) -> bool:
    """Whether a card has come and is being authorised."""
    return is_waiting(reader) and reader[WAIT]["number"] is not None and not is_stuck(reader)


def refuse_while_busy(reader: Json) -> None:
    """A reader that authorises a card takes no other command."""
    if is_busy(reader):
        raise refused("reader_busy")


def config_of(reader: Json) -> Json:
    """The settings the action was given."""
    details: Json = reader["action"][reader["action"]["type"]]
    return next((details[name] for name in CONFIGS if name in details), {})


def intent_on(reader: Json) -> str | None:
    """The intent for which the reader waits for a card."""
    return reader[WAIT].get("intent") if is_waiting(reader) else None


def touch(turn: Turn, reader: Json) -> None:
    """The reader gives a sign of life."""
    reader["last_seen_at"] = int(turn.at * 1000)
    turn.save(reader)
