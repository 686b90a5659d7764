"""One conversation with a mail server. Every wait in it ends at one deadline, also with a server that trickles.

smtplib's timeout is that of a single read: a server that sends a byte now and then holds such a call for ever. So each
read and each write here gets what is left of the whole.
"""

from __future__ import annotations

import base64
import io
import smtplib
import socket
import ssl
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aurora_desk.mail.errors import MailBusyError, MailLoginError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_MOST_HEARD = 64 * 1024
"""All answers of a conversation are a few KiB; a reply without an end must not fill the memory."""
_PIECE = 16 * 1024
"""One TLS record: the most that a single write of ssl waits for."""
_GOODBYE_S = 2.0


class Deadline:
    """The moment at which a whole call is over, whatever its time went into."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """The seconds left; raises `TimeoutError` where there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the time for the whole call is up")
        return seconds

    def shorten(self, seconds: float) -> None:
        """Leave at most so many seconds from now."""
        self._end = min(self._end, time.monotonic() + seconds)


class Conversation(smtplib.SMTP):
    """A connection to a mail server, from its greeting to goodbye."""

    def __init__(self, host: str, port: int, *, trusted: ssl.SSLContext, deadline: Deadline) -> None:
        # Given a name, smtplib does not look up this computer's: that takes as long as the DNS likes, and tells it on.
        super().__init__(local_hostname="localhost")
        self._address = (host, port)
        self._trusted, self._deadline = trusted, deadline
        self.in_doubt = False
        """Whether the letter may have arrived although no answer said so."""

    def open(self, *, encrypted: bool) -> None:
        """Connect, hear the greeting and what the server can do."""
        self.sock = _connected(*self._address, self._deadline)
        self.local_hostname = _literal(self.sock)
        if encrypted:
            self._wrap()
        code, said = self.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        self._introduce()

    def encrypt(self) -> None:
        """Go on encrypted (STARTTLS); raises an `ssl.SSLError` for a server that can't prove who it is."""
        code, said = self.docmd("STARTTLS")
        if code != 220:
            raise smtplib.SMTPResponseException(code, said)
        self._wrap()
        self._introduce()

    def log_in(self, user: str, password: str) -> None:
        """Say who we are, once and in UTF-8: smtplib's own login knows ASCII only and tries a wrong password thrice."""
        offered = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, _ = self.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, _ = self.docmd("AUTH", "LOGIN")
            for word in (user, password):
                if code == 334:
                    code, _ = self.docmd(_base64(word))
        else:
            raise MailLoginError(
                "The mail server takes no user name and password here. Check its port in Email settings, "
                "or leave them out."
            )
        # What it said is not told: a server may repeat the line that it did not like.
        if 400 <= code <= 499:
            raise MailBusyError("The mail server cannot check the password just now. Nothing was sent.")
        if code != 235:
            raise MailLoginError(
                "The mail server refused the password. Check user name and password in Email settings."
            )

    def leave(self) -> None:
        """Say goodbye; what was sent is sent, so a server that doesn't answer this harms nothing."""
        self._deadline.shorten(_GOODBYE_S)
        with suppress(OSError):
            self.quit()

    def data(self, msg: ReadableBuffer | str) -> tuple[int, bytes]:
        """Hand the letter over; from here to the answer its fate is not known."""
        self.in_doubt = True
        code, said = super().data(msg)
        self.in_doubt = code < 400 and code != 250
        return code, said

    def send(self, s: ReadableBuffer | str) -> None:
        """Write all of `s` before the deadline."""
        all_of_it = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)
        for start in range(0, len(all_of_it), _PIECE):
            try:
                self._wait_at_most_what_is_left()
            except TimeoutError:
                self.close()
                raise smtplib.SMTPServerDisconnected("too late") from None
            super().send(all_of_it[start : start + _PIECE])

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply before the deadline."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Hearing(self.sock, self._deadline))
        return super().getreply()

    def _introduce(self) -> None:
        code, said = self.ehlo()
        if code != 250:
            raise smtplib.SMTPHeloError(code, said)

    def _wrap(self) -> None:
        assert self.sock is not None
        self._wait_at_most_what_is_left()
        self.sock = self._trusted.wrap_socket(self.sock, server_hostname=self._address[0])
        # Whatever was said before may be anybody's; smtplib reads on in a new file.
        self.file = None

    def _wait_at_most_what_is_left(self) -> None:
        if self.sock is not None:
            self.sock.settimeout(self._deadline.left())


class _Hearing(io.RawIOBase):
    """The reading side of a socket, each read of which waits for what is left of the whole."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._sock, self._deadline, self._heard = sock, deadline, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._sock.settimeout(self._deadline.left())
        count = self._sock.recv_into(buffer)
        self._heard += count
        if self._heard > _MOST_HEARD:
            raise OSError("the server does not stop talking")
        return count


def _connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first address of a host that answers; no address uses up the time of those after it."""
    found = _looked_up(host, port, deadline)
    trouble: OSError = OSError("the name has no address")
    for position, (family, kind, protocol, _, address) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left() / (len(found) - position))
            sock.connect(address)
        except OSError as error:
            sock.close()
            trouble = error
        else:
            return sock
    raise trouble


def _looked_up(host: str, port: int, deadline: Deadline) -> list[Any]:
    """The addresses of a host. Nothing can end a look-up, so it runs aside and is left alone when the time is up."""
    found: Future[list[Any]] = Future()

    def look_up() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            found.set_exception(error)

    threading.Thread(target=look_up, name="mail server's address", daemon=True).start()
    return found.result(deadline.left())


def _literal(sock: socket.socket) -> str:
    """Our own address as EHLO takes it from those who have no name."""
    address = sock.getsockname()[0]
    return f"[IPv6:{address}]" if sock.family == socket.AF_INET6 else f"[{address}]"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
