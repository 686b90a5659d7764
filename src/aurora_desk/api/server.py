"""uvicorn, run by the program itself: our protocol, no Server header, a clean end that open streams take part in."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.server import HANDLED_SIGNALS, ServerState

from aurora_desk.api.crowd import Crowd
from aurora_desk.api.events import EventStreams
from aurora_desk.api.protocol import DoorProtocol
from aurora_desk.api.tls import TlsProtocol, server_context

_LAST_ANSWERS_S = 10


class ApiServer(uvicorn.Server):
    """The API on a port of its own. `run()` blocks until a signal or `stop()`."""

    def __init__(
        self,
        app: FastAPI,
        host: str,
        port: int,
        *,
        ready: Callable[[int], None],
        certificate: tuple[Path, Path] | None = None,
        protocol: type[DoorProtocol] = DoorProtocol,
    ) -> None:
        """`ready` is told the port once requests are answered; with a certificate (and its key) they come by TLS.

        Raises `OSError` at once if the port is taken.
        """
        super().__init__(
            uvicorn.Config(
                app,
                http=cast("type[asyncio.Protocol]", _connections(protocol, certificate)),
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=_LAST_ANSWERS_S,
            )
        )
        self._socket = _listen(host, port)
        self._app, self._ready = app, ready

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until asked to end."""
        super().run(sockets=[*(sockets or []), self._socket])

    def stop(self) -> None:
        """Ask the server to end; may be called from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell the port."""
        await super().startup(sockets)
        self._ready(self._socket.getsockname()[1])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the open streams, let the others finish, close."""
        streams: EventStreams | None = getattr(self._app.state, "streams", None)
        if streams is not None:
            streams.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGINT and SIGTERM as the wish to end. uvicorn's own would raise the signal again after the shutdown
        and kill the process before its owner has closed the store."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _connections(
    protocol: type[DoorProtocol], certificate: tuple[Path, Path] | None
) -> Callable[..., asyncio.Protocol]:
    """What uvicorn makes a new connection with; all of them share one count."""
    crowd = Crowd(protocol.bounds)
    context = server_context(*certificate) if certificate is not None else None

    def connection(
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> asyncio.Protocol:
        door = protocol(config, server_state, app_state, _loop, crowd=crowd)
        return door if context is None else TlsProtocol(door, context)

    return connection


def _listen(host: str, port: int) -> socket.socket:
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # Named TCP outright, because asyncio lets only such sockets send at once what they have to say.
    listener = socket.socket(family, kind, number)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener
