"""Bodies that are no strict JSON, or JSON of the wrong things, at every POST there is: refused, and nothing is changed.

What one parser does with them is in `test_strict_json.py`; here each endpoint is asked over HTTP.
"""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from api.shop import Shop

PASSWORD = {"password": "Str0ngPass!"}
SIGN_UP = {"email": "edge@example.com", **PASSWORD, "firstname": "Ada", "authTable": "aurora_customers"}
LOG_IN = {"email": "edge@example.com", **PASSWORD, "extraFields": "phone"}
RESET = {**PASSWORD, "confirmPassword": "Str0ngPass!", "token": "t", "reset_password_token": "t"}
ASK = {"email": "edge@example.com", "url": "https://app.example.com/reset"}
LINE = {"sessionID": "edge", "productID": 101, "quantity": 1}
RIGHT: dict[str, dict[str, Any]] = {
    **{f"{prefix}/signup": SIGN_UP for prefix in ("/customers", "/user/app")},
    **{f"{prefix}/login": LOG_IN for prefix in ("/customers", "/user/app")},
    **{f"{prefix}/reset-password": RESET for prefix in ("/customers", "/user/app")},
    **{f"{prefix}/request-reset": ASK for prefix in ("/customers", "/user/app")},
    "/ecommerce/createOrder": {"customerID": 123, "items": [{"productID": 101, "quantity": 1}]},
    "/ecommerce/addCart": LINE,
    "/ecommerce/removeCart": {"sessionID": "edge", "productID": 101},
    "/ecommerce/updateCart": LINE,
    "/ecommerce/getCart": {"sessionID": "edge"},
    "/ecommerce/getOrder": {"orderID": 5001},
    "/ecommerce/createPaymentIntent": {"amount": 29_999, "currency": "usd", "orderID": 5001},
    "/ecommerce/paymentComplete": {"paymentIntentID": "pi_1", "orderID": 5001},
    "/ecommerce/submitOrder": {"orderID": 5001, "paymentMethod": "cash"},
}
"""A body for each endpoint in which nothing is wrong."""
PATHS = list(RIGHT)
JSON = "application/json"
MEBIBYTE = 2**20


@dataclass
class Edge:
    """The shop, with one order and one cart in it, and a connection."""

    shop: Shop
    line: http.client.HTTPConnection
    before: tuple[Any, ...] = ()

    def post(self, path: str, body: bytes, *content_types: str) -> tuple[int, dict[str, Any]]:
        """The status of an answer and its envelope."""
        self.line.putrequest("POST", path)
        for content_type in content_types or (JSON,):
            self.line.putheader("Content-Type", content_type)
        self.line.putheader("Content-Length", str(len(body)))
        with contextlib.suppress(OSError):  # refused before all of it was sent: the answer is there
            self.line.endheaders(body)
        answer = self.line.getresponse()
        said = json.loads(answer.read())
        if answer.headers["Connection"] == "close":
            self.line.close()
        if answer.status >= 400:
            assert answer.headers["Content-Type"] == JSON
            assert list(said) == ["status", "message", "data"], said
            assert said["status"] == "Failed"
        return answer.status, said

    def state(self) -> tuple[Any, ...]:
        """All that a request could have changed: every change writes its journal row."""
        services = self.shop.services
        return services.read(partial(services.journal_last)), self.shop.data("getCart", {"sessionID": "edge"})


@pytest.fixture(scope="module")
def opened(shop: Shop) -> Iterator[Edge]:
    """What the tests share."""
    shop.data("createOrder", {"items": [{"productID": 101, "quantity": 1}]}, 201)
    shop.data("addCart", LINE)
    port = shop.client.base_url.port
    assert port is not None
    edge = Edge(shop, http.client.HTTPConnection("127.0.0.1", port, timeout=30))
    yield edge
    edge.line.close()


@pytest.fixture
def edge(opened: Edge) -> Iterator[Edge]:
    """Nothing may have changed after the test."""
    before = opened.state()
    yield opened
    assert opened.state() == before


def text_of(path: str) -> bytes:
    return json.dumps(RIGHT[path]).encode()


def with_field(path: str, raw: bytes) -> bytes:
    """The right body with one more field, which nobody reads: it must be refused all the same."""
    return text_of(path)[:-1] + b', "unread": ' + raw + b"}"


def twice(path: str) -> bytes:
    """The first field once more, the first letter of its name written as an escape."""
    name, value = next(iter(RIGHT[path].items()))
    escaped = f"\\u{ord(name[0]):04x}{name[1:]}"
    return text_of(path)[:-1] + f', "{escaped}": {json.dumps(value)}}}'.encode()


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_one_strict_object_is_400_everywhere(edge: Edge, path: str) -> None:
    right = text_of(path)
    bodies = {
        "empty": b"",
        "blank": b" \n",
        "a list": b"[" + right + b"]",
        "a text": b'"text"',
        "null": b"null",
        "true": b"true",
        "two objects": right + right,
        "trailing text": right + b" x",
        "a trailing zero byte": right + b"\x00",
        "cut": right[:-1],
        "a field twice": twice(path),
        "a field twice below": with_field(path, b'{"a": 1, "\\u0061": 2}'),
        "NaN": with_field(path, b"NaN"),
        "Infinity": with_field(path, b"-Infinity"),
        "an exponent": with_field(path, b"1e999999999"),
        "a tiny exponent": with_field(path, b"1e-999999999"),
        "100,000 digits": with_field(path, b"9" * 100_000),
        "a deep list": with_field(path, b"[" * 50_000 + b"]" * 50_000),
        "a deep object": with_field(path, b'{"a":' * 40 + b"1" + b"}" * 40),
        "an open depth bomb": b'{"a":' * 100_000,
        "half a character": with_field(path, b'"\\ud800"'),
        "half a character in a name": with_field(path, b'{"\\udc00": 1}'),
        "a byte order mark": b"\xef\xbb\xbf" + right,
        "UTF-16": right.decode().encode("utf-16"),
        "UTF-16 without a mark": right.decode().encode("utf-16-le"),
        "UTF-32": right.decode().encode("utf-32"),
        "Latin-1": with_field(path, '"é"'.encode("latin-1")),
        "overlong UTF-8": with_field(path, b'"\xc0\xaf"'),
        "a comment": right + b"// x",
        "single quotes": right.replace(b'"', b"'"),
    }

    answered = {name: edge.post(path, body)[0] for name, body in bodies.items()}

    assert {name: status for name, status in answered.items() if status != 400} == {}


@pytest.mark.parametrize("path", PATHS)
def test_a_body_is_taken_up_to_one_mebibyte(edge: Edge, path: str) -> None:
    """The largest body is still read: it is refused for what is wrong in it."""
    wrong = with_field(path, b"NaN")

    exactly = edge.post(path, wrong + b" " * (MEBIBYTE - len(wrong)))
    beyond = edge.post(path, wrong + b" " * (MEBIBYTE + 1 - len(wrong)))

    assert (exactly[0], beyond[0]) == (400, 413)


@pytest.mark.parametrize("path", PATHS)
def test_a_body_must_be_said_to_be_json_once_and_in_utf_8(edge: Edge, path: str) -> None:
    said = [
        ("text/plain",),
        ("application/x-www-form-urlencoded",),
        ("application/json; charset=utf-16",),
        ("application/json; charset=latin1",),
        ("application/json; charset=utf-8; charset=utf-16",),
        ("application/json+x",),
        ("application/vnd.api+json",),
        ("application/json,",),
        ("",),
        (JSON, JSON),
        (JSON, "text/plain"),
    ]

    answered = {types: edge.post(path, text_of(path), *types)[0] for types in said}

    assert {types: status for types, status in answered.items() if status != 415} == {}


def fields() -> Iterator[tuple[str, str]]:
    """Each endpoint's fields, appID at all of them."""
    for path, body in RIGHT.items():
        for name in (*body, "appID"):
            yield path, name


@pytest.mark.parametrize(("path", "name"), list(fields()))
def test_a_value_of_another_kind_is_a_field_at_fault(edge: Edge, path: str, name: str) -> None:
    right = RIGHT[path].get(name, 42)
    raw: dict[str, bytes] = {"true": b"true", "a list": b"[1]", "an object": b'{"a": 1}'}
    if name == "items":
        raw = {"true": b"true", "an object": b"{}", "numbers": b"[1]", "lists": b"[[]]", "null": b"[null]"}
    elif isinstance(right, int):
        raw |= {"text": b'"101"', "a text number": b'"1e2"', "decimals": b"101.5"}
        if name not in ("quantity", "price"):
            raw |= {"a whole decimal": b"101.0", "an exponent": b"1e2"}
        if name in ("quantity", "amount"):
            raw |= {"zero": b"-1", "too much": b"9" * 24}
        if name == "customerID":
            del raw["text"], raw["a text number"]  # an `_id` is text: these name nobody
    else:
        raw |= {"a number": b"101", "huge": json.dumps("x" * 500_000).encode()}

    answered = {}
    for kind, value in raw.items():
        rest = {key: item for key, item in RIGHT[path].items() if key != name}
        opening = json.dumps(rest)[:-1] + (", " if rest else "")
        status, said = edge.post(path, f'{opening}"{name}": '.encode() + value + b"}")
        answered[kind] = (status, {fault["field"].split(".")[0] for fault in said["data"].get("errors", ())})

    may_be_named = (
        {name, "confirmPassword", "reset_password_token", "password", "token"}
        if path.endswith("reset-password")
        else {name}
    )
    wrong = {
        kind: found
        for kind, found in answered.items()
        if found[0] != 422 or not (found[1] and found[1] <= may_be_named)
    }
    assert wrong == {}


@pytest.mark.parametrize("path", PATHS)
def test_a_required_field_that_is_null_or_missing_is_named(edge: Edge, path: str) -> None:
    optional = {"authTable", "firstname", "extraFields", "customerID"}
    for name in RIGHT[path].keys() - optional:
        without = {key: value for key, value in RIGHT[path].items() if key != name}
        for body in (without, {**without, name: None}):
            status, said = edge.post(path, json.dumps(body).encode())
            assert status == 422, (name, said)
            assert name in {fault["field"] for fault in said["data"]["errors"]}, (name, said)
