"""Who may call: programs of this computer, paired clients with their key, and the network where its owner opens it."""

from __future__ import annotations

import asyncio
from functools import partial

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from starlette.types import Message, Scope

from api.running import FixedBook
from api.shop import OTHER_SHOP, SHOP, Shop
from aurora_desk.api.callers import Caller, caller_of
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.guard import LOOPBACK_HOSTS, Guard
from aurora_desk.domain.access import Access, LanAccess

GUEST = ("192.168.1.20", 5000)
KEY = "ak_00000000_key"
KEYS = {KEY: Caller("tablet", OTHER_SHOP)}
KEYLESS = ["/health", "/o/BBDC", "/reset", "/stripe/webhook"]


def asked_from_the_network(lan: LanAccess, path: str = "/work", key: str | None = None) -> tuple[int, str]:
    """The status for a caller of the network, and the name that it goes by inside; empty where it never gets in."""
    names: list[str] = []
    sent: list[Message] = []
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    install_error_handlers(app)

    async def work(request: Request) -> Response:
        names.append(caller_of(request.scope).name)
        return Response()

    for served in ("/work", "/health", "/reset", "/stripe/webhook", "/o/{code}"):
        app.add_api_route(served, work, response_class=Response)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"192.168.1.10:8787")]
    if key is not None:
        headers.append((b"authorization", f"Bearer {key}".encode()))
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "headers": headers,
        "server": ("192.168.1.10", 8787),
        "client": GUEST,
    }
    asyncio.run(Guard(app, hosts=LOOPBACK_HOSTS, book=FixedBook(Access(lan=lan), KEYS))(scope, receive, send))
    return int(sent[0]["status"]), "".join(names)


def test_a_client_of_the_network_needs_the_key_that_it_was_paired_with() -> None:
    assert asked_from_the_network(LanAccess.PAIRED) == (401, "")
    assert asked_from_the_network(LanAccess.PAIRED, key="ak_00000000_other") == (401, "")
    assert asked_from_the_network(LanAccess.PAIRED, key=KEY) == (200, "tablet")


def test_on_an_open_network_nobody_needs_a_key() -> None:
    assert asked_from_the_network(LanAccess.OPEN) == (200, "lan")


@pytest.mark.parametrize("path", KEYLESS)
def test_what_has_no_key_to_show_is_answered_without_one(path: str) -> None:
    assert asked_from_the_network(LanAccess.PAIRED, path) == (200, "lan")


@pytest.mark.parametrize("path", ["/work", *KEYLESS])
def test_while_the_network_is_off_nothing_is_answered_there(path: str) -> None:
    assert asked_from_the_network(LanAccess.OFF, path, KEY) == (403, "")


def test_a_key_speaks_for_its_own_shop_and_no_other(shop: Shop) -> None:
    _, key = shop.services.write(partial(shop.services.clients.pair, tenant_id=OTHER_SHOP, name="Web shop"))
    kettle = {"items": [{"productID": 1, "quantity": 1}]}

    def place(**more: object) -> httpx.Response:
        return shop.post("createOrder", {**kettle, **more}, Authorization=f"Bearer {key}")

    assert place().status_code == 201, "left out, the key's own shop counts"
    assert place(appID=OTHER_SHOP).status_code == 201
    assert place(appID=SHOP).status_code == 403
    shop.services.write(partial(shop.services.clients.revoke, tenant_id=OTHER_SHOP, name="Web shop"))
    assert place().status_code == 401


def test_only_host_names_that_the_store_knows_are_answered(fresh_shop: Shop) -> None:
    tenants = fresh_shop.services.tenants
    fresh_shop.services.write(partial(tenants.add_host, host="till.local", tenant_id=SHOP))
    port = fresh_shop.client.base_url.port

    def status(host: str) -> int:
        return fresh_shop.client.get("/health", headers={"Host": f"{host}:{port}"}).status_code

    assert (status("till.local"), status("till.evil")) == (200, 403)
