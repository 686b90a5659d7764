"""The requests of a hostile run as bytes: right ones, spoiled ones, and noise."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

from fuzz.values import HEADERS, METHODS, STRINGS, spoiled, spoiled_text, to_json

WEBHOOK_SECRET = "whsec_of_the_hostile_run"
JSON = ("Content-Type", "application/json")
PATHS = (
    "/health",
    "/ready",
    "/openapi.json",
    "/docs",
    "/docs/start.js",
    "/docs/swagger-ui.css",
    "/page.css",
    "/reset",
    "/events",
    "/ecommerce/products",
)


@dataclass(frozen=True)
class Shot:
    """Something to send, and what may come of it."""

    label: str
    """The line of the table that it counts in."""
    data: bytes
    must: frozenset[int] | None = None
    """The only statuses that are right; None where any refusal is."""
    is_noise: bool = False
    """Not one whole request: silence and an ended connection are fine."""
    is_smuggling: bool = False
    """Two requests that pretend to be one: nothing may answer the second."""
    has_body: bool = True
    """Whether its answer has a body."""
    has_pages: bool = False
    """Whether a browser is told its fault as a page."""
    is_of_files: bool = False
    """Whether the answer is a file of the program itself."""


class Gun:
    """Makes requests to one server."""

    def __init__(self, port: int, random: Random) -> None:
        self._port, self.random = port, random

    def post(self, path: str, body: Mapping[str, Any], *statuses: int, key: str | None = None) -> Shot:
        """A right POST that must be answered with one of `statuses`."""
        headers = [JSON] if key is None else [JSON, ("Idempotency-Key", key)]
        text = to_json(body).encode()
        return Shot(f"POST {path}", self._request("POST", path, headers, text), frozenset(statuses) or None)

    def get(self, path: str, *statuses: int, label: str | None = None, **more: bool) -> Shot:
        """A right GET."""
        return Shot(label or f"GET {path}", self._request("GET", path, []), frozenset(statuses) or None, **more)

    def form(self, fields: str) -> Shot:
        """The form of the reset page."""
        headers = [("Content-Type", "application/x-www-form-urlencoded"), self._maybe_html()]
        data = self._request("POST", "/reset", headers, fields.encode())
        return Shot("POST /reset", data, has_pages=True)

    def spoiled_post(self, path: str, body: Mapping[str, Any]) -> Shot:
        """A POST with something wrong in its fields, and now and then in its bytes or its headers."""
        text = spoiled_text(self.random, to_json(spoiled(self.random, body)).encode("utf-8", "surrogatepass"))
        headers = [JSON, *self._odd_headers(of_ten=2)]
        return Shot(f"POST {path}", self._request("POST", path, headers, text), is_noise=_is_odd(headers))

    def spoiled_get(self) -> Shot:
        """A GET with odd text in its query and odd headers."""
        path = self.random.choice(PATHS)
        name = self.random.choice(("appID", "search", "after", "token", "size", "type", "format", "x"))
        query = f"?{name}={quote(self.random.choice(STRINGS), safe='')}" if self.random.random() < 0.7 else ""
        headers = self._odd_headers(of_ten=6)
        return Shot(
            f"GET {path}",
            self._request("GET", path + query[:8_000], headers),
            is_noise=_is_odd(headers),
            has_pages=path == "/reset",
            is_of_files=path.startswith("/docs"),
        )

    def code(self, number: int) -> Shot:
        """genCode with odd numbers and odd parameters."""
        text = self.random.choice((str(number), "101", "0", "-1", "9" * 30, "1e3", "１０１", "..", "101%00", "5001.0"))
        odd = ("", "?size=63", "?size=1e3", "?size=64", "?type=x", "?format=svg", "?format=", "?a=b")
        more = self.random.choice(odd)
        return Shot(
            "GET /ecommerce/genCode/…", self._request("GET", f"/ecommerce/genCode/{quote(text, safe='%')}{more}", [])
        )

    def order_page(self, code: str) -> Shot:
        """The page of an order, mostly with a code that nobody signed."""
        letters = "BCDEFGHJKLNPRTUV"
        forged = "".join(self.random.choice(letters) for _ in range(self.random.choice((3, 22, 29, 300))))
        text = self.random.choice((code, forged, code[:-1] + self.random.choice(letters), self.random.choice(STRINGS)))
        path = f"/o/{quote(text[:2_000], safe='')}"
        return Shot("GET /o/…", self._request("GET", path, [self._maybe_html()]), has_pages=True)

    def elsewhere(self) -> Shot:
        """Another address or another method than those that there are."""
        random = self.random
        path = random.choice((*PATHS, "/ecommerce/createOrder", "/customers/login", "/stripe/webhook", "/o/B"))
        path += random.choice(("", "", "/", "//", "/..", "/%2e%2e/app.py", ";x=y", "%00", "?a=%ff", "#x", "x" * 3_000))
        path = random.choice((path, path, f"/{path}", path.upper(), "/%zz", "/*", "/\xff\xfe", "/.git/config", "/a b"))
        method = random.choice(METHODS)
        headers = self._odd_headers(of_ten=3)
        body = to_json({"a": random.choice(STRINGS)}).encode() if random.random() < 0.3 else b""
        return Shot(
            "other addresses",
            self._request(method, path, [*headers, JSON] if body else headers, body),
            is_noise=_is_odd(headers) or " " in path,
            has_body=method != "HEAD",
            has_pages="/reset" in path or "/o/" in path,
            is_of_files=path.startswith("/docs"),
        )

    def webhook(self, intent_id: str) -> Shot:
        """A message that says it comes from Stripe; half of them are signed as Stripe signs."""
        body = to_json({"data": {"object": {"object": "payment_intent", "id": intent_id}}})
        if self.random.random() < 0.4:
            body = self.random.choice(("", "[]", "null", '{"data":7}', "{" * 500, '{"data":{"object":[]}}', "\x00"))
        at = str(int(time.time()) - self.random.choice((0, 0, 0, 900)))
        secret = self.random.choice((WEBHOOK_SECRET, WEBHOOK_SECRET, "whsec_other"))
        mac = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        headers = [JSON, ("Stripe-Signature", f"t={at},v1={mac}")]
        return Shot("POST /stripe/webhook", self._request("POST", "/stripe/webhook", headers, body.encode()))

    def noise(self) -> Shot:
        """Bytes that are no HTTP, or not quite."""
        random, host = self.random, f"Host: 127.0.0.1:{self._port}".encode()
        pieces = (
            random.randbytes(random.randint(1, 600)),
            b"\r\n\r\n\r\n",
            b"GET / HTTP/9.9\r\n" + host + b"\r\n\r\n",
            b"GET /health HTTP/1.1\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + host + b"\r\n" + host + b"\r\n\r\n",
            b"GET http://evil.example/health HTTP/1.1\r\n" + host + b"\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + host + b"\r\n folded: x\r\n\r\n",
            b"GET /health HTTP/1.1\n" + host + b"\n\n",
            b"GET /health\r\n\r\n",
            b"GET  /health  HTTP/1.1\r\n" + host + b"\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + random.randbytes(64),
            b"POST /ecommerce/createOrder HTTP/1.1\r\n" + host + b"\r\nContent-Length: 50\r\n\r\n{}",
            b"GET /health HTTP/1.1\r\n" + host + b"\r\n" + b"a: b\r\n" * 150 + b"\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + host + b"\r\nx: \x00\x01\xff\r\n\r\n",
            b"CONNECT evil.example:443 HTTP/1.1\r\n" + host + b"\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + host + b"\r\n\r\n" + b"GET /health HTTP/1.1\r\n" + host + b"\r\n\r\n",
        )
        return Shot("noise", random.choice(pieces), is_noise=True)

    def smuggling(self) -> Shot:
        """A request inside another, for a server that reads lengths in two ways."""
        hidden = self._request("POST", "/ecommerce/createOrder", [JSON], b'{"items":[{"productID":103,"quantity":1}]}')
        chunked = b"0\r\n\r\n" + hidden
        length = f"Content-Length: {len(chunked)}"
        heads = (
            (length, "Transfer-Encoding: chunked"),
            ("Transfer-Encoding: chunked", "Content-Length: 4"),
            ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
            ("Transfer-Encoding: xchunked",),
            ("Transfer-Encoding: gzip, chunked",),
            ("Transfer-Encoding : chunked",),
            ("Transfer-Encoding:\x0bchunked",),
            ("Content-Length: 0", length),
            ("Content-Length: +5",),
            ("Content-Length: 0x5",),
            ("Content-Length: -5",),
            ("Content-Length: 5, 5",),
            ("Content-Length: 1_0",),
            (f"Content-Length: {'9' * 40}",),
        )
        fields = [f"{JSON[0]}: {JSON[1]}", *self.random.choice(heads)]
        first = ["POST /ecommerce/getOrder HTTP/1.1", f"Host: 127.0.0.1:{self._port}", *fields, "", ""]
        return Shot("smuggling", "\r\n".join(first).encode() + chunked, is_noise=True, is_smuggling=True)

    def _odd_headers(self, *, of_ten: int) -> list[tuple[str, str]]:
        if self.random.randrange(10) >= of_ten:
            return []
        return self.random.choices(HEADERS, k=self.random.randint(1, 3))

    def _maybe_html(self) -> tuple[str, str]:
        return ("Accept", self.random.choice(("text/html", "*/*", "application/json")))

    def _request(self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes = b"") -> bytes:
        names = {name for name, _ in headers}
        lines = [f"{method} {path} HTTP/1.1"]
        if "Host" not in names or self.random.random() < 0.1:
            lines.append(f"Host: 127.0.0.1:{self._port}")
        lines += [f"{name}: {value}" for name, value in headers]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _is_odd(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether headers contradict the body that is sent, so that the server may wait for more or hang up."""
    return any(name in ("Content-Length", "Transfer-Encoding", "Expect", "Upgrade", "Accept") for name, _ in headers)
