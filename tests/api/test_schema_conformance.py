"""What the running server answers is what its own description promises: every code, every type, every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok, Result
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.shop import Shop, open_shop

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    *(f"POST {prefix}/{name}" for prefix in ("/customers", "/user/app") for name in ("signup", "login")),
    *(
        f"POST {prefix}/{name}"
        for prefix in ("/customers", "/user/app")
        for name in ("reset-password", "request-reset")
    ),
    *(f"POST /ecommerce/{name}" for name in ("createOrder", "getOrder", "submitOrder")),
    *(f"POST /ecommerce/{name}" for name in ("addCart", "removeCart", "updateCart", "getCart")),
    *(f"POST /ecommerce/{name}" for name in ("createPaymentIntent", "paymentComplete")),
    *(f"GET {path}" for path in ("/ecommerce/genCode/{id}", "/ecommerce/products", "/health", "/ready")),
    "POST /stripe/webhook",
]
ENDLESS = {"GET /events"}
"""A stream without an end; `test_events.py` reads it."""
NOTHING_TO_SPOIL = {"GET /health", "GET /ready", "POST /stripe/webhook"}
"""They describe no field that a request could get wrong."""
MADE_UP = [
    (label, mode)
    for label in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or label not in NOTHING_TO_SPOIL
]
BY_MAIL_OR_STRIPE = ("reset-password", "webhook")
"""Their right requests hold a token of a mail, or a signature of Stripe's."""


@dataclass(frozen=True)
class Described:
    """A shop, its description, and things in it that a made-up request may name."""

    shop: Shop
    address: str
    session: requests.Session
    description: dict[str, Any]
    operations: dict[str, Operation]
    known: dict[str, Any]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    with open_shop(tmp_path_factory.mktemp("described")) as shop, requests.Session() as session:
        description = shop.client.get("/openapi.json").json()
        schema = schemathesis.openapi.from_dict(description)
        operations = {found.label: found for found in map(well_formed, schema.get_all_operations())}
        address = str(shop.client.base_url).rstrip("/")
        yield Described(shop, address, session, description, operations, known_things(shop))


def well_formed(operation: Result[Operation, InvalidSchema]) -> Operation:
    """An operation that the description describes well."""
    assert isinstance(operation, Ok), operation
    return operation.ok()


def known_things(shop: Shop) -> dict[str, Any]:
    """By the name of the field that they belong in."""
    order_id = shop.order(customerID=123)["orderID"]
    intent = shop.data("createPaymentIntent", {"amount": 99997, "currency": "usd", "orderID": order_id})
    email = f"known{order_id}@example.com"
    signed_up = shop.client.post("/customers/signup", json={"email": email, "password": "Str0ngPass!"})
    assert signed_up.status_code == httpx.codes.OK
    shop.data("addCart", {"sessionID": f"known{order_id}", "productID": 101, "quantity": 1})
    return {
        "orderID": order_id,
        "id": str(order_id),
        "productID": 101,
        "quantity": 2,
        "price": 299.99,
        "sessionID": f"known{order_id}",
        "customerID": 123,
        "amount": 99997,
        "currency": "usd",
        "paymentMethod": "invoice",
        "paymentIntentID": intent["paymentIntentID"],
        "authTable": "aurora_customers",
        "extraFields": "phone,address",
        "email": email,
        "password": "Str0ngPass!",
        "url": "https://app.example.com/reset",
        "appID": 42,
        "items": [{"productID": 101, "quantity": 1}],
    }


def fields_of(description: dict[str, Any], label: str) -> list[str]:
    """The fields of an operation's body, none for a GET."""
    method, path = label.split()
    body = description["paths"][path][method.lower()].get("requestBody")
    if body is None:
        return []
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return list(description["components"]["schemas"][name]["properties"])


def test_every_operation_of_the_description_is_tried(described: Described) -> None:
    assert set(described.operations) == {*OPERATIONS, *ENDLESS}


@pytest.mark.parametrize("label", [label for label in OPERATIONS if not label.endswith(BY_MAIL_OR_STRIPE)])
def test_a_right_request_succeeds_as_described(described: Described, label: str) -> None:
    operation, known = described.operations[label], known_things(described.shop)
    if label.endswith("signup"):
        known["email"] = f"new.{known['email']}"
    if label == "POST /ecommerce/paymentComplete":
        described.shop.pay_at_stripe(known["paymentIntentID"])
    if label == "POST /ecommerce/createOrder":
        del known["sessionID"]
    body = {name: known[name] for name in fields_of(described.description, label) if name in known}
    case = operation.Case(body=body or NOT_SET, path_parameters={"id": known["id"]} if "{id}" in label else {})

    answer = case.call_and_validate(described.address, described.session, checks=CHECKS, timeout=30)

    assert answer.status_code in (200, 201)


@pytest.mark.parametrize(("label", "mode"), MADE_UP)
def test_answers_to_made_up_requests_are_as_described(described: Described, label: str, mode: GenerationMode) -> None:
    """Half of the fields that a request happens to have are given a value that means something here."""

    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described.operations[label].as_strategy(mode), choose=st.randoms(use_true_random=False))
    def answers_conform(case: Case[Operation], choose: Random) -> None:
        for place in (case.body, case.query, case.path_parameters):
            if isinstance(place, dict):
                for name in described.known.keys() & place.keys():
                    if choose.random() < 0.5:
                        place[name] = described.known[name]
        case.call_and_validate(described.address, described.session, checks=CHECKS, timeout=30)

    answers_conform()


def say_another_type(description: dict[str, Any]) -> None:
    description["components"]["schemas"]["OrderData"]["properties"]["total"]["type"] = "string"


def promise_another_field(description: dict[str, Any]) -> None:
    description["components"]["schemas"]["OrderData"]["required"].append("unheard_of")


def hide_a_code(description: dict[str, Any]) -> None:
    del description["paths"]["/ecommerce/getOrder"]["post"]["responses"]["404"]


@pytest.mark.parametrize("lie", [say_another_type, promise_another_field, hide_a_code])
def test_a_description_that_lies_is_seen(described: Described, lie: Callable[[dict[str, Any]], None]) -> None:
    description = deepcopy(described.description)
    lie(description)
    operations = map(well_formed, schemathesis.openapi.from_dict(description).get_all_operations())
    operation = next(found for found in operations if found.label == "POST /ecommerce/getOrder")
    case = operation.Case(body={"orderID": 0 if lie is hide_a_code else described.known["orderID"]})

    with pytest.raises(FailureGroup):
        case.call_and_validate(described.address, described.session, checks=CHECKS, timeout=30)
