"""Framing below HTTP's manners, by raw sockets against the real server: every fault gets one envelope and a hang-up."""

import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request

from api.running import FixedBook, HastyProtocol, Wire, request, running
from aurora_desk.api.crowd import Bounds
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.guard import LOOPBACK_HOSTS, Guard
from aurora_desk.api.protocol import DoorProtocol


def tiny_app() -> tuple[FastAPI, list[bytes]]:
    seen: list[bytes] = []
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.add_middleware(Guard, hosts=LOOPBACK_HOSTS, book=FixedBook())
    install_error_handlers(app)

    @app.get("/thing")
    async def thing() -> dict[str, str]:
        return {"status": "Success"}

    @app.post("/thing")
    async def take(body: Request) -> dict[str, int]:
        content = await body.body()
        seen.append(content)
        return {"length": len(content), "fields": len(body.headers)}

    return app, seen


class Tiny:
    """The running tiny program, and the connections of one test to it."""

    def __init__(self, port: int, seen: list[bytes]) -> None:
        self.port, self.seen = port, seen
        self._wires: list[Wire] = []

    def wire(self) -> Wire:
        self._wires.append(Wire(self.port))
        return self._wires[-1]

    def hang_up(self) -> None:
        for wire in self._wires:
            wire.close()


@pytest.fixture(scope="module")
def tiny_server() -> Iterator[tuple[int, list[bytes]]]:
    app, seen = tiny_app()
    with running(app) as port:
        yield port, seen


@pytest.fixture(scope="module")
def hasty_server() -> Iterator[tuple[int, list[bytes]]]:
    app, seen = tiny_app()
    with running(app, HastyProtocol) as port:
        yield port, seen


@pytest.fixture
def tiny(tiny_server: tuple[int, list[bytes]]) -> Iterator[Tiny]:
    program = Tiny(*tiny_server)
    yield program
    program.hang_up()


@pytest.mark.parametrize(
    "fields",
    [
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: gzip",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    ],
)
def test_what_our_rules_and_the_parser_both_refuse_is_refused_once(
    tiny: Tiny, caplog: pytest.LogCaptureFixture, fields: tuple[str, ...]
) -> None:
    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", *fields, body=b"0\r\n\r\n"))

    assert wire.answer().status == 400
    assert wire.ended()
    assert not caplog.records, caplog.text


@pytest.fixture
def hasty(hasty_server: tuple[int, list[bytes]]) -> Iterator[Tiny]:
    program = Tiny(*hasty_server)
    yield program
    program.hang_up()


def test_a_connection_serves_one_request_after_the_other(tiny: Tiny) -> None:
    wire = tiny.wire()
    for _ in range(3):
        answer = wire.send(request(tiny.port)).answer()
        assert answer.status == 200
        assert "server" not in answer.headers
        body = b'{"a":1}'
        posted = request(tiny.port, "POST /thing HTTP/1.1", f"Content-Length: {len(body)}", body=body)
        assert wire.send(posted).answer().json()["length"] == len(body)


@pytest.mark.parametrize(
    "fields",
    [
        ["Content-Length: 3", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 3"],
        ["Content-Length: 3", "Content-Length: 3"],
        ["Content-Length: 3", "Content-Length: 4"],
        ["Content-Length: +3"],
        ["Content-Length: 3, 3"],
        ["Content-Length: 0x3"],
        ["Content-Length: -3"],
        ["Content-Length: "],
        ["Content-Length: 3 3"],
        ["Transfer-Encoding: xchunked"],
        ["Transfer-Encoding: chunked, chunked"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: identity"],
        ["Host: 127.0.0.1"],
        ["Content-Length : 3"],
        ["X-Folded: a\r\n b"],
        ["No-Colon"],
    ],
)
def test_a_smuggled_second_request_is_never_answered(tiny: Tiny, fields: list[str]) -> None:
    inner = request(tiny.port, "POST /thing HTTP/1.1", "Content-Length: 8", body=b"smuggled")

    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", *fields, body=b"0\r\n\r\n" + inner))

    answer = wire.answer()
    assert answer.status == 400
    assert answer.json()["status"] == "Failed"
    assert answer.json()["data"] == {}
    assert answer.headers["connection"] == "close"
    assert wire.ended()
    assert b"smuggled" not in tiny.seen


@pytest.mark.parametrize(
    "head",
    [
        "GET /thing HTTP/1.1\r\n\r\n",
        "GET /thing HTTP/9.9\r\nHost: {host}\r\n\r\n",
        "GET /thing HTTP/2.0\r\nHost: {host}\r\n\r\n",
        "GET /thing HTTP/0.9\r\nHost: {host}\r\n\r\n",
        "GET /thing\r\n\r\n",
        "GET http://{host}/thing HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /th\u00e9 HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /thing HTTP/1.1\nHost: {host}\n\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        "hello\r\n\r\n",
    ],
)
def test_an_odd_head_is_refused_in_the_envelope(tiny: Tiny, head: str) -> None:
    wire = tiny.wire().send(head.format(host=f"127.0.0.1:{tiny.port}").encode("latin-1"))

    answer = wire.answer()
    assert answer.status == 400
    assert set(answer.json()) == {"status", "message", "data"}
    assert wire.ended()


@pytest.mark.parametrize(
    "fields",
    [
        [f"X-{number}: y" for number in range(100)],
        ["X-Long: " + "y" * 33_000],
        ["X-Long: " + "y" * 300_000],
        [f"X-{number}: {'y' * 400}" for number in range(90)],
    ],
)
def test_too_much_head_is_refused(tiny: Tiny, fields: list[str]) -> None:
    wire = tiny.wire().send(request(tiny.port, "GET /thing HTTP/1.1", *fields))

    assert wire.answer().status == 431
    assert wire.ended()


def test_an_endless_head_is_refused_before_it_ends(tiny: Tiny) -> None:
    wire = tiny.wire().send(b"GET /thing HTTP/1.1\r\nX-Long: " + b"y" * 40_000)

    assert wire.answer().status == 431
    assert wire.ended()


def test_ninety_nine_fields_beside_the_host_are_fine(tiny: Tiny) -> None:
    wire = tiny.wire().send(request(tiny.port, "GET /thing HTTP/1.1", *[f"X-{n}: y" for n in range(99)]))

    assert wire.answer().status == 200


def test_a_body_announced_too_large_is_refused_though_the_client_sends_it_all(tiny: Tiny) -> None:
    body = b"x" * (1024 * 1024 + 1)

    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", f"Content-Length: {len(body)}", body=body))

    assert wire.answer().status == 413
    assert wire.ended()


def test_a_chunked_body_is_refused_when_it_grows_too_large(tiny: Tiny) -> None:
    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", "Transfer-Encoding: chunked"))
    for _ in range(17):
        wire.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    answer = wire.answer()

    assert answer.status == 413
    assert answer.json()["message"] == "The body is larger than 1 MiB."
    assert wire.ended()


def test_a_body_of_exactly_one_mebibyte_is_taken(tiny: Tiny) -> None:
    body = b"x" * (1024 * 1024)

    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", f"Content-Length: {len(body)}", body=body))

    assert wire.answer().json()["length"] == len(body)


def test_a_client_that_asks_first_is_told_to_go_on(tiny: Tiny) -> None:
    wire = tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", "Content-Length: 3", "Expect: 100-continue"))

    assert wire.answer().status == 100
    assert wire.send(b"abc").answer().json()["length"] == 3


def test_fields_behind_a_chunked_body_are_nobodys_headers(tiny: Tiny) -> None:
    chunks = b"3\r\nabc\r\n0\r\nX-Late: y\r\nOrigin: https://evil.example\r\n\r\n"

    answer = (
        tiny.wire().send(request(tiny.port, "POST /thing HTTP/1.1", "Transfer-Encoding: chunked", body=chunks)).answer()
    )

    assert answer.json() == {"length": 3, "fields": 2}


def test_a_broken_chunk_gets_an_answer_and_no_work(tiny: Tiny, caplog: pytest.LogCaptureFixture) -> None:
    seen_before = len(tiny.seen)

    wire = tiny.wire().send(
        request(tiny.port, "POST /thing HTTP/1.1", "Transfer-Encoding: chunked", body=b"3\r\nabcdef\r\nzz\r\n")
    )

    assert wire.answer().status == 400
    assert wire.ended()
    assert len(tiny.seen) == seen_before
    assert not caplog.records


def test_of_pipelined_requests_the_first_is_answered_and_the_connection_ends(tiny: Tiny) -> None:
    first = request(tiny.port, "POST /thing HTTP/1.1", "Content-Length: 5", body=b"first")
    second = request(tiny.port, "POST /thing HTTP/1.1", "Content-Length: 6", body=b"second")

    wire = tiny.wire().send(first + second)

    assert wire.answer().json()["length"] == 5
    assert wire.ended()
    assert b"second" not in tiny.seen


def test_an_upgrade_is_not_taken_and_the_request_is_answered(tiny: Tiny) -> None:
    wire = tiny.wire().send(request(tiny.port, "GET /thing HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket"))

    assert wire.answer().status == 200
    assert wire.ended()


def test_a_body_behind_an_upgrade_is_refused_and_never_lost_in_silence(tiny: Tiny) -> None:
    wire = tiny.wire().send(
        request(
            tiny.port, "POST /thing HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c", "Content-Length: 3", body=b"abc"
        )
    )

    assert wire.answer().status == 400
    assert wire.ended()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /thing HT",
        b"POST /thing HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 10\r\n\r\nabc",
        b"POST /thing HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
)
def test_a_request_that_is_not_complete_in_time_is_cut(hasty: Tiny, said: bytes) -> None:
    seen_before = len(hasty.seen)
    wire = hasty.wire().send(said.replace(b"%d", str(hasty.port).encode()))

    assert wire.ended()
    assert len(hasty.seen) == seen_before


def test_a_trickle_of_bytes_does_not_lengthen_the_deadline(hasty: Tiny) -> None:
    wire = hasty.wire()

    def trickle() -> None:
        for _ in range(200):
            wire.send(b"G")
            time.sleep(0.05)

    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        trickle()


def test_a_quiet_connection_may_ask_again_after_the_deadline_of_its_first_request(hasty: Tiny) -> None:
    wire = hasty.wire()
    assert wire.send(request(hasty.port)).answer().status == 200
    time.sleep(HastyProtocol.deadline_s * 1.5)

    assert wire.send(request(hasty.port)).answer().status == 200


def test_connections_beyond_the_bound_are_told_to_come_back() -> None:
    class NarrowProtocol(DoorProtocol):
        bounds = Bounds(most=2)

    app, _ = tiny_app()
    with running(app, NarrowProtocol) as port:
        program = Tiny(port, [])
        assert [program.wire().send(request(port)).answer().status for _ in range(2)] == [200, 200]

        third = program.wire().answer()

        assert third.status == 503
        assert int(third.headers["retry-after"]) > 0
        program.hang_up()


@pytest.mark.parametrize("path", ["/nothing", "/thing/", "//thing", "/thing/..", "/docs"])
def test_an_unknown_address_is_a_404_in_the_envelope(tiny: Tiny, path: str) -> None:
    answer = tiny.wire().send(request(tiny.port, f"GET {path} HTTP/1.1")).answer()

    assert answer.status == 404
    assert answer.json() == {"status": "Failed", "message": "There is nothing at this address.", "data": {}}


def test_a_method_that_is_not_taken_is_a_405_that_says_which_are(tiny: Tiny) -> None:
    answer = tiny.wire().send(request(tiny.port, "DELETE /thing HTTP/1.1")).answer()

    assert answer.status == 405
    assert answer.json()["status"] == "Failed"
    assert answer.headers["allow"]
