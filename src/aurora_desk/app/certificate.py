"""The store's own certificate: made once, kept beside its keys, and renewed before it ends."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.options import StartError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate, KeyUsage, Name

VALID = timedelta(days=825)
"""The longest that browsers and phones accept."""
RENEWED_BEFORE_END = timedelta(days=30)
_COMMON_NAME = "Aurora Desk"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_DNS_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """Where the certificate and its key are, and what a person compares before trusting it."""

    pem: Path
    key: Path
    fingerprint: str


def own_certificate(folder: Path, *, names: Iterable[str] = (), now: datetime | None = None) -> OwnCertificate:
    """The certificate in the keys folder for this computer and the further `names` (host names or IP addresses).

    The key stays the same when the certificate is renewed, so only one file is ever replaced. Raises `StartError` for
    files that can't be used, which are left alone. A certificate that isn't the program's own is used as it is.
    """
    wanted = _wanted(names)
    moment = now or datetime.now(UTC)
    key_file, pem_file = folder / "tls.key", folder / "tls.pem"
    try:
        some = pem_file.exists() or key_file.exists()
        key = _read_key(key_file) if some else _make_key(key_file)
        known = _read_certificate(pem_file) if pem_file.exists() else None
        if known is not None and _public(known.public_key()) != _public(key.public_key()):
            raise StartError(
                f"{pem_file} does not belong to {key_file}. Nothing was changed. Restore both, or move them away."
            )
        if known is None or (_is_ours(known) and not _is_good(known, wanted, moment)):
            kept = _names_of(known) if known is not None else frozenset()
            _write(pem_file, _signed(key, wanted | kept, moment), 0o644)
        return OwnCertificate(pem_file, key_file, fingerprint(pem_file.read_bytes()))
    except OSError as error:
        raise StartError(
            f"The certificate in {folder} cannot be read or written ({error.strerror or error}). Nothing was started."
        ) from None


def fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate, written as browsers show it."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(_first_block(pem))).hexdigest().upper()
    return "SHA-256 " + ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _wanted(names: Iterable[str]) -> frozenset[str]:
    given = {_plain(name) for name in names}
    for name in given:
        if not (_is_address(name) or _DNS_NAME.fullmatch(name)):
            raise StartError(f"{name!r} is neither a host name nor an IP address, so no certificate can carry it.")
    machine = socket.gethostname().lower()
    return _HERE | given | ({machine} if _DNS_NAME.fullmatch(machine) else set())


def _plain(name: str) -> str:
    """One spelling for each name: lower case, addresses as Python writes them, without a zone."""
    bare = name.strip().strip("[]").partition("%")[0].lower()
    return str(ip_address(bare)) if _is_address(bare) else bare


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _read_key(path: Path) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        raise StartError(
            f"{path}, the key of tls.pem beside it, is missing. Restore it, or move tls.pem away."
        ) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unreadable(path) from None


def _read_certificate(path: Path) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(path.read_bytes())
    except ValueError:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> StartError:
    return StartError(f"{path} is damaged or not readable and is left as it is. Restore it, or move it away.")


def _make_key(path: Path) -> PrivateKeyTypes:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    return key


def _signed(key: PrivateKeyTypes, names: frozenset[str], now: datetime) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID

    assert isinstance(key, ec.EllipticCurvePrivateKey), "only our own certificates are renewed"
    alternatives = [
        x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in sorted(names)
    ]
    begins = now - timedelta(days=1)  # the clocks of phones and tills differ
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_own_name())
        .issuer_name(_own_name())
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + VALID)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


def _usage() -> KeyUsage:
    from cryptography.x509 import KeyUsage

    return KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _own_name() -> Name:
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _COMMON_NAME)])


def _is_ours(certificate: Certificate) -> bool:
    return certificate.issuer == certificate.subject == _own_name()


def _is_good(certificate: Certificate, wanted: frozenset[str], now: datetime) -> bool:
    ends = certificate.not_valid_after_utc - RENEWED_BEFORE_END
    return certificate.not_valid_before_utc <= now < ends and wanted <= _names_of(certificate)


def _names_of(certificate: Certificate) -> frozenset[str]:
    from cryptography import x509

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset([*found.get_values_for_type(x509.DNSName), *map(str, found.get_values_for_type(x509.IPAddress))])


def _public(key: object) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    found: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined] # every kind has it, the union has no name
    return found


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all: written beside its place, synced, then put there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _first_block(pem: bytes) -> str:
    text = pem.decode("ascii", "replace")
    begin, end = text.find(ssl.PEM_HEADER), text.find(ssl.PEM_FOOTER)
    return text[max(begin, 0) : end + len(ssl.PEM_FOOTER)]
