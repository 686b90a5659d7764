"""What every request must be before a route looks at it."""

import pytest

from api.shop import Shop


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin1",
        "",
        "application/jsonp",
        "application/json, text/plain",
    ],
)
def test_a_body_that_is_not_said_to_be_json_is_refused(shop: Shop, content_type: str) -> None:
    answer = shop.client.post("/ecommerce/createOrder", content=b'{"items":[]}', headers={"Content-Type": content_type})

    assert answer.status_code == 415
    assert answer.json()["status"] == "Failed"


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_json_in_utf_8_is_taken(shop: Shop, content_type: str) -> None:
    answer = shop.client.post("/ecommerce/createOrder", content=b'{"items":[]}', headers={"Content-Type": content_type})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"orderID":1,"orderID":2}', b'{"orderID":NaN}', b'{"orderID":1e999999999}', b"[" * 100_000],
)
def test_malformed_json_is_400_in_the_envelope(shop: Shop, body: bytes) -> None:
    answer = shop.client.post("/ecommerce/getOrder", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["data"] == {}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/ecommerce/createOrder", 405),
        ("POST", "/health", 405),
        ("PUT", "/ecommerce/products", 405),
        ("POST", "/nothing", 404),
        ("GET", "/", 404),
        ("POST", "/customers/logout", 404),
    ],
)
def test_other_methods_and_addresses_are_refused_in_the_envelope(
    shop: Shop, method: str, path: str, status: int
) -> None:
    answer = shop.client.request(method, path)

    assert answer.status_code == status
    assert set(answer.json()) == {"status", "message", "data"}
    assert (status == 405) == ("allow" in answer.headers)
