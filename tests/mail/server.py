"""Mail servers on this computer for tests: a real one (aiosmtpd), and one that follows a script to misbehave."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    """A letter as it came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    encrypted: bool
    user: str
    """Who was logged in; empty for nobody."""

    @property
    def message(self) -> EmailMessage:
        """The letter read back, with the line ends of Python."""
        return message_from_bytes(self.content.replace(b"\r\n", b"\n"), policy=policy.default)


@dataclass
class RunningSmtp:
    """A mail server that runs: where, what it received, and what it answers, which a test may change."""

    port: int = 0
    received: queue.Queue[Received] = field(default_factory=queue.Queue)
    recipient_answer: str = "250 OK"
    letter_answer: str = "250 OK"
    tries: list[LoginPassword] = field(default_factory=list)
    """Every login tried, right or wrong."""
    login: tuple[str, str] | None = None

    def letter(self, timeout_s: float = 10.0) -> Received:
        """The next letter received; raises `queue.Empty` where none comes in time."""
        return self.received.get(timeout=timeout_s)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a letter, or refuse it."""
        if self.letter_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            assert server.transport is not None
            encrypted = server.transport.get_extra_info("sslcontext") is not None
            sender, recipients = envelope.mail_from or "", tuple(envelope.rcpt_tos)
            self.received.put(Received(sender, recipients, content, encrypted, _user(session.auth_data)))
        return self.letter_answer

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        """Compare a login with the one that is right."""
        assert isinstance(given, LoginPassword)
        self.tries.append(given)
        right = self.login is not None and given == tuple(word.encode() for word in self.login)
        return AuthResult(success=right, handled=False, auth_data=given)


@contextmanager
def running_smtp(
    *,
    port: int = 0,
    starttls: ssl.SSLContext | None = None,
    implicit_tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    without: tuple[str, ...] = (),
    smtputf8: bool = True,
) -> Iterator[RunningSmtp]:
    """A mail server for the length of a block; `without` names login mechanisms that it doesn't offer."""
    running = RunningSmtp(login=login)
    loop = asyncio.new_event_loop()
    connections: list[SMTP] = []

    def connection() -> SMTP:
        connections.append(
            SMTP(
                running,
                hostname="localhost",
                enable_SMTPUTF8=smtputf8,
                tls_context=starttls,
                require_starttls=starttls is not None,
                auth_required=login is not None,
                auth_require_tls=starttls is not None,
                auth_exclude_mechanism=without if login else ("PLAIN", "LOGIN"),
                authenticator=running.authenticate,
                loop=loop,
            )
        )
        return connections[-1]

    async def end() -> None:
        server.close()
        await server.wait_closed()
        for one in connections:
            if isinstance(one.transport, asyncio.Transport):
                with contextlib.suppress(AttributeError):  # Python 3.11.2: one that was encrypted and has ended
                    one.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    server = loop.run_until_complete(loop.create_server(connection, HOST, port, ssl=implicit_tls))
    running.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, name="mail server of a test")
    thread.start()
    try:
        yield running
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass(frozen=True)
class Peer:
    """The server's side of a connection in a script."""

    sock: socket.socket
    ended: threading.Event
    """Set when the test is over: what a script waits for that wants to keep silent."""

    def say(self, *lines: str) -> None:
        """Send lines."""
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self, end: bytes = b"\r\n") -> bytes:
        """Read up to and with `end`, or until the other side leaves."""
        heard = b""
        while not heard.endswith(end):
            more = self.sock.recv(1)
            if not more:
                break
            heard += more
        return heard

    def trickle(self, text: bytes) -> None:
        """Send `text` again and again, a byte in 20 ms, until the test is over or the other side has left."""
        while True:
            for byte in text:
                if self.ended.wait(0.02):
                    return
                self.sock.sendall(bytes([byte]))


@contextmanager
def scripted_smtp(script: Callable[[Peer], None]) -> Iterator[int]:
    """A server that treats one connection as a script says; gives its port."""
    ended = threading.Event()

    def serve() -> None:
        try:
            sock, _ = listening.accept()
        except OSError:
            return
        with sock:
            try:
                script(Peer(sock, ended))
            except OSError:
                return  # the other side has left: what most scripts are for

    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=serve, name="mail server by a script")
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            # Wakes an accept that nobody came for.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@dataclass(frozen=True)
class Identity:
    """A server that can prove its name, and a client that believes who vouches for it."""

    server: ssl.SSLContext
    trusted: ssl.SSLContext


def identity(name: str = HOST) -> Identity:
    """A fresh certificate for a host, signed by an authority of its own."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _named("Authority of a test")
    authority = (
        _certificate(issuer, issuer, authority_key.public_key(), authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    try:
        host: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        host = x509.DNSName(name)
    certificate = (
        _certificate(_named("Mail server of a test"), issuer, key.public_key(), authority_key.public_key())
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        chain, private = Path(folder) / "chain.pem", Path(folder) / "key.pem"
        chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        server.load_cert_chain(chain, private)
    known = authority.public_bytes(serialization.Encoding.PEM).decode()
    return Identity(server, ssl.create_default_context(cadata=known))


def _user(given: object) -> str:
    return given.login.decode() if isinstance(given, LoginPassword) else ""


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, signer: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
