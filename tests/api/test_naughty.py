"""The big list of naughty strings through every text field of every endpoint.

Nothing of it is a failure of the program; what is refused is refused in the envelope; what is taken comes back as it
was sent, but for blanks at its ends and composed accents; and nothing of another shop appears.

Every string goes through the fields that keep text. Of the other fields each sees an eighth of the list, another eighth
in each test; AURORA_NAUGHTY=all sends every string through every field, which takes minutes.
"""

from __future__ import annotations

import http.client
import json
import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.shop import ITEMS, ORIGIN, OTHER_SHOP, Shop

STRINGS: list[str] = json.loads((Path(__file__).parents[1] / "data" / "blns.json").read_text("utf-8"))
PASSWORD = "Str0ngPass!"
OTHERS = ("Hidden Lane", "Kettle", "alex43@example.com")
"""What only the other shop has."""
CALLERS = 4
SHARE = 1 if os.environ.get("AURORA_NAUGHTY") == "all" else 8
CART = {"sessionID": "keyed", "productID": 101, "quantity": 1}
ADDRESS = ("street", "city", "state", "zip", "country")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    text: str

    def data(self) -> Any:
        """The body of a success."""
        return json.loads(self.text)


@dataclass
class Caller:
    """Sends one string after the other over a connection of its own, and notes what is wrong with the answers."""

    port: int
    name: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def post(self, where: str, text: str, path: str, body: dict[str, Any], **headers: str) -> Answer:
        """POST a body that holds the string in the field that `where` names."""
        said = {
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.send(where, text, "POST", path, json.dumps(body, ensure_ascii=False).encode(), said)

    def get(self, where: str, text: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """GET an address that holds the string."""
        return self.send(where, text, "GET", path, None, headers or {})

    def send(
        self, where: str, text: str, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """Ask, and judge what every answer must be."""
        try:
            self._line.request(method, path, body, headers)
            heard = self._line.getresponse()
            answer = Answer(heard.status, heard.headers["Content-Type"], heard.read().decode("utf-8", "replace"))
        except (http.client.HTTPException, OSError) as error:
            self._line.close()
            self.fault(where, text, f"no answer: {error!r}")
            return Answer(0, "", "")
        if answer.status >= 500:
            self.fault(where, text, f"a failure of the program: {answer}")
        if answer.status >= 400 and not is_envelope(answer):
            self.fault(where, text, f"a failure outside the envelope: {answer}")
        if any(word in answer.text for word in OTHERS):
            self.fault(where, text, f"something of another shop: {answer}")
        return answer

    def comes_back(self, where: str, sent: str, got: object) -> None:
        """What was taken is there as it was sent."""
        if not isinstance(got, str) or as_kept(got) != as_kept(sent):
            self.fault(where, sent, f"it came back as {got!r}")

    def fault(self, where: str, text: str, what: str) -> None:
        """Note what is wrong, with the field and the string that it is wrong of."""
        self.faults.append(f"{where} ← {text!r}: {what}")

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def as_kept(text: str) -> str:
    """Two texts that may stand for each other have this in common."""
    return unicodedata.normalize("NFC", text).strip()


def is_envelope(answer: Answer) -> bool:
    """Whether a failure is told as the contract says."""
    if answer.kind != "application/json":
        return False
    body = json.loads(answer.text)
    return list(body) == ["status", "message", "data"] and body["status"] == "Failed" and bool(body["message"])


@pytest.fixture(scope="module")
def naughty_shop(shop: Shop) -> Shop:
    """The two shops, the other one with things that must stay its own."""
    hidden = {"street": "Hidden Lane 9"}
    order = {"items": [{"productID": 1, "quantity": 1}], "shippingAddress": hidden, "appID": OTHER_SHOP}
    shop.data("createOrder", order, 201)
    return shop


def through(shop: Shop, one: Callable[[Caller, str, int], None], *, share: tuple[int, int] = (0, 1)) -> None:
    """Let `one` send each string of a share of the list; fails with every fault that was found."""
    first, step = share
    strings = list(enumerate(STRINGS))[first % step :: step]
    port = shop.client.base_url.port
    assert port is not None
    callers = [Caller(port, f"c{number}") for number in range(CALLERS)]

    def work(caller: Caller) -> None:
        number = callers.index(caller)
        for at, text in strings[number::CALLERS]:
            one(caller, text, at)

    try:
        with ThreadPoolExecutor(CALLERS) as pool:
            list(pool.map(work, callers))
    finally:
        for caller in callers:
            caller.close()
    faults: Sequence[str] = [fault for caller in callers for fault in caller.faults]
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])


def prefix(at: int) -> str:
    """The two prefixes are one code path, so they take turns."""
    return ("/customers", "/user/app")[at % 2]


def test_names_of_accounts(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        email = f"name{at}@example.com"
        names = dict.fromkeys(("firstname", "lastname", "displayname"), text)
        body = {"email": email, "password": PASSWORD}
        made = caller.post("names", text, f"{prefix(at)}/signup", {**body, **names})
        if made.status == 200:
            for name in names:
                caller.comes_back(name, text, made.data()[name])
        if made.status == 200 and at % SHARE == 0:
            entered = caller.post("names", text, f"{prefix(at)}/login", body).data()["data"]
            for name in names:
                caller.comes_back(name, text, entered[name])

    through(naughty_shop, one)


def test_emails_passwords_and_tables_of_accounts(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        path = f"{prefix(at)}/signup"
        body = {"email": f"other{at}@example.com", "password": PASSWORD}
        made = caller.post("email", text, path, {**body, "email": text})
        if made.status == 200:
            caller.comes_back("email", text, made.data()["email"])
        made = caller.post("password", text, path, {**body, "password": text})
        if made.status == 200:
            entered = caller.post("password", text, f"{prefix(at)}/login", {**body, "password": text})
            if entered.status != 200:
                caller.fault("password", text, "it does not open its account")
        caller.post("authTable", text, path, {**body, "authTable": text})

    through(naughty_shop, one, share=(0, SHARE))


def test_signing_in(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        path = f"{prefix(at)}/login"
        body = {"email": f"nobody{at}@example.com", "password": PASSWORD}
        for name in ("email", "password", "authTable", "extraFields"):
            if caller.post(f"login {name}", text, path, {**body, name: text}).status == 200:
                caller.fault(f"login {name}", text, "somebody got in")

    through(naughty_shop, one, share=(1, SHARE))


def test_resetting_a_password(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        path = f"{prefix(at)}/reset-password"
        body = {"password": PASSWORD, "confirmPassword": PASSWORD, "token": "t", "reset_password_token": "t"}
        caller.post("reset password", text, path, {**body, "password": text, "confirmPassword": text})
        caller.post("reset token", text, path, {**body, "token": text, "reset_password_token": text})
        caller.post("reset authTable", text, path, {**body, "authTable": text})
        path = f"{prefix(at)}/request-reset"
        body = {"email": f"nobody{at}@example.com", "url": f"{ORIGIN}/reset"}
        for name in ("email", "url", "authTable"):
            caller.post(f"request-reset {name}", text, path, {**body, name: text})
        form = f"token={quote(text, safe='')}&password=a&confirmPassword={quote(text, safe='')}"
        caller.send("reset form", text, "POST", "/reset", form.encode(), FORM)
        caller.get("reset page", text, f"/reset?token={quote(text, safe='')}")

    through(naughty_shop, one, share=(2, SHARE))


def test_addresses_and_notes_of_orders(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        address = dict.fromkeys(ADDRESS, text)
        body = {"items": ITEMS, "shippingAddress": address, "billingAddress": address}
        placed = caller.post("address", text, "/ecommerce/createOrder", body)
        has_address = placed.status == 201
        if not has_address:
            placed = caller.post("address", text, "/ecommerce/createOrder", {"items": ITEMS})
        order = {"orderID": placed.data()["data"]["orderID"]}
        noted = caller.post("notes", text, "/ecommerce/submitOrder", {**order, "paymentMethod": "cash", "notes": text})
        data = caller.post("getOrder", text, "/ecommerce/getOrder", order).data()["data"]
        if has_address:
            for name in ADDRESS:
                caller.comes_back(f"shippingAddress.{name}", text, data["shippingAddress"][name])
                caller.comes_back(f"billingAddress.{name}", text, data["billingAddress"][name])
        if noted.status == 200:
            caller.comes_back("notes", text, noted.data()["data"]["notes"])
            caller.comes_back("notes", text, data["notes"])

    through(naughty_shop, one)


def test_names_of_sessions(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        body = {"sessionID": text, "productID": 101, "quantity": 1}
        added = caller.post("addCart", text, "/ecommerce/addCart", body)
        answers = [
            caller.post(name, text, f"/ecommerce/{name}", body) for name in ("getCart", "updateCart", "removeCart")
        ]
        if {answer.status for answer in answers} != ({200} if added.status == 200 else {added.status}):
            caller.fault("sessionID", text, f"taken here and refused there: {added}, {answers}")
        if added.status == 200 and any(answer.data()["data"]["sessionID"] != text for answer in (added, *answers)):
            caller.fault("sessionID", text, "it came back changed")
        caller.post("createOrder sessionID", text, "/ecommerce/createOrder", {"sessionID": text})

    through(naughty_shop, one, share=(3, SHARE))


def test_names_of_customers_intents_currencies_and_ways_to_pay(naughty_shop: Shop) -> None:
    order = {"orderID": naughty_shop.order()["orderID"]}
    probes: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("createOrder", "customerID", {"items": ITEMS}),
        ("createPaymentIntent", "customerID", {"amount": 99997, "currency": "usd", **order}),
        ("createPaymentIntent", "currency", {"amount": 99997, **order}),
        ("paymentComplete", "paymentIntentID", order),
        ("submitOrder", "paymentMethod", order),
    )

    def one(caller: Caller, text: str, at: int) -> None:
        for path, name, body in probes:
            answer = caller.post(f"{path} {name}", text, f"/ecommerce/{path}", {**body, name: text})
            if answer.status not in (404, 409, 422):
                caller.fault(f"{path} {name}", text, f"it was taken: {answer}")

    through(naughty_shop, one, share=(4, SHARE))


def test_queries_and_paths(naughty_shop: Shop) -> None:
    def one(caller: Caller, text: str, at: int) -> None:
        quoted = quote(text, safe="")
        found = caller.get("search", text, f"/ecommerce/products?search={quoted}")
        if found.status != 200 and len(text) <= 200:
            caller.fault("search", text, f"a search that finds nothing finds nothing: {found}")
        for where in ("products?after=", "products?appID=", "genCode/101?type=", "genCode/101?size=", "genCode/"):
            caller.get(where, text, f"/ecommerce/{where}{quoted}")
        caller.get("format", text, f"/ecommerce/genCode/101?format={quoted}")
        caller.get("order page", text, f"/o/{quoted}")
        caller.get("path", text, f"/{quoted}")

    through(naughty_shop, one, share=(5, SHARE))


def test_headers(naughty_shop: Shop) -> None:
    """Those strings that a header can hold."""

    def one(caller: Caller, text: str, at: int) -> None:
        value = text.strip().encode().decode("latin-1")
        if not value or any(ord(character) < 32 or ord(character) == 127 for character in value):
            return
        caller.get("X-App-ID", text, "/ecommerce/products", {"X-App-ID": value})
        caller.get("Last-Event-ID", text, "/events?appID=0", {"Last-Event-ID": value})
        caller.get("Authorization", text, "/ecommerce/products", {"Authorization": f"Bearer {value}"})
        caller.get("Origin", text, "/ecommerce/products", {"Origin": value})
        keyed = caller.post("key", text, "/ecommerce/addCart", CART, Idempotency_Key=value)
        again = caller.post("key", text, "/ecommerce/addCart", CART, Idempotency_Key=value)
        if (keyed.status, keyed.text) != (again.status, again.text):
            caller.fault("Idempotency-Key", text, f"it did not repeat its answer: {keyed}, {again}")

    through(naughty_shop, one, share=(6, SHARE))
