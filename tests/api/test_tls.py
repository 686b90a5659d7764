"""TLS: only with this certificate, only in a version that is still safe, and never at the pace of a slow client."""

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request

from api.running import HastyProtocol, Wire, request, running, running_server
from aurora_desk.api.access_log import log
from aurora_desk.api.crowd import Bounds
from aurora_desk.api.errors import install_error_handlers
from aurora_desk.api.protocol import DoorProtocol
from aurora_desk.app.certificate import OwnCertificate, own_certificate


def tiny_app() -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    install_error_handlers(app)

    @app.api_route("/thing", methods=["GET", "POST"])
    async def thing(received: Request) -> dict[str, object]:
        return {"scheme": received.url.scheme, "length": len(await received.body())}

    return app


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> OwnCertificate:
    return own_certificate(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def served(certificate: OwnCertificate) -> Iterator[int]:
    with running(tiny_app(), certificate=(certificate.pem, certificate.key)) as port:
        yield port


@pytest.fixture(scope="module")
def hasty(certificate: OwnCertificate) -> Iterator[int]:
    with running(tiny_app(), HastyProtocol, (certificate.pem, certificate.key)) as port:
        yield port


@pytest.fixture
def trust(certificate: OwnCertificate) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate.pem))


def test_a_client_that_trusts_this_certificate_is_answered(served: int, trust: ssl.SSLContext) -> None:
    with httpx.Client(base_url=f"https://localhost:{served}", verify=trust) as client:
        for size in (0, 3, 1024 * 1024):
            answer = client.post("/thing", content=b"x" * size)
            assert answer.json() == {"scheme": "https", "length": size}


def test_a_client_that_trusts_only_the_wellknown_authorities_is_not(served: int) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://localhost:{served}/thing")


def test_the_certificate_shown_is_the_one_whose_fingerprint_is_printed(
    served: int, certificate: OwnCertificate
) -> None:
    shown = ssl.get_server_certificate(("127.0.0.1", served))

    assert ssl.PEM_cert_to_DER_cert(shown) == ssl.PEM_cert_to_DER_cert(certificate.pem.read_text())


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_versions_that_are_broken_are_refused(served: int, trust: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    trust.set_ciphers("DEFAULT:@SECLEVEL=0")  # else the client itself would not try
    trust.minimum_version = trust.maximum_version = version

    with pytest.raises(ssl.SSLError, match=r"EOF|PROTOCOL_VERSION"):
        Wire(served, tls=trust)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions_that_are_safe_are_taken(served: int, trust: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    trust.minimum_version = trust.maximum_version = version
    wire = Wire(served, tls=trust)

    assert wire.send(request(served)).answer().status == 200

    wire.close()


def test_a_request_that_comes_together_with_the_end_of_the_handshake_is_answered(
    served: int, trust: ssl.SSLContext
) -> None:
    """In TLS 1.3 a client may speak in the same packet that ends the handshake."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trust.wrap_bio(coming, going, server_hostname="127.0.0.1")
    with socket.create_connection(("127.0.0.1", served), timeout=10) as wire:
        while True:
            try:
                client.do_handshake()
                break
            except ssl.SSLWantReadError:
                wire.sendall(going.read())
                coming.write(wire.recv(65536))
        client.write(request(served))
        wire.sendall(going.read())

        answer = b""
        while b"}" not in answer:
            coming.write(wire.recv(65536))
            with suppress(ssl.SSLWantReadError):
                while True:
                    answer += client.read()

    assert answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"GET /thing HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x80\x2e\x01\x00\x02", b"\x00"])
def test_what_is_not_tls_is_cut_without_an_answer(hasty: int, said: bytes) -> None:
    assert b"HTTP" not in Wire(hasty).send(said).rest()


def test_a_handshake_that_fails_is_logged_without_its_bytes(
    certificate: OwnCertificate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, log.name)

    with running(tiny_app(), certificate=(certificate.pem, certificate.key)) as port:
        Wire(port).send(b"GET /s3cret HTTP/1.1\r\n\r\n").rest()

    # The server of the other tests may still write such a line for a connection of theirs.
    told = "- - - loopback TLS did not begin: another protocol, another version, or not in time."
    assert set(caplog.messages) == {told}


@pytest.mark.parametrize("said", [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"])
def test_a_handshake_that_is_not_over_in_time_is_cut(hasty: int, said: bytes) -> None:
    began = time.monotonic()
    wire = Wire(hasty).send(said)

    assert wire.ended()
    assert time.monotonic() - began >= HastyProtocol.handshake_s / 2


def test_a_request_that_is_not_complete_in_time_is_cut_in_tls_too(hasty: int, trust: ssl.SSLContext) -> None:
    wire = Wire(hasty, tls=trust).send(b"POST /thing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")

    assert wire.ended()
    wire.close()


def test_a_refused_client_comes_to_read_why(served: int, trust: ssl.SSLContext) -> None:
    wire = Wire(served, tls=trust)
    body = b"x" * (1024 * 1024 + 1)

    wire.send(request(served, "POST /thing HTTP/1.1", f"Content-Length: {len(body)}", body=body))

    assert wire.answer().status == 413
    assert wire.ended()
    wire.close()


def test_a_connection_counts_before_its_handshake_and_gives_its_place_back(
    certificate: OwnCertificate, trust: ssl.SSLContext
) -> None:
    class NarrowProtocol(DoorProtocol):
        bounds = Bounds(most=2)
        handshake_s = 3.0

    with running(tiny_app(), NarrowProtocol, (certificate.pem, certificate.key)) as port:
        silent = [Wire(port), Wire(port)]
        assert Wire(port).ended(), "both places are taken by clients that have not said a word"
        assert all(wire.ended() for wire in silent)
        for _ in range(4):  # failed handshakes, cut ones and finished connections have all left
            wire = Wire(port, tls=trust)
            assert wire.send(request(port, "GET /thing HTTP/1.1", "Connection: close")).answer().status == 200
            wire.close()
            Wire(port).send(b"not tls at all").rest()


def test_a_server_ends_at_once_though_a_handshake_is_under_way(certificate: OwnCertificate) -> None:
    with running_server(tiny_app(), certificate=(certificate.pem, certificate.key)) as (port, stop):
        wire = Wire(port).send(b"\x16\x03\x01")
        asyncio.run(_a_moment_later(port))
        stop()
        began = time.monotonic()
        assert wire.ended()
    assert time.monotonic() - began < 8, "it did not wait for the fifteen seconds of the handshake"


async def _a_moment_later(port: int) -> None:
    """A connection made after another's: when it is answered to, the first one is in the server's hands."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    await writer.wait_closed()


def test_a_certificate_that_can_not_be_used_is_found_before_anything_listens(tmp_path: Path) -> None:
    (tmp_path / "tls.pem").write_text("nothing", encoding="utf-8")

    with (
        pytest.raises(ssl.SSLError),
        running(tiny_app(), certificate=(tmp_path / "tls.pem", tmp_path / "tls.pem")),
    ):
        pass
