"""Every /ecommerce example of the reference, sent in order to a fresh `serve --demo`, answers as printed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image

from app.programs import Programs

# The bodies stand here as the reference prints them: the program reads text, not what some library makes of it.
CREATE_ORDER = """{
  "customerID": 123,
  "items": [
    {
      "productID": 101,
      "quantity": 2,
      "price": 299.99
    },
    {
      "productID": 102,
      "quantity": 1,
      "price": 399.99
    }
  ],
  "shippingAddress": {
    "street": "123 Main St",
    "city": "New York",
    "state": "NY",
    "zip": "10001",
    "country": "USA"
  },
  "billingAddress": {
    "street": "123 Main St",
    "city": "New York",
    "state": "NY",
    "zip": "10001",
    "country": "USA"
  }
}"""
ADD_CART = """{
  "sessionID": "cart_session_123",
  "productID": 101,
  "quantity": 1,
  "price": 299.99
}"""
REMOVE_CART = """{
  "sessionID": "cart_session_123",
  "productID": 101
}"""
GET_ORDER = """{
  "orderID": 5001
}"""
CREATE_PAYMENT_INTENT = """{
  "amount": 99997,
  "currency": "usd",
  "orderID": 5001,
  "customerID": 123
}"""
PAYMENT_COMPLETE = """{
  "paymentIntentID": "pi_xxxxxxxxxxxxx",
  "orderID": 5001
}"""
SUBMIT_ORDER = """{
  "orderID": 5001,
  "paymentMethod": "stripe",
  "notes": "Please deliver after 5 PM"
}"""


class Client:
    """A program that knows the reference and nothing else."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address, folder

    def post(self, path: str, body: str, status: int = 200) -> dict[str, object]:
        """The `data` of an answer that has to be a success."""
        answer = httpx.post(
            f"{self._address}/ecommerce/{path}",
            content=body.encode(),
            headers={"Content-Type": "application/json"},
            timeout=30,
        )
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        said = answer.json()
        assert list(said) == ["status", "data"]
        assert said["status"] == "Success"
        data = said["data"]
        assert isinstance(data, dict)
        return data

    def picture(self, path: str) -> Image.Image:
        """A PNG."""
        answer = httpx.get(f"{self._address}/ecommerce/{path}", timeout=30)
        assert answer.status_code == httpx.codes.OK, answer.text
        assert answer.headers["content-type"] == "image/png"
        picture = Image.open(BytesIO(answer.content))
        assert picture.format == "PNG"
        return picture

    def pay(self, intent_id: str) -> None:
        """What the customer does, at the simulator."""
        simulator = json.loads((self._folder / "simulator.json").read_text())["address"]
        answer = httpx.post(
            f"{simulator}/v1/payment_intents/{intent_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            headers={"Authorization": "Bearer sk_test_x"},
            timeout=30,
        )
        assert answer.status_code == httpx.codes.OK, answer.text


@pytest.fixture
def client(programs: Programs, tmp_path: Path) -> Client:
    """A client of a demo shop that was just made."""
    folder = tmp_path / "shop"
    return Client(programs.serve(folder, "--demo").address, folder)


def test_the_printed_examples_work_in_order_on_a_fresh_demo_shop(client: Client) -> None:
    placed = client.post("createOrder", CREATE_ORDER, 201)
    assert list(placed) == ["orderID", "orderNumber", "total", "status"]
    number = placed["orderNumber"]
    assert re.fullmatch(r"ORD-20\d\d-5001", str(number))
    assert placed == {"orderID": 5001, "orderNumber": number, "total": 999.97, "status": "pending"}

    cart = client.post("addCart", ADD_CART)
    (item,) = _rows(cart.pop("items"))
    assert item.pop("name")
    assert item == {"productID": 101, "quantity": 1, "price": 299.99, "lineTotal": 299.99}
    assert cart == {"sessionID": "cart_session_123", "itemCount": 1, "total": 299.99, "currency": "USD"}

    emptied = client.post("removeCart", REMOVE_CART)
    nothing = {"items": [], "itemCount": 0, "total": 0}
    assert emptied == {"sessionID": "cart_session_123", "currency": "USD", **nothing}

    address = json.loads(CREATE_ORDER)["shippingAddress"]
    order = client.post("getOrder", GET_ORDER)
    facts = ("orderID", "orderNumber", "status", "paymentStatus", "customerID", "total", "amountDue", "currency")
    assert [order[fact] for fact in facts] == [5001, number, "pending", "unpaid", 123, 999.97, 999.97, "USD"]
    assert (order["shippingAddress"], order["billingAddress"]) == (address, address)
    bought = [(row["productID"], row["quantity"], row["price"]) for row in _rows(order["items"])]
    assert bought == [(101, 2, 299.99), (102, 1, 399.99)]
    assert datetime.fromisoformat(str(order["createdAt"])).tzinfo == UTC

    intent = client.post("createPaymentIntent", CREATE_PAYMENT_INTENT)
    assert list(intent) == ["clientSecret", "paymentIntentID"]
    intent_id = str(intent["paymentIntentID"])
    assert intent_id.startswith("pi_")
    assert str(intent["clientSecret"]).startswith(f"{intent_id}_secret_")

    client.pay(intent_id)

    paid = client.post("paymentComplete", PAYMENT_COMPLETE.replace("pi_xxxxxxxxxxxxx", intent_id))
    assert paid == {
        "orderID": 5001,
        "orderNumber": number,
        "status": "pending",
        "paymentStatus": "paid",
        "amountPaid": 999.97,
        "currency": "USD",
        "paymentIntentID": intent_id,
    }

    submitted = client.post("submitOrder", SUBMIT_ORDER)
    assert submitted == {
        "orderID": 5001,
        "orderNumber": number,
        "status": "processing",
        "paymentStatus": "paid",
        "notes": "Please deliver after 5 PM",
    }

    texts = {zxingcpp.read_barcodes(client.picture(f"genCode/{number}"))[0].text for number in (5001, 101)}
    assert len(texts) == 2
    assert all(re.fullmatch("[BCDEFGHJKLNPRTUV]{18,29}", text) for text in texts)


def _rows(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
