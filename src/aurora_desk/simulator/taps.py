"""The customer at the reader: a card comes, some time passes, and the action has its outcome.

The store notes when each wait began; what is due by now happens at the start of the next request. So nothing runs
between requests, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.actions import (
    COLLECT,
    CONFIRM,
    PROCESS,
    REFUND,
    WAIT,
    Failure,
    config_of,
    drop,
    end,
    is_busy,
    is_stuck,
    is_waiting,
    refuse_while_busy,
    touch,
)
from aurora_desk.simulator.at_reader import collect, pay
from aurora_desk.simulator.cards import INTERAC, VISA, Card, card_numbered
from aurora_desk.simulator.charges import PAYABLE, Attempt, charge
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Choice, Fields, Integer, Text
from aurora_desk.simulator.reader_refunds import give_back
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

NUMBER = Fields({"number": Text()})
PRESENT = Fields(
    {
        "amount_tip": Integer(0),
        "card_present": NUMBER,
        "expand": EXPAND,
        "interac_present": NUMBER,
        "type": Choice(("card_present", "interac_present")),
    }
)
OUTCOMES: Mapping[str, Callable[[Turn, Json, Card], Failure | None]] = MappingProxyType(
    {PROCESS: pay, CONFIRM: pay, COLLECT: collect, REFUND: give_back}
)
"""What a card does, by the action that waits for it."""
LATE_TAP = "late_tap"
LOST_CONNECTION = Failure(
    "connection_error", "The reader lost its connection to Stripe while the card was being authorised."
)
TIMED_OUT = Failure("card_read_timed_out", "No card could be read in time.")
CANCELED = Failure("customer_canceled", "The customer canceled on the reader.")


def present_payment_method(turn: Turn, object_id: str, params: Json) -> Json:
    """A test presents a card; a card that approves obeys the amount's last two digits."""
    reader = turn.get("terminal.reader", object_id)
    kind = params.get("type", "interac_present" if "interac_present" in params else "card_present")
    usual = INTERAC if kind == "interac_present" else VISA
    number = params.get(kind, {}).get("number", usual.number)
    card = card_numbered(number)
    if card is None:
        raise invalid(f"{number} is not the number of a test card.", param=f"{kind}[number]")
    tap(turn, reader, card, tip=params.get("amount_tip", 0), by_amount=True)
    return shown(turn.state, reader, params)


def tap(turn: Turn, reader: Json, card: Card, *, tip: int = 0, by_amount: bool = False, at_once: bool = False) -> None:
    """A card is held to the reader; without an authorisation time, or `at_once`, the outcome is there at once."""
    refuse_while_busy(reader)
    if not is_waiting(reader):
        raise invalid("The reader is not waiting for a card: process a PaymentIntent first.")
    if tip and not takes_tip(reader):
        raise invalid("The reader did not ask for a tip.", param="amount_tip")
    if is_stuck(reader):
        return
    tapped_at = turn.at - turn.pace.authorise_s if at_once else turn.at
    reader[WAIT] |= {"number": card.number, "tapped_at": tapped_at, "tip": tip, "by_amount": by_amount}
    touch(turn, reader)
    _finish_if_due(turn, reader)


def takes_tip(reader: Json) -> bool:
    """Whether the reader may ask the customer for a tip."""
    return reader["action"]["type"] in (PROCESS, COLLECT) and not config_of(reader).get("skip_tipping", False)


def customer_cancels(turn: Turn, reader: Json) -> None:
    """The customer presses cancel, where the reader has been told to offer it."""
    refuse_while_busy(reader)
    if not is_waiting(reader) or not config_of(reader).get("enable_customer_cancellation", False):
        raise invalid("The reader offers no cancel button: set enable_customer_cancellation.")
    end(turn, reader, CANCELED)


def stop_waiting(turn: Turn, reader: Json) -> None:
    """Clear an action in progress; on request a card slips through all the same."""
    if is_waiting(reader) and "intent" in reader[WAIT]:
        late = turn.luck.take("late_tap", reader=reader["id"])
        if late is not None:
            facts = {"intent": reader[WAIT]["intent"], "reader": reader["id"]}
            turn.state.plan(LATE_TAP, facts, at=turn.at + late.seconds)
    drop(turn, reader)


def turn_up(turn: Turn, facts: Json) -> None:
    """A card that no cancel had stopped is charged, unless its intent has ended meanwhile."""
    intent, reader = turn.get("payment_intent", facts["intent"]), turn.state.find("terminal.reader", facts["reader"])
    if intent["status"] in PAYABLE and reader is not None:
        method = objects.payment_method(VISA, kind=VISA.kind, created=turn.now)
        charge(turn, Attempt(intent, method, VISA, reader), None)


def settle_readers(turn: Turn) -> None:
    """Let happen what is due on readers: automatic taps, and outcomes of cards being authorised."""
    for reader in list(turn.state.newest_first("terminal.reader")):
        if not is_waiting(reader):
            continue
        wait = reader[WAIT]
        tap_s = turn.pace.auto_tap_s
        if wait["number"] is None and tap_s is not None and turn.at >= wait["since"] + tap_s:
            number = own_card(turn, reader).number
            wait |= {"number": number, "tapped_at": wait["since"] + tap_s, "tip": 0, "by_amount": False}
            turn.save(reader)
        if is_busy(reader):
            _finish_if_due(turn, reader)


def own_card(turn: Turn, reader: Json) -> Card:
    """A good card that suits what the reader waits for: for a refund the one that paid."""
    wait = reader[WAIT]
    if "charge" in wait:
        paid = turn.get("charge", wait["charge"])
        card = card_numbered(turn.get("payment_method", paid["payment_method"])["_number"])
        assert card is not None, "stored methods are test cards"
        return card
    takes = turn.get("payment_intent", wait["intent"])["payment_method_types"]
    return VISA if "card_present" in takes else INTERAC


def _finish_if_due(turn: Turn, reader: Json) -> None:
    wait = reader[WAIT]
    if turn.at < wait["tapped_at"] + turn.pace.authorise_s:
        return
    card = card_numbered(wait["number"])
    assert card is not None, "only test cards are presented"
    fault = turn.luck.take("reader_stuck", "connection_error", "card_timeout", reader=reader["id"])
    if fault is not None and fault.what == "card_timeout":
        end(turn, reader, TIMED_OUT)
        return
    failure = (
        None if fault is not None and not fault.charged else OUTCOMES[reader["action"]["type"]](turn, reader, card)
    )
    if fault is not None and fault.what == "reader_stuck":
        wait["stuck"] = True
        touch(turn, reader)
        return
    end(turn, reader, failure if fault is None else LOST_CONNECTION)
