"""The access log: one line for each request that was answered, without anything that is secret or long.

Method, path, status, milliseconds, bytes of the answer's body, and whether the caller is on this computer. Never
headers, bodies or query strings: they hold keys, tokens and people's data.
"""

import logging
import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aurora_desk.api.addresses import network_address

log = logging.getLogger("aurora_desk.api.access")

_LONGEST_PATH = 200
_PLAIN = re.compile(r"[!-\[\]-~]*")


class AccessLog:
    """ASGI middleware that stands outside of everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write its line when it is answered."""
        if scope["type"] != "http" or not log.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        seen = _Seen(scope, send)
        try:
            await self._app(scope, receive, seen)
        finally:
            seen.tell()


class _Seen:
    """`send`, with what has gone through it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._began = perf_counter()
        self._status = self._size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
        else:
            self._size += len(message.get("body", b""))
            if not message.get("more_body"):
                self.tell()
        await self._send(message)

    def tell(self) -> None:
        """Write the line, once; there is none for a client that went away before its answer began."""
        if not self._status:
            return
        scope, took_ms = self._scope, (perf_counter() - self._began) * 1000
        log.info(
            "%s %s %d %.1f ms %d B %s",
            scope["method"],
            logged_path(scope["path"]),
            self._status,
            took_ms,
            self._size,
            _kind(scope),
        )
        self._status = 0


def tell_fault(status: int | None, reason: str, *, from_network: bool) -> None:
    """Write a line for a connection that ended before it was a request; without a status it got no answer."""
    log.info("- - %s %s %s", status or "-", "network" if from_network else "loopback", reason)


def logged_path(path: str) -> str:
    """A path that can't end the line, colour a terminal or give a customer's link away."""
    if path[:3].lower() == "/o/":
        return "/o/…"
    shown = path[:_LONGEST_PATH]
    if not _PLAIN.fullmatch(shown):
        shown = "".join(letter if _PLAIN.fullmatch(letter) else _escaped(letter) for letter in shown)
    return shown[:_LONGEST_PATH]


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def _kind(scope: Scope) -> str:
    host = scope["client"][0] if scope["client"] else "0.0.0.0"  # noqa: S104 - nobody knows: not on this computer
    return "loopback" if host == "127.0.0.1" or network_address(host) is None else "network"
