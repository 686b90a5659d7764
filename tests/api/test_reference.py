"""Every /ecommerce example of the reference, sent in order to a fresh store, answers as printed (the year aside)."""

from datetime import UTC, datetime
from io import BytesIO

import zxingcpp
from PIL import Image

from api.shop import Shop

ADDRESS = {"street": "123 Main St", "city": "New York", "state": "NY", "zip": "10001", "country": "USA"}


def test_the_examples_of_the_reference_answer_as_printed(fresh_shop: Shop) -> None:
    shop = fresh_shop
    year = datetime.now(UTC).year
    placed = shop.post(
        "createOrder",
        {
            "customerID": 123,
            "items": [
                {"productID": 101, "quantity": 2, "price": 299.99},
                {"productID": 102, "quantity": 1, "price": 399.99},
            ],
            "shippingAddress": ADDRESS,
            "billingAddress": ADDRESS,
        },
    )
    assert placed.status_code == 201
    assert placed.headers["content-type"] == "application/json"
    number = f'"orderNumber":"ORD-{year}-5001"'
    assert placed.text == f'{{"status":"Success","data":{{"orderID":5001,{number},"total":999.97,"status":"pending"}}}}'

    cart = shop.post("addCart", {"sessionID": "cart_session_123", "productID": 101, "quantity": 1, "price": 299.99})
    assert cart.status_code == 200
    assert cart.json() == {
        "status": "Success",
        "data": {
            "sessionID": "cart_session_123",
            "items": [
                {
                    "productID": 101,
                    "name": "Espresso machine",
                    "quantity": 1,
                    "price": 299.99,
                    "lineTotal": 299.99,
                }
            ],
            "itemCount": 1,
            "total": 299.99,
            "currency": "USD",
        },
    }

    emptied = shop.post("removeCart", {"sessionID": "cart_session_123", "productID": 101})
    assert emptied.status_code == 200
    assert emptied.json()["data"] == {
        "sessionID": "cart_session_123",
        "items": [],
        "itemCount": 0,
        "total": 0,
        "currency": "USD",
    }

    order = shop.data("getOrder", {"orderID": 5001})
    customer_id = order["customer"].pop("_id")
    assert len(bytes.fromhex(customer_id)) > 16
    assert order["createdAt"].endswith("Z")
    assert order["updatedAt"].endswith("Z")
    del order["createdAt"], order["updatedAt"]
    assert order == {
        "orderID": 5001,
        "orderNumber": f"ORD-{year}-5001",
        "status": "pending",
        "paymentStatus": "unpaid",
        "handover": "none",
        "customerID": 123,
        "customer": {
            "email": "alex42@example.com",
            "firstname": "Alex",
            "lastname": "Taylor",
            "displayname": "Alex T",
        },
        "items": [
            {
                "productID": 101,
                "name": "Espresso machine",
                "quantity": 2,
                "price": 299.99,
                "discount": 0,
                "taxRate": 8.875,
                "tax": 48.91,
                "lineTotal": 599.98,
            },
            {
                "productID": 102,
                "name": "Grinder",
                "quantity": 1,
                "price": 399.99,
                "discount": 0,
                "taxRate": 8.875,
                "tax": 32.61,
                "lineTotal": 399.99,
            },
        ],
        "shippingAddress": ADDRESS,
        "billingAddress": ADDRESS,
        "notes": "",
        "subtotal": 999.97,
        "discount": 0,
        "tax": 81.52,
        "total": 999.97,
        "amountPaid": 0,
        "amountRefunded": 0,
        "amountDue": 999.97,
        "currency": "USD",
        "payments": [],
        "refunds": [],
    }

    intent = shop.post("createPaymentIntent", {"amount": 99997, "currency": "usd", "orderID": 5001, "customerID": 123})
    assert intent.status_code == 200
    assert set(intent.json()) == {"status", "data"}
    assert set(intent.json()["data"]) == {"clientSecret", "paymentIntentID"}
    intent_id = intent.json()["data"]["paymentIntentID"]
    assert intent_id.startswith("pi_")
    assert intent.json()["data"]["clientSecret"].startswith(f"{intent_id}_secret_")

    shop.pay_at_stripe(intent_id)

    paid = shop.post("paymentComplete", {"paymentIntentID": intent_id, "orderID": 5001})
    assert paid.status_code == 200
    assert paid.json() == {
        "status": "Success",
        "data": {
            "orderID": 5001,
            "orderNumber": f"ORD-{year}-5001",
            "status": "pending",
            "paymentStatus": "paid",
            "amountPaid": 999.97,
            "currency": "USD",
            "paymentIntentID": intent_id,
        },
    }

    submitted = shop.post(
        "submitOrder", {"orderID": 5001, "paymentMethod": "stripe", "notes": "Please deliver after 5 PM"}
    )
    assert submitted.status_code == 200
    assert submitted.json() == {
        "status": "Success",
        "data": {
            "orderID": 5001,
            "orderNumber": f"ORD-{year}-5001",
            "status": "processing",
            "paymentStatus": "paid",
            "notes": "Please deliver after 5 PM",
        },
    }

    code = shop.client.get("/ecommerce/genCode/5001")
    assert code.status_code == 200
    assert code.headers["content-type"] == "image/png"
    read = zxingcpp.read_barcodes(Image.open(BytesIO(code.content)))
    said = shop.services.codes.read(shop.services.facts.default_tenant, read[0].text)
    assert (said.kind, said.number) == ("order", 5001)
