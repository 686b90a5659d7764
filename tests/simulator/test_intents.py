"""The life of a PaymentIntent with online cards."""

from __future__ import annotations

import httpx
import pytest
import stripe

from aurora_desk.simulator.cards import ONLINE_NAMES

from .running import Desk
from .wire import plain_http


def test_an_intent_is_paid_by_confirming_it_with_a_card_alone(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 29999, "currency": "usd", "metadata": {"order_id": "5001"}})
    assert (intent.status, intent.amount_received) == ("requires_payment_method", 0)
    assert intent.client_secret is not None
    assert intent.client_secret.startswith(f"{intent.id}_secret_")

    desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    paid = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.amount_received, paid.metadata["order_id"]) == ("succeeded", 29999, "5001")
    charge = paid.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (charge.amount_captured, charge.paid, charge.payment_intent) == (29999, True, intent.id)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.last4 == "4242"


def test_latest_charge_is_an_id_unless_it_is_asked_for(desk: Desk) -> None:
    intent = desk.api.payment_intents.create(
        {"amount": 500, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    )

    assert isinstance(intent.latest_charge, str)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        desk.api.payment_intents.retrieve(intent.id, {"expand": ["metadata"]})


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", None),
    ],
)
def test_a_declined_card_is_402_and_the_same_intent_takes_another(
    desk: Desk, card: str, code: str, decline_code: str | None
) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with pytest.raises(stripe.CardError) as raised:
        desk.api.payment_intents.confirm(intent.id, {"payment_method": card})

    assert (raised.value.http_status, raised.value.code) == (402, code)
    assert raised.value.error is not None
    assert raised.value.error.payment_intent is not None
    assert raised.value.error.payment_intent.id == intent.id
    declined = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert (declined.status, declined.amount_received) == ("requires_payment_method", 0)
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.to_dict().get("decline_code") == decline_code
    assert isinstance(declined.latest_charge, stripe.Charge)
    assert (declined.latest_charge.status, declined.latest_charge.amount_captured) == ("failed", 0)
    paid = desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


def test_every_named_card_is_known(desk: Desk) -> None:
    for name in ONLINE_NAMES:
        intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd", "payment_method": name})
        assert intent.status == "requires_confirmation"


def test_an_intent_is_charged_once(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    with pytest.raises(stripe.InvalidRequestError) as confirmed:
        desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError) as canceled:
        desk.api.payment_intents.cancel(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as updated:
        desk.api.payment_intents.update(intent.id, {"amount": 600})

    for raised in (confirmed, canceled, updated):
        assert (raised.value.http_status, raised.value.code) == (400, "payment_intent_unexpected_state")
        assert raised.value.error is not None
        assert raised.value.error.payment_intent is not None
        assert raised.value.error.payment_intent.status == "succeeded"
    assert len(desk.api.events.list({"type": "charge.succeeded"}).data) == 1
    assert desk.api.balance.retrieve().available[0].amount == 500


def test_a_canceled_intent_stays_unpaid(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    canceled = desk.api.payment_intents.cancel(intent.id)
    assert (canceled.status, canceled.canceled_at) == ("canceled", int(desk.clock()))

    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})


def test_confirming_without_a_card_is_refused(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with pytest.raises(stripe.InvalidRequestError, match="missing a payment method") as raised:
        desk.api.payment_intents.confirm(intent.id)

    assert raised.value.code == "payment_intent_unexpected_state"


def test_an_online_card_is_refused_by_an_intent_for_readers_only(desk: Desk) -> None:
    intent = desk.api.payment_intents.create(
        {"amount": 500, "currency": "usd", "allowed_payment_method_types": ["card_present"]}
    )

    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    assert raised.value.code == "payment_intent_incompatible_payment_method"


@pytest.mark.parametrize(("answer", "status"), [("approve", "succeeded"), ("refuse", "requires_payment_method")])
def test_a_card_that_asks_its_holder_waits_for_the_answer(desk: Desk, answer: str, status: str) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    waiting = desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_authenticationRequired"})

    assert (waiting.status, waiting.latest_charge) == ("requires_action", None)
    assert waiting.next_action is not None
    assert httpx.post(f"{desk.base}/customer/intents/{intent.id}/{answer}", trust_env=False).status_code == 303
    after = desk.api.payment_intents.retrieve(intent.id)
    assert (after.status, after.next_action) == (status, None)


def test_the_amount_can_change_until_the_intent_is_charged(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    desk.api.payment_intents.update(intent.id, {"amount": 650})

    paid = desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert (paid.amount, paid.amount_received) == (650, 650)


def test_metadata_merges_and_an_empty_value_deletes_its_name(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd", "metadata": {"a": "1", "b": "2"}})

    changed = desk.api.payment_intents.update(intent.id, {"metadata": {"b": "", "c": "3"}})
    assert changed.metadata.to_dict() == {"a": "1", "c": "3"}

    assert desk.api.payment_intents.update(intent.id, {"metadata": ""}).metadata.to_dict() == {}


def test_metadata_has_its_limits(desk: Desk) -> None:
    for metadata in ({"x" * 41: "1"}, {"x": "1" * 501}, {f"name{n}": "1" for n in range(51)}):
        with pytest.raises(stripe.InvalidRequestError) as raised:
            desk.api.payment_intents.create({"amount": 500, "currency": "usd", "metadata": metadata})
        assert str(raised.value.param).startswith("metadata")


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (49, "usd", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (17499, "huf", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (5124, "kwd", "parameter_invalid_integer"),
        (150, "isk", "parameter_invalid_integer"),
        (0, "usd", "parameter_invalid_integer"),
        (-5, "usd", "parameter_invalid_integer"),
    ],
)
def test_amounts_that_cannot_be_charged_are_refused(desk: Desk, amount: int, currency: str, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.create({"amount": amount, "currency": currency})

    assert (raised.value.http_status, raised.value.code, raised.value.param) == (400, code, "amount")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(50, "usd"), (99_999_999, "usd"), (5120, "kwd"), (50, "JPY"), (100, "isk"), (999_999_999_999, "idr")],
)
def test_amounts_at_the_limits_are_charged_exactly(desk: Desk, amount: int, currency: str) -> None:
    intent = desk.api.payment_intents.create({"amount": amount, "currency": currency})

    paid = desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    assert (paid.amount_received, paid.currency) == (amount, currency.lower())


def test_a_client_secret_opens_its_own_intent_only(desk: Desk) -> None:
    first = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    second = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with plain_http(desk.base) as http:
        own = http.get(f"/v1/payment_intents/{first.id}", params={"client_secret": first.client_secret})
        other = http.get(f"/v1/payment_intents/{first.id}", params={"client_secret": second.client_secret})

    assert (own.status_code, other.status_code) == (200, 404)
