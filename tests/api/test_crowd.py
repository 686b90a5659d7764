"""The bounds on connections: a flood from the network never shuts out the programs on this computer."""

import asyncio
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from api.running import Wire, request, running
from aurora_desk.api.addresses import network_address
from aurora_desk.api.crowd import Bounds, Crowd, Entry
from aurora_desk.api.protocol import DoorProtocol

HERE = None
PHONE, KIOSK = "192.168.1.20", "192.168.1.21"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", None),
        ("127.9.9.9", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("192.168.1.20", "192.168.1.20"),
        ("::ffff:192.168.1.20", "192.168.1.20"),
        ("fe80::1%eth0", "fe80::/64"),
        ("0.0.0.0", "0.0.0.0"),
    ],
)
def test_a_caller_on_this_computer_has_no_network_address(host: str, address: str | None) -> None:
    assert network_address(host) == address


def test_one_address_gets_its_share_and_another_one_still_enters() -> None:
    crowd = Crowd(Bounds(most_an_address=2))

    assert [crowd.enter(PHONE) for _ in range(3)] == [Entry.TAKEN, Entry.TAKEN, Entry.TURNED_AWAY]
    assert crowd.enter(KIOSK) is Entry.TAKEN
    assert crowd.enter(HERE) is Entry.TAKEN


def test_the_whole_network_leaves_places_to_this_computer() -> None:
    crowd = Crowd(Bounds())
    taken = [crowd.enter(f"10.0.{number % 250}.1") for number in range(2_000)].count(Entry.TAKEN)

    assert taken == 400
    assert [crowd.enter(HERE) for _ in range(100)].count(Entry.TAKEN) == 100
    assert crowd.enter(HERE) is not Entry.TAKEN


def test_those_who_are_turned_away_are_bounded_and_take_no_place() -> None:
    crowd = Crowd(Bounds(most=10, most_from_network=5, most_an_address=5, most_turned_away=3))

    entries = [crowd.enter(PHONE) for _ in range(20)]

    assert entries == [Entry.TAKEN] * 5 + [Entry.TURNED_AWAY] * 3 + [Entry.CUT] * 12
    assert [crowd.enter(HERE) for _ in range(5)] == [Entry.TAKEN] * 5


def test_whoever_leaves_gives_the_same_place_back() -> None:
    crowd = Crowd(Bounds(most=3, most_from_network=2, most_an_address=1, most_turned_away=1))
    for _ in range(5):
        entries = [(address, crowd.enter(address)) for address in (PHONE, PHONE, PHONE, KIOSK, HERE)]
        assert [entry for _, entry in entries] == [
            Entry.TAKEN,
            Entry.TURNED_AWAY,
            Entry.CUT,
            Entry.TAKEN,
            Entry.TAKEN,
        ]
        for address, entry in entries:
            crowd.leave(address, entry)


class TwoNetworks(DoorProtocol):
    """Takes callers from 127.0.0.2 and up for callers from the network."""

    bounds = Bounds(most=6, most_from_network=4, most_an_address=2)

    def address_of(self, transport: asyncio.Transport) -> str | None:
        host: str = transport.get_extra_info("peername")[0]
        return None if host == "127.0.0.1" else host


def test_a_flood_from_the_network_is_told_to_come_back_and_programs_here_are_served() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/thing")
    async def thing() -> dict[str, str]:
        return {}

    with running(app, TwoNetworks) as port:
        held = [Wire(port, source=f"127.0.0.{number}") for number in (2, 2, 3, 3)]
        for wire in held:
            assert wire.send(request(port)).answer().status == 200

        refused = [Wire(port, source=f"127.0.0.{number}") for number in (2, 3, 4, 5)]
        for wire in refused:
            answer = wire.answer()
            assert answer.status == 503
            assert int(answer.headers["retry-after"]) > 0
            assert answer.json()["status"] == "Failed"
        here = [Wire(port) for _ in range(2)]
        for wire in here:
            assert wire.send(request(port)).answer().status == 200

        held[0].close()
        until_served(lambda: Wire(port, source="127.0.0.9"), port)
        for wire in [*held[1:], *refused, *here]:
            wire.close()


def until_served(connect: Callable[[], Wire], port: int) -> None:
    """The place of a connection that was hung up is free as soon as the server has noticed."""
    for _ in range(50):
        wire = connect()
        status = wire.send(request(port)).answer().status
        wire.close()
        if status == 200:
            return
    raise AssertionError("the place was never given back")
