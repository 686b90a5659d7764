"""TLS in front of the protocol: a connection is counted and timed from its first byte, its handshake included."""

import asyncio
import ssl
from asyncio import Task
from pathlib import Path

from aurora_desk.api.crowd import Entry
from aurora_desk.api.protocol import DoorProtocol

_SHUTDOWN_S = 5.0


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """What the server speaks: TLS 1.2 or later, and HTTP/1.1 inside."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(certificate, key)
    return context


class TlsProtocol(asyncio.Protocol):
    """A connection until its handshake is done; then `door` takes it over.

    uvicorn's own TLS counts a connection only after its handshake, and waits a whole minute for that.
    """

    def __init__(self, door: DoorProtocol, context: ssl.SSLContext) -> None:
        self._door, self._context = door, context
        self._task: Task[None] | None = None
        self._early: list[bytes] = []
        self._lost = self._handed_over = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection and begin the handshake."""
        if self._door.arrive(transport) is not Entry.TAKEN:
            # To say why would take a handshake, which costs us more than whoever floods us.
            self._door.depart()
            transport.abort()
            return
        transport.pause_reading()  # what comes now belongs to the handshake
        self._task = self._door.loop.create_task(self._shake_hands(transport))

    def data_received(self, data: bytes) -> None:
        """Keep what comes between the end of the handshake and the handing over."""
        self._early.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the door, where the end came while it took over."""
        self._lost = True
        if self._handed_over:
            self._door.connection_lost(exc)

    async def _shake_hands(self, transport: asyncio.Transport) -> None:
        try:
            encrypted = await self._door.loop.start_tls(
                transport,
                self,
                self._context,
                server_side=True,
                ssl_handshake_timeout=self._door.handshake_s,
                ssl_shutdown_timeout=_SHUTDOWN_S,
            )
        except OSError:  # not TLS, an unknown version, or not in time
            encrypted = None
        if encrypted is None or self._lost:
            self._door.give_up("TLS did not begin: another protocol, another version, or not in time.")
            transport.abort()
        else:
            self._hand_over(encrypted)

    def _hand_over(self, encrypted: asyncio.Transport) -> None:
        self._handed_over = True
        encrypted.set_protocol(self._door)
        self._door.connection_made(encrypted)
        for data in self._early:
            self._door.data_received(data)
