"""Who calls: a program on this computer, a paired client, or somebody on an open network."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address

from starlette.types import Scope

from aurora_desk.domain.access import LAN_CLIENT, LOOPBACK_CLIENT
from aurora_desk.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class Caller:
    """A request's caller, as carts, keys and limits tell callers apart."""

    name: str
    tenant_id: TenantId | None = None
    """The only tenant that the caller may name; None where any may be named."""
    address: str | None = None
    """Where the caller is, None for this computer: costly work is limited by it."""
    key: str | None = field(default=None, repr=False)
    """The key that the caller came with, to ask again whether it counts."""

    @classmethod
    def without_key(cls, address: str | None) -> Caller:
        """Who calls without a key: this computer's programs count as one, those of an open network as another."""
        return cls(LOOPBACK_CLIENT if address is None else LAN_CLIENT, None, address)


def address_of(scope: Scope) -> str | None:
    """The caller's address, None where it is this computer's own."""
    if scope["client"] is None:
        return ""
    address = ip_address(scope["client"][0])
    # An IPv4 caller of an IPv6 socket has its address written in IPv6.
    address = getattr(address, "ipv4_mapped", None) or address
    return None if address.is_loopback else str(address)


def caller_of(scope: Scope) -> Caller:
    """The caller that the guard has found."""
    caller: Caller = scope["state"]["caller"]
    return caller
