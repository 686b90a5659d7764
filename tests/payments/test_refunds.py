"""Refunds as Stripe answers them."""

from __future__ import annotations

import pytest
import stripe

from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import IntentStatus, StripeRefusedError
from aurora_desk.domain.refund_progress import StripeRefund, StripeRefundStatus
from aurora_desk.payments.connection import Kind
from aurora_desk.payments.gateway import Gateway, intent_of
from aurora_desk.payments.refunds import RefundCalls, refund_of

TEN = Money(1000, "USD")


@pytest.fixture
def gateway(stripe_base: str) -> Gateway:
    """Stripe, as the services see it."""
    return Gateway.at("sk_test_refunds", stripe_base)


@pytest.fixture
def calls(gateway: Gateway) -> RefundCalls:
    """The calls about refunds."""
    return RefundCalls(gateway.connection)


def paid(gateway: Gateway) -> IntentId:
    """An intent of ten dollars that a card has paid."""
    intent = gateway.connection.ask(
        Kind.CHANGE,
        lambda client: client.v1.payment_intents.create(
            {
                "amount": 1000,
                "currency": "usd",
                "allowed_payment_method_types": ["card"],
                "payment_method": "pm_card_visa",
                "confirm": True,
                "expand": ["latest_charge"],
            }
        ),
        intent_of,
    )
    assert intent.status is IntentStatus.SUCCEEDED
    return intent.intent_id


def test_a_refund_is_made_once_a_key_and_found_again(gateway: Gateway, calls: RefundCalls) -> None:
    intent_id = paid(gateway)
    made = calls.create(intent_id, Money(300, "USD"), key="one", metadata={"refund_id": "r1"})
    again = calls.create(intent_id, Money(300, "USD"), key="one", metadata={"refund_id": "r1"})

    assert made == again == calls.retrieve(made.stripe_refund_id)
    assert (made.status, made.amount, made.intent_id) == (StripeRefundStatus.SUCCEEDED, Money(300, "USD"), intent_id)
    assert (made.metadata, made.failure) == ({"refund_id": "r1"}, "")
    assert calls.of_intent(intent_id) == (made,)


def test_every_refund_of_an_intent_is_listed_beyond_a_page(gateway: Gateway, calls: RefundCalls) -> None:
    intent_id, other = paid(gateway), paid(gateway)
    made = {calls.create(intent_id, Money(1, "USD"), key=str(n), metadata={}).stripe_refund_id for n in range(101)}
    calls.create(other, TEN, key="other", metadata={})
    assert {one.stripe_refund_id for one in calls.of_intent(intent_id)} == made


def test_too_much_and_an_unknown_payment_are_refused_with_stripes_reason(gateway: Gateway, calls: RefundCalls) -> None:
    intent_id = paid(gateway)
    calls.must_know(intent_id)
    calls.create(intent_id, TEN, key="all", metadata={})
    for call, reason in (
        (lambda: calls.create(intent_id, TEN, key="more", metadata={}), "charge_already_refunded"),
        (lambda: calls.create(IntentId("pi_none"), TEN, key="none", metadata={}), "resource_missing"),
        (lambda: calls.must_know(IntentId("pi_none")), "resource_missing"),
    ):
        with pytest.raises(StripeRefusedError) as refused:
            call()
        assert refused.value.reason == reason


def test_a_state_of_the_future_is_never_an_ending() -> None:
    answer = stripe.Refund.construct_from(
        {
            "id": "re_1",
            "object": "refund",
            "amount": 100,
            "currency": "isk",
            "created": 1,
            "status": "brand_new",
            "failure_reason": None,
            "metadata": None,
            "payment_intent": {"id": "pi_1", "object": "payment_intent"},
        },
        "sk_test",
    )
    read: StripeRefund = refund_of(answer)
    assert (read.status, read.intent_id, read.amount) == (StripeRefundStatus.OTHER, "pi_1", Money(1, "ISK"))
