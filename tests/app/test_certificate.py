"""The store's own certificate: made once, kept, renewed in time, and never lost or overwritten by a guess."""

from __future__ import annotations

import shutil
import socket
import ssl
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from aurora_desk.app.certificate import fingerprint, own_certificate
from aurora_desk.app.options import StartError

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def certificate_in(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / "tls.pem").read_bytes())


def names_in(folder: Path) -> set[str]:
    names = certificate_in(folder).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))}


def test_it_names_this_computer_and_what_else_is_asked_for(tmp_path: Path) -> None:
    own_certificate(tmp_path / "keys", names=["Till.local", "192.168.1.20", "[FE80::1%eth0]"], now=NOW)

    names = names_in(tmp_path / "keys")
    assert {"localhost", "127.0.0.1", "::1", socket.gethostname().lower()} <= names
    assert {"till.local", "192.168.1.20", "fe80::1"} <= names


def test_it_is_valid_for_no_longer_than_browsers_accept(tmp_path: Path) -> None:
    own_certificate(tmp_path, now=NOW)

    made = certificate_in(tmp_path)
    assert made.not_valid_before_utc < NOW
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=825)
    assert made.not_valid_after_utc > NOW + timedelta(days=800)


def test_the_key_is_for_its_owner_alone_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    own_certificate(tmp_path / "keys", now=NOW)

    assert stat.S_IMODE((tmp_path / "keys" / "tls.key").stat().st_mode) == 0o600
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"tls.key", "tls.pem"}


def test_it_is_made_once(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, names=["till.local"], now=NOW)

    assert own_certificate(tmp_path, names=["till.local"], now=NOW + timedelta(days=700)) == first
    assert own_certificate(tmp_path, now=NOW) == first


def test_it_is_renewed_in_the_month_before_its_end_with_the_same_key_and_names(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, names=["till.local"], now=NOW)
    key = (tmp_path / "tls.key").read_bytes()

    second = own_certificate(tmp_path, now=NOW + timedelta(days=800))

    assert second.fingerprint != first.fingerprint
    assert (tmp_path / "tls.key").read_bytes() == key
    assert "till.local" in names_in(tmp_path)
    assert certificate_in(tmp_path).not_valid_after_utc > NOW + timedelta(days=1500)


def test_one_from_the_future_is_renewed(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, now=NOW + timedelta(days=400))

    assert own_certificate(tmp_path, now=NOW).fingerprint != first.fingerprint


def test_a_name_that_is_missing_is_added_to_those_it_has(tmp_path: Path) -> None:
    own_certificate(tmp_path, names=["till.local"], now=NOW)

    own_certificate(tmp_path, names=["192.168.1.20"], now=NOW)

    assert {"till.local", "192.168.1.20"} <= names_in(tmp_path)


@pytest.mark.parametrize("name", ["", "a b", "-till", "till..local", "tïll", "*.local", "x" * 64])
def test_a_name_that_no_certificate_can_carry_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(StartError, match="neither a host name nor an IP address"):
        own_certificate(tmp_path, names=[name], now=NOW)

    assert list(tmp_path.iterdir()) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:80])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("name", ["tls.key", "tls.pem"])
@pytest.mark.parametrize("spoil", [_cut, _empty])
def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path, name: str, spoil: Callable[[Path], None]) -> None:
    own_certificate(tmp_path, now=NOW)
    spoil(tmp_path / name)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(StartError, match=rf"{name} is damaged .* left as it is"):
        own_certificate(tmp_path, names=["till.local"], now=NOW + timedelta(days=900))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_missing_key_is_never_replaced(tmp_path: Path) -> None:
    own_certificate(tmp_path, now=NOW)
    (tmp_path / "tls.key").unlink()

    with pytest.raises(StartError, match=r"tls.key, the key of tls.pem beside it, is missing"):
        own_certificate(tmp_path, now=NOW)

    assert [path.name for path in tmp_path.iterdir()] == ["tls.pem"]


def test_a_key_whose_certificate_was_never_written_gets_it_now(tmp_path: Path) -> None:
    own_certificate(tmp_path, now=NOW)
    key = (tmp_path / "tls.key").read_bytes()
    (tmp_path / "tls.pem").unlink()

    own_certificate(tmp_path, now=NOW)

    assert (tmp_path / "tls.key").read_bytes() == key


def test_files_that_do_not_belong_together_are_said(tmp_path: Path) -> None:
    own_certificate(tmp_path / "one", now=NOW)
    own_certificate(tmp_path / "two", now=NOW)
    shutil.copy(tmp_path / "two" / "tls.key", tmp_path / "one" / "tls.key")

    with pytest.raises(StartError, match="does not belong to"):
        own_certificate(tmp_path / "one", now=NOW)


def test_a_certificate_that_somebody_else_issued_is_used_as_it_is(tmp_path: Path) -> None:
    own_certificate(tmp_path, now=NOW)
    ours = certificate_in(tmp_path)
    key = load_pem_private_key((tmp_path / "tls.key").read_bytes(), None)
    theirs = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "till.example.com")]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A well-known authority")]))
        .public_key(ours.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=90))
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, SHA256())  # type: ignore[arg-type] # an elliptic curve key, which signs
        .public_bytes(Encoding.PEM)
    )
    (tmp_path / "tls.pem").write_bytes(theirs)

    used = own_certificate(tmp_path, names=["till.local"], now=NOW)

    assert (tmp_path / "tls.pem").read_bytes() == theirs
    assert used.fingerprint == fingerprint(theirs)


def test_a_folder_that_can_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not a folder", encoding="utf-8")

    with pytest.raises(StartError, match="cannot be read or written"):
        own_certificate(tmp_path / "keys", now=NOW)


def test_the_fingerprint_is_that_of_the_certificate_itself(tmp_path: Path) -> None:
    made = own_certificate(tmp_path, now=NOW)

    digest = certificate_in(tmp_path).fingerprint(SHA256()).hex(":").upper()
    assert made.fingerprint == f"SHA-256 {digest}" == fingerprint(made.pem.read_bytes())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_the_fingerprint_is_what_openssl_says(tmp_path: Path) -> None:
    made = own_certificate(tmp_path, now=NOW)

    command = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", str(made.pem)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert said.strip().rpartition("=")[2] == made.fingerprint.removeprefix("SHA-256 ")


def test_a_strict_client_trusts_exactly_this_certificate(tmp_path: Path) -> None:
    made = own_certificate(tmp_path)
    context = ssl.create_default_context(cafile=str(made.pem))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.pem, made.key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client_side = context.wrap_bio(to_client, to_server, server_hostname=str(ip_address("::1")))
    server_side = server.wrap_bio(to_server, to_client, server_side=True)

    for _ in range(3):
        for side in (client_side, server_side):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue

    assert client_side.version() == "TLSv1.3"
