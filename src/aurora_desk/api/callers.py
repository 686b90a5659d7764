"""Who calls: a program on this computer, a paired client, or somebody on an open network."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.types import Scope

from aurora_desk.api.addresses import network_address
from aurora_desk.api.pools import Who
from aurora_desk.domain.access import LAN_CLIENT, LOOPBACK_CLIENT
from aurora_desk.domain.ids import TenantId

BEHIND_A_PROXY = "proxy"
"""The address of callers that a proxy on this computer speaks for: they all count as one beyond it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A request's caller, as carts, keys and limits tell callers apart."""

    client_id: str
    """The prefix of a paired client's key, or what stands for all callers without one."""
    tenant_id: TenantId | None = None
    """The only tenant that the caller may name; None where any may be named."""
    address: str | None = None
    """Where the caller is, None for this computer."""
    key: str | None = field(default=None, repr=False)
    """The key that the caller came with, to ask again whether it counts."""

    @classmethod
    def without_key(cls, address: str | None) -> Caller:
        """Who calls without a key: this computer's programs count as one, those of an open network as another."""
        return cls(LOOPBACK_CLIENT if address is None else LAN_CLIENT, None, address)

    @property
    def who(self) -> Who | None:
        """Whose share of costly work the caller takes; None for this computer, which has no share of its own.

        A paired client or a proxy may be all the customers of a web shop.
        """
        if self.address is None:
            return None
        if self.key is not None:
            return Who(self.client_id, is_many=True)
        return Who(self.address, is_many=self.address == BEHIND_A_PROXY)


def address_of(scope: Scope) -> str | None:
    """What the caller's address is told apart by, None where it is this computer's own."""
    return "" if scope["client"] is None else network_address(scope["client"][0])


def caller_of(scope: Scope) -> Caller:
    """The caller that the guard has found."""
    caller: Caller = scope["state"]["caller"]
    return caller
