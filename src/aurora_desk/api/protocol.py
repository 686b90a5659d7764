"""The connection: uvicorn's HTTP protocol with the limits it lacks.

One request at a time (a pipelined one is left unread and the connection ended), a head and a body of bounded size, all
of it within a deadline. A fault is answered in the envelope and ends the connection.
"""

import asyncio
from asyncio import TimerHandle
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from aurora_desk.api import access_log
from aurora_desk.api.addresses import network_address
from aurora_desk.api.crowd import Bounds, Crowd, Entry
from aurora_desk.api.framing import (
    BODY_TOO_LARGE,
    HEAD_TOO_LARGE,
    LARGEST_BODY,
    LARGEST_HEAD,
    MOST_HEADERS,
    NOT_HTTP,
    TOO_MANY_CONNECTIONS,
    UPGRADE_WITH_BODY,
    Fault,
    has_body,
    head_fault,
    raw_answer,
)

_MOST_RECEIVED = 8 * LARGEST_BODY
"""Bytes of one body as they arrive: a client that sends it in tiny chunks spends most of them on chunk heads."""


class DoorProtocol(HttpToolsProtocol):
    """One client's connection."""

    deadline_s = 30.0
    """How long a head and its body may take together."""
    linger_s = 2.0
    """How long a refused client may go on sending, so that it comes to read why it was refused."""
    handshake_s = 15.0
    """How long TLS may take to begin, before the deadline counts."""
    bounds = Bounds()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        crowd: Crowd,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._crowd = crowd
        self._entry: Entry | None = None
        self._address: str | None = None
        self._timer: TimerHandle | None = None
        self._reading_body = False
        self._head_bytes = 0
        self._body_bytes = 0
        self._received = 0
        self._deaf = False
        """Nothing more is read from this client."""

    def address_of(self, transport: asyncio.Transport) -> str | None:
        """The address of a caller from the network; None for one on this computer."""
        peer = transport.get_extra_info("peername")
        return network_address(peer[0]) if peer else "unknown"  # gone again already

    def arrive(self, transport: asyncio.Transport) -> Entry:
        """Be counted, once and before anything is read."""
        if self._entry is None:
            self.transport = transport
            self.connections.add(self)
            self._address = self.address_of(transport)
            self._entry = self._crowd.enter(self._address)
        return self._entry

    def depart(self) -> None:
        """Be counted no more."""
        self.connections.discard(self)
        if self._entry is not None:
            self._crowd.leave(self._address, self._entry)
            self._entry = None

    def give_up(self, reason: str) -> None:
        """Be counted no more, because there will be no request, and say why."""
        access_log.tell_fault(None, reason, from_network=self._address is not None)
        self.depart()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        entry = self.arrive(transport)
        super().connection_made(transport)
        if entry is Entry.TAKEN:
            self._start_timer()
        elif entry is Entry.TURNED_AWAY:
            self._refuse(TOO_MANY_CONNECTIONS)
        else:
            self._deaf = True
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        self.depart()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            self._drop(data)
            return
        self._unset_keepalive_if_required()
        if self._timer is None:
            self._start_timer()
        if self._reading_body:
            self._received += len(data)
        else:
            self._head_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            return  # Upgrades are not taken: the request is answered as plain HTTP, and the connection ends.
        except httptools.HttpParserError:
            if not self._deaf:  # our rules are asked first, and what they refuse the parser may refuse as well
                self._refuse(NOT_HTTP)
            return
        if not self._deaf:
            self._check_unfinished()

    def on_message_begin(self) -> None:
        if not self._deaf:
            super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._deaf:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._deaf and not self._reading_body:  # fields behind the body are nobody's headers
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._deaf:
            return
        fault = head_fault(self.parser.get_http_version(), self.url, self.headers)
        if fault is None and self._answering():
            fault = NOT_HTTP
        if fault is None and self.parser.should_upgrade() and has_body(self.headers):
            fault = UPGRADE_WITH_BODY
        if fault is not None:
            self._refuse(fault)
            return
        super().on_headers_complete()
        self._reading_body, self._body_bytes, self._received = True, 0, 0
        if self.parser.should_upgrade():
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        if self._deaf:
            return
        self._body_bytes += len(body)
        if self._body_bytes > LARGEST_BODY:
            self._refuse(BODY_TOO_LARGE)
            return
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._deaf:
            return
        self._reading_body, self._head_bytes = False, 0
        self._stop_timer()
        if self.cycle.response_complete:
            self._start_timer()  # answered before it was read: the wait for the next request begins here
        super().on_message_complete()

    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _check_unfinished(self) -> None:
        if self._reading_body:
            if self._received > _MOST_RECEIVED:
                self._refuse(BODY_TOO_LARGE)
        elif self._head_bytes > LARGEST_HEAD or len(self.headers or ()) > MOST_HEADERS:
            self._refuse(HEAD_TOO_LARGE)

    def _refuse(self, fault: Fault) -> None:
        """Answer `fault`, unless something else is the last word here, and end the connection."""
        self._deaf = True
        self._stop_timer()
        if not self._reading_body:
            if self._answering():
                self.cycle.keep_alive = False  # the request before this one was whole: its answer is the last
            else:
                self._say(fault)
            return
        answered = self.cycle.response_started
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        if answered:
            self.transport.close()
        else:
            self._say(fault)

    def _say(self, fault: Fault) -> None:
        access_log.tell_fault(fault.status, fault.sentence, from_network=self._address is not None)
        self.transport.write(raw_answer(fault))
        # Closing now would reset the connection under a client that is still sending, and lose the answer.
        if self.transport.can_write_eof():  # not in TLS, where the client goes by the answer's length
            self.transport.write_eof()
        self.flow.resume_reading()
        self._timer = self.loop.call_later(self.linger_s, self.transport.close)

    def _drop(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > _MOST_RECEIVED:
            self.transport.abort()

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.deadline_s, self._on_deadline)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_deadline(self) -> None:
        self._timer = None
        if self._answering() and not self._reading_body:
            self._deaf = True
            self.cycle.keep_alive = False
            return
        if self._head_bytes or self._reading_body:
            access_log.tell_fault(None, "The request was not complete in time.", from_network=self._address is not None)
        self.transport.abort()
