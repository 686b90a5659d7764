"""The guard: under which name the program answers, and to web pages of which origin."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI, Response
from starlette.types import Message, Scope

from api.running import FixedBook, running
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.guard import LOOPBACK_HOSTS, Guard, host_is_known
from aurora_desk.domain.access import Access, LanAccess
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import TenantId

SHOP = "https://app.example.com"


BOOK = FixedBook(Access(origins={TenantId(42): frozenset({SHOP}), TenantId(43): frozenset({"http://127.0.0.1:3000"})}))


class UnreadableBook(FixedBook):
    """Nothing can be read from the disk."""

    async def access(self) -> Access:
        raise UnavailableError("The disk is full.")


class Program:
    """A guarded program that counts the requests it works on."""

    def __init__(self, book: FixedBook = BOOK) -> None:
        self.worked = 0
        self.app = FastAPI(openapi_url=None, redirect_slashes=False)
        self.app.add_middleware(Guard, hosts=LOOPBACK_HOSTS, book=book)
        install_error_handlers(self.app)
        self.app.add_api_route("/work", self.work, methods=["GET", "POST"], response_class=Response)
        self.app.add_api_route("/defect", self.defect, response_class=Response)

    async def work(self) -> Response:
        self.worked += 1
        return Response("{}", media_type="application/json")

    async def defect(self) -> Response:
        raise ZeroDivisionError("the secret inside")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Program, httpx.Client]]:
    program = Program()
    with running(program.app) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield program, client


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8787", True),
        ("localhost:8787", True),
        ("LocalHost:8787", True),
        ("[::1]:8787", True),
        ("127.0.0.1", False),
        ("127.0.0.1:80", False),
        ("localhost:8788", False),
        ("localhost.:8787", False),
        ("evil.example:8787", False),
        ("127.0.0.1:08787", False),
        ("127.0.0.1:8787:8787", False),
        ("127.0.0.1:8787@evil.example", False),
        ("evil.example#127.0.0.1:8787", False),
        ("", False),
        (":8787", False),
        ("till.local:443", True),
        ("till.local:8787", False),
        ("till.local", False),
    ],
)
def test_only_known_names_with_their_port_are_answered(host: str, known: bool) -> None:
    assert host_is_known(host, 8787, LOOPBACK_HOSTS | {"till.local:443"}) is known


def test_the_port_may_be_left_out_only_where_it_is_the_usual_one() -> None:
    assert host_is_known("localhost", 80, LOOPBACK_HOSTS)
    assert host_is_known("[::1]", 80, LOOPBACK_HOSTS)
    assert not host_is_known("localhost", 8787, LOOPBACK_HOSTS)


def test_a_rebound_name_is_refused_before_any_work(served: tuple[Program, httpx.Client]) -> None:
    program, client = served
    before = program.worked

    answer = client.get("/work", headers={"Host": "evil.example"})

    assert answer.status_code == 403
    assert answer.json()["status"] == "Failed"
    assert program.worked == before


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "HTTPS://APP.EXAMPLE.COM",
        "https://app.example.com/",
        "https://app.example.com, https://app.example.com",
        "",
        "*",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_foreign_origin_is_refused_before_any_work(
    served: tuple[Program, httpx.Client], origin: str, method: str
) -> None:
    program, client = served
    before = program.worked

    answer = client.request(method, "/work", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})

    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    assert program.worked == before


def test_an_allowed_origin_is_answered_with_itself_and_never_with_a_star(served: tuple[Program, httpx.Client]) -> None:
    answer = served[1].post("/work", headers={"Origin": SHOP})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "Origin" in answer.headers["vary"]


def test_a_preflight_is_answered_with_that_origin_and_the_four_headers(served: tuple[Program, httpx.Client]) -> None:
    program, client = served
    before = program.worked

    answer = client.options("/work", headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert answer.headers["access-control-allow-headers"] == "Authorization, Content-Type, Idempotency-Key, X-App-ID"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert program.worked == before


def own(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def test_a_page_of_the_program_itself_may_ask_it_and_needs_no_cors_header(
    served: tuple[Program, httpx.Client],
) -> None:
    program, client = served
    before = program.worked

    answer = client.post("/work", headers={"Origin": own(client), "Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert program.worked == before + 1


@pytest.mark.parametrize(
    "site", [None, "same-site", "cross-site", "none", "", "Same-Origin", "same-origin, same-origin"]
)
def test_its_own_origin_is_not_believed_unless_the_browser_says_so(
    served: tuple[Program, httpx.Client], site: str | None
) -> None:
    program, client = served
    before = program.worked
    said = {} if site is None else {"Sec-Fetch-Site": site}

    answer = client.post("/work", headers={"Origin": own(client), **said})

    assert answer.status_code == 403
    assert program.worked == before


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:{port}", "https://127.0.0.1:{port}", "http://127.0.0.1", ""],
)
def test_another_origin_is_refused_whatever_it_says_of_its_site(
    served: tuple[Program, httpx.Client], origin: str
) -> None:
    program, client = served
    before = program.worked
    named = origin.format(port=client.base_url.port)

    answer = client.post("/work", headers={"Origin": named, "Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert program.worked == before


def test_a_page_whose_name_was_bent_to_this_computer_is_not_the_programs_own(
    served: tuple[Program, httpx.Client],
) -> None:
    host = f"evil.example:{served[1].base_url.port}"

    answer = served[1].post(
        "/work", headers={"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 403


def test_every_answer_says_how_browsers_must_treat_it(served: tuple[Program, httpx.Client]) -> None:
    for path in ("/work", "/nothing", "/defect"):
        headers = served[1].get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_while_the_allowed_origins_can_not_be_read_no_page_is_let_in() -> None:
    program = Program(UnreadableBook())
    with running(program.app) as port:
        answer = httpx.post(f"http://127.0.0.1:{port}/work", headers={"Origin": SHOP})

    assert answer.status_code == 503
    assert answer.json()["message"] == "The disk is full."
    assert program.worked == 0


def test_a_defect_is_told_by_an_id_that_the_log_has_and_by_nothing_from_the_inside(
    served: tuple[Program, httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    answer = served[1].get("/defect")

    assert answer.status_code == 500
    assert set(answer.json()) == {"status", "message", "data"}
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text
    error_id = answer.json()["message"].split()[-1].rstrip(".")
    assert error_id in caplog.text


@pytest.mark.parametrize("client", [("192.168.1.20", 5000), ("10.0.0.1", 1), None])
def test_callers_from_the_network_are_refused(client: tuple[str, int] | None) -> None:

    program = Program()
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/work",
        "scheme": "http",
        "headers": [(b"host", b"127.0.0.1:8787")],
        "server": ("192.168.1.10", 8787),
        "client": client,
    }
    asyncio.run(Guard(program.app, hosts=LOOPBACK_HOSTS, book=BOOK)(scope, receive, send))

    assert sent[0]["status"] == 403
    assert program.worked == 0


def test_who_asks_for_another_name_of_the_program_comes_through_a_proxy_and_needs_a_key() -> None:
    """A proxy on this computer would make the whole network look like this computer."""
    hosts = frozenset({"till.local:443"})
    for lan, expected in ((LanAccess.OFF, 403), (LanAccess.PAIRED, 401), (LanAccess.OPEN, 200)):
        program = Program(FixedBook(Access(lan=lan, hosts=hosts)))
        with running(program.app) as port:
            address = f"http://127.0.0.1:{port}/work"
            assert httpx.get(address, headers={"Host": "till.local:443"}).status_code == expected
            assert httpx.get(address).status_code == 200, "this computer's own programs need none"
            assert httpx.get(address, headers={"Host": "other.local:443"}).status_code == 403


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For"])
def test_what_was_forwarded_is_not_from_this_computer(served: tuple[Program, httpx.Client], header: str) -> None:
    program, client = served
    before = program.worked

    assert client.get("/work", headers={header: "203.0.113.9"}).status_code == 403
    assert program.worked == before


def test_a_page_may_read_when_to_come_back(served: tuple[Program, httpx.Client]) -> None:
    answer = served[1].get("/nothing", headers={"Origin": SHOP})

    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert answer.headers["access-control-expose-headers"] == "Retry-After"


def test_an_address_is_a_name_of_the_program_also_where_the_socket_speaks_ipv6() -> None:
    program = Program(FixedBook(Access(lan=LanAccess.OPEN)))
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/work",
        "query_string": b"",
        "scheme": "http",
        "headers": [(b"host", b"192.0.2.2:8787")],
        "server": ("::ffff:192.0.2.2", 8787),
        "client": ("::ffff:192.0.2.9", 5000),
    }
    asyncio.run(program.app(scope, receive, send))

    assert sent[0]["status"] == 200
