"""Tenants, their tills, and what an owner decides about them and about who may call the API."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from aurora_desk.domain.access import Access, LanAccess, check_host, check_origin
from aurora_desk.domain.accounts import check_field_name, check_table_name
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cash import CASH_STEPS
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.money import is_currency
from aurora_desk.domain.tenants import Tenant, Till
from aurora_desk.domain.texts import can_be_kept
from aurora_desk.domain.totals import TaxRate
from aurora_desk.store.unit_of_work import Work

LANGUAGES = ("en", "de", "es")
LARGEST_TENANT_ID = 2**31 - 1
LONGEST_ADDRESS = 500


class Tenants:
    """The shops of a store; all of it units."""

    def get(self, work: Work, tenant_id: TenantId) -> Tenant:
        """A tenant; raises `NotFoundError`."""
        return work.tenants.get(tenant_id)

    def everyone(self, work: Work) -> tuple[Tenant, ...]:
        """All tenants."""
        return work.tenants.everyone()

    def till(self, work: Work, till_id: TillId) -> Till:
        """A till; raises `NotFoundError`."""
        return work.tenants.till(till_id)

    def first_till(self, work: Work, tenant_id: TenantId) -> Till:
        """The till of a shop that has only one."""
        return work.tenants.first_till(tenant_id)

    def access(self, work: Work) -> Access:
        """Who may call the API, and under which names."""
        return work.tenants.access()

    def add(self, work: Work, tenant: Tenant) -> Tenant:
        """Add a tenant, an empty shop with its own numbers; raises `InvalidError`, `ConflictError`."""
        checked = _checked(tenant)
        if any(known.tenant_id == checked.tenant_id for known in work.tenants.everyone()):
            raise ConflictError(f"There is a tenant {checked.tenant_id} already. Nothing was changed. Choose another.")
        work.tenants.add(checked)
        work.catalogue.add_tax_rate(checked.tenant_id, 1, TaxRate("No tax", 0))
        work.log(Actor.program(checked.tenant_id), "tenant.added", f"tenant:{checked.tenant_id}", _rules(checked))
        return checked

    def change(self, work: Work, tenant: Tenant) -> Tenant:
        """Store a tenant's new rules. The currency stays: orders and prices are in it. Raises `InvalidError`."""
        checked = _checked(tenant)
        before = work.tenants.get(checked.tenant_id)
        if before.currency != checked.currency:
            raise InvalidError("currency", "A tenant keeps its currency: its prices and orders are in it.")
        work.tenants.change(checked)
        facts = {"before": _rules(before), "after": _rules(checked)}
        work.log(Actor.program(checked.tenant_id), "tenant.changed", f"tenant:{checked.tenant_id}", facts)
        return checked

    def allow_origin(self, work: Work, tenant_id: TenantId, origin: str) -> str:
        """Let a web origin's pages call, and reset mails lead there; raises `InvalidError`, `ConflictError`."""
        origin = check_origin(origin)
        work.tenants.get(tenant_id)
        if origin in work.tenants.access().origins[tenant_id]:
            raise ConflictError(f"{origin} is allowed already.")
        work.tenants.allow_origin(tenant_id, origin)
        work.log(Actor.program(tenant_id), "tenant.origin_allowed", f"tenant:{tenant_id}", {"origin": origin})
        return origin

    def forbid_origin(self, work: Work, tenant_id: TenantId, origin: str) -> str:
        """Take a web origin off the list; raises `InvalidError`, `NotFoundError`."""
        origin = check_origin(origin)
        if not work.tenants.forbid_origin(tenant_id, origin):
            raise NotFoundError(f"{origin} is not on this tenant's list. Nothing was changed.")
        work.log(Actor.program(tenant_id), "tenant.origin_forbidden", f"tenant:{tenant_id}", {"origin": origin})
        return origin

    def tables(self, work: Work, tenant_id: TenantId) -> tuple[str, ...]:
        """A tenant's tables of accounts."""
        return work.account_tables.tables(tenant_id)

    def add_table(self, work: Work, tenant_id: TenantId, name: str) -> None:
        """Register a table of accounts; raises `InvalidError`, `ConflictError`."""
        check_table_name(name)
        work.tenants.get(tenant_id)
        if name in work.account_tables.tables(tenant_id):
            raise ConflictError(f"There is a table {name} already. Nothing was changed.")
        work.account_tables.add_table(tenant_id, name, now=work.now)
        work.log(Actor.program(tenant_id), "tenant.table_added", f"tenant:{tenant_id}", {"table": name})

    def fields(self, work: Work, tenant_id: TenantId) -> tuple[str, ...]:
        """A tenant's custom fields."""
        return work.account_tables.fields(tenant_id)

    def add_field(self, work: Work, tenant_id: TenantId, name: str) -> None:
        """Declare a custom field of a tenant's accounts; raises `InvalidError`, `ConflictError`."""
        check_field_name(name)
        work.tenants.get(tenant_id)
        if name in work.account_tables.fields(tenant_id):
            raise ConflictError(f"There is a field {name} already. Nothing was changed.")
        work.account_tables.add_field(tenant_id, name, now=work.now)
        work.log(Actor.program(tenant_id), "tenant.field_added", f"tenant:{tenant_id}", {"field": name})

    def set_lan(self, work: Work, lan: LanAccess, *, tenant_id: TenantId) -> None:
        """Say what callers beyond this computer get; the journal has it under `tenant_id`, the store's default one."""
        before = work.tenants.access().lan
        work.tenants.set_lan(lan)
        facts = {"before": before.value, "after": lan.value}
        work.log(Actor.program(tenant_id), "store.lan_changed", "store", facts)

    def public_address(self, work: Work) -> str:
        """Where phones reach the program's pages; empty where the owner has given no such address."""
        return work.tenants.public_address()

    def set_public_address(self, work: Work, address: str, *, tenant_id: TenantId) -> str:
        """Say where phones reach the program's pages, or nowhere (empty); raises `InvalidError`."""
        if address:
            try:
                address = check_origin(address)
            except InvalidError:
                raise InvalidError("address", "Give an address like https://till.local:8787, without a path.") from None
        work.tenants.set_public_address(address)
        work.log(Actor.program(tenant_id), "store.address_changed", "store", {"given": bool(address)})
        return address

    def add_host(self, work: Work, host: str, *, tenant_id: TenantId) -> str:
        """Let the API answer under a name; raises `InvalidError`, `ConflictError`."""
        host = check_host(host)
        if host in work.tenants.access().hosts:
            raise ConflictError(f"The API answers under {host} already.")
        work.tenants.add_host(host)
        work.log(Actor.program(tenant_id), "store.host_added", "store", {"host": host})
        return host

    def remove_host(self, work: Work, host: str, *, tenant_id: TenantId) -> str:
        """Let the API answer under a name no more; raises `InvalidError`, `NotFoundError`."""
        host = check_host(host)
        if not work.tenants.remove_host(host):
            raise NotFoundError(f"The API does not answer under {host}. Nothing was changed.")
        work.log(Actor.program(tenant_id), "store.host_removed", "store", {"host": host})
        return host


def _checked(tenant: Tenant) -> Tenant:
    """The tenant as it is kept; raises `InvalidError` for the first field that can't be."""
    name = tenant.name.strip()
    if not 0 < tenant.tenant_id <= LARGEST_TENANT_ID:
        raise InvalidError("tenant", "A tenant's number is a whole number above zero.")
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise InvalidError("name", "Give the shop a name of at most 100 characters.")
    if not is_currency(tenant.currency):
        raise InvalidError("currency", "Choose the currency that the shop sells in, for example USD.")
    if not (len(tenant.country) == 2 and tenant.country.isascii() and tenant.country.isalpha()):
        raise InvalidError("country", "A country is given by its two letters, for example US.")
    if tenant.language not in LANGUAGES:
        raise InvalidError("language", f"The languages are {', '.join(LANGUAGES)}.")
    if tenant.time_zone not in available_timezones():
        raise InvalidError("time_zone", "Choose the time zone that the shop is in, for example Europe/Berlin.")
    if len(tenant.address) > LONGEST_ADDRESS or not can_be_kept(tenant.address):
        raise InvalidError("address", f"An address has at most {LONGEST_ADDRESS} characters, in plain lines.")
    if tenant.cash_step_minor not in CASH_STEPS:
        steps = ", ".join(map(str, CASH_STEPS))
        raise InvalidError("cash_step_minor", f"The smallest coin is one of {steps}, in the currency's smallest unit.")
    return replace(tenant, name=name, country=tenant.country.upper())


def _rules(tenant: Tenant) -> dict[str, object]:
    """What the journal keeps of a tenant: its rules, not its name or address."""
    return {
        "currency": tenant.currency,
        "prices_include_tax": tenant.prices_include_tax,
        "client_prices": tenant.client_prices,
        "part_payments": tenant.part_payments,
        "tips": tenant.tips,
        "manual_capture": tenant.manual_capture,
        "cash_step_minor": tenant.cash_step_minor,
        "country": tenant.country,
        "language": tenant.language,
        "time_zone": tenant.time_zone,
    }
