"""The stream of events: in order, own tenant only, ids and statuses only, and it goes on where it was left."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from queue import Queue
from typing import Any

import httpx
import pytest

from api.shop import ORIGIN, OTHER_SHOP, SHOP, Shop
from aurora_desk.api.errors import ApiError
from aurora_desk.api.events import EventStreams, event_text
from aurora_desk.domain.journal import JournalRow

Event = tuple[int, str, dict[str, Any]]


@contextmanager
def listening(
    shop: Shop,
    *,
    app_id: int | None = None,
    last: int | None = None,
    origin: str | None = None,
    key: str | None = None,
) -> Iterator[Iterator[Event]]:
    """The events of an open stream, whose first comment has come."""
    query = {} if app_id is None else {"appID": app_id}
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    if origin is not None:
        headers["Origin"] = origin
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    with (
        httpx.Client(base_url=shop.client.base_url, timeout=10) as client,
        client.stream("GET", "/events", params=query, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines).startswith(":")
        yield events(lines)


async def always() -> bool:
    return True


def events(lines: Iterator[str]) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield int(fields["id"]), fields["event"], json.loads(fields["data"])
            fields = {}


def until(stream: Iterator[Event], name: str) -> tuple[list[Event], Event]:
    """What comes before the next event of a name, and that event."""
    before: list[Event] = []
    for event in stream:
        if event[1] == name:
            return before, event
        before.append(event)
    raise AssertionError("the stream ended")


def test_what_happens_comes_with_ids_and_statuses_and_nothing_else(shop: Shop) -> None:
    with listening(shop) as stream:
        order_id = shop.order(customerID=123)["orderID"]
        shop.data("submitOrder", {"orderID": order_id, "paymentMethod": "cash", "notes": "very private"})
        _, placed = until(stream, "order.placed")
        _, submitted = until(stream, "order.submitted")

    assert placed[2]["orderID"] == order_id
    assert submitted[2] == {"orderID": order_id, "status": "processing"}
    assert submitted[0] > placed[0]
    allowed = {"orderID", "cartID", "customerID", "paymentID", "status", "paymentStatus", "handover"}
    assert set(placed[2]) <= allowed


def test_a_stream_goes_on_behind_the_last_event_seen_without_gap_or_repeat(shop: Shop) -> None:
    with listening(shop) as stream:
        first = shop.order()["orderID"]
        _, seen = until(stream, "order.placed")
    missed = [shop.order()["orderID"] for _ in range(3)]

    with listening(shop, last=seen[0]) as stream:
        told = [until(stream, "order.placed")[1] for _ in missed]

    assert seen[2]["orderID"] == first
    assert [event[2]["orderID"] for event in told] == missed
    assert [event[0] for event in told] == sorted({event[0] for event in told})
    assert min(event[0] for event in told) > seen[0]


def test_a_new_stream_starts_with_what_comes_and_one_from_zero_with_the_beginning(shop: Shop) -> None:
    old = shop.order()["orderID"]
    with listening(shop) as stream:
        new = shop.order()["orderID"]
        assert until(stream, "order.placed")[1][2]["orderID"] == new
    with listening(shop, last=0) as stream:
        assert until(stream, "order.placed")[1][2]["orderID"] <= old


def test_a_tenant_hears_of_its_own_things_only(shop: Shop) -> None:
    theirs = {"items": [{"productID": 1, "quantity": 1}], "appID": OTHER_SHOP}
    with listening(shop, app_id=OTHER_SHOP) as stream:
        mine = shop.order()["orderID"]
        placed = shop.data("createOrder", theirs, 201)["orderID"]
        before, event = until(stream, "order.placed")

    assert before == []
    assert event[2]["orderID"] == placed != mine


def test_a_place_beyond_the_newest_event_hears_what_comes(shop: Shop) -> None:
    with listening(shop, last=999_999_999_999) as stream:
        order_id = shop.order()["orderID"]
        assert until(stream, "order.placed")[1][2]["orderID"] == order_id


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 30])
def test_a_last_event_that_is_none_is_refused(shop: Shop, last: str) -> None:
    assert shop.client.get("/events", headers={"Last-Event-ID": last}).status_code == 400


def test_a_page_of_an_allowed_origin_may_listen_and_another_may_not(shop: Shop) -> None:
    with listening(shop, origin=ORIGIN):
        pass
    assert shop.client.get("/events", headers={"Origin": "https://evil.example"}).status_code == 403


def test_facts_with_money_or_text_stay_inside() -> None:
    row = JournalRow(
        seq=7,
        at=datetime.now(UTC),
        event="order.paid",
        tenant_id=SHOP,
        who="person:1",
        till_id=None,
        subject="order:5001",
        facts={"order_id": 5001, "total": 99997, "payment_status": "paid", "note": "text", "status": ["odd"]},
        previous="",
        hash="",
    )

    assert event_text(row) == 'id: 7\nevent: order.paid\ndata: {"orderID":5001,"paymentStatus":"paid"}\n\n'


def test_a_quiet_stream_is_kept_alive_by_comments(shop: Shop) -> None:
    async def scenario() -> list[str]:
        streams = EventStreams(shop.services, heartbeat_s=0.01)
        stream = streams.stream(SHOP, await streams.start_after(None), always)
        said = [await anext(stream) for _ in range(3)]
        streams.close()
        return said + [text async for text in stream]

    said = asyncio.run(scenario())

    assert said[0] == ": open\n\n"
    assert all(text.startswith(":") and text.endswith("\n\n") for text in said)


def test_streams_beyond_the_bound_are_told_to_come_back(shop: Shop) -> None:
    async def scenario() -> ApiError:
        streams = EventStreams(shop.services, most=1)
        stream = streams.stream(SHOP, 0, always)
        await anext(stream)
        with pytest.raises(ApiError) as refused:
            await streams.start_after(None)
        await stream.aclose()
        assert await streams.start_after(None) > 0
        return refused.value

    assert asyncio.run(scenario()).status == 503


def test_an_address_of_the_network_has_a_share_of_the_streams(shop: Shop) -> None:
    async def scenario() -> ApiError:
        streams = EventStreams(shop.services)
        after = await streams.start_after(None, "10.0.0.9")
        opened = [streams.stream(SHOP, after, always, "10.0.0.9") for _ in range(10)]
        for stream in opened:
            await anext(stream)
        with pytest.raises(ApiError) as refused:
            await streams.start_after(None, "10.0.0.9")
        assert await streams.start_after(None, "10.0.0.10") > 0
        assert await streams.start_after(None) > 0
        for stream in opened:
            await stream.aclose()
        assert await streams.start_after(None, "10.0.0.9") > 0
        return refused.value

    assert asyncio.run(scenario()).status == 429


def test_the_server_ends_open_streams_and_ends_itself(fresh_shop: Shop) -> None:
    ended: Queue[bool] = Queue()

    def listen() -> None:
        with listening(fresh_shop) as stream:
            opened.set()
            for _ in stream:
                pass
        ended.put(True)

    opened = threading.Event()
    listener = threading.Thread(target=listen)
    listener.start()
    assert opened.wait(10)

    fresh_shop.stop()

    assert ended.get(timeout=8)
    listener.join()


def test_a_stream_ends_when_its_key_is_revoked(fresh_shop: Shop) -> None:
    services = fresh_shop.services
    _, key = services.write(partial(services.clients.pair, tenant_id=SHOP, name="kiosk"))
    with listening(fresh_shop, key=key) as stream, listening(fresh_shop) as keyless:
        services.write(partial(services.clients.revoke, tenant_id=SHOP, name="kiosk"))
        assert [event for event in stream if event[1] != "client.revoked"] == []

        fresh_shop.order()
        assert until(keyless, "order.placed")[1][1] == "order.placed"
