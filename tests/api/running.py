"""A real server in a thread of the test, and plain sockets to talk to it below HTTP's manners."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Queue
from typing import Any

from fastapi import FastAPI

from aurora_desk.api.callers import Caller
from aurora_desk.api.protocol import DoorProtocol
from aurora_desk.api.server import ApiServer
from aurora_desk.domain.access import Access, NoKeyError


@dataclass(frozen=True)
class FixedBook:
    """Says the same about access to whoever asks, and knows the keys that it was given."""

    said: Access = field(default_factory=Access)
    keys: Mapping[str, Caller] = field(default_factory=dict)

    async def access(self) -> Access:
        return self.said

    async def caller_of_key(self, key: str, address: str | None) -> Caller:
        if key not in self.keys:
            raise NoKeyError("This key is not paired.")
        return replace(self.keys[key], address=address)


class HastyProtocol(DoorProtocol):
    """The product's protocol with short waits."""

    deadline_s = 0.8
    linger_s = 0.3
    handshake_s = 0.8


@contextmanager
def running(
    app: FastAPI, protocol: type[DoorProtocol] = DoorProtocol, certificate: tuple[Path, Path] | None = None
) -> Iterator[int]:
    """The port of `app`, served until the end of the block."""
    with running_server(app, protocol, certificate) as (port, _):
        yield port


@contextmanager
def running_server(
    app: FastAPI, protocol: type[DoorProtocol] = DoorProtocol, certificate: tuple[Path, Path] | None = None
) -> Iterator[tuple[int, Callable[[], None]]]:
    """The port of `app`, and what asks its server to end."""
    ports: Queue[int] = Queue()
    server = ApiServer(app, "127.0.0.1", 0, ready=ports.put, certificate=certificate, protocol=protocol)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield ports.get(timeout=20), server.stop
    finally:
        server.stop()
        thread.join(timeout=30)
        assert not thread.is_alive()


@dataclass
class RawAnswer:
    """One HTTP answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Wire:
    """A TCP connection that says exactly what it is told to."""

    def __init__(self, port: int, *, source: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        plain = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))
        self._socket = plain if tls is None else tls.wrap_socket(plain, server_hostname="127.0.0.1")
        self._buffer = b""
        self.port = port

    def send(self, data: bytes) -> "Wire":
        """Send bytes as they are."""
        self._socket.sendall(data)
        return self

    def answer(self) -> RawAnswer:
        """The next answer; fails if the connection ends before it is whole."""
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(self._buffer) < length:
            self._fill()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return RawAnswer(int(first.split()[1]), headers, body)

    def ended(self) -> bool:
        """Whether the server says nothing more and ends the connection."""
        return self.rest() == b""

    def rest(self) -> bytes:
        """All that the server still says until it ends the connection; then this end is closed, too."""
        with contextlib.suppress(ConnectionResetError, ssl.SSLEOFError):
            while more := self._socket.recv(65536):
                self._buffer += more
        self._socket.close()
        return self._buffer

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _fill(self) -> None:
        more = self._socket.recv(65536)
        assert more, f"the connection ended after {self._buffer!r}"
        self._buffer += more


def request(port: int, line: str = "GET /thing HTTP/1.1", *fields: str, body: bytes = b"") -> bytes:
    """A request's bytes with a right Host."""
    return "\r\n".join([line, f"Host: 127.0.0.1:{port}", *fields, "", ""]).encode() + body
