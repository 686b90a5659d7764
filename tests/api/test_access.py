"""Who may call, as the whole API answers it: from this computer and from beyond, with a key and without."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.shop import ORIGIN, OTHER_SHOP, RESOURCES, SHOP, make_store
from aurora_desk.api.app import create_app
from aurora_desk.domain.access import LanAccess
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.tenants import StoreFacts
from aurora_desk.services.facade import Services
from aurora_desk.store.keyring import KeyRing
from aurora_desk.store.unit_of_work import Surroundings

HERE, BEYOND = "127.0.0.1", "192.168.1.20"
OWN_ADDRESS = "http://192.168.1.10:8787"
KETTLE: dict[str, Any] = {"sessionID": "one", "productID": 1, "quantity": 1}
GRINDER: dict[str, Any] = {"sessionID": "one", "productID": 102, "quantity": 1}


@dataclass
class Door:
    """The API as a caller of some address meets it, without a network between."""

    app: FastAPI
    services: Services

    def ask(
        self, method: str, path: str, body: object = None, /, *, caller: str = BEYOND, key: str = "", **headers: str
    ) -> httpx.Response:
        """One request."""
        if key:
            headers["Authorization"] = f"Bearer {key}"

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(caller, 50_000))
            base = "http://127.0.0.1:8787" if caller == HERE else OWN_ADDRESS
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                fields = [(name.encode(), value.encode()) for name, value in headers.items()]
                return await client.request(method, path, json=body, headers=fields)

        return asyncio.run(send())

    def add(self, product: dict[str, Any], **more: Any) -> httpx.Response:
        """addCart."""
        return self.ask("POST", "/ecommerce/addCart", product, **more)

    def pair(self, name: str, tenant_id: TenantId) -> str:
        """A new client's key."""
        return self.services.write(partial(self.services.clients.pair, tenant_id=tenant_id, name=name))[1]


@contextmanager
def door_of(folder: Path, lan: LanAccess) -> Iterator[Door]:
    surroundings = Surroundings(lambda: datetime.now(UTC), lambda: uuid.uuid4().hex, KeyRing.new())
    store = make_store(f"sqlite:///{folder / 'store.db'}", surroundings)
    services = Services(store, StoreFacts(True, SHOP, False), None, bcrypt_cost=4)
    services.write(partial(services.tenants.set_lan, lan=lan, tenant_id=SHOP))
    app = create_app(services, resources=RESOURCES)
    try:
        yield Door(app, services)
    finally:
        app.state.door.close()
        services.close()


@pytest.fixture
def paired(tmp_path: Path) -> Iterator[Door]:
    """The API of shops whose owner pairs programs of the network."""
    with door_of(tmp_path, LanAccess.PAIRED) as door:
        yield door


@pytest.fixture
def off(tmp_path: Path) -> Iterator[Door]:
    """The API of shops whose owner lets nobody beyond the computer in."""
    with door_of(tmp_path, LanAccess.OFF) as door:
        yield door


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Door]:
    """The API of shops whose owner trusts the network."""
    with door_of(tmp_path, LanAccess.OPEN) as door:
        yield door


@pytest.mark.parametrize("caller", [HERE, BEYOND])
def test_a_key_counts_from_everywhere_and_names_its_own_tenant(paired: Door, caller: str) -> None:
    key = paired.pair("kiosk", OTHER_SHOP)

    assert paired.add(KETTLE, caller=caller, key=key).status_code == 200
    assert paired.add(GRINDER, caller=caller, key=key).status_code == 404
    assert paired.add({**KETTLE, "appID": OTHER_SHOP}, caller=caller, key=key).status_code == 200
    names = paired.ask("GET", "/ecommerce/products", caller=caller, key=key).json()["data"]["items"]
    assert [item["name"] for item in names] == ["Kettle"]


def test_a_key_may_name_no_other_appid_known_or_not(paired: Door) -> None:
    key = paired.pair("kiosk", OTHER_SHOP)

    for app_id in (SHOP, 7, 10**12):
        assert paired.add({**GRINDER, "appID": app_id}, key=key).status_code == 403
    assert paired.ask("GET", "/ecommerce/products?appID=42", key=key).status_code == 403
    assert paired.ask("GET", "/ecommerce/products", key=key, **{"X-App-ID": "42"}).status_code == 403


@pytest.mark.parametrize("caller", [HERE, BEYOND])
@pytest.mark.parametrize(
    "made_of",
    [
        lambda _key: "ak_00000000_" + "A" * 43,
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: key[:-1],
        lambda key: key.upper(),
        lambda _key: "Bearer",
        lambda _key: "ü",
    ],
    ids=["unknown", "changed", "cut", "upper", "word", "foreign"],
)
def test_an_unknown_key_is_no_key_from_anywhere(paired: Door, caller: str, made_of: Callable[[str], str]) -> None:
    key = made_of(paired.pair("kiosk", SHOP))

    answer = paired.ask(
        "POST", "/ecommerce/getOrder", {"orderID": 1}, caller=caller, key=key.encode().decode("latin-1")
    )

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == "Failed"


@pytest.mark.parametrize("caller", [HERE, BEYOND])
def test_a_revoked_key_ends_with_the_next_request(paired: Door, caller: str) -> None:
    key = paired.pair("kiosk", SHOP)
    assert paired.add(GRINDER, caller=caller, key=key).status_code == 200

    paired.services.write(partial(paired.services.clients.revoke, tenant_id=SHOP, name="kiosk"))

    assert paired.add(GRINDER, caller=caller, key=key).status_code == 401
    again = paired.pair("kiosk", SHOP)
    assert paired.add(GRINDER, caller=caller, key=again).status_code == 200


def test_carts_of_two_clients_with_the_same_session_are_two(paired: Door) -> None:
    kiosk, phone = paired.pair("kiosk", SHOP), paired.pair("phone", SHOP)
    session = {"sessionID": "one"}
    paired.add({**GRINDER, "quantity": 3}, key=kiosk)

    assert paired.ask("POST", "/ecommerce/getCart", session, key=phone).status_code == 404
    assert paired.ask("POST", "/ecommerce/getCart", session, caller=HERE).status_code == 404
    paired.add(GRINDER, key=phone)

    def quantity(key: str) -> int:
        cart = paired.ask("POST", "/ecommerce/getCart", session, key=key).json()["data"]
        return int(cart["items"][0]["quantity"])

    assert (quantity(kiosk), quantity(phone)) == (3, 1)


KEYLESS = [("GET", "/health"), ("GET", "/o/BCDF"), ("GET", "/reset?token=x"), ("POST", "/stripe/webhook")]
KEYED = [("GET", "/ready"), ("GET", "/docs"), ("GET", "/openapi.json"), ("GET", "/events"), ("GET", "/nothing")]
KEYED += [("GET", "/ecommerce/products"), ("POST", "/ecommerce/getOrder"), ("POST", "/customers/login")]
KEYED += [("GET", "/o"), ("GET", "/health/"), ("GET", "//health"), ("GET", "/Health"), ("GET", "/reset/")]


@pytest.mark.parametrize(("method", "path"), KEYLESS)
def test_some_paths_need_no_key_and_ask_for_none(paired: Door, method: str, path: str) -> None:
    for key in ("", "ak_00000000_" + "A" * 43):
        assert paired.ask(method, path, {} if method == "POST" else None, key=key).status_code != 401


@pytest.mark.parametrize(("method", "path"), KEYED)
def test_all_other_paths_need_a_key_beyond_this_computer(paired: Door, method: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Basic a2lvc2s6eA=="}, {"Authorization": ""}):
        answer = paired.ask(method, path, {} if method == "POST" else None, **headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_on_this_computer_no_key_is_needed_and_every_shop_may_be_named(paired: Door) -> None:
    assert paired.add(GRINDER, caller=HERE).status_code == 200
    assert paired.add({**KETTLE, "appID": OTHER_SHOP}, caller=HERE).status_code == 200
    assert paired.add({**KETTLE, "appID": 7}, caller=HERE).status_code == 403


def test_while_lan_access_is_off_nothing_is_answered_beyond_this_computer(off: Door) -> None:
    key = off.pair("kiosk", SHOP)
    for path in ("/health", "/reset", "/o/BCDF", "/ecommerce/products"):
        assert off.ask("GET", path, key=key).status_code == 403
    assert off.ask("GET", "/ecommerce/products", caller=HERE, key=key).status_code == 200


def test_an_open_network_needs_no_key_but_takes_no_wrong_one(opened: Door) -> None:
    assert opened.add(GRINDER).status_code == 200
    assert opened.add({**KETTLE, "appID": OTHER_SHOP}).status_code == 200
    assert opened.add(GRINDER, key="ak_00000000_" + "A" * 43).status_code == 401
    assert opened.ask("POST", "/ecommerce/getCart", {"sessionID": "one"}, caller=HERE).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.168.1.10:8787", 200),
        ("till.local:8787", 200),
        ("TILL.local:8787", 200),
        ("192.168.1.10", 403),
        ("192.168.1.11:8787", 403),
        ("evil.example:8787", 403),
        ("till.local:8788", 403),
    ],
)
def test_beyond_this_computer_the_api_answers_under_its_address_and_known_names(
    opened: Door, host: str, status: int
) -> None:
    opened.services.write(partial(opened.services.tenants.add_host, host="till.local", tenant_id=SHOP))
    assert opened.ask("GET", "/ecommerce/products", Host=host).status_code == status


def test_a_web_page_of_the_network_needs_its_origin_on_the_list_and_a_key(paired: Door) -> None:
    key = paired.pair("kiosk", SHOP)
    foreign = paired.pair("books", OTHER_SHOP)

    assert paired.add(GRINDER, key=key, Origin=ORIGIN).status_code == 200
    assert paired.add(GRINDER, key=key, Origin="https://evil.example").status_code == 403
    assert paired.add(GRINDER, Origin=ORIGIN).status_code == 401
    assert paired.add(KETTLE, key=foreign, Origin=ORIGIN).status_code == 403
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    assert paired.ask("OPTIONS", "/ecommerce/addCart", **asked).status_code == 204
