"""The one door to the mail server: a letter is handed over before a deadline, or an error says what became of it."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote

import certifi

from aurora_desk.domain.words import say
from aurora_desk.mail.conversation import Conversation, Deadline
from aurora_desk.mail.errors import (
    MailAddressError,
    MailBusyError,
    MailError,
    MailRefusedError,
    MailSetupError,
    MailSilentError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
    SmtpUrlError,
    words_of,
)

_WORD = r"(?:[^\s/?#@\[\]%:]|%[0-9A-Fa-f]{2})+"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_URL = re.compile(
    rf"(?P<scheme>smtps?)://(?:(?P<user>{_WORD}):(?P<password>{_WORD})@)?"
    rf"(?:(?P<name>{_LABEL}(?:\.{_LABEL})*)|\[(?P<ipv6>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?/?"
)
_STATUS = re.compile(r"\d{3}(?: [245]\.\d{1,3}\.\d{1,3}\b)?")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are handed over and as whom; user and password are empty where none are given."""

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool

    def __repr__(self) -> str:
        return f"SmtpServer({self.host}:{self.port})"


def parse_smtp_url(text: str) -> SmtpServer:
    """Read `smtp://[user:password@]host[:port]` or `smtps://…`; raises `SmtpUrlError`.

    A port left out is that of submission: 587, or 465 where encryption begins at once. 25 is for servers among
    themselves, and most networks block it.
    """
    found = _URL.fullmatch(text)
    if found is None:
        raise _unreadable()
    implicit_tls = found["scheme"] == "smtps"
    port = int(found["port"] or (465 if implicit_tls else 587))
    if not 1 <= port <= 65535:
        raise _unreadable()
    return SmtpServer(
        host=found["name"] or _ipv6(found["ipv6"]),
        port=port,
        user=_decoded(found["user"]),
        password=_decoded(found["password"]),
        implicit_tls=implicit_tls,
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this computer by its very name, whatever a name server says."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Smtp:
    """The mail server, as the back room sees it; safe to use from several threads.

    `trusted` says whose certificates are believed, by default those of the system and of certifi; `loopback` decides
    for which hosts an unencrypted connection is good enough.
    """

    def __init__(
        self,
        server: SmtpServer,
        sender: str,
        *,
        timeout_s: float = 30.0,
        trusted: ssl.SSLContext | None = None,
        loopback: Callable[[str], bool] = is_loopback,
    ) -> None:
        self._server, self._timeout_s, self._trusted, self._loopback = server, timeout_s, trusted, loopback
        self.sender = sender
        """The address that letters come from."""

    def send(self, message: EmailMessage) -> None:
        """Hand one letter over; raises a `MailError` that says whether to try again."""
        recipient = _only_recipient(message)

        def hand_over(talk: Conversation) -> None:
            if not recipient.isascii() and not talk.has_extn("smtputf8"):
                raise MailAddressError(
                    "This mail server cannot send to an address with letters beyond a–z. Ask for another address."
                )
            talk.send_message(message, self.sender, [recipient])

        self._talk(hand_over)

    def check(self) -> None:
        """Connect and log in, and send nothing; raises the `MailError` that a letter would meet."""

        def nothing(talk: Conversation) -> None:
            code, said = talk.noop()
            if code != 250:
                raise smtplib.SMTPResponseException(code, said)

        self._talk(nothing)

    def _talk(self, act: Callable[[Conversation], None]) -> None:
        server, deadline = self._server, Deadline(self._timeout_s)
        trusted = self._trusted or _known_authorities()
        talk = Conversation(server.host, server.port, trusted=trusted, deadline=deadline)
        try:
            talk.open(encrypted=server.implicit_tls)
            if not server.implicit_tls:
                self._encrypt_where_needed(talk)
            if server.user:
                talk.log_in(server.user, server.password)
            act(talk)
            talk.leave()
        except OSError as error:
            # The library's own error may repeat what the server said about the letter, with its link.
            raise _told(error, in_doubt=talk.in_doubt, late=deadline.passed) from None
        finally:
            talk.close()

    def _encrypt_where_needed(self, talk: Conversation) -> None:
        if talk.has_extn("starttls"):
            talk.encrypt()
        elif not self._loopback(self._server.host):
            raise MailUnsafeError(
                "The mail server offers no encryption (STARTTLS). Nothing was sent, no password either. "
                "Check host and port in Email settings."
            )


def _unreadable() -> SmtpUrlError:
    return SmtpUrlError(
        "The address of a mail server reads smtp://user:password@mail.example.com:587 or smtps://…:465, "
        "with @ : / ? # % in user and password written as %40 %3A %2F %3F %23 %25."
    )


def _decoded(word: str | None) -> str:
    try:
        plain = unquote(word or "", errors="strict")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if any(c < " " or c == "\x7f" for c in plain):
        raise _unreadable()
    return plain


def _ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise _unreadable() from None


def _known_authorities() -> ssl.SSLContext:
    """Whom the system trusts, a shop's own authority among them, and certifi for systems that come without any."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _only_recipient(message: EmailMessage) -> str:
    """The address of a letter; there is exactly one, so that a letter has one outcome."""
    receivers = [address for name in ("To", "Cc", "Bcc") if name in message for address in message[name].addresses]
    if len(receivers) != 1 or not (receivers[0].username and receivers[0].domain):
        raise MailAddressError("A letter goes to one complete address. Nothing was sent. Check the address.")
    return str(receivers[0].addr_spec)


def _told(error: OSError, *, in_doubt: bool, late: bool) -> MailError:
    """What an error of the library means to the shop; an answer that came counts more than how the talk ended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _recipient_refused(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 400:
        return _letter_refused(error.smtp_code, error.smtp_error)
    if in_doubt:
        return MailUnknownError(
            "The connection to the mail server broke off while the letter was handed over. It may have gone out."
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return _turned_away(error.smtp_code, error.smtp_error)
    return _no_answer(error, late=late)


def _recipient_refused(code: int, reply: bytes | str) -> MailError:
    if 500 <= code <= 599:
        return MailRefusedError(
            "The mail server refuses the recipient's address. The letter was not sent. Check the address.",
            said=_reply(code, reply),
        )
    return _turned_away(code, reply)


def _letter_refused(code: int, reply: bytes | str) -> MailError:
    # Of the reply only the status: spam filters repeat the links they don't like, and in ours is the token.
    status = _STATUS.match(_reply(code, reply))
    said = status[0] if status else str(code)
    if code <= 499:
        return _busy(said)
    return MailRefusedError("The mail server refuses the letter. It was not sent.", said=said)


def _turned_away(code: int, reply: bytes | str) -> MailError:
    if 400 <= code <= 499:
        return _busy(_reply(code, reply))
    if 500 <= code <= 599:
        return MailSetupError(
            "The mail server takes no letters from this shop. Check sender, user name and password in Email settings.",
            said=_reply(code, reply),
        )
    return MailSetupError(
        "What answers is not a mail server, or not to be understood. Nothing was sent. "
        "Check host and port in Email settings."
    )


def _reply(code: int, reply: bytes | str) -> str:
    return words_of(f"{code} ".encode() + (reply.encode() if isinstance(reply, str) else reply))


def _busy(said: str) -> MailError:
    return MailBusyError(
        "The mail server cannot take the letter just now. It was not sent. Try again later.", said=said
    )


def _no_answer(error: OSError, *, late: bool) -> MailError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailUnsafeError(
            say(
                "The mail server's certificate is not trusted ({why}). Nothing was sent. "
                "Check the host in Email settings, and this computer's clock.",
                why=words_of(error.verify_message),
            )
        )
    if late or isinstance(error, TimeoutError):
        return MailSilentError(
            "The mail server did not answer in time. Nothing was sent. "
            "Check host and port in Email settings; port 465 is for smtps://."
        )
    if isinstance(error, ssl.SSLError):
        return MailUnsafeError(
            "No encrypted connection to the mail server can be made. Nothing was sent. "
            "Check host and port in Email settings; smtps:// is for port 465, smtp:// for 587."
        )
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return MailUnreachableError("The mail server ended the connection. Nothing was sent. Try again later.")
    return MailUnreachableError(
        "The mail server cannot be reached. Nothing was sent. "
        "Check the internet connection, and host and port in Email settings."
    )
