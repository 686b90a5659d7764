"""Who may call the API: programs on this computer, paired clients, or the whole network; and under which names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from aurora_desk.domain.errors import AuroraError, InvalidError
from aurora_desk.domain.ids import TenantId

LOOPBACK_CLIENT = "loopback"
"""All programs on this computer without a key count as one client."""
LAN_CLIENT = "lan"
"""All programs of an open network without a key count as one, too."""
LONGEST_CLIENT_NAME = 40

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?")


class LanAccess(StrEnum):
    """What callers beyond this computer get."""

    OFF = "off"
    """Nothing: the API doesn't listen beyond loopback."""
    PAIRED = "paired"
    """Everything of their tenant, with the key that they were paired with."""
    OPEN = "open"
    """Everything, without a key."""


class NoKeyError(AuroraError):
    """A caller beyond this computer without a key, or any caller with one that is unknown or revoked."""

    code = "client_key"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call the API, as the store says it."""

    lan: LanAccess = LanAccess.OFF
    hosts: frozenset[str] = frozenset()
    """Names beside loopback's that the API answers under, in lower case; with a port where a proxy has another."""
    origins: Mapping[TenantId, frozenset[str]] = field(default_factory=dict)
    """The web origins of every tenant: pages that may call, and addresses that reset mails may lead to."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program that was paired with a tenant; its key is shown once and kept as a hash."""

    tenant_id: TenantId
    name: str
    prefix: str
    """The first part of its key, to tell keys apart."""
    paired_at: datetime
    revoked_at: datetime | None


def check_client_name(name: str) -> str:
    """The name as it is kept; raises `InvalidError`."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_CLIENT_NAME or not name.isprintable() or ":" in name:
        raise InvalidError("name", f"A client's name has 1 to {LONGEST_CLIENT_NAME} visible characters and no colon.")
    if name.lower() in (LOOPBACK_CLIENT, LAN_CLIENT):
        raise InvalidError("name", f"{name} stands for callers without a key. Choose another name.")
    return name


def check_host(host: str) -> str:
    """A host name as it is compared; raises `InvalidError`."""
    host = host.strip().lower()
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise InvalidError(
            "host", "A host is a name or address like till.local, with a port only where a proxy has one."
        )
    return host


def check_origin(origin: str) -> str:
    """A web origin in the one spelling that browsers send; raises `InvalidError`."""
    wrong = InvalidError("origin", "A web origin looks like https://shop.example.com, with a port where it has one.")
    if not origin.isascii() or not origin.isprintable() or any(sign in origin for sign in "\\ @?#%"):
        raise wrong
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise wrong
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if port in (None, usual) else f"{parts.scheme}://{host}:{port}"
