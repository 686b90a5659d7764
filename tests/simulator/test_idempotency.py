"""Repeating a call with its key never does it twice."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from aurora_desk.simulator.api import Api, Call
from aurora_desk.simulator.faults import Faults
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

from .running import TEST_KEY, Desk


def test_the_same_call_with_the_same_key_is_answered_again_not_done_again(desk: Desk) -> None:
    first = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
    assert "Idempotent-Replayed" not in desk.last.headers

    second = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})

    assert second.id == first.id
    assert desk.last.headers["Idempotent-Replayed"] == "true"
    assert len(desk.api.payment_intents.list().data) == 1


def test_a_replay_is_what_was_answered_then_not_what_is_true_now(desk: Desk) -> None:
    first = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
    desk.api.payment_intents.confirm(first.id, {"payment_method": "pm_card_visa"})

    replayed = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})

    assert replayed.status == "requires_payment_method"


def test_a_key_belongs_to_one_call(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})

    with pytest.raises(stripe.IdempotencyError) as other_amount:
        desk.api.payment_intents.create({"amount": 600, "currency": "usd"}, {"idempotency_key": "a"})
    with pytest.raises(stripe.IdempotencyError):
        desk.api.payment_intents.cancel(intent.id, {}, {"idempotency_key": "a"})

    assert other_amount.value.http_status == 400
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_decline_is_replayed_and_not_charged_again(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    for _ in range(2):
        with pytest.raises(stripe.CardError):
            desk.api.payment_intents.confirm(
                intent.id, {"payment_method": "pm_card_chargeDeclined"}, {"idempotency_key": "c"}
            )

    assert desk.last.headers["Idempotent-Replayed"] == "true"
    assert len(desk.api.events.list({"type": "charge.failed"}).data) == 1


def test_a_request_that_failed_its_checks_does_not_use_up_its_key(desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        desk.api.payment_intents.create({"amount": -1, "currency": "usd"}, {"idempotency_key": "a"})

    assert desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"}).amount == 500


def test_a_key_is_forgotten_after_a_day(desk: Desk) -> None:
    first = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
    desk.clock.at += 24 * 3600 - 1
    assert desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"}).id == first.id

    desk.clock.at += 2

    later = desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
    assert later.id != first.id


def test_a_key_too_long_is_refused(desk: Desk) -> None:
    with pytest.raises(stripe.IdempotencyError, match="255"):
        desk.api.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "k" * 256})


def test_a_key_whose_first_call_still_runs_is_409() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow_clock() -> float:
        begun.set()
        assert may_end.wait(30)
        return 1_790_000_000.0

    api = Api(State(), slow_clock, Pace(), Faults())
    call = Call(
        "POST",
        "/v1/payment_intents",
        "amount=500&currency=usd",
        {"authorization": f"Bearer {TEST_KEY}", "idempotency-key": "a"},
    )
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(api.answer, call)
        assert begun.wait(30)

        second = api.answer(call)

        may_end.set()
        assert (second.status, json.loads(second.body)["error"]["code"]) == (409, "idempotency_key_in_use")
        assert first.result().status == 200
    assert api.answer(call).headers["Idempotent-Replayed"] == "true"


def test_many_repeats_at_once_make_one_intent(desk: Desk) -> None:
    client = stripe.StripeClient(
        TEST_KEY, base_addresses={"api": desk.base}, http_client=desk.http, max_network_retries=8
    )

    def create(_: int) -> str:
        made = client.v1.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
        return made.id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(create, range(12)))

    assert len(ids) == 1
    assert len(desk.api.payment_intents.list().data) == 1
