"""The access log: every answer leaves a line, and no line holds a secret or breaks the file."""

import logging
import re

import httpx
import pytest
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from api.running import FixedBook, HastyProtocol, Wire, request, running
from api.shop import Shop
from aurora_desk.api.access_log import AccessLog, log, logged_path
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.guard import LOOPBACK_HOSTS, Guard

SECRET = "s3cret"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, log.name)
    return caplog


def said(lines: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in lines.records if record.name == log.name]


def guarded_app() -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.add_middleware(Guard, hosts=LOOPBACK_HOSTS, book=FixedBook())
    app.add_middleware(AccessLog)
    install_error_handlers(app)

    @app.api_route("/thing", methods=["GET", "POST"])
    async def thing() -> Response:
        return Response("12345")

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(iter(["123", "4567"]))

    @app.get("/defect")
    async def defect() -> Response:
        raise ZeroDivisionError

    return app


def test_every_answer_leaves_one_line_with_what_is_needed_to_judge_it(lines: pytest.LogCaptureFixture) -> None:
    with running(guarded_app()) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        client.get("/thing")
        client.post("/thing", content=b"{}")
        client.get("/stream")
        client.get("/nothing")
        client.get("/thing", headers={"Host": "evil.example"})
        client.get("/defect")

    found = [re.sub(r"\d+\.\d ms \d+", "T ms N", line) for line in said(lines)]
    assert found == [
        "GET /thing 200 T ms N B loopback",
        "POST /thing 200 T ms N B loopback",
        "GET /stream 200 T ms N B loopback",
        "GET /nothing 404 T ms N B loopback",
        "GET /thing 403 T ms N B loopback",
        "GET /defect 500 T ms N B loopback",
    ]
    assert [line.split()[5] for line in said(lines)][:3] == ["5", "5", "7"]


def test_the_real_program_logs_its_answers(shop: Shop, lines: pytest.LogCaptureFixture) -> None:
    shop.post("getOrder", {"orderID": 1})

    assert said(lines)[-1].startswith("POST /ecommerce/getOrder 404 ")


def test_no_secret_of_a_request_is_ever_logged(lines: pytest.LogCaptureFixture) -> None:
    with running(guarded_app()) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        client.post(
            f"/thing?token={SECRET}",
            json={"password": SECRET},
            headers={"Authorization": f"Bearer {SECRET}", "Cookie": SECRET, "Idempotency-Key": SECRET},
        )
        for path in (f"/o/{SECRET}", f"/%6f/{SECRET}", f"/O/{SECRET}", f"/o/{SECRET}/more?key={SECRET}"):
            client.get(path)

    assert SECRET not in lines.text
    assert len(said(lines)) == 5


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/ecommerce/genCode/5001", "/ecommerce/genCode/5001"),
        ("/a b", "/a\\u0020b"),
        ("/a\r\nGET /admin 200", "/a\\u000d\\u000aGET\\u0020/admin\\u0020200"),
        ("/\x1b[31mred", "/\\u001b[31mred"),
        ("/\\u000a", "/\\u005cu000a"),
        ("/\u202eevil\u2028", "/\\u202eevil\\u2028"),
        ("/caf\u00e9", "/caf\\u00e9"),
        ("/o/code", "/o/…"),
        ("/order/code", "/order/code"),
    ],
)
def test_a_path_can_not_break_its_line(path: str, shown: str) -> None:
    assert logged_path(path) == shown


@pytest.mark.parametrize("letter", ["x", "\n", "\U0001f600"])
def test_a_long_path_is_cut(letter: str) -> None:
    assert len(logged_path("/" + letter * 30_000)) == 200


def test_a_broken_request_is_logged_with_its_reason_and_none_of_its_bytes(lines: pytest.LogCaptureFixture) -> None:
    with running(guarded_app(), HastyProtocol) as port:
        assert Wire(port).send(f"GET /{SECRET} HTTP/1.1\r\n{SECRET}\r\n\r\n".encode()).rest()
        assert Wire(port).send(request(port, "GET /thing HTTP/1.1", "Host: localhost")).rest()
        assert Wire(port).send(f"GET /{SECRET}".encode()).rest() == b""
        assert Wire(port).rest() == b""

    assert said(lines) == [
        "- - 400 loopback This is not a well-formed HTTP request.",
        "- - 400 loopback The request must have exactly one Host header.",
        "- - - loopback The request was not complete in time.",
    ]


def test_where_nobody_reads_the_log_nothing_is_made_for_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, log.name)
    with running(guarded_app()) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/thing").text == "12345"

    assert said(caplog) == []
