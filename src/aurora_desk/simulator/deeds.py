"""What a person does on the simulator's page: the customer's part, and the bank's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from aurora_desk.domain.money import Money, minor_digits, to_stripe, whole_units
from aurora_desk.simulator import disputes, refunds
from aurora_desk.simulator.actions import intent_on, is_waiting
from aurora_desk.simulator.cards import DECLINED, INTERAC, WITH_PIN, Card
from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.intents import authenticate
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.taps import customer_cancels, own_card, tap
from aurora_desk.simulator.turn import Turn

CARDS: Mapping[str, Card] = MappingProxyType({"insert": WITH_PIN, "interac": INTERAC, "decline": DECLINED})
"""Cards by the button that presents them; `tap` presents one that suits."""
PLAIN_NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?")


def act(turn: Turn, kind: str, object_id: str, deed: str, form: Json) -> bool:
    """Do what a button says; False if there is no such button."""
    match kind, deed:
        case "readers", "tap" | "insert" | "interac" | "decline":
            _present(turn, turn.get("terminal.reader", object_id), deed, str(form.get("tip", "")))
        case "readers", "cancel":
            customer_cancels(turn, turn.get("terminal.reader", object_id))
        case "intents", "approve" | "refuse":
            authenticate(turn, object_id, approved=deed == "approve")
        case "charges", "dispute":
            disputes.dispute(turn, object_id)
        case "refunds", "fail":
            refunds.fail(turn, object_id)
        case _:
            return False
    return True


def _present(turn: Turn, reader: Json, deed: str, tip: str) -> None:
    if not is_waiting(reader):
        raise invalid("The reader is not waiting for a card.")
    card = CARDS.get(deed) or own_card(turn, reader)
    tap(turn, reader, card, tip=_tip(turn, reader, tip) if tip.strip() else 0)


def _tip(turn: Turn, reader: Json, text: str) -> int:
    intent_id = intent_on(reader)
    if intent_id is None:
        raise invalid("The reader did not ask for a tip.", param="tip")
    code = turn.get("payment_intent", intent_id)["currency"].upper()
    if not PLAIN_NUMBER.fullmatch(text.strip()):
        raise invalid(f"{text} is not a tip in {code}.", param="tip")
    amount = whole_units(Decimal(text.strip().replace(",", ".")), minor_digits(code))
    if amount is None:
        raise invalid(f"{text} is not a tip in {code}.", param="tip")
    return to_stripe(Money(amount, code))
