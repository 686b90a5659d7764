"""A letter is handed over safely, or the error says what became of it and whether to try again."""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import LoginPassword

from aurora_desk.mail.errors import (
    MailAddressError,
    MailBusyError,
    MailError,
    MailLoginError,
    MailRefusedError,
    MailSetupError,
    MailSilentError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
    SmtpUrlError,
    words_of,
)
from aurora_desk.mail.smtp import Smtp, SmtpServer, is_loopback, parse_smtp_url
from mail.server import HOST, Identity, Peer, identity, running_smtp, scripted_smtp

SENDER = "shop@example.com"
USER, PASSWORD = "mara@example.com", "pä:ss@wörd/%"
SECRET = "https://example.com/reset?token=secret"


@pytest.fixture(scope="module")
def known() -> Identity:
    return identity()


def door(
    port: int,
    *,
    user: str = "",
    password: str = "",
    implicit_tls: bool = False,
    timeout_s: float = 20.0,
    trusted: ssl.SSLContext | None = None,
    loopback: Callable[[str], bool] = is_loopback,
) -> Smtp:
    """The door to a server of a test."""
    server = SmtpServer(HOST, port, user, password, implicit_tls)
    return Smtp(server, SENDER, timeout_s=timeout_s, trusted=trusted, loopback=loopback)


def beyond(_host: str) -> bool:
    """What a host elsewhere is, said of one here: no test sends anything to another computer."""
    return False


def letter(to: str = "aylin@example.com") -> EmailMessage:
    """A short letter."""
    message = EmailMessage()
    message["From"] = Address("Aurora Café", addr_spec=SENDER)
    message["To"] = to
    message["Subject"] = "Grüße"
    message.set_content(f"Open {SECRET}\n.\nä\n", cte="quoted-printable")
    return message


@contextmanager
def ends_soon() -> Iterator[None]:
    """Far sooner than any trickle ends, far later than a slow machine needs."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 15


def test_a_letter_to_a_server_on_this_computer_arrives_whole() -> None:
    with running_smtp() as server:
        door(server.port).send(letter())
        received = server.letter()

    assert (received.sender, received.recipients) == (SENDER, ("aylin@example.com",))
    assert received.message["Subject"] == "Grüße"
    assert received.message["From"].addresses[0].display_name == "Aurora Café"
    assert received.message.get_content() == f"Open {SECRET}\n.\nä\n"
    assert not received.encrypted


def test_encryption_is_used_where_it_is_offered(known: Identity) -> None:
    with running_smtp(starttls=known.server) as server:
        door(server.port, trusted=known.trusted).send(letter())
        assert server.letter().encrypted


def test_encryption_may_begin_at_once(known: Identity) -> None:
    with running_smtp(implicit_tls=known.server) as server:
        door(server.port, implicit_tls=True, trusted=known.trusted).send(letter())
        assert server.letter().encrypted


def test_beyond_this_computer_nothing_is_sent_without_encryption() -> None:
    with running_smtp(login=(USER, PASSWORD)) as server:
        with pytest.raises(MailUnsafeError, match="no password") as unsafe:
            door(server.port, user=USER, password=PASSWORD, loopback=beyond).send(letter())
        assert server.tries == []
        assert server.received.empty()
    assert unsafe.value.again


def test_beyond_this_computer_an_encrypted_letter_goes_out(known: Identity) -> None:
    with running_smtp(starttls=known.server, login=(USER, PASSWORD)) as server:
        door(server.port, user=USER, password=PASSWORD, trusted=known.trusted, loopback=beyond).send(letter())
        received = server.letter()
    assert received.encrypted
    assert received.user == USER


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("whose", ["of nobody known", "another host's"])
def test_a_server_that_cannot_prove_its_name_gets_nothing(at_once: bool, whose: str) -> None:
    found = identity(HOST if whose == "of nobody known" else "mail.example.com")
    trusted = None if whose == "of nobody known" else found.trusted
    starttls, implicit_tls = (None, found.server) if at_once else (found.server, None)
    with running_smtp(login=(USER, PASSWORD), starttls=starttls, implicit_tls=implicit_tls) as server:
        with pytest.raises(MailUnsafeError, match="certificate is not trusted") as unsafe:
            door(server.port, user=USER, password=PASSWORD, implicit_tls=at_once, trusted=trusted).send(letter())
        assert server.tries == []
    assert unsafe.value.again


def test_what_was_said_before_the_encryption_is_not_believed(known: Identity) -> None:
    def inject(peer: Peer) -> None:
        peer.say("220 here")
        peer.hear()
        peer.say("250-localhost", "250 STARTTLS")
        peer.hear()
        peer.say("220 go on", "250-localhost", "250 AUTH PLAIN")
        with known.server.wrap_socket(peer.sock, server_side=True) as wrapped:
            heard.put(Peer(wrapped, peer.ended).hear())
            wrapped.sendall(b"250 localhost\r\n")
            heard.put(Peer(wrapped, peer.ended).hear())

    heard: queue.Queue[bytes] = queue.Queue()
    with scripted_smtp(inject) as port, pytest.raises(MailLoginError, match="takes no user name"):
        door(port, user=USER, password=PASSWORD, trusted=known.trusted).send(letter())
    assert heard.get(timeout=10).startswith(b"ehlo")
    assert heard.get(timeout=10) == b""


@pytest.mark.parametrize("missing", [(), ("PLAIN",)])
def test_a_login_is_said_in_utf_8_in_either_way(known: Identity, missing: tuple[str, ...]) -> None:
    with running_smtp(starttls=known.server, login=(USER, PASSWORD), without=missing) as server:
        door(server.port, user=USER, password=PASSWORD, trusted=known.trusted).send(letter())
        assert server.letter().user == USER


@pytest.mark.parametrize("missing", [(), ("PLAIN",)])
def test_a_wrong_password_is_tried_once_and_told_without_it(known: Identity, missing: tuple[str, ...]) -> None:
    with running_smtp(starttls=known.server, login=(USER, PASSWORD), without=missing) as server:
        with pytest.raises(MailLoginError) as refused:
            door(server.port, user=USER, password="wröng", trusted=known.trusted).send(letter())
        assert server.tries == [LoginPassword(USER.encode(), "wröng".encode())]
        assert server.received.empty()
    assert refused.value.sentence == (
        "The mail server refused the password. Check user name and password in Email settings."
    )
    assert refused.value.again


def test_a_server_that_cannot_check_a_password_just_now_has_not_refused_it() -> None:
    def tired(peer: Peer) -> None:
        peer.say("220 here")
        peer.hear()
        peer.say("250-localhost", "250 AUTH PLAIN LOGIN")
        peer.say(f"454 4.7.0 later, {peer.hear().decode()}")

    with scripted_smtp(tired) as port, pytest.raises(MailBusyError) as busy:
        door(port, user=USER, password=PASSWORD).send(letter())
    assert "AUTH" not in busy.value.sentence


@pytest.mark.parametrize(
    ("answer", "kind", "again"),
    [
        ("550 5.1.1 No such mailbox", MailRefusedError, False),
        ("450 4.2.1 Mailbox busy", MailBusyError, True),
        ("421 4.3.2 Closing", MailBusyError, True),
    ],
)
def test_a_recipient_refused_for_good_is_not_tried_again(answer: str, kind: type[MailError], again: bool) -> None:
    with running_smtp() as server:
        server.recipient_answer = answer
        with pytest.raises(kind, match=re.escape(answer)) as refused:
            door(server.port).send(letter())
        assert server.received.empty()
    assert refused.value.again is again


@pytest.mark.parametrize(
    ("answer", "kind", "again"),
    [
        (f"554 5.7.1 Blacklisted: {SECRET}", MailRefusedError, False),
        (f"451 4.3.0 Come back with {SECRET}", MailBusyError, True),
    ],
)
def test_a_letter_refused_is_told_by_its_status_and_never_by_its_content(
    answer: str, kind: type[MailError], again: bool
) -> None:
    with running_smtp() as server:
        server.letter_answer = answer
        with pytest.raises(kind, match=re.escape(answer[:9])) as refused:
            door(server.port).send(letter())
    assert "secret" not in refused.value.sentence
    assert refused.value.__suppress_context__
    assert refused.value.again is again


def test_a_server_that_turns_the_shop_away_is_tried_again_when_it_is_set_up() -> None:
    with running_smtp(login=(USER, PASSWORD)) as server, pytest.raises(MailSetupError, match="530") as refused:
        door(server.port).send(letter())
    assert refused.value.again


@pytest.mark.parametrize("greeting", ["SSH-2.0-OpenSSH_9.9", "HTTP/1.1 400 Bad Request", "220"])
def test_what_is_no_mail_server_is_told(greeting: str) -> None:
    def other(peer: Peer) -> None:
        peer.say(greeting)
        peer.say(greeting)

    with scripted_smtp(other) as port, pytest.raises(MailSetupError, match="not a mail server") as refused:
        door(port).send(letter())
    assert refused.value.again


def silent(peer: Peer) -> None:
    """Take the connection and say nothing."""
    peer.ended.wait()


def endless_greeting(peer: Peer) -> None:
    """Greet a byte at a time and never come to the end."""
    peer.trickle(b"220-welcome\r\n")


def endless_answer(peer: Peer) -> None:
    """Answer the EHLO for ever."""
    peer.say("220 here")
    peer.trickle(b"250-x\r\n")


def endless_handshake(peer: Peer) -> None:
    """Begin a TLS record that never ends."""
    peer.say("220 here")
    peer.hear()
    peer.say("250-localhost", "250 STARTTLS")
    peer.hear()
    peer.say("220 go on")
    peer.trickle(b"\x16\x03\x03\x3f\xff" + b"\x02\x00\x3f\xfb" + bytes(16000))


@pytest.mark.parametrize("script", [silent, endless_greeting, endless_answer, endless_handshake])
@pytest.mark.parametrize("asked", [lambda smtp: smtp.send(letter()), Smtp.check], ids=["send", "check"])
def test_a_call_ends_in_time_however_the_server_drags(
    script: Callable[[Peer], None], asked: Callable[[Smtp], None]
) -> None:
    with scripted_smtp(script) as port, ends_soon(), pytest.raises(MailSilentError) as slow:
        asked(door(port, timeout_s=0.5))
    assert slow.value.again


def test_a_server_that_does_not_stop_talking_does_not_fill_the_memory() -> None:
    def flood(peer: Peer) -> None:
        while True:
            peer.say(*["250-" + "x" * 500] * 50)

    with scripted_smtp(flood) as port, ends_soon(), pytest.raises(MailUnreachableError):
        door(port, timeout_s=600).check()


def taking(peer: Peer) -> None:
    """Take a letter up to its end."""
    peer.say("220 here")
    peer.hear()
    peer.say("250 localhost")
    for answer in ("250 sender", "250 recipient", "354 go on"):
        peer.hear()
        peer.say(answer)
    peer.hear(b"\r\n.\r\n")


def dying(peer: Peer) -> None:
    """Take a letter and leave."""
    taking(peer)


def falling_silent(peer: Peer) -> None:
    """Take a letter and say nothing more."""
    taking(peer)
    peer.ended.wait()


def raving(peer: Peer) -> None:
    """Take a letter and answer what nobody understands."""
    taking(peer)
    peer.say("yes and no")


@pytest.mark.parametrize("script", [dying, falling_silent, raving])
def test_a_letter_handed_over_without_an_answer_is_unknown_and_sent_again(script: Callable[[Peer], None]) -> None:
    with scripted_smtp(script) as port, ends_soon(), pytest.raises(MailUnknownError, match="may have gone") as unknown:
        door(port, timeout_s=3.0).send(letter())
    assert unknown.value.again


def test_a_letter_taken_is_sent_whatever_happens_to_the_goodbye() -> None:
    def taking_and_silent(peer: Peer) -> None:
        taking(peer)
        peer.say("250 taken")
        peer.ended.wait()

    with scripted_smtp(taking_and_silent) as port, ends_soon():
        door(port, timeout_s=600).send(letter())


def test_a_large_letter_arrives_whole_through_an_encrypted_connection(known: Identity) -> None:
    text = "\n".join(f"line {number}" for number in range(40_000)) + "\n"
    message = letter()
    message.set_content(text)
    with running_smtp(starttls=known.server) as server:
        door(server.port, trusted=known.trusted).send(message)
        assert server.letter().message.get_content() == text


def test_nobody_at_the_port_is_told_and_tried_again() -> None:
    with socket.socket() as nobody:
        nobody.bind((HOST, 0))
        with pytest.raises(MailUnreachableError, match="cannot be reached") as unreachable:
            door(nobody.getsockname()[1]).send(letter())
    assert unreachable.value.again


def test_a_name_that_nobody_resolves_in_time_does_not_hold_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait())
    with ends_soon(), pytest.raises(MailSilentError):
        door(1, timeout_s=0.2).send(letter())
    over.set()


def test_an_address_beyond_ascii_goes_where_the_server_takes_it() -> None:
    with running_smtp() as server:
        door(server.port).send(letter("jürgen@example.com"))
        received = server.letter()
    assert received.recipients == ("jürgen@example.com",)
    assert received.message["To"] == "jürgen@example.com"


def test_an_address_beyond_ascii_is_refused_where_the_server_does_not_take_it() -> None:
    with running_smtp(smtputf8=False) as server:
        with pytest.raises(MailAddressError) as refused:
            door(server.port).send(letter("jürgen@example.com"))
        assert server.received.empty()
    assert not refused.value.again


@pytest.mark.parametrize("to", ["", "aylin", "a@example.com, b@example.com", "Team: a@example.com, b@example.com;"])
def test_a_letter_goes_to_exactly_one_address(to: str) -> None:
    with pytest.raises(MailAddressError) as refused:
        door(1).send(letter(to))
    assert not refused.value.again


def test_a_copy_for_others_is_refused() -> None:
    message = letter()
    message["Bcc"] = "spy@example.com"
    with pytest.raises(MailAddressError):
        door(1).send(message)


@pytest.mark.parametrize("header", ["From", "To", "Subject"])
def test_no_header_takes_a_line_end(header: str) -> None:
    message = letter()
    del message[header]
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        message[header] = "a@example.com\r\nBcc: spy@example.com"


def test_a_check_logs_in_and_sends_nothing(known: Identity) -> None:
    with running_smtp(starttls=known.server, login=(USER, PASSWORD)) as server:
        door(server.port, user=USER, password=PASSWORD, trusted=known.trusted).check()
        assert len(server.tries) == 1
        assert server.received.empty()
        with pytest.raises(MailLoginError):
            door(server.port, user=USER, password="no", trusted=known.trusted).check()


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://mail.example.com", SmtpServer("mail.example.com", 587, "", "", implicit_tls=False)),
        ("smtps://mail.example.com/", SmtpServer("mail.example.com", 465, "", "", implicit_tls=True)),
        ("smtp://localhost:1025", SmtpServer("localhost", 1025, "", "", implicit_tls=False)),
        ("smtp://[::1]:25", SmtpServer("::1", 25, "", "", implicit_tls=False)),
        ("smtp://u:p@mail_1:25", SmtpServer("mail_1", 25, "u", "p", implicit_tls=False)),
        (
            "smtps://mara%40example.com:p%C3%A4:ss%40w%C3%B6rd%2F%25@h".replace(":ss", "%3Ass"),
            SmtpServer("h", 465, USER, PASSWORD, implicit_tls=True),
        ),
    ],
)
def test_the_address_of_a_server_is_read(text: str, server: SmtpServer) -> None:
    assert parse_smtp_url(text) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mail.example.com:587",
        "http://u:hunter2@h:25",
        "smtp://",
        "smtp://u:hunter2@",
        "smtp://u:hunter2@h:0",
        "smtp://u:hunter2@h:65536",
        "smtp://u:hunter2@h:smtp",
        "smtp://u:hunter2@h:٢٥",
        "smtp://u:hunter2@h:25/path",
        "smtp://u:hunter2@h:25?x=1",
        "smtp://u:hunter2@h:25\n",
        "smtp://u:hunter2@h\t:25",
        "smtp://hunter2@h:25",
        "smtp://u:@h:25",
        "smtp://u:hunter2@x@h:25",
        "smtp://u:hunter2#x@h:25",
        "smtp://u:hunter2/x@h:25",
        "smtp://u:hunter2%@h:25",
        "smtp://u:hunter2%00@h:25",
        "smtp://u:hunter2%0d%0a@h:25",
        "smtp://u:hunter2%ff@h:25",
        "smtp://u:hunter2@::1:25",
        "smtp://u:hunter2@[1]:25",
        "smtp://u:hunter2@a..b:25",
        "smtp://u:hunter2@-a:25",
        "smtp://u:hunter2@bücher.example:25",
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(SmtpUrlError) as refused:
        parse_smtp_url(text)
    assert "hunter2" not in refused.value.sentence
    assert refused.value.__cause__ is None


def test_a_server_is_shown_without_its_login() -> None:
    assert repr(parse_smtp_url("smtp://mara:hunter2@h:25")) == "SmtpServer(h:25)"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("192.168.1.2", False),
        ("0.0.0.0", False),
        ("mail.example.com", False),
        ("::ffff:192.168.1.2", False),
    ],
)
def test_only_this_computer_itself_is_loopback(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_what_a_server_says_is_made_harmless() -> None:
    assert words_of(b"5.1.1 no\r\n\x1b[31msuch\xff mailbox\x00") == "5.1.1 no [31msuch\ufffd mailbox"
    assert len(words_of(b"x" * 5000)) == 200
