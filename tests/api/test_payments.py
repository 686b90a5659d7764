"""createPaymentIntent and paymentComplete against the simulator."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from api.shop import STRIPE_KEY, Shop, open_shop


def intent_for(shop: Shop, order_id: int, **headers: str) -> httpx.Response:
    return shop.post("createPaymentIntent", {"amount": 99997, "currency": "usd", "orderID": order_id}, **headers)


def test_the_same_order_and_amount_get_the_same_live_intent(shop: Shop) -> None:
    order_id = shop.order()["orderID"]

    first, again = intent_for(shop, order_id), intent_for(shop, order_id)

    assert first.status_code == 200
    assert again.json() == first.json()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"amount": 99996}, 409),
        ({"amount": 99998}, 409),
        ({"currency": "eur"}, 409),
        ({"amount": 0}, 422),
        ({"amount": -1}, 422),
        ({"amount": 999.97}, 422),
        ({"amount": "99997"}, 422),
        ({"amount": True}, 422),
        ({"amount": 10**20}, 422),
        ({"currency": "dollars"}, 422),
        ({"currency": 5}, 422),
        ({"customerID": 123}, 409),
        ({"customerID": 999}, 404),
    ],
)
def test_what_is_not_the_orders_is_refused(shop: Shop, more: dict[str, Any], status: int) -> None:
    body = {"amount": 99997, "currency": "usd", "orderID": shop.order()["orderID"], **more}

    assert shop.post("createPaymentIntent", body).status_code == status


@pytest.mark.parametrize(("item", "amount"), [((101, 9_999), 299_960_001), ((103, 0.001), 3)])
def test_an_amount_that_no_card_takes_is_a_conflict_and_no_failure_of_stripe(
    shop: Shop, item: tuple[int, float], amount: int
) -> None:
    product_id, quantity = item
    order = shop.data("createOrder", {"items": [{"productID": product_id, "quantity": quantity}]}, 201)

    answer = shop.post("createPaymentIntent", {"amount": amount, "currency": "usd", "orderID": order["orderID"]})

    assert answer.status_code == 409
    assert "Nothing was charged" in answer.json()["message"]
    assert shop.data("getOrder", {"orderID": order["orderID"]})["paymentStatus"] == "unpaid"


def test_an_unpaid_intent_is_402_with_stripes_status_and_nothing_is_booked(shop: Shop) -> None:
    order_id = shop.order()["orderID"]
    intent_id = intent_for(shop, order_id).json()["data"]["paymentIntentID"]

    answer = shop.post("paymentComplete", {"paymentIntentID": intent_id, "orderID": order_id})

    assert answer.status_code == 402
    assert "requires_payment_method" in answer.json()["message"]
    assert shop.data("getOrder", {"orderID": order_id})["paymentStatus"] == "unpaid"


def test_an_intent_pays_its_own_order_only_and_once(shop: Shop) -> None:
    order_id, other_id = shop.order()["orderID"], shop.order()["orderID"]
    intent_id = intent_for(shop, order_id).json()["data"]["paymentIntentID"]
    shop.pay_at_stripe(intent_id)

    assert shop.post("paymentComplete", {"paymentIntentID": intent_id, "orderID": other_id}).status_code == 409
    first = shop.data("paymentComplete", {"paymentIntentID": intent_id, "orderID": order_id})
    again = shop.data("paymentComplete", {"paymentIntentID": intent_id, "orderID": order_id})

    assert again == first
    order = shop.data("getOrder", {"orderID": order_id})
    assert (order["amountPaid"], order["amountDue"], len(order["payments"])) == (999.97, 0, 1)
    assert order["payments"][0]["paymentIntentID"] == intent_id
    assert shop.data("getOrder", {"orderID": other_id})["amountPaid"] == 0
    assert intent_for(shop, order_id).status_code == 409


def test_an_intent_of_somewhere_else_pays_nothing(shop: Shop) -> None:
    made = httpx.post(
        f"{shop.stripe}/v1/payment_intents",
        data={"amount": "99997", "currency": "usd"},
        headers={"Authorization": f"Bearer {STRIPE_KEY}"},
    ).json()
    shop.pay_at_stripe(made["id"])

    answer = shop.post("paymentComplete", {"paymentIntentID": made["id"], "orderID": shop.order()["orderID"]})

    assert answer.status_code == 409


def test_with_a_key_the_secret_is_fetched_again_and_never_stored(shop: Shop, tmp_path_factory: Any) -> None:
    order_id = shop.order()["orderID"]

    first = intent_for(shop, order_id, Idempotency_Key="pay-1")
    again = intent_for(shop, order_id, Idempotency_Key="pay-1")

    assert again.json() == first.json()
    secret = first.json()["data"]["clientSecret"].encode()
    files = list(Path(tmp_path_factory.getbasetemp()).rglob("store.db*"))
    assert files
    for file in files:
        assert secret not in file.read_bytes()


def test_a_keyed_payment_complete_answers_the_same_again(shop: Shop) -> None:
    order_id = shop.order()["orderID"]
    intent_id = intent_for(shop, order_id).json()["data"]["paymentIntentID"]
    body = {"paymentIntentID": intent_id, "orderID": order_id}
    assert shop.post("paymentComplete", body, Idempotency_Key="done-1").status_code == 402
    shop.pay_at_stripe(intent_id)

    first = shop.post("paymentComplete", body, Idempotency_Key="done-1")
    again = shop.post("paymentComplete", body, Idempotency_Key="done-1")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.text == again.text


def test_without_an_answer_from_stripe_nothing_is_called_paid_or_failed(fresh_shop: Shop) -> None:
    order_id = fresh_shop.order()["orderID"]
    intent_id = intent_for(fresh_shop, order_id).json()["data"]["paymentIntentID"]
    fresh_shop.pay_at_stripe(intent_id)
    fresh_shop.stop_stripe()

    answer = fresh_shop.post("paymentComplete", {"paymentIntentID": intent_id, "orderID": order_id})

    assert answer.status_code == 502
    assert fresh_shop.data("getOrder", {"orderID": order_id})["paymentStatus"] == "checking"
    ready = fresh_shop.client.get("/ready")
    assert (ready.status_code, ready.json()["data"]["stripe"]) == (200, "unreachable")


def test_while_stripe_is_away_an_intent_is_502_and_nothing_is_kept_for_its_key(fresh_shop: Shop) -> None:
    order_id = fresh_shop.order()["orderID"]
    fresh_shop.stop_stripe()

    answer = intent_for(fresh_shop, order_id, Idempotency_Key="away")

    assert answer.status_code == 502
    kept = fresh_shop.services.read(
        lambda work: work._connection.exec_driver_sql("SELECT count(*) FROM stored_answer").scalar()
    )
    assert kept == 0


def test_a_payment_is_listed_with_all_that_is_promised_of_it(shop: Shop) -> None:
    order_id = shop.order()["orderID"]
    intent_id = intent_for(shop, order_id).json()["data"]["paymentIntentID"]
    shop.pay_at_stripe(intent_id)
    shop.data("paymentComplete", {"paymentIntentID": intent_id, "orderID": order_id})

    (payment,) = shop.data("getOrder", {"orderID": order_id})["payments"]

    assert payment.pop("paymentID")
    assert payment.pop("createdAt").endswith("Z")
    facts = {"method": "stripe", "amount": 999.97, "tip": 0, "status": "succeeded", "paymentIntentID": intent_id}
    assert payment == facts


def test_a_store_without_a_stripe_key_says_that_cards_are_not_set_up(tmp_path: Path) -> None:
    with open_shop(tmp_path, with_stripe=False) as shop:
        answer = intent_for(shop, shop.order()["orderID"])

        assert answer.status_code == 503
        assert "not set up" in answer.json()["message"]
        assert shop.client.get("/ready").json()["data"] == {
            "database": "ok",
            "stripe": "not set up",
            "mail": "not set up",
            "printer": "at the till",
        }
