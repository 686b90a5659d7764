"""The description for programs, its page, and the states."""

import re
from typing import Any

import jsonschema
import pytest

from api.shop import ITEMS, Shop


def test_health_and_readiness(shop: Shop) -> None:
    assert shop.client.get("/health").json() == {"status": "Success", "data": {"live": True, "training": True}}
    assert shop.client.get("/ready").json()["data"] == {
        "database": "ok",
        "stripe": "ok",
        "mail": "not set up",
        "printer": "at the till",
    }


def test_the_page_and_every_address_in_it_come_from_the_program_itself(shop: Shop) -> None:
    page = shop.client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) >= 4
    for address in addresses:
        assert address.startswith("/")
        answer = shop.client.get(address)
        assert answer.status_code == 200
        assert "sourceMappingURL" not in answer.text[-300:]
    assert "http" not in re.sub(
        r"http-equiv", "", shop.client.get("/docs/start.js").text.replace("http://www.w3.org", "")
    )


@pytest.mark.parametrize(
    "path", ["/docs/", "/docs/../app.py", "/docs/%2e%2e/NOTICE.txt", "/docs/LICENSE.txt", "/redoc"]
)
def test_nothing_else_of_the_disk_is_served(shop: Shop, path: str) -> None:
    assert shop.client.get(path).status_code == 404


def test_the_description_names_every_endpoint_and_its_failures(shop: Shop) -> None:
    description = shop.client.get("/openapi.json").json()

    posts = "createOrder addCart removeCart getOrder createPaymentIntent paymentComplete submitOrder getCart updateCart"
    for name in posts.split():
        operation = description["paths"][f"/ecommerce/{name}"]["post"]
        assert {"400", "403", "404", "409", "413", "415", "422", "500", "503"} <= set(operation["responses"])
        assert [parameter["name"] for parameter in operation["parameters"]] == ["Idempotency-Key"]
        assert "application/json" in operation["requestBody"]["content"]
        failure = operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"]
        assert failure.endswith("/Failure")
    for path in ("/ecommerce/genCode/{id}", "/ecommerce/products", "/events", "/health", "/ready"):
        assert "get" in description["paths"][path]
    assert "HTTPValidationError" not in description["components"]["schemas"]
    example = description["components"]["schemas"]["CreateOrder"]["examples"][0]
    assert example["items"] == ITEMS


def test_answers_have_the_shape_that_the_description_promises(shop: Shop) -> None:
    description = shop.client.get("/openapi.json").json()
    placed = shop.order(customerID=123)
    order = {"orderID": placed["orderID"]}
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("createOrder", {"items": ITEMS}, "201"),
        ("getOrder", order, "200"),
        ("addCart", {"sessionID": "shape", "productID": 101, "quantity": 1}, "200"),
        ("getCart", {"sessionID": "shape"}, "200"),
        ("createPaymentIntent", {"amount": 99997, "currency": "usd", **order}, "200"),
        ("submitOrder", {"paymentMethod": "cash", **order}, "200"),
        ("getOrder", {"orderID": 0}, "404"),
        ("createOrder", {"items": []}, "422"),
    ]
    for name, body, status in cases:
        answer = shop.post(name, body)
        assert str(answer.status_code) == status
        promised = description["paths"][f"/ecommerce/{name}"]["post"]["responses"][status]["content"]
        schema = {**promised["application/json"]["schema"], "components": description["components"]}
        jsonschema.validate(answer.json(), schema)
