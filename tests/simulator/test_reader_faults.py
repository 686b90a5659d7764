"""Faults of readers and cards: what the reader says, and whether money moved."""

from __future__ import annotations

import pytest
import stripe

from aurora_desk.simulator.seed import READER_ID
from aurora_desk.simulator.turn import Pace

from .conftest import OpenDesk
from .running import Desk
from .test_readers import action_of, present, process, reader_intent

CANCEL = "terminal.readers.cancel_action"


def reader_of(desk: Desk) -> stripe.terminal.Reader:
    return desk.api.terminal.readers.retrieve(READER_ID)


def status_of(desk: Desk, intent: stripe.PaymentIntent) -> str:
    return desk.api.payment_intents.retrieve(intent.id).status


def charges(desk: Desk) -> int:
    return len(desk.api.events.list({"type": "charge.succeeded"}).data)


@pytest.mark.parametrize("what", ["reader_offline", "reader_busy", "reader_hardware_fault"])
def test_a_reader_that_refuses_a_command_does_nothing(desk: Desk, what: str) -> None:
    intent = reader_intent(desk)
    desk.fault(what)

    with pytest.raises(stripe.InvalidRequestError) as raised:
        process(desk, intent)

    assert (raised.value.http_status, raised.value.code) == (400, f"terminal_{what}")
    reader = reader_of(desk)
    assert (reader.action, reader.status) == (None, "offline" if what == "reader_offline" else "online")
    assert action_of(process(desk, intent)).status == "in_progress"
    assert reader_of(desk).status == "online"


@pytest.mark.parametrize("acts", [True, False])
def test_a_reader_that_never_acknowledges_may_have_acted(desk: Desk, acts: bool) -> None:
    intent = reader_intent(desk)
    desk.fault("reader_timeout", acts=acts)

    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as raised:
            desk.api.terminal.readers.process_payment_intent(
                READER_ID, {"payment_intent": intent.id}, {"idempotency_key": "a"}
            )
        assert raised.value.code == "terminal_reader_timeout"

    assert desk.last.headers["Idempotent-Replayed"] == "true"
    if not acts:
        assert reader_of(desk).action is None
        return
    shown = action_of(reader_of(desk))
    assert shown.process_payment_intent is not None
    assert shown.process_payment_intent.payment_intent == intent.id
    present(desk)
    assert status_of(desk, intent) == "succeeded"


def test_a_fault_of_one_reader_leaves_the_others_alone(desk: Desk) -> None:
    other = desk.api.terminal.readers.create({"registration_code": "simulated-wpe"})
    desk.fault("reader_offline", reader=other.id)

    process(desk, reader_intent(desk))

    with pytest.raises(stripe.InvalidRequestError, match="offline"):
        desk.api.terminal.readers.cancel_action(other.id)


@pytest.mark.parametrize(("charged", "status"), [(False, "requires_payment_method"), (True, "succeeded")])
def test_a_stuck_action_stays_in_progress_until_it_is_canceled(desk: Desk, charged: bool, status: str) -> None:
    intent = reader_intent(desk)
    desk.fault("reader_stuck", charged=charged)
    process(desk, intent)

    assert action_of(present(desk)).status == "in_progress"
    assert action_of(present(desk)).status == "in_progress"

    desk.clock.at += 3600
    assert action_of(reader_of(desk)).status == "in_progress"
    assert status_of(desk, intent) == status
    assert (
        desk.api.events.list({"types": ["terminal.reader.action_succeeded", "terminal.reader.action_failed"]}).data
        == []
    )
    assert desk.api.terminal.readers.cancel_action(READER_ID).action is None
    assert charges(desk) == int(charged)


def test_a_stuck_reader_is_not_tapped_again_by_the_training_customer(open_desk: OpenDesk) -> None:
    desk = open_desk(Pace(auto_tap_s=3))
    intent = reader_intent(desk)
    desk.fault("reader_stuck")
    process(desk, intent)

    for _ in range(3):
        desk.clock.at += 4
        assert action_of(reader_of(desk)).status == "in_progress"

    assert status_of(desk, intent) == "requires_payment_method"


@pytest.mark.parametrize(("charged", "status"), [(True, "succeeded"), (False, "requires_payment_method")])
def test_a_lost_connection_fails_the_action_and_only_the_intent_knows(desk: Desk, charged: bool, status: str) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("connection_error", charged=charged)

    failed = action_of(present(desk))

    assert (failed.status, failed.failure_code) == ("failed", "connection_error")
    assert status_of(desk, intent) == status
    assert charges(desk) == int(charged)


@pytest.mark.parametrize(
    ("said", "code", "decline_code"),
    [
        ({}, "card_declined", "generic_decline"),
        ({"decline_code": "insufficient_funds"}, "card_declined", "insufficient_funds"),
        ({"code": "expired_card"}, "expired_card", "generic_decline"),
    ],
)
def test_the_next_card_is_declined_on_request(desk: Desk, said: dict[str, str], code: str, decline_code: str) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("decline", **said)

    assert action_of(present(desk)).failure_code == code

    declined = desk.api.payment_intents.retrieve(intent.id)
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.decline_code == decline_code
    process(desk, intent)
    assert action_of(present(desk)).status == "succeeded"


def test_the_next_online_card_is_declined_on_request(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    desk.fault("decline", decline_code="do_not_honor")

    with pytest.raises(stripe.CardError) as raised:
        desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    assert raised.value.error is not None
    assert raised.value.error.decline_code == "do_not_honor"
    assert desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"}).status == "succeeded"


@pytest.mark.parametrize("authorise_s", [0, 2])
def test_a_cancel_that_crosses_a_tap_is_answered_and_the_intent_is_paid(
    open_desk: OpenDesk, authorise_s: float
) -> None:
    desk = open_desk(Pace(authorise_s=authorise_s))
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("tap", operation=CANCEL)

    desk.api.terminal.readers.cancel_action(READER_ID)

    assert status_of(desk, intent) == "succeeded"
    assert charges(desk) == 1


def test_an_intent_is_not_canceled_if_a_tap_came_first(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("tap", operation="payment_intents.cancel")

    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.cancel(intent.id)

    assert raised.value.code == "payment_intent_unexpected_state"
    assert status_of(desk, intent) == "succeeded"


def test_a_tap_waits_until_a_reader_waits_for_it(desk: Desk) -> None:
    desk.fault("tap")
    intent = reader_intent(desk)
    assert len(desk.control("GET", "/faults")["faults"]) == 1

    process(desk, intent)

    assert status_of(desk, intent) == "succeeded"
    assert desk.control("GET", "/faults")["faults"] == []


def test_a_charge_turns_up_although_the_cancel_was_answered(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("late_tap", seconds=5)

    assert desk.api.terminal.readers.cancel_action(READER_ID).action is None
    assert status_of(desk, intent) == "requires_payment_method"
    desk.clock.at += 5

    assert status_of(desk, intent) == "succeeded"
    assert charges(desk) == 1
    assert reader_of(desk).action is None


def test_no_charge_turns_up_for_an_intent_that_was_canceled_meanwhile(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("late_tap", seconds=5)
    desk.api.terminal.readers.cancel_action(READER_ID)
    desk.api.payment_intents.cancel(intent.id)

    desk.clock.at += 5

    assert status_of(desk, intent) == "canceled"
    assert charges(desk) == 0


def test_another_tills_payment_takes_the_reader(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("replaced", operation="terminal.readers.retrieve", amount=777)

    shown = action_of(reader_of(desk))

    assert shown.status == "in_progress"
    assert shown.process_payment_intent is not None
    assert isinstance(shown.process_payment_intent.payment_intent, str)
    other = desk.api.payment_intents.retrieve(shown.process_payment_intent.payment_intent)
    assert (other.amount, other.metadata["till"]) == (777, "another")
    present(desk)
    assert status_of(desk, intent) == "requires_payment_method"
    assert status_of(desk, other) == "succeeded"
