"""Faults on request: what the SDK sees of them, and whether the call took effect."""

from __future__ import annotations

import argparse
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import requests
import stripe
from starlette.concurrency import run_in_threadpool

from aurora_desk.app.simulator import add_fault_options, storm_of
from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.faults import ANSWER_KINDS, STATUSES, Storm
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

from .conftest import OpenDesk
from .running import TEST_KEY, Desk, served
from .wire import error_of, plain_http

CREATE = "payment_intents.create"


def create(desk: Desk, key: str = "a", retries: int = 0) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {"amount": 500, "currency": "usd"}, {"idempotency_key": key, "max_network_retries": retries}
    )


def made(desk: Desk) -> int:
    return len(desk.api.payment_intents.list().data)


@pytest.mark.parametrize(("what", "effect"), [("lost_request", 0), ("lost_answer", 1)])
def test_a_closed_connection_loses_the_request_or_the_answer(desk: Desk, what: str, effect: int) -> None:
    desk.fault(what, operation=CREATE)

    with pytest.raises(stripe.APIConnectionError) as raised:
        create(desk)

    assert (raised.value.http_status, raised.value.should_retry) == (None, True)
    assert isinstance(raised.value.__cause__, requests.ConnectionError)
    assert made(desk) == effect
    again = create(desk)
    assert made(desk) == 1
    assert desk.last.status == 200
    assert desk.api.payment_intents.retrieve(again.id).status == "requires_payment_method"


def test_the_sdk_tries_again_after_a_closed_connection_and_makes_one_intent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    desk.fault("lost_answer", operation=CREATE, times=2)

    create(desk, retries=2)

    assert desk.last.headers["Idempotent-Replayed"] == "true"
    assert made(desk) == 1


def test_a_body_cut_in_the_middle_is_no_answer_but_the_call_was_done(desk: Desk) -> None:
    desk.fault("cut", operation=CREATE)

    with pytest.raises(stripe.APIConnectionError) as raised:
        create(desk, retries=2)

    assert isinstance(raised.value.__cause__, requests.exceptions.ChunkedEncodingError)
    assert made(desk) == 1


def test_a_cut_body_announces_more_than_it_sends(desk: Desk) -> None:
    desk.fault("cut", operation=CREATE)

    with plain_http(desk.base) as http, pytest.raises(httpx.RemoteProtocolError, match="peer closed connection"):
        http.post("/v1/payment_intents", data={"amount": "500", "currency": "usd"})


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(("when", "effect"), [("before", 0), ("after", 1)])
def test_an_error_comes_before_or_after_the_effect(desk: Desk, status: int, when: str, effect: int) -> None:
    desk.fault("status", operation=CREATE, status=status, when=when)

    with pytest.raises(stripe.RateLimitError if status == 429 else stripe.APIError) as raised:
        create(desk)

    assert raised.value.http_status == status
    assert raised.value.request_id is not None
    assert made(desk) == effect
    create(desk)
    assert made(desk) == 1


@pytest.mark.parametrize(("when", "effect"), [("before", 0), ("after", 1)])
def test_a_stored_error_is_all_its_key_ever_gets(desk: Desk, when: str, effect: int) -> None:
    desk.fault("status", operation=CREATE, status=500, when=when, stored=True)

    for _ in range(3):
        with pytest.raises(stripe.APIError):
            create(desk)

    assert desk.last.headers["Idempotent-Replayed"] == "true"
    assert made(desk) == effect
    create(desk, "another key")
    assert made(desk) == effect + 1


@pytest.mark.parametrize(("status", "when", "effect"), [(502, "before", 0), (502, "after", 1), (200, "after", 1)])
def test_html_in_place_of_json_is_an_api_error(desk: Desk, status: int, when: str, effect: int) -> None:
    desk.fault("html", operation=CREATE, status=status, when=when)

    with pytest.raises(stripe.APIError) as raised:
        create(desk)

    assert raised.value.http_status == status
    assert "<html>" in str(raised.value.http_body)
    assert made(desk) == effect


@pytest.mark.parametrize(("should_retry", "tries"), [(True, 2), (False, 1)])
def test_the_header_says_whether_to_try_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, should_retry: bool, tries: int
) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    status = 429 if should_retry else 503
    desk.fault("status", operation=CREATE, status=status, should_retry=should_retry, times=2)

    with pytest.raises(stripe.StripeError):
        create(desk, retries=1)

    assert [one.headers["Stripe-Should-Retry"] for one in desk.http.exchanges] == [str(should_retry).lower()] * tries


@pytest.mark.parametrize(("when", "meanwhile"), [("after", 1), ("before", 0)])
def test_a_delayed_call_is_done_before_the_pause_or_after_it(open_desk: OpenDesk, when: str, meanwhile: int) -> None:
    pauses: list[float] = []
    begun, may_end = threading.Event(), threading.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        begun.set()
        assert await run_in_threadpool(may_end.wait, 30)

    desk = open_desk(Pace(), sleep=sleep)
    desk.fault("delay", operation=CREATE, seconds=30, when=when)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(create, desk)
        assert begun.wait(30)

        assert made(desk) == meanwhile

        may_end.set()
        assert slow.result().amount == 500
    assert made(desk) == 1
    assert pauses == [30]


def test_a_fault_is_used_up_and_skips_what_it_is_told_to(desk: Desk) -> None:
    shown = desk.fault("status", operation=CREATE, times=2, skip=1)
    assert {**shown, "id": 0} == {"id": 0, "what": "status", "operation": CREATE, "left": 2, "skip": 1}

    statuses = []
    for number in range(5):
        try:
            create(desk, str(number))
        except stripe.APIError as error:
            statuses.append(error.http_status)
        else:
            statuses.append(200)
        if number == 1:
            assert [one["left"] for one in desk.control("GET", "/faults")["faults"]] == [1]

    assert statuses == [200, 500, 500, 200, 200]
    assert desk.control("GET", "/faults") == {"faults": [], "random": None}


@pytest.mark.parametrize(
    ("operation", "hit"),
    [
        ("*", True),
        ("payment_intents.*", True),
        ("*.create", True),
        ("POST /v1/payment_intents", True),
        ("POST *", True),
        ("payment_intents.confirm", False),
        ("GET *", False),
        ("POST /v1/payment_intents/{id}", False),
    ],
)
def test_a_fault_meets_the_operations_it_names(desk: Desk, operation: str, hit: bool) -> None:
    desk.fault("status", operation=operation)

    if hit:
        with pytest.raises(stripe.APIError):
            create(desk)
    else:
        create(desk)


def test_ended_faults_do_nothing(desk: Desk) -> None:
    desk.fault("lost_answer")
    desk.control("POST", "/faults", {"seed": 1, "share": 1})

    assert desk.control("DELETE", "/faults") == {"faults": [], "random": None}
    create(desk)


def test_faults_may_come_as_a_form(desk: Desk) -> None:
    with plain_http(desk.base) as http:
        answer = http.post("/faults", data={"what": "delay", "seconds": "0.5", "should_retry": "true"})

    shown = answer.json()
    assert (shown["what"], shown["seconds"], shown["should_retry"], shown["left"]) == ("delay", 0.5, True, 1)


@pytest.mark.parametrize(
    ("asked", "param"),
    [
        ({"what": "earthquake"}, "what"),
        ({"operation": "*"}, "what"),
        ({"what": "delay", "seconds": "long"}, "seconds"),
        ({"what": "delay", "seconds": 9999}, "seconds"),
        ({"what": "delay", "colour": "red"}, "colour"),
        ({"what": "status", "status": 404}, "status"),
        ({"what": "html", "status": 500}, "status"),
        ({"what": "lost_answer", "status": 500}, "status"),
        ({"what": "html", "stored": True}, "stored"),
        ({"seed": 7, "share": 1.5}, "share"),
        ({"seed": 7, "share": 0.5, "kinds": ["earthquake"]}, "kinds[0]"),
    ],
)
def test_a_wrong_fault_is_refused(desk: Desk, asked: dict[str, Any], param: str) -> None:
    with plain_http(desk.base) as http:
        answer = http.post("/faults", json=asked)

    assert (answer.status_code, error_of(answer)["param"]) == (400, param)
    assert desk.control("GET", "/faults") == {"faults": [], "random": None}


@pytest.mark.parametrize("body", ["{", "[]", '"what"', "3"])
def test_what_is_no_json_object_is_no_fault(desk: Desk, body: str) -> None:
    with plain_http(desk.base) as http:
        answer = http.post("/faults", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer sk_live_1"}, 401),
        ({"Host": "shop.example"}, 403),
        ({"Origin": "https://shop.example"}, 403),
    ],
)
def test_only_a_test_key_from_this_computer_controls_faults(desk: Desk, headers: dict[str, str], status: int) -> None:
    with plain_http(desk.base) as http:
        answer = http.post("/faults", json={"what": "lost_answer"}, headers=headers)

    assert answer.status_code == status
    create(desk)


def fates(desk: Desk, count: int) -> list[bool]:
    met = []
    for number in range(count):
        try:
            create(desk, str(number))
        except stripe.APIConnectionError:
            met.append(True)
        else:
            met.append(False)
    return met


def test_a_seed_replays_the_same_faults(desk: Desk) -> None:
    storm = {"seed": 7, "share": 0.4, "kinds": ["lost_answer"], "operation": CREATE}
    desk.control("POST", "/faults", storm)
    first = fates(desk, 12)
    assert desk.control("GET", "/faults")["random"] == {**storm, "seconds": 0, "calls": 12}

    desk.control("POST", "/faults", storm)
    assert fates(desk, 12) == first
    desk.control("POST", "/faults", {**storm, "seed": 8})
    assert fates(desk, 12) != first
    desk.control("POST", "/faults", {**storm, "share": 0})

    assert fates(desk, 12) == [False] * 12
    assert made(desk) == 10, "a page; every one of the twelve was made once"
    assert len(list(desk.api.payment_intents.list({"limit": 100}).data)) == 12


def test_the_fate_of_a_call_depends_on_seed_and_ordinal_only() -> None:
    storm = Storm(7, 0.4, kinds=ANSWER_KINDS)

    drawn = [storm.fate(ordinal) for ordinal in range(1, 1001)]

    assert [storm.fate(ordinal) for ordinal in reversed(range(1, 1001))] == drawn[::-1]
    met = [one for one in drawn if one is not None]
    assert 350 < len(met) < 450
    assert {one.what for one in met} == set(ANSWER_KINDS)


def test_the_command_line_sets_a_storm() -> None:
    parser = argparse.ArgumentParser()
    add_fault_options(parser)
    assert storm_of(parser.parse_args([])) is None

    storm = storm_of(parser.parse_args(["--faults-seed", "7", "--lost-answers", "1"]))

    assert storm == Storm(7, 1.0, kinds=("lost_answer",))
    state = State()
    with served(create_app(state, storm=storm)) as base:
        client = stripe.StripeClient(TEST_KEY, base_addresses={"api": base})
        with pytest.raises(stripe.APIConnectionError):
            client.v1.payment_intents.create({"amount": 500, "currency": "usd"})
        httpx.delete(f"{base}/faults", headers={"Authorization": f"Bearer {TEST_KEY}"}, trust_env=False)
        assert len(client.v1.payment_intents.list().data) == 1
    state.close()


def test_a_storm_of_every_kind_ends_with_one_intent_for_every_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.001)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.001)
    desk.control("POST", "/faults", {"seed": 3, "share": 0.5, "kinds": list(ANSWER_KINDS), "operation": CREATE})

    ids = {key: persist(desk, key) for key in "abcdefgh"}

    desk.control("DELETE", "/faults")
    assert len(set(ids.values())) == 8
    assert {one.id for one in desk.api.payment_intents.list({"limit": 100}).data} == set(ids.values())


def persist(desk: Desk, key: str) -> str:
    for _ in range(50):
        try:
            return create(desk, key).id
        except stripe.StripeError:
            continue
    raise AssertionError("fifty faults in a row")
