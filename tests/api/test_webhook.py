"""Stripe's messages: signed, fresh, and never believed beyond «go and ask»."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.shop import Shop, open_shop

SECRET = "whsec_of_the_test"


@pytest.fixture(scope="module")
def hearing_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that knows the secret of Stripe's messages."""
    with open_shop(tmp_path_factory.mktemp("webhook"), webhook_secret=SECRET) as opened:
        yield opened


def event(intent_id: str, kind: str = "payment_intent.succeeded", **more: object) -> bytes:
    about = {"object": "payment_intent", "id": intent_id, "status": "succeeded", "amount_received": 1, **more}
    return json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": about}}).encode()


def signature(body: bytes, *, secret: str = SECRET, age_s: int = 0) -> str:
    at = int(time.time()) - age_s
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def send(shop: Shop, body: bytes, signed: str | None, kind: str = "application/json; charset=utf-8") -> httpx.Response:
    headers = {"Content-Type": kind} | ({} if signed is None else {"Stripe-Signature": signed})
    return shop.client.post("/stripe/webhook", content=body, headers=headers)


def waiting_payment(shop: Shop) -> tuple[int, str]:
    order_id = shop.order()["orderID"]
    intent = shop.data("createPaymentIntent", {"amount": 99997, "currency": "usd", "orderID": order_id})
    return order_id, intent["paymentIntentID"]


def paid(shop: Shop, order_id: int) -> str:
    return str(shop.data("getOrder", {"orderID": order_id})["paymentStatus"])


def test_a_signed_message_makes_the_program_ask_and_book_what_stripe_answers(hearing_shop: Shop) -> None:
    order_id, intent_id = waiting_payment(hearing_shop)
    hearing_shop.pay_at_stripe(intent_id)

    body = event(intent_id)
    first, again = (send(hearing_shop, body, signature(body)) for _ in range(2))

    assert (first.status_code, first.json()["data"]) == (200, {"asked": True})
    assert (again.status_code, again.json()["data"]) == (200, {"asked": False})
    assert paid(hearing_shop, order_id) == "paid"
    assert len(hearing_shop.data("getOrder", {"orderID": order_id})["payments"]) == 1


def test_what_a_message_claims_is_not_believed(hearing_shop: Shop) -> None:
    order_id, intent_id = waiting_payment(hearing_shop)

    body = event(intent_id)
    answer = send(hearing_shop, body, signature(body))

    assert answer.status_code == 200
    assert paid(hearing_shop, order_id) == "unpaid"


@pytest.mark.parametrize(
    "fault", ["none", "other secret", "too old", "other body", "garbage", "empty", "no time", "not UTF-8"]
)
def test_a_message_that_stripe_did_not_sign_changes_nothing(hearing_shop: Shop, fault: str) -> None:
    order_id, intent_id = waiting_payment(hearing_shop)
    hearing_shop.pay_at_stripe(intent_id)
    body = b"\xff" if fault == "not UTF-8" else event(intent_id)
    signatures = {
        "none": None,
        "other secret": signature(body, secret="whsec_other"),
        "too old": signature(body, age_s=301),
        "other body": signature(body + b" "),
        "garbage": "t=x,v1=y",
        "empty": "",
        "no time": signature(body).partition(",")[2],
        "not UTF-8": signature(body),
    }

    answer = send(hearing_shop, body, signatures[fault])

    assert answer.status_code == 400, answer.text
    assert answer.json()["status"] == "Failed"
    assert paid(hearing_shop, order_id) == "unpaid"


def test_a_message_just_within_the_tolerance_counts(hearing_shop: Shop) -> None:
    order_id, intent_id = waiting_payment(hearing_shop)
    hearing_shop.pay_at_stripe(intent_id)
    body = event(intent_id)

    assert send(hearing_shop, body, signature(body, age_s=270)).status_code == 200
    assert paid(hearing_shop, order_id) == "paid"


def test_messages_about_other_things_are_taken_and_left(hearing_shop: Shop) -> None:
    for body in (
        b"not json",
        b"[" * 400_000,
        b'{"id": "evt_1", "related_object": {"id": "pi_1"}}',
        event("pi_\ud800"),
        event("pi_\u0000"),
        event("pi_of_another_shop"),
        json.dumps({"type": "x", "data": {"object": {"object": "customer", "id": "cus_1"}}}).encode(),
        json.dumps({"type": "x", "data": {"object": {"object": "charge", "payment_intent": None}}}).encode(),
    ):
        answer = send(hearing_shop, body, signature(body))
        assert (answer.status_code, answer.json()["data"]) == (200, {"asked": False})


def test_a_message_must_be_json(hearing_shop: Shop) -> None:
    body = event("pi_1")

    assert send(hearing_shop, body, signature(body), "text/plain").status_code == 415


def test_an_idempotency_key_means_nothing_to_the_webhook(hearing_shop: Shop) -> None:
    body = event("pi_1")
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body), "Idempotency-Key": "x" * 300}

    assert hearing_shop.client.post("/stripe/webhook", content=body, headers=headers).status_code == 200


def test_without_its_secret_no_message_is_heard(shop: Shop) -> None:
    body = event("pi_1")
    answer = send(shop, body, signature(body))

    assert answer.status_code == 503
    assert "AURORA_STRIPE_WEBHOOK_SECRET" in answer.json()["message"]
    assert answer.headers["retry-after"]


def test_where_stripe_is_silent_the_message_is_taken_and_the_payment_stays_open(tmp_path: Path) -> None:
    with open_shop(tmp_path, webhook_secret=SECRET) as shop:
        order_id, intent_id = waiting_payment(shop)
        shop.stop_stripe()
        body = event(intent_id)

        assert send(shop, body, signature(body)).status_code == 200
        assert paid(shop, order_id) in ("unpaid", "checking")
