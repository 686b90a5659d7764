"""The tables of accounts and the custom fields that an owner has registered for a tenant."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.accounts import BUILT_IN_TABLES
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.base import Base, Moment


class AccountTableRow(Base):
    """A table of accounts by its name. The name is a value here and never part of a statement."""

    __tablename__ = "account_table"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class CustomFieldRow(Base):
    """A field that a tenant's accounts have beside the profile's columns."""

    __tablename__ = "custom_field"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class AccountTables:
    """The repository of registered names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tables(self, tenant_id: TenantId) -> tuple[str, ...]:
        """Every table of accounts that a tenant has, the built-in ones first."""
        query = select(AccountTableRow.name).where(AccountTableRow.tenant_id == tenant_id)
        return (*BUILT_IN_TABLES, *self._connection.execute(query.order_by(AccountTableRow.name)).scalars())

    def add_table(self, tenant_id: TenantId, name: str, *, now: datetime) -> None:
        """Register a table."""
        self._connection.execute(insert(AccountTableRow), {"tenant_id": tenant_id, "name": name, "created_at": now})

    def fields(self, tenant_id: TenantId) -> tuple[str, ...]:
        """A tenant's custom fields."""
        query = select(CustomFieldRow.name).where(CustomFieldRow.tenant_id == tenant_id)
        return tuple(self._connection.execute(query.order_by(CustomFieldRow.name)).scalars())

    def add_field(self, tenant_id: TenantId, name: str, *, now: datetime) -> None:
        """Declare a custom field."""
        self._connection.execute(insert(CustomFieldRow), {"tenant_id": tenant_id, "name": name, "created_at": now})
