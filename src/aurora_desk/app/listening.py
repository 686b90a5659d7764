"""Where `serve` listens: on this computer alone, or beyond it once the owner lets others call."""

from __future__ import annotations

import logging
import socket
from ipaddress import ip_address

from aurora_desk.app.options import StartError
from aurora_desk.domain.access import LanAccess

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only where the owner has switched LAN access on
ANY_ADDRESS = {EVERYWHERE: LOOPBACK, "::": "::1"}
"""Hosts that stand for every address of this computer, and the one among them that it asks itself under."""


def listening_host(asked: str | None, lan: LanAccess) -> str:
    """The host to listen on: the one asked for, else what LAN access says; `StartError` for one that it forbids."""
    if asked is None:
        return LOOPBACK if lan is LanAccess.OFF else EVERYWHERE
    if lan is LanAccess.OFF and not is_loopback(asked):
        raise StartError(
            "Callers beyond this computer are switched off. Nothing was started. "
            "Switch them on with aurora-desk lan paired, or leave --host out."
        )
    return asked


def is_loopback(host: str) -> bool:
    """Whether a host is reached from this computer alone; it must be one that can be listened on."""
    address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    return ip_address(address).is_loopback


def host_here(host: str) -> str:
    """The host as it is asked for on this very computer, ready to stand in an address."""
    host = ANY_ADDRESS.get(host, host)
    return f"[{host}]" if ":" in host else host


def warn_of_readable_traffic(host: str) -> None:
    """Say loudly that whoever shares the network can read along."""
    if not is_loopback(host):
        log.warning(
            "Listening beyond this computer WITHOUT encryption: keys, passwords and orders cross the network readable. "
            "Start with --tls."
        )
