"""What Stripe's answers, and the lack of one, become: only a parsed refusal says «not done»."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import stripe
from starlette.types import Receive, Scope, Send

from aurora_desk.domain.ids import IntentId, ReaderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import (
    IntentStatus,
    ReaderAction,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.payments.gateway import Gateway
from simulator.running import running_simulator, served

TEN = Money(1000, "USD")
INTENT = IntentId("pi_1")


@dataclass
class Answering:
    """A server that gives one answer to everything."""

    status: int = 200
    body: bytes = b"{}"
    calls: int = 0

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer."""
        self.calls += 1
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(self.body)).encode())]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})

    def refuse(self, status: int, **error: str) -> None:
        """Answer with an error as Stripe words it."""
        self.status, self.body = status, json.dumps({"error": {"message": "No.", **error}}).encode()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.02)


@pytest.fixture(scope="module")
def door() -> Iterator[tuple[Answering, str]]:
    answering = Answering()
    with served(answering) as base:
        yield answering, base


@pytest.fixture
def stripe_says(door: tuple[Answering, str]) -> Answering:
    answering, _ = door
    answering.status, answering.body, answering.calls = 200, b"{}", 0
    return answering


@pytest.fixture
def gateway(door: tuple[Answering, str]) -> Gateway:
    return Gateway.at("sk_test_gateway", door[1])


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [
        (402, {"type": "card_error", "code": "card_declined"}, "card_declined"),
        (400, {"type": "invalid_request_error", "code": "terminal_reader_busy"}, "terminal_reader_busy"),
        (400, {"type": "invalid_request_error", "code": "amount_too_small"}, "amount_too_small"),
        (404, {"type": "invalid_request_error", "code": "resource_missing"}, "resource_missing"),
        (401, {"type": "invalid_request_error"}, "key"),
        (403, {"type": "invalid_request_error"}, "key"),
    ],
)
def test_a_parsed_refusal_says_not_done(
    stripe_says: Answering, gateway: Gateway, status: int, error: dict[str, str], reason: str
) -> None:
    stripe_says.refuse(status, **error)
    with pytest.raises(StripeRefusedError, match="Nothing was charged") as refused:
        gateway.create_intent(TEN, key="k", metadata={}, ways=("card_present",))
    assert refused.value.reason == reason
    assert stripe_says.calls == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b'{"error": {"message": "x"}}'),
        (502, b"<html>Bad gateway</html>"),
        (503, b""),
        (409, b'{"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}}'),
        (400, b'{"error": {"type": "idempotency_error", "message": "other parameters"}}'),
        (429, b'{"error": {"code": "rate_limit"}}'),
        (200, b"<html>Welcome to the hotel's Wi-Fi</html>"),
        (200, b""),
        (200, b"{}"),
        (200, b"[]"),
        (200, b"null"),
        (200, b'{"id": "pi_1", "object": "payment_intent", "status": "succeeded"}'),
        (418, b"{}"),
    ],
)
def test_everything_else_is_unknown(stripe_says: Answering, gateway: Gateway, status: int, body: bytes) -> None:
    stripe_says.status, stripe_says.body = status, body
    for ask in (
        lambda: gateway.create_intent(TEN, key="k", metadata={}, ways=("card",)),
        lambda: gateway.retrieve(INTENT),
        lambda: gateway.reader(ReaderId("tmr_1"), INTENT),
    ):
        with pytest.raises(StripeUnreachableError):
            ask()


def test_nobody_at_the_address_is_unknown() -> None:
    gateway = Gateway.at("sk_test_gateway", "http://127.0.0.1:9")
    with pytest.raises(StripeUnreachableError):
        gateway.retrieve(INTENT)
    assert not gateway.answers()


def test_changes_are_tried_three_times_and_questions_once(stripe_says: Answering, gateway: Gateway) -> None:
    stripe_says.status, stripe_says.body = 500, b"{}"
    with pytest.raises(StripeUnreachableError):
        gateway.cancel(INTENT, key="k")
    assert stripe_says.calls == 3
    with pytest.raises(StripeUnreachableError):
        gateway.retrieve(INTENT)
    assert stripe_says.calls == 4


def test_a_state_of_the_future_is_never_taken_for_an_ending(stripe_says: Answering, gateway: Gateway) -> None:
    stripe_says.body = json.dumps(
        {
            "id": "pi_1",
            "object": "payment_intent",
            "status": "settling_on_the_moon",
            "amount": 1000,
            "amount_received": 0,
            "currency": "usd",
            "created": 1,
            "livemode": False,
            "latest_charge": None,
            "client_secret": None,
            "metadata": {},
        }
    ).encode()
    assert gateway.retrieve(INTENT).status is IntentStatus.OTHER


def test_only_an_action_about_our_intent_says_anything(stripe_says: Answering, gateway: Gateway) -> None:
    action = {
        "type": "process_payment_intent",
        "status": "succeeded",
        "failure_code": "card_declined",
        "process_payment_intent": {"payment_intent": "pi_other"},
    }
    reader = {"id": "tmr_1", "object": "terminal.reader", "label": "R", "status": "online", "action": action}
    stripe_says.body = json.dumps(reader).encode()
    assert gateway.reader(ReaderId("tmr_1"), INTENT).action is ReaderAction.NONE
    assert gateway.reader(ReaderId("tmr_1"), INTENT).failure == ""
    assert gateway.reader(ReaderId("tmr_1"), IntentId("pi_other")).action is ReaderAction.SUCCEEDED


def test_amounts_go_in_stripes_units_and_come_back_in_ours() -> None:
    with running_simulator() as base:
        gateway = Gateway.at("sk_test_gateway", base)
        for amount in (TEN, Money(500, "JPY"), Money(5120, "KWD"), Money(300, "ISK")):
            made = gateway.create_intent(amount, key=f"k-{amount}", metadata={"a": "b"}, ways=("card",))
            assert (made.amount, made.metadata["a"]) == (amount, "b")
            assert gateway.retrieve(made.intent_id).amount == amount
        assert gateway.create_intent(TEN, key=f"k-{TEN}", metadata={"a": "b"}, ways=("card",)).amount == TEN


def test_neither_key_nor_secret_shows_in_a_text_of_ours(stripe_says: Answering, gateway: Gateway) -> None:
    with running_simulator() as base:
        made = Gateway.at("sk_test_gateway", base).create_intent(TEN, key="k", metadata={}, ways=("card",))
    assert made.client_secret
    assert made.client_secret not in repr(made)
    assert "sk_test" not in repr(gateway)


def test_the_sdk_is_never_told_to_print_what_stripe_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own debugging switch prints whole answers, client secrets included."""
    monkeypatch.setenv("STRIPE_LOG", "debug")
    logging.getLogger("stripe").setLevel(logging.DEBUG)
    Gateway.at("sk_test_gateway")
    assert "STRIPE_LOG" not in os.environ
    assert not logging.getLogger("stripe").isEnabledFor(logging.INFO)
