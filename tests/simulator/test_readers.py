"""Payments on a simulated reader: one action at a time, and the intent tells whether money moved."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
import stripe

from aurora_desk.simulator.seed import READER_ID
from aurora_desk.simulator.turn import Pace

from .running import Desk


def reader_intent(desk: Desk, amount: int = 1000) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {"amount": amount, "currency": "usd", "allowed_payment_method_types": ["card_present"]}
    )


def process(desk: Desk, intent: stripe.PaymentIntent) -> stripe.terminal.Reader:
    return desk.api.terminal.readers.process_payment_intent(READER_ID, {"payment_intent": intent.id})


def present(desk: Desk, number: str = "4242424242424242") -> stripe.terminal.Reader:
    return desk.api.test_helpers.terminal.readers.present_payment_method(
        READER_ID, {"type": "card_present", "card_present": {"number": number}}
    )


def action_of(reader: stripe.terminal.Reader) -> stripe.terminal.Reader.Action:
    assert reader.action is not None
    return reader.action


def test_a_training_store_finds_one_reader_on_the_counter(desk: Desk) -> None:
    (reader,) = desk.api.terminal.readers.list().data

    assert (reader.id, reader.label, reader.device_type) == (READER_ID, "WisePOS E", "bbpos_wisepos_e")
    assert (reader.status, reader.action) == ("online", None)


def test_a_tap_pays_the_intent_and_leaves_what_a_receipt_prints(desk: Desk) -> None:
    intent = reader_intent(desk, 39999)
    waiting = action_of(process(desk, intent))
    assert (waiting.type, waiting.status) == ("process_payment_intent", "in_progress")
    assert waiting.process_payment_intent is not None
    assert waiting.process_payment_intent.payment_intent == intent.id
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"

    assert action_of(present(desk)).status == "succeeded"

    paid = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.amount_received) == ("succeeded", 39999)
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert paid.latest_charge.payment_method_details is not None
    card = paid.latest_charge.payment_method_details.card_present
    assert card is not None
    assert (card.brand, card.last4, card.read_method) == ("visa", "4242", "contactless_emv")
    receipt = card.receipt
    assert receipt is not None
    assert (receipt.application_preferred_name, receipt.dedicated_file_name) == ("Visa Credit", "A0000000031010")
    assert (receipt.authorization_response_code, receipt.account_type) == ("3030", "credit")


@pytest.mark.parametrize(
    ("number", "code", "decline_code"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000009987", "card_declined", "lost_card"),
        ("4000000000009979", "card_declined", "stolen_card"),
        ("4000000000000069", "expired_card", None),
        ("4000000000000119", "processing_error", None),
    ],
)
def test_a_declined_tap_fails_the_action_and_the_same_intent_can_be_tried_again(
    desk: Desk, number: str, code: str, decline_code: str | None
) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    failed = action_of(present(desk, number))

    assert (failed.status, failed.failure_code) == ("failed", code)
    declined = desk.api.payment_intents.retrieve(intent.id)
    assert (declined.status, declined.amount_received) == ("requires_payment_method", 0)
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.code == code
    assert declined.last_payment_error.to_dict().get("decline_code") == decline_code
    process(desk, intent)
    assert action_of(present(desk)).status == "succeeded"
    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize(
    ("amount", "decline_code"),
    [
        (1001, "call_issuer"),
        (1002, "offline_pin_required"),
        (1003, "online_or_offline_pin_required"),
        (1005, "generic_decline"),
        (1055, "incorrect_pin"),
        (1060, "online_or_offline_pin_required"),
        (1065, "withdrawal_count_limit_exceeded"),
        (1075, "pin_try_exceeded"),
    ],
)
def test_a_test_card_obeys_the_last_two_digits_of_the_amount(desk: Desk, amount: int, decline_code: str) -> None:
    intent = reader_intent(desk, amount)
    process(desk, intent)

    assert action_of(present(desk)).status == "failed"

    declined = desk.api.payment_intents.retrieve(intent.id)
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.decline_code == decline_code


@pytest.mark.parametrize(
    ("number", "brand", "account_type", "read_method", "verification"),
    [
        ("5555555555554444", "mastercard", "credit", "contactless_emv", "none"),
        ("378282246310005", "amex", "credit", "contactless_emv", "none"),
        ("6011111111111117", "discover", "credit", "contactless_emv", "none"),
        ("3566002020360505", "jcb", "credit", "contactless_emv", "none"),
        ("6200000000000005", "unionpay", "credit", "contactless_emv", "none"),
        ("4000056655665556", "visa", "checking", "contactless_emv", "none"),
        ("5200828282828210", "mastercard", "checking", "contactless_emv", "none"),
        ("4001007020000002", "visa", "credit", "contactless_emv", "offline_pin"),
        ("4001000360000005", "visa", "credit", "contactless_emv", "online_pin"),
        ("4000008260000075", "visa", "credit", "contact_emv", "offline_pin"),
        ("4000002760000008", "visa", "credit", "contact_emv", "online_pin"),
        ("4000000000005126", "visa", "credit", "contactless_emv", "none"),
    ],
)
def test_each_card_prints_as_what_it_is(
    desk: Desk, number: str, brand: str, account_type: str, read_method: str, verification: str
) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    present(desk, number)

    paid = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})

    assert isinstance(paid.latest_charge, stripe.Charge)
    assert paid.latest_charge.payment_method_details is not None
    card = paid.latest_charge.payment_method_details.card_present
    assert card is not None
    assert card.receipt is not None
    assert (card.brand, card.receipt.account_type) == (brand, account_type)
    assert (card.read_method, card.receipt.cardholder_verification_method) == (read_method, verification)


def test_a_tip_is_part_of_the_amount_and_told_apart(desk: Desk) -> None:
    intent = reader_intent(desk, 1000)
    process(desk, intent)

    desk.api.test_helpers.terminal.readers.present_payment_method(READER_ID, {"amount_tip": 150})

    paid = desk.api.payment_intents.retrieve(intent.id)
    assert (paid.amount, paid.amount_received) == (1150, 1150)
    assert paid.amount_details is not None
    assert paid.amount_details.tip is not None
    assert paid.amount_details.tip.amount == 150


def test_canceling_clears_the_reader_and_charges_nothing(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    assert desk.api.terminal.readers.cancel_action(READER_ID).action is None

    with pytest.raises(stripe.InvalidRequestError, match="not waiting for a card"):
        present(desk)
    assert desk.api.payment_intents.cancel(intent.id).status == "canceled"


def test_canceling_after_the_tap_leaves_the_payment_as_it_is(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    present(desk)

    assert action_of(desk.api.terminal.readers.cancel_action(READER_ID)).status == "succeeded"

    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_payment_still_waiting_for_a_card_is_replaced_by_the_next(desk: Desk) -> None:
    first, second = reader_intent(desk), reader_intent(desk)
    process(desk, first)

    process(desk, second)
    present(desk)

    assert desk.api.payment_intents.retrieve(first.id).status == "requires_payment_method"
    assert desk.api.payment_intents.retrieve(second.id).status == "succeeded"


def test_an_intent_canceled_on_the_reader_is_not_charged_by_a_late_tap(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.api.payment_intents.cancel(intent.id)

    failed = action_of(present(desk))

    assert (failed.status, failed.failure_code) == ("failed", "intent_invalid_state")
    canceled = desk.api.payment_intents.retrieve(intent.id)
    assert (canceled.status, canceled.latest_charge) == ("canceled", None)


def test_a_reader_refuses_what_is_paid_unknown_or_not_for_readers(desk: Desk) -> None:
    paid = reader_intent(desk)
    process(desk, paid)
    present(desk)
    online = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with pytest.raises(stripe.InvalidRequestError) as again:
        process(desk, paid)
    with pytest.raises(stripe.InvalidRequestError) as not_for_readers:
        process(desk, online)
    with pytest.raises(stripe.InvalidRequestError) as unknown:
        desk.api.terminal.readers.process_payment_intent(READER_ID, {"payment_intent": "pi_sim_none"})
    with pytest.raises(stripe.InvalidRequestError) as no_reader:
        desk.api.terminal.readers.process_payment_intent("tmr_sim_none", {"payment_intent": online.id})

    assert (again.value.http_status, again.value.code) == (400, "intent_invalid_state")
    assert not_for_readers.value.code == "payment_intent_incompatible_payment_method"
    assert (unknown.value.http_status, unknown.value.code) == (400, "resource_missing")
    assert (no_reader.value.http_status, no_reader.value.code) == (404, "resource_missing")


def test_a_reader_that_authorises_a_card_is_busy_until_the_outcome(open_desk: Callable[[Pace], Desk]) -> None:
    desk = open_desk(Pace(authorise_s=2))
    intent = reader_intent(desk)
    process(desk, intent)
    assert action_of(present(desk)).status == "in_progress"

    with pytest.raises(stripe.InvalidRequestError) as processed:
        process(desk, intent)
    with pytest.raises(stripe.InvalidRequestError) as canceled:
        desk.api.terminal.readers.cancel_action(READER_ID)
    for raised in (processed, canceled):
        assert (raised.value.http_status, raised.value.code) == (400, "terminal_reader_busy")
    desk.clock.at += 2

    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"
    assert action_of(desk.api.terminal.readers.retrieve(READER_ID)).status == "succeeded"


def test_the_training_customer_taps_by_itself(open_desk: Callable[[Pace], Desk]) -> None:
    desk = open_desk(Pace(auto_tap_s=3))
    intent = reader_intent(desk, 1075)
    process(desk, intent)

    desk.clock.at += 2.9
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    desk.clock.at += 0.2
    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_canceled_payment_is_not_tapped_later(open_desk: Callable[[Pace], Desk]) -> None:
    desk = open_desk(Pace(auto_tap_s=3))
    intent = reader_intent(desk)
    process(desk, intent)
    desk.api.terminal.readers.cancel_action(READER_ID)

    desk.clock.at += 60

    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_person_plays_the_customer_on_the_page(desk: Desk) -> None:
    intent = reader_intent(desk, 475)
    process(desk, intent)
    tap = f"/customer/readers/{READER_ID}/tap"
    decline = f"/customer/readers/{READER_ID}/decline"
    with httpx.Client(base_url=desk.base, trust_env=False) as http:
        page = http.get("/")
        assert tap in page.text
        assert decline in page.text
        assert "4.75 USD" in page.text
        assert "<script" not in page.text

        assert http.post(decline).status_code == 303
        assert desk.api.payment_intents.retrieve(intent.id).last_payment_error is not None
        process(desk, intent)
        assert http.post(tap).status_code == 303

        assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"
        assert tap not in http.get("/").text


@pytest.mark.parametrize("headers", [{"Host": "shop.example"}, {"Origin": "https://shop.example"}, {"Origin": "null"}])
def test_another_sites_page_cannot_play_the_customer(desk: Desk, headers: dict[str, str]) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    answer = httpx.post(f"{desk.base}/customer/readers/{READER_ID}/tap", headers=headers, trust_env=False)

    assert answer.status_code == 403
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_unregistered_codes_and_places_are_refused(desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as code:
        desk.api.terminal.readers.create({"registration_code": "quick-brown-fox"})
    with pytest.raises(stripe.InvalidRequestError) as place:
        desk.api.terminal.readers.create({"registration_code": "simulated-wpe", "location": "tml_sim_none"})

    assert code.value.param == "registration_code"
    assert (place.value.code, place.value.param) == ("resource_missing", "location")
