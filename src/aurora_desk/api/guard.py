"""The guard in front of routing: who calls, under which name, and from which web page. Nothing is done for others."""

from __future__ import annotations

from typing import Protocol

from fastapi import Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aurora_desk.api.addresses import plain_address
from aurora_desk.api.callers import BEHIND_A_PROXY, Caller, address_of
from aurora_desk.api.errors import NEEDS_KEY, failure, refused, unexpected
from aurora_desk.domain.access import Access, LanAccess
from aurora_desk.domain.errors import AuroraError

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

KEYLESS = frozenset({"/health", "/reset", "/stripe/webhook", "/page.css"})
"""Paths that anybody may ask for who reaches the API at all; the webhook's signature is its key."""
KEYLESS_BELOW = "/o/"
FORWARDED = frozenset({b"forwarded", b"x-forwarded-for"})
FORM_PAGE = "/reset"
"""The page whose form posts from the program's own origin, which browsers may write as `null`."""


class Book(Protocol):
    """What the guard asks."""

    async def access(self) -> Access:
        """Who may call, under which names, from which origins."""

    async def caller_of_key(self, key: str, address: str | None) -> Caller:
        """Who has a key; raises `NoKeyError`."""


_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_BARE_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NOT_KEPT = (b"cache-control", b"no-store")


class Guard:
    """ASGI middleware that answers 403 before any work, and adds what every answer must carry."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], book: Book) -> None:
        self._app, self._hosts, self._book = app, hosts, book

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
        address = self._address_of(scope)
        origin = foreign_origin(scope)
        if address is None and origin is None:
            return await self._admit(scope, None, LanAccess.OFF)  # the usual caller: nothing has to be read
        access = await self._book.access()
        if not self._is_known_host(scope, address, access):
            return failure(403, "This program is not known under that host name.")
        if address is not None and access.lan is LanAccess.OFF:
            return failure(403, "This program answers on this computer only.")
        if origin is not None:
            if not any(origin in allowed for allowed in access.origins.values()):
                return failure(403, "Web pages of that origin may not call this program.")
            dressed.origin = origin
            if scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method") is not None:
                return _preflight()
        return await self._admit(scope, address, access.lan)

    def _address_of(self, scope: Scope) -> str | None:
        """Where the caller is, None for this computer. A proxy on it makes the whole network look like it.

        Who asks for another of the program's names, or is said to be forwarded, has come through one.
        """
        address = address_of(scope)
        if address is not None:
            return address
        is_own_name = host_is_known(header(scope, b"host") or "", scope["server"][1], self._hosts)
        return None if is_own_name and FORWARDED.isdisjoint(name for name, _ in scope["headers"]) else BEHIND_A_PROXY

    def _is_known_host(self, scope: Scope, address: str | None, access: Access) -> bool:
        if address is None:
            return True  # by one of loopback's names
        # A name that is an address can't be rebound: the one that the connection came in by is as good as a name.
        own_address, port = plain_address(scope["server"][0]), scope["server"][1]
        own = f"[{own_address}]" if ":" in own_address else own_address
        return host_is_known(header(scope, b"host") or "", port, self._hosts | access.hosts | {own})

    async def _admit(self, scope: Scope, address: str | None, lan: LanAccess) -> Response | None:
        """Find out who calls. A key counts from this computer, too; without one, callers beyond it need an open LAN."""
        caller = Caller.without_key(address)
        scheme, _, key = (header(scope, b"authorization") or "").partition(" ")
        if not _is_keyless(scope["path"]):
            if scheme.lower() == "bearer":
                caller = await self._book.caller_of_key(key.strip(), address)
            elif address is not None and lan is not LanAccess.OPEN:
                return failure(401, "This program needs the key that it was paired with.", headers=NEEDS_KEY)
        scope.setdefault("state", {})["caller"] = caller
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
                headers.append((b"access-control-expose-headers", b"Retry-After"))
            message = {**message, "headers": headers}
        await self._send(message)


def header(scope: Scope, name: bytes) -> str | None:
    """The only value of a header; several of one name count as one odd value, which no rule accepts."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def own_origin(scope: Scope) -> str:
    """The origin that the program's own pages have for this caller: the name that it was asked under."""
    return f"{scope['scheme']}://{(header(scope, b'host') or '').lower()}"


def foreign_origin(scope: Scope) -> str | None:
    """The origin of the web page that a request comes from; None for programs, and for a page of this program itself.

    Asked only behind a known Host. A page is the program's own where its origin is the address that was called and the
    browser says so in a header that no page can set (docs/decisions/0003). The reset page's form needs no such word:
    a browser may even call a page without referrer `null`, and the token in the form is its key.
    """
    origin = header(scope, b"origin")
    is_own = origin == own_origin(scope)
    if scope["path"] == FORM_PAGE and (is_own or origin == "null"):
        return None
    return None if is_own and header(scope, b"sec-fetch-site") == "same-origin" else origin


def host_is_known(host: str, port: int, known: frozenset[str]) -> bool:
    """Whether a Host header is a known name with its port: the socket's own unless the known name says another."""
    lower = host.lower()
    if lower in known and ":" in lower.rpartition("]")[2]:
        return True
    name, colon, digits = lower.rpartition(":")
    if not colon or lower.endswith("]"):
        return port == 80 and lower in known
    return digits == str(port) and name in known


def _is_keyless(path: str) -> bool:
    return path in KEYLESS or path.startswith(KEYLESS_BELOW)


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, X-App-ID",
            "Access-Control-Max-Age": "600",
        },
    )
