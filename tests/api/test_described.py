"""The description says every code that an operation can answer; who generates a client from it meets no other."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from api.shop import ITEMS, ORIGIN, Shop

ANY = {"400", "401", "403", "431", "500", "503"}
POST = ANY | {"409", "413", "415", "422"}
PREFIXES = ("/customers", "/user/app")
ACCOUNT = ANY | {"200", "413", "415", "422", "429"}

CODES = {
    "post /ecommerce/createOrder": POST | {"201", "404"},
    "post /ecommerce/getOrder": POST | {"200", "404"},
    "post /ecommerce/submitOrder": POST | {"200", "404"},
    "post /ecommerce/addCart": POST | {"200", "404"},
    "post /ecommerce/removeCart": POST | {"200", "404"},
    "post /ecommerce/updateCart": POST | {"200", "404"},
    "post /ecommerce/getCart": POST | {"200", "404"},
    "post /ecommerce/createPaymentIntent": POST | {"200", "404", "429", "502"},
    "post /ecommerce/paymentComplete": POST | {"200", "402", "404", "429", "502"},
    "get /ecommerce/genCode/{id}": ANY | {"200", "404", "422", "429"},
    "get /ecommerce/products": ANY | {"200", "422"},
    "get /events": ANY | {"200", "422", "429"},
    "post /stripe/webhook": ANY | {"200", "413", "415", "429"},
    **{f"post {prefix}/signup": ACCOUNT | {"409"} for prefix in PREFIXES},
    **{f"post {prefix}/login": ACCOUNT for prefix in PREFIXES},
    **{f"post {prefix}/reset-password": ACCOUNT for prefix in PREFIXES},
    **{f"post {prefix}/request-reset": ACCOUNT | {"404"} for prefix in PREFIXES},
    "get /health": ANY | {"200"},
    "get /ready": ANY | {"200"},
}
"""What the door in front of an operation and the operation itself can answer."""

PLACED = {"orderID": 5001, "orderNumber": "ORD-2024-5001", "total": 999.97, "status": "pending"}
INTENT = {"clientSecret": "pi_xxxxxxxxxxxxx_secret_xxxxxxxxxxxxx", "paymentIntentID": "pi_xxxxxxxxxxxxx"}
ADDRESS = {"street": "123 Main St", "city": "New York", "state": "NY", "zip": "10001", "country": "USA"}
REFERENCE_ANSWERS = {("createOrder", "201"): PLACED, ("createPaymentIntent", "200"): INTENT}
REFERENCE_BODIES: dict[str, dict[str, Any]] = {
    "createOrder": {"customerID": 123, "items": ITEMS, "shippingAddress": ADDRESS, "billingAddress": ADDRESS},
    "addCart": {"sessionID": "cart_session_123", "productID": 101, "quantity": 1, "price": 299.99},
    "removeCart": {"sessionID": "cart_session_123", "productID": 101},
    "getOrder": {"orderID": 5001},
    "createPaymentIntent": {"amount": 99997, "currency": "usd", "orderID": 5001, "customerID": 123},
    "paymentComplete": {"paymentIntentID": "pi_xxxxxxxxxxxxx", "orderID": 5001},
    "submitOrder": {"orderID": 5001, "paymentMethod": "stripe", "notes": "Please deliver after 5 PM"},
}
"""What the reference prints."""


class Operation(NamedTuple):
    """One method of one path, as described."""

    method: str
    path: str
    description: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@pytest.fixture(scope="module")
def description(shop: Shop) -> dict[str, Any]:
    found: dict[str, Any] = shop.client.get("/openapi.json").json()
    return found


def operations(description: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, described in methods.items():
            yield Operation(method, path, described)


def followed(description: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return named


def test_every_operation_says_the_codes_that_it_can_answer(description: dict[str, Any]) -> None:
    described = {each.name: set(each.description["responses"]) for each in operations(description)}

    assert described == CODES


def test_every_failure_has_an_example_in_the_envelope_and_says_when_to_come_back(description: dict[str, Any]) -> None:
    for operation in operations(description):
        for code, answer in operation.description["responses"].items():
            if not code.startswith(("4", "5")):
                continue
            content = answer["content"]["application/json"]
            assert set(content["example"]) == {"status", "message", "data"}, operation.name
            assert content["schema"] == {"$ref": "#/components/schemas/Failure"}
            assert ("Retry-After" in answer.get("headers", {})) == (code in {"429", "503"})


def test_what_the_reference_prints_is_the_example(description: dict[str, Any]) -> None:
    for name, body in REFERENCE_BODIES.items():
        content = description["paths"][f"/ecommerce/{name}"]["post"]["requestBody"]["content"]["application/json"]
        assert followed(description, content["schema"])["examples"] == [body], name
    for (name, code), data in REFERENCE_ANSWERS.items():
        content = description["paths"][f"/ecommerce/{name}"]["post"]["responses"][code]["content"]["application/json"]
        example = {"status": "Success", "data": data}
        assert followed(description, content["schema"])["examples"] == [example], name


JSON = {"Content-Type": "application/json"}
ATTEMPTS: list[tuple[bytes, dict[str, str]]] = [
    (b"{}", JSON),
    (b"{", JSON),
    (b'{"appID": 9}', JSON),
    (b'{"appID": "x"}', JSON),
    (b"{}", {"Content-Type": "text/plain"}),
    (b"{}", {**JSON, "Idempotency-Key": "two words"}),
    (b"{}", {**JSON, "Origin": "https://evil.example"}),
    (b"{}", {**JSON, "Origin": ORIGIN, "Host": "evil.example"}),
    (b" " * (1024 * 1024 + 1), JSON),
    (b"{}", {**JSON, "X-Long": "y" * 40_000}),
    (b'{"orderID": 9, "productID": 9, "quantity": 1, "sessionID": "nobody"}', JSON),
    (b'{"items": [{"productID": 9, "quantity": 1}]}', JSON),
    (b'{"orderID": 9, "amount": 1, "currency": "usd", "paymentIntentID": "pi_9", "paymentMethod": "cash"}', JSON),
]


def test_no_post_answers_a_code_that_it_does_not_say(shop: Shop, description: dict[str, Any]) -> None:
    for operation in operations(description):
        if operation.method == "post":
            for body, headers in ATTEMPTS:
                answer = shop.client.post(operation.path, content=body, headers=headers)
                assert_described(operation, answer)


@pytest.mark.parametrize("query", ["", "appID=9", "appID=x", "type=cart", "after=x", f"search={'x' * 300}"])
def test_no_get_answers_a_code_that_it_does_not_say(shop: Shop, description: dict[str, Any], query: str) -> None:
    for operation in operations(description):
        if operation.method == "get":
            for headers in ({}, {"Origin": "null"}, {"X-App-ID": "7"}, {"Last-Event-ID": "x"}):
                path = operation.path.replace("{id}", "9")
                with shop.client.stream("GET", f"{path}?{query}", headers=headers) as answer:
                    assert_described(operation, answer)


def assert_described(operation: Operation, answer: httpx.Response) -> None:
    assert str(answer.status_code) in operation.description["responses"], (operation.name, answer.status_code)
