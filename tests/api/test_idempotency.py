"""Idempotency-Key: one effect and one answer for a key, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from api.running import running
from api.shop import ITEMS, OTHER_SHOP, RESOURCES, Shop
from aurora_desk.api.app import create_app

BODY = {"items": ITEMS}


def test_the_same_key_and_body_get_the_same_answer_and_one_order(shop: Shop) -> None:
    first = shop.post("createOrder", BODY, Idempotency_Key="again")
    again = shop.post("createOrder", dict(reversed(BODY.items())), Idempotency_Key="again")

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert shop.order()["orderID"] == first.json()["data"]["orderID"] + 1


def test_the_same_key_with_another_body_is_refused_even_if_that_body_is_not_valid(shop: Shop) -> None:
    shop.post("createOrder", BODY, Idempotency_Key="other")

    assert shop.post("createOrder", {"items": ITEMS[:1]}, Idempotency_Key="other").status_code == 409
    assert shop.post("createOrder", {"items": "not valid"}, Idempotency_Key="other").status_code == 409


def test_an_answer_without_effect_is_not_kept(shop: Shop) -> None:
    refused = shop.post("createOrder", {"items": []}, Idempotency_Key="late")
    done = shop.post("createOrder", BODY, Idempotency_Key="late")

    assert (refused.status_code, done.status_code) == (422, 201)


def test_a_key_counts_within_its_path_and_tenant(shop: Shop) -> None:
    placed = shop.post("createOrder", BODY, Idempotency_Key="scope")
    cart = shop.post("addCart", {"sessionID": "k", "productID": 101, "quantity": 1}, Idempotency_Key="scope")
    other = shop.post(
        "createOrder", {"items": [{"productID": 1, "quantity": 1}], "appID": OTHER_SHOP}, Idempotency_Key="scope"
    )

    assert (placed.status_code, cart.status_code, other.status_code) == (201, 200, 201)


def test_a_removed_line_is_answered_again_and_not_missed(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "keyed", "productID": 101, "quantity": 1})
    body = {"sessionID": "keyed", "productID": 101}

    first = shop.post("removeCart", body, Idempotency_Key="remove")
    again = shop.post("removeCart", body, Idempotency_Key="remove")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content


def test_parallel_twins_have_one_effect_and_one_answer(shop: Shop) -> None:
    before = shop.order()["orderID"]

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: shop.post("createOrder", BODY, Idempotency_Key="twins"), range(24)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert shop.order()["orderID"] == before + 2


def test_twins_at_two_servers_of_one_store_have_one_effect_too(shop: Shop) -> None:
    before = shop.order()["orderID"]
    with running(create_app(shop.services, resources=RESOURCES)) as port:
        second = f"http://127.0.0.1:{port}/ecommerce/createOrder"

        def ask(number: int) -> httpx.Response:
            address = "/ecommerce/createOrder" if number % 2 else second
            return shop.client.post(address, json=BODY, headers={"Idempotency-Key": "servers"})

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(ask, range(16)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert shop.order()["orderID"] == before + 2


def test_parallel_twins_of_a_payment_make_one_intent(shop: Shop) -> None:
    body = {"amount": 99997, "currency": "usd", "orderID": shop.order()["orderID"]}

    with ThreadPoolExecutor(6) as threads:
        answers = list(
            threads.map(lambda _: shop.post("createPaymentIntent", body, Idempotency_Key="twin-intents"), range(6))
        )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["data"]["paymentIntentID"] for answer in answers}) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "has blank", "tab\there"])
def test_a_malformed_key_is_refused(shop: Shop, key: str) -> None:
    assert shop.post("createOrder", BODY, Idempotency_Key=key).status_code == 400


def test_two_keys_are_refused(shop: Shop) -> None:
    answer = shop.client.post(
        "/ecommerce/createOrder", json=BODY, headers=[("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    )

    assert answer.status_code == 400


def test_a_key_of_255_visible_characters_is_taken(shop: Shop) -> None:
    assert shop.post("createOrder", BODY, Idempotency_Key="~" * 255).status_code == 201
