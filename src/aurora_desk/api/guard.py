"""The guard in front of routing: who calls, under which name, and from which web page. Nothing is done for others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from ipaddress import ip_address

from fastapi import Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aurora_desk.api.errors import failure, refused, unexpected
from aurora_desk.domain.errors import AuroraError

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

Origins = Callable[[], Awaitable[Collection[str]]]

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_BARE_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NOT_KEPT = (b"cache-control", b"no-store")


class Guard:
    """ASGI middleware that answers 403 before any work, and adds what every answer must carry."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], origins: Origins) -> None:
        self._app, self._hosts, self._origins = app, hosts, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        dressed = _Dressed(send)
        try:
            answer = await self._answer_before_work(scope, dressed)
            await (answer or self._app)(scope, receive, dressed)
        except ClientDisconnect:
            return  # the client hung up, or was cut, before its request was whole
        except Exception as error:
            if dressed.started:
                raise
            answer = refused(error) if isinstance(error, AuroraError) else unexpected(error)
            await answer(scope, receive, dressed)

    async def _answer_before_work(self, scope: Scope, dressed: _Dressed) -> Response | None:
        if not is_loopback(scope):
            return failure(403, "This program answers on this computer only.")
        if not host_is_known(header(scope, b"host") or "", scope["server"][1], self._hosts):
            return failure(403, "This program is not known under that host name.")
        origin = foreign_origin(scope)
        if origin is None:
            return None
        if origin not in await self._origins():
            return failure(403, "Web pages of that origin may not call this program.")
        dressed.origin = origin
        if scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method") is not None:
            return _preflight()
        return None


class _Dressed:
    """`send`, with the headers that every answer carries."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False
        self.origin: str | None = None
        """The origin whose pages may read the answer."""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = [*message.get("headers", ()), *_ALWAYS]
            names = {name for name, _ in headers}
            headers += [field for field in (_BARE_POLICY, _NOT_KEPT) if field[0] not in names]
            headers.append((b"vary", b"Origin"))
            if self.origin is not None:
                headers.append((b"access-control-allow-origin", self.origin.encode("latin-1")))
            message = {**message, "headers": headers}
        await self._send(message)


def header(scope: Scope, name: bytes) -> str | None:
    """The only value of a header; several of one name count as one odd value, which no rule accepts."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def foreign_origin(scope: Scope) -> str | None:
    """The origin of the web page that a request comes from; None for programs, and for a page of this program itself.

    Asked only behind a known Host. A page is the program's own where its origin is the address that was called and the
    browser says so in a header that no page can set (docs/decisions/0003).
    """
    origin = header(scope, b"origin")
    called = f"{scope['scheme']}://{header(scope, b'host')}"
    return None if origin == called and header(scope, b"sec-fetch-site") == "same-origin" else origin


def is_loopback(scope: Scope) -> bool:
    """Whether the caller is on this computer."""
    return scope["client"] is not None and ip_address(scope["client"][0]).is_loopback


def host_is_known(host: str, port: int, known: frozenset[str]) -> bool:
    """Whether a Host header is a known name with its port: the socket's own unless the known name says another."""
    lower = host.lower()
    if lower in known and ":" in lower.rpartition("]")[2]:
        return True
    name, colon, digits = lower.rpartition(":")
    if not colon or lower.endswith("]"):
        return port == 80 and lower in known
    return digits == str(port) and name in known


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, X-App-ID",
            "Access-Control-Max-Age": "600",
        },
    )
