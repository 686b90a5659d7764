"""What the simulator refuses before anything happens, in Stripe's words."""

from __future__ import annotations

import base64

import pytest
import stripe

from .running import TEST_KEY, Desk
from .stripe_slice.validate import Spec
from .wire import error_of, plain_http


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ("amount=500&currency=usd&payment_method_types[]=card", "parameter_unknown", "payment_method_types"),
        ("amount=500&currency=usd&metadata[a]=1&colour=red", "parameter_unknown", "colour"),
        (
            "amount=500&currency=usd&automatic_payment_methods[enabled]=true&automatic_payment_methods[x]=1",
            "parameter_unknown",
            "automatic_payment_methods[x]",
        ),
        ("amount=500", "parameter_missing", "currency"),
        ("currency=usd", "parameter_missing", "amount"),
        (
            "amount=5&currency=usd&automatic_payment_methods[allow_redirects]=never",
            "parameter_missing",
            "automatic_payment_methods[enabled]",
        ),
        ("amount=10.5&currency=usd", "parameter_invalid_integer", "amount"),
        ("amount=ten&currency=usd", "parameter_invalid_integer", "amount"),
        ("amount[a]=1&currency=usd", "parameter_invalid_integer", "amount"),
        ("amount=500&currency=", "parameter_invalid_empty", "currency"),
        ("amount=500&currency=dollars", None, "currency"),
        ("amount=500&currency=usd&capture_method=later", None, "capture_method"),
        ("amount=500&currency=usd&confirm=yes", None, "confirm"),
        ("amount=500&currency=usd&metadata=words", None, "metadata"),
        ("amount=500&currency=usd&allowed_payment_method_types=card", None, "allowed_payment_method_types"),
        ("amount=500&currency=usd&payment_method=pm_card_none", "resource_missing", "payment_method"),
        ("amount=500&currency=usd&a[b][c][d][e][f][g][h][i]=1", None, "a"),
    ],
)
def test_a_wrong_parameter_is_named(desk: Desk, spec: Spec, form: str, code: str | None, param: str) -> None:
    with plain_http(desk.base) as http:
        answer = http.post(
            "/v1/payment_intents", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )

    assert answer.status_code == 400
    error = error_of(answer)
    assert (error["type"], error.get("code"), error["param"]) == ("invalid_request_error", code, param)
    assert ("doc_url" in error) == (code is not None)
    assert answer.headers["Request-Id"] in error["request_log_url"]
    assert spec.check_response("POST", "/v1/payment_intents", answer.json(), 400, strict=True) == []
    assert desk.api.payment_intents.list().data == []


def test_a_refused_request_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        desk.api.payment_intents.create(
            {
                "amount": 500,
                "currency": "usd",
                "payment_method": "pm_card_visa",
                "confirm": True,
                "expand": ["status"],
            }
        )

    assert desk.api.payment_intents.list().data == []
    assert desk.api.events.list().data == []
    assert desk.api.balance.retrieve().available[0].amount == 0


@pytest.mark.parametrize("key", ["sk_live_1234", "pk_live_1234", "rk_test_1234", "nonsense"])
def test_only_secret_test_keys_are_let_in(desk: Desk, key: str) -> None:
    client = stripe.StripeClient(key, base_addresses={"api": desk.base}, http_client=desk.http)

    with pytest.raises(stripe.AuthenticationError) as raised:
        client.v1.balance.retrieve()

    assert raised.value.http_status == 401
    assert key not in str(raised.value)


def test_a_publishable_key_finishes_a_payment_whose_secret_it_has_and_nothing_else(desk: Desk, spec: Spec) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    other = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    path, secret = f"/v1/payment_intents/{intent.id}", intent.client_secret
    assert secret is not None
    with plain_http(desk.base, "pk_test_1234") as http:
        assert http.get(path, params={"client_secret": secret}).json()["id"] == intent.id
        for query in ({"client_secret": str(other.client_secret)}, {"client_secret": ""}, {}):
            assert http.get(path, params=query).status_code in (400, 404)
            assert http.post(f"{path}/confirm", data=query | {"payment_method": "pm_card_visa"}).status_code in (
                400,
                404,
            )
        refused = [
            http.get("/v1/balance"),
            http.get("/v1/payment_intents"),
            http.post("/v1/payment_intents", data={"amount": "500", "currency": "usd"}),
            http.post(path, data={"client_secret": secret, "amount": "600"}),
            http.post(f"{path}/cancel", data={"client_secret": secret}),
            http.get("/v1/unicorns"),
            http.get("/faults"),
        ]
        assert [(one.status_code, error_of(one)["code"]) for one in refused] == [(403, "secret_key_required")] * 7
        confirmed = http.post(f"{path}/confirm", data={"client_secret": secret, "payment_method": "pm_card_visa"})

    assert confirmed.json()["status"] == "succeeded"
    assert spec.check_response("POST", f"{path}/confirm", confirmed.json(), strict=True) == []
    assert desk.api.payment_intents.retrieve(other.id).status == "requires_payment_method"


def test_a_card_is_made_of_a_test_number_only(desk: Desk) -> None:
    made = desk.api.payment_methods.create(
        {"type": "card", "card": {"number": "5555555555554444", "exp_month": 7, "exp_year": 2031, "cvc": "123"}}
    )
    assert made.card is not None
    assert (made.card.brand, made.card.last4, made.card.exp_year) == ("mastercard", "4444", 2031)

    with pytest.raises(stripe.CardError) as raised:
        desk.api.payment_methods.create(
            {"type": "card", "card": {"number": "4111111111111111", "exp_month": 7, "exp_year": 2031}}
        )

    assert raised.value.code == "incorrect_number"


def test_a_key_may_come_as_basic_authentication(desk: Desk) -> None:
    with plain_http(desk.base) as http:
        for given, status in ((f"{TEST_KEY}:", 200), ("sk_live_1:", 401)):
            basic = "Basic " + base64.b64encode(given.encode()).decode()
            assert http.get("/v1/balance", headers={"Authorization": basic}).status_code == status
        assert http.get("/v1/balance", headers={"Authorization": "Basic %%%"}).status_code == 401
        assert http.get("/v1/balance", headers={"Authorization": ""}).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/v1/payment_intents/pi_sim_none",
        "/v1/payment_intents/a%2Fb",
        "/v1/charges/ch_sim_none",
        "/v1/refunds/re_sim_none",
        "/v1/terminal/readers/tmr_sim_none",
        "/v1/events/evt_sim_none",
    ],
)
def test_an_unknown_id_is_404(desk: Desk, path: str) -> None:
    with plain_http(desk.base) as http:
        answer = http.get(path)

    assert (answer.status_code, error_of(answer)["code"], error_of(answer)["param"]) == (404, "resource_missing", "id")


def test_an_id_of_another_kind_of_object_is_unknown(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with pytest.raises(stripe.InvalidRequestError, match="No such charge"):
        desk.api.charges.retrieve(intent.id)


def test_an_unknown_address_is_404_in_stripes_shape(desk: Desk) -> None:
    with plain_http(desk.base) as http:
        assert "Unrecognized request URL" in error_of(http.get("/v1/unicorns"))["message"]
        assert http.delete("/v1/payment_intents/pi_sim_none").status_code == 404


def test_answers_name_the_request_and_the_version(desk: Desk) -> None:
    with plain_http(desk.base) as http:
        first = http.get("/v1/balance", headers={"Stripe-Version": "2026-09-30.endive"})
        second = http.post(
            "/v1/payment_intents", data={"amount": "500", "currency": "usd"}, headers={"Idempotency-Key": "one"}
        )

    assert first.headers["Stripe-Version"] == "2026-09-30.endive"
    assert first.headers["Content-Type"] == "application/json"
    assert second.headers["Idempotency-Key"] == "one"
    assert first.headers["Request-Id"].startswith("req_sim_")
    assert first.headers["Request-Id"] != second.headers["Request-Id"]


def test_a_request_too_large_to_be_honest_is_refused(desk: Desk) -> None:
    with plain_http(desk.base) as http:
        answer = http.post("/v1/payment_intents", content=b"description=" + b"x" * 300_000)

    assert answer.status_code == 413
