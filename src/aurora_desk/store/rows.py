"""All tables in one place, for the migrations."""

from aurora_desk.store import (
    account_tables,
    carts,
    catalogue,
    clients,
    credentials,
    customers,
    idempotency,
    jobs,
    journal,
    keyring,
    orders,
    outbox,
    payments,
    people,
    shifts,
    tenants,
)
from aurora_desk.store.base import Base

__all__ = [
    "Base",
    "account_tables",
    "carts",
    "catalogue",
    "clients",
    "credentials",
    "customers",
    "idempotency",
    "jobs",
    "journal",
    "keyring",
    "orders",
    "outbox",
    "payments",
    "people",
    "shifts",
    "tenants",
]
