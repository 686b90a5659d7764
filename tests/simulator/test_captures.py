"""Money held first and taken later."""

from __future__ import annotations

import pytest
import stripe

from aurora_desk.simulator.seed import READER_ID

from .running import Desk
from .test_readers import present, process

DAY_S = 24 * 3600


def held_online(desk: Desk, amount: int = 1000) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {
            "amount": amount,
            "currency": "usd",
            "capture_method": "manual",
            "payment_method": "pm_card_visa",
            "confirm": True,
        }
    )


def held_at_reader(desk: Desk, capture_method: str = "manual") -> stripe.PaymentIntent:
    asked = {"card_present": {"capture_method": capture_method}}
    intent = desk.api.payment_intents.create(
        {
            "amount": 1000,
            "currency": "usd",
            "allowed_payment_method_types": ["card_present"],
            "payment_method_options": asked,  # type: ignore[typeddict-item]  # any of the two words
        }
    )
    process(desk, intent)
    present(desk)
    return desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def charge_of(desk: Desk, intent: stripe.PaymentIntent) -> stripe.Charge:
    charge = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}).latest_charge
    assert isinstance(charge, stripe.Charge)
    return charge


def events(desk: Desk) -> list[str]:
    return [one.type for one in reversed(desk.api.events.list({"limit": 100}).data)]


def test_a_held_amount_is_no_money_until_it_is_captured(desk: Desk) -> None:
    intent = held_online(desk)
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 1000, 0)
    assert (charge_of(desk, intent).captured, charge_of(desk, intent).amount_captured) == (False, 0)
    assert desk.api.balance.retrieve().available[0].amount == 0

    captured = desk.api.payment_intents.capture(intent.id)

    assert (captured.status, captured.amount_capturable, captured.amount_received) == ("succeeded", 0, 1000)
    assert (charge_of(desk, intent).captured, charge_of(desk, intent).amount_captured) == (True, 1000)
    assert desk.api.balance.retrieve().available[0].amount == 1000
    assert events(desk) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ]


def test_a_part_is_captured_and_the_rest_released(desk: Desk) -> None:
    intent = held_online(desk)

    captured = desk.api.payment_intents.capture(intent.id, {"amount_to_capture": 700, "metadata": {"weighed": "yes"}})

    assert (captured.amount, captured.amount_received, captured.amount_capturable) == (1000, 700, 0)
    assert captured.metadata["weighed"] == "yes"
    assert charge_of(desk, intent).amount_captured == 700
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        desk.api.refunds.create({"payment_intent": intent.id, "amount": 701})
    assert desk.api.refunds.create({"payment_intent": intent.id}).amount == 700
    assert charge_of(desk, intent).refunded is True


def test_no_more_is_captured_than_is_held(desk: Desk) -> None:
    intent = held_online(desk)

    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.capture(intent.id, {"amount_to_capture": 1001})

    assert (raised.value.code, raised.value.param) == ("amount_too_large", "amount_to_capture")
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_what_is_captured_is_not_captured_again(desk: Desk) -> None:
    intent = held_online(desk)
    desk.api.payment_intents.capture(intent.id)

    with pytest.raises(stripe.InvalidRequestError) as by_intent:
        desk.api.payment_intents.capture(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as by_charge:
        desk.api.charges.capture(charge_of(desk, intent).id)

    assert by_intent.value.code == "payment_intent_unexpected_state"
    assert by_charge.value.code == "charge_already_captured"


def test_a_charge_can_be_captured_by_its_own_id(desk: Desk) -> None:
    intent = held_online(desk)

    charge = desk.api.charges.capture(charge_of(desk, intent).id, {"amount": 400, "receipt_email": "a@example.com"})

    assert (charge.amount_captured, charge.receipt_email) == (400, "a@example.com")
    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"


def test_what_was_never_held_or_is_to_be_captured_twice_is_refused(desk: Desk) -> None:
    unpaid = desk.api.payment_intents.create({"amount": 500, "currency": "usd", "capture_method": "manual"})
    held = held_online(desk)

    with pytest.raises(stripe.InvalidRequestError, match="status of requires_payment_method"):
        desk.api.payment_intents.capture(unpaid.id)
    with pytest.raises(stripe.InvalidRequestError) as parts:
        desk.api.payment_intents.capture(held.id, {"amount_to_capture": 1, "final_capture": False})

    assert parts.value.param == "final_capture"


def test_canceling_lets_go_of_what_is_held(desk: Desk) -> None:
    intent = held_online(desk)
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        desk.api.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError, match="cancel its PaymentIntent"):
        desk.api.refunds.create({"charge": charge_of(desk, intent).id})

    canceled = desk.api.payment_intents.cancel(intent.id)

    assert (canceled.status, canceled.amount_capturable, canceled.amount_received) == ("canceled", 0, 0)
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.charges.capture(charge_of(desk, intent).id)
    assert raised.value.code == "charge_expired_for_capture"
    assert desk.api.balance.retrieve().available[0].amount == 0


@pytest.mark.parametrize("capture_method", ["manual", "manual_preferred"])
def test_a_card_at_the_reader_is_held_for_two_days(desk: Desk, capture_method: str) -> None:
    intent = held_at_reader(desk, capture_method)
    assert (intent.status, intent.capture_method) == ("requires_capture", "automatic")
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert intent.latest_charge.payment_method_details is not None
    assert intent.latest_charge.payment_method_details.card_present is not None
    until = intent.latest_charge.payment_method_details.card_present.capture_before
    assert until == int(desk.clock()) + 2 * DAY_S

    desk.control("POST", "/clock", {"advance_s": 2 * DAY_S - 1})
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_capture"
    desk.control("POST", "/clock", {"advance_s": 1})

    expired = desk.api.payment_intents.retrieve(intent.id)
    assert (expired.status, expired.cancellation_reason, expired.amount_capturable) == ("canceled", "automatic", 0)
    assert events(desk)[-2:] == ["charge.expired", "payment_intent.canceled"]
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.capture(intent.id)
    assert raised.value.code == "payment_intent_unexpected_state"


def test_a_capture_in_time_outlives_the_hold(desk: Desk) -> None:
    intent = held_online(desk)
    desk.api.payment_intents.capture(intent.id)

    desk.clock.at += 8 * DAY_S

    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"
    assert "charge.expired" not in events(desk)


def test_the_clock_only_moves_forward_and_says_where_it_is(desk: Desk) -> None:
    before = desk.control("GET", "/clock")["now"]

    assert desk.control("POST", "/clock", {"advance_s": 90.5})["now"] == before + 90.5
    assert desk.api.payment_intents.create({"amount": 500, "currency": "usd"}).created == int(before + 90.5)


@pytest.mark.parametrize("capture_method", ["automatic", "automatic_async"])
def test_an_automatic_intent_is_captured_at_once(desk: Desk, capture_method: str) -> None:
    intent = desk.api.payment_intents.create(
        {
            "amount": 1000,
            "currency": "usd",
            "capture_method": capture_method,
            "payment_method": "pm_card_visa",
            "confirm": True,
        }
    )

    assert (intent.status, intent.amount_received, intent.capture_method) == ("succeeded", 1000, capture_method)


def test_a_tip_on_a_held_payment_is_held_with_it(desk: Desk) -> None:
    intent = desk.api.payment_intents.create(
        {
            "amount": 1000,
            "currency": "usd",
            "allowed_payment_method_types": ["card_present"],
            "capture_method": "manual",
        }
    )
    process(desk, intent)

    desk.api.test_helpers.terminal.readers.present_payment_method(READER_ID, {"amount_tip": 150})

    assert desk.api.payment_intents.retrieve(intent.id).amount_capturable == 1150
