"""All tables in one place, for the migrations."""

from aurora_desk.store import (
    carts,
    catalogue,
    customers,
    idempotency,
    jobs,
    journal,
    keyring,
    orders,
    payments,
    people,
    shifts,
    tenants,
)
from aurora_desk.store.base import Base

__all__ = [
    "Base",
    "carts",
    "catalogue",
    "customers",
    "idempotency",
    "jobs",
    "journal",
    "keyring",
    "orders",
    "payments",
    "people",
    "shifts",
    "tenants",
]
