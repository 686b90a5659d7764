"""createOrder, getOrder and submitOrder beyond the reference's examples."""

from typing import Any

import pytest

from api.shop import ITEMS, Shop

ONE_MUG = [{"productID": 200, "quantity": 1}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "items"),
        ({"items": []}, "items"),
        ({"items": None}, "items"),
        ({"items": {}}, "items"),
        ({"items": "x"}, "items"),
        ({"items": [1]}, "items.0"),
        ({"items": [{"quantity": 1}]}, "items.0.productID"),
        ({"items": [{"productID": 101}]}, "items.0.quantity"),
        ({"items": [{"productID": "101", "quantity": 1}]}, "items.0.productID"),
        ({"items": [{"productID": 101.0, "quantity": 1}]}, "items.0.productID"),
        ({"items": [{"productID": True, "quantity": 1}]}, "items.0.productID"),
        ({"items": [{"productID": 101, "quantity": "2"}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": True}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": None}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": 0}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": -1}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": 1.5}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": 10_000}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": 1e20}]}, "items.0.quantity"),
        ({"items": [{"productID": 103, "quantity": 0.0001}]}, "items.0.quantity"),
        ({"items": [{"productID": 101, "quantity": 1, "price": "299.99"}]}, "items.0.price"),
        ({"items": [{"productID": 101, "quantity": 1, "price": 299.999}]}, "items.0.price"),
        ({"items": [{"productID": 101, "quantity": 1, "price": -299.99}]}, "items.0.price"),
        ({"items": [{"productID": 101, "quantity": 1, "price": 1e20}]}, "items.0.price"),
        ({"items": ONE_MUG, "sessionID": "s"}, "sessionID"),
        ({"items": ONE_MUG, "customerID": 1.5}, "customerID"),
        ({"items": ONE_MUG, "customerID": True}, "customerID"),
        ({"items": ONE_MUG, "shippingAddress": "12 Main St"}, "shippingAddress"),
        ({"items": ONE_MUG, "shippingAddress": {"zip": 10001}}, "shippingAddress.zip"),
        ({"items": ONE_MUG, "shippingAddress": {"zip": "1\u0000"}}, "shippingAddress.zip"),
        ({"items": ONE_MUG, "shippingAddress": {"street": "4242 4242 4242 4242"}}, "shippingAddress.street"),
        ({"items": ONE_MUG, "appID": "42"}, "appID"),
        ({"items": ONE_MUG, "appID": 42.0}, "appID"),
    ],
)
def test_a_field_that_breaks_a_rule_is_named_and_nothing_is_placed(
    shop: Shop, body: dict[str, Any], field: str
) -> None:
    answer = shop.post("createOrder", body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["status"] == "Failed"
    assert [fault["field"] for fault in answer.json()["data"]["errors"]] == [field]
    assert "pydantic" not in answer.text.lower()
    assert "Input should" not in answer.text


def test_every_field_at_fault_is_told_at_once(shop: Shop) -> None:
    answer = shop.post("createOrder", {"items": [{"productID": "x"}, {"productID": 101, "quantity": []}]})

    fields = {fault["field"] for fault in answer.json()["data"]["errors"]}
    assert fields == {"items.0.productID", "items.0.quantity", "items.1.quantity"}


def test_refused_orders_leave_no_gap_in_the_numbers(shop: Shop) -> None:
    first = shop.order()["orderID"]
    assert shop.post("createOrder", {"items": [{"productID": 999, "quantity": 1}]}).status_code == 404
    assert shop.post("createOrder", {"items": [{"productID": 101, "quantity": 1, "price": 1}]}).status_code == 409
    assert shop.post("createOrder", {"items": ITEMS, "customerID": 999}).status_code == 404

    assert shop.order()["orderID"] == first + 1


def test_a_wrong_price_is_refused_with_the_right_one(shop: Shop) -> None:
    answer = shop.post("createOrder", {"items": [{"productID": 101, "quantity": 1, "price": 1.00}, *ITEMS[1:]]})

    assert answer.status_code == 409
    assert answer.json()["data"] == {"prices": [{"productID": 101, "price": 299.99}]}


def test_a_walk_in_order_at_catalogue_prices_needs_no_customer_and_no_address(shop: Shop) -> None:
    placed = shop.data("createOrder", {"items": ONE_MUG, "junk": 1, "status": "completed", "total": 0.01}, 201)

    order = shop.data("getOrder", {"orderID": placed["orderID"]})
    assert (order["customer"], order["customerID"]) == (None, None)
    assert (order["shippingAddress"], order["billingAddress"]) == (None, None)
    assert (order["total"], order["status"]) == (5.0, "pending")


def test_stock_moves_when_the_order_is_placed(shop: Shop) -> None:
    def stock() -> int:
        found = shop.client.get("/ecommerce/products", params={"search": "SKU-205"}).json()["data"]["items"]
        return int(found[0]["stock"])

    before = stock()
    shop.data("createOrder", {"items": [{"productID": 205, "quantity": 3}]}, 201)

    assert stock() == before - 3


@pytest.mark.parametrize("method", ["cash", "invoice", "pay_in_store"])
def test_the_other_ways_of_paying_take_no_money(shop: Shop, method: str) -> None:
    order_id = shop.order()["orderID"]

    submitted = shop.data("submitOrder", {"orderID": order_id, "paymentMethod": method})

    assert (submitted["status"], submitted["paymentStatus"]) == ("processing", "unpaid")
    order = shop.data("getOrder", {"orderID": order_id})
    assert (order["payments"], order["amountDue"]) == ([], 999.97)


def test_text_is_given_back_as_sent(shop: Shop) -> None:
    address = {"street": "Größe 5, «Хутор» \U0001f600", "city": "", "zip": "00123"}

    placed = shop.order(shippingAddress=address)

    assert shop.data("getOrder", {"orderID": placed["orderID"]})["shippingAddress"] == address


def test_a_customer_is_named_by_number_or_by_public_id(shop: Shop) -> None:
    by_number = shop.data("getOrder", {"orderID": shop.order(customerID=123)["orderID"]})
    public_id = by_number["customer"]["_id"]

    by_id = shop.data("getOrder", {"orderID": shop.order(customerID=public_id)["orderID"]})

    assert by_id["customerID"] == 123
    assert by_id["customer"] == by_number["customer"]
    forged = ("0" if public_id[0] != "0" else "1") + public_id[1:]
    assert shop.post("createOrder", {"items": ITEMS, "customerID": forged}).status_code == 404


def test_a_weighed_product_takes_three_decimals(shop: Shop) -> None:
    placed = shop.data("createOrder", {"items": [{"productID": 103, "quantity": 0.355}]}, 201)

    item = shop.data("getOrder", {"orderID": placed["orderID"]})["items"][0]
    assert (item["quantity"], item["lineTotal"]) == (0.355, 10.65)


@pytest.mark.parametrize("order_id", [999_999, 0, -1, 2**31, 2**63, 10**24])
@pytest.mark.parametrize("path", ["getOrder", "submitOrder", "createPaymentIntent", "paymentComplete"])
def test_an_unknown_order_is_not_found(shop: Shop, path: str, order_id: int) -> None:
    body = {"orderID": order_id, "paymentMethod": "cash", "amount": 1, "currency": "usd", "paymentIntentID": "pi_1"}

    answer = shop.post(path, body)

    assert answer.status_code == 404
    assert answer.json()["data"] == {}


def test_submitting_by_stripe_needs_the_money_and_the_other_ways_do_not(shop: Shop) -> None:
    order_id = shop.order()["orderID"]
    unpaid = shop.post("submitOrder", {"orderID": order_id, "paymentMethod": "stripe"})
    assert unpaid.status_code == 409

    first = shop.data("submitOrder", {"orderID": order_id, "paymentMethod": "invoice", "notes": "Ring twice"})
    again = shop.data("submitOrder", {"orderID": order_id, "paymentMethod": "invoice", "notes": "Ring twice"})

    assert first == again
    assert (first["status"], first["paymentStatus"], first["notes"]) == ("processing", "unpaid", "Ring twice")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "paymentMethod"),
        ({"paymentMethod": "bitcoin"}, "paymentMethod"),
        ({"paymentMethod": 1}, "paymentMethod"),
        ({"paymentMethod": "cash", "notes": "x" * 2001}, "notes"),
        ({"paymentMethod": "cash", "notes": 5}, "notes"),
        ({"paymentMethod": "cash", "notes": "card 4242424242424242"}, "notes"),
    ],
)
def test_submitting_wrongly_is_refused(shop: Shop, more: dict[str, Any], field: str) -> None:
    answer = shop.post("submitOrder", {"orderID": shop.order()["orderID"], **more})

    assert answer.status_code == 422
    assert answer.json()["data"]["errors"][0]["field"] == field


def test_a_limit_is_told_in_what_it_counts(shop: Shop) -> None:
    order_id = shop.order()["orderID"]

    long_notes = shop.post("submitOrder", {"orderID": order_id, "paymentMethod": "cash", "notes": "x" * 2001})
    no_items = shop.post("createOrder", {"items": []})

    assert long_notes.json()["message"] == "notes must have at most 2000 characters."
    assert no_items.json()["message"] == "items must not be empty."


def test_notes_of_two_thousand_characters_are_kept(shop: Shop) -> None:
    notes = "Line one\n" + "ä" * 1991

    assert (
        shop.data("submitOrder", {"orderID": shop.order()["orderID"], "paymentMethod": "cash", "notes": notes})["notes"]
        == notes
    )
