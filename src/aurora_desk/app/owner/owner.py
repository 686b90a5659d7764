"""The owner at the command line: an opened store, and the lines that are printed about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aurora_desk.app.options import Environment
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.tenants import Tenant
from aurora_desk.services.facade import Services


@dataclass(frozen=True, slots=True)
class Owner:
    """What a command works with."""

    services: Services
    environment: Environment
    say: Callable[[str], None]

    def tenant(self, options: argparse.Namespace) -> Tenant:
        """The shop that a command names, or else the store's own; raises `NotFoundError`."""
        number = getattr(options, "tenant", None)
        tenant_id = self.services.facts.default_tenant if number is None else TenantId(number)
        return self.services.read(partial(self.services.tenants.get, tenant_id=tenant_id))

    def tenants(self) -> dict[TenantId, Tenant]:
        """All shops by their numbers."""
        return {tenant.tenant_id: tenant for tenant in self.services.read(self.services.tenants.everyone)}


def clock(tenant: Tenant, moment: datetime) -> str:
    """A moment on a shop's own clock, as lists show it."""
    return f"{tenant.local(moment):%Y-%m-%d %H:%M}"
