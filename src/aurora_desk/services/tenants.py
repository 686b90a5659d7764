"""Tenants, their tills and web origins, as screens and routes ask for them."""

from collections.abc import Mapping

from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.store.unit_of_work import Work


class Tenants:
    """The shops of a store."""

    def get(self, work: Work, tenant_id: TenantId) -> Tenant:
        """A tenant; raises `NotFoundError`."""
        return work.tenants.get(tenant_id)

    def till(self, work: Work, till_id: TillId) -> Till:
        """A till; raises `NotFoundError`."""
        return work.tenants.till(till_id)

    def first_till(self, work: Work, tenant_id: TenantId) -> Till:
        """The till of a shop that has only one."""
        return work.tenants.first_till(tenant_id)

    def origins(self, work: Work) -> Mapping[TenantId, frozenset[str]]:
        """Which web origins may call the API, for every tenant."""
        return work.tenants.origins()
