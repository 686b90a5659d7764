"""What a request's head must be before anything else looks at it; the rules that HTTP servers leave open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aurora_desk.api.errors import JSON, RETRY_AFTER_S, envelope

Headers = Sequence[tuple[bytes, bytes]]

MOST_HEADERS = 100
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 1024 * 1024

_LENGTH = re.compile(rb"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a connection is answered once more and then ended."""

    status: int
    sentence: str


NOT_HTTP = Fault(400, "This is not a well-formed HTTP request.")
HEAD_TOO_LARGE = Fault(431, "The request has too many or too large headers.")
BODY_TOO_LARGE = Fault(413, "The body is larger than 1 MiB.")
UPGRADE_WITH_BODY = Fault(400, "This server speaks HTTP/1.1 only; send the request without Upgrade.")
"""The parser takes what follows an upgrade for another protocol, so the body would be lost without a word."""
TOO_MANY_CONNECTIONS = Fault(503, "Too many connections are open. Try again in a moment.")

_REASONS = {400: b"Bad Request", 413: b"Content Too Large", 431: b"Headers Too Large", 503: b"Service Unavailable"}


def head_fault(version: str, target: bytes, headers: Headers) -> Fault | None:
    """The first rule that a complete head breaks; header names are in lower case."""
    return (
        _size_fault(target, headers)
        or _version_fault(version)
        or _target_fault(target)
        or _host_fault(headers)
        or _length_fault(version, headers)
    )


def head_size(target: bytes, headers: Headers) -> int:
    """Bytes of a head, the request line and the colons counted in."""
    return len(target) + 16 + sum(len(name) + len(value) + 4 for name, value in headers)


def has_body(headers: Headers) -> bool:
    """Whether a body follows the head."""
    return any(name == b"transfer-encoding" or (name == b"content-length" and int(value)) for name, value in headers)


def raw_answer(fault: Fault) -> bytes:
    """The whole last answer of a connection."""
    body = envelope(fault.sentence)
    lines = [
        b"HTTP/1.1 %d %s" % (fault.status, _REASONS[fault.status]),
        b"content-type: " + JSON.encode(),
        b"content-length: %d" % len(body),
        b"x-content-type-options: nosniff",
        b"connection: close",
    ]
    if fault.status == 503:
        lines.append(b"retry-after: %d" % RETRY_AFTER_S)
    return b"\r\n".join([*lines, b"", body])


def _size_fault(target: bytes, headers: Headers) -> Fault | None:
    if len(headers) > MOST_HEADERS or head_size(target, headers) > LARGEST_HEAD:
        return HEAD_TOO_LARGE
    return None


def _version_fault(version: str) -> Fault | None:
    return None if version in {"1.1", "1.0"} else Fault(400, "This server speaks HTTP/1.1.")


def _target_fault(target: bytes) -> Fault | None:
    return None if target.startswith(b"/") else Fault(400, "The request must name a path that starts with a slash.")


def _host_fault(headers: Headers) -> Fault | None:
    hosts = sum(name == b"host" for name, _ in headers)
    return None if hosts == 1 else Fault(400, "The request must have exactly one Host header.")


def _length_fault(version: str, headers: Headers) -> Fault | None:
    lengths = [value for name, value in headers if name == b"content-length"]
    codings = [value for name, value in headers if name == b"transfer-encoding"]
    if len(lengths) + len(codings) > 1:
        return Fault(400, "The request says the length of its body in more than one way.")
    if codings and (codings[0].lower() != b"chunked" or version == "1.0"):
        return Fault(400, "The request's transfer encoding is not understood.")
    if lengths and not _LENGTH.fullmatch(lengths[0]):
        return Fault(400, "The request's Content-Length is not a plain number.")
    if lengths and int(lengths[0]) > LARGEST_BODY:
        return BODY_TOO_LARGE
    return None
