"""Values of settings, of a shop and of its tills; what was never set is not here."""

from typing import Any

from sqlalchemy import JSON, Connection, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.store.base import Base

WHOLE_SHOP = TillId(0)


class SettingRow(Base):
    """One setting that somebody has set; `till_id` 0 is the whole shop."""

    __tablename__ = "setting"
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    till_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class SettingValues:
    """The repository of settings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, tenant_id: TenantId, till_id: TillId) -> dict[str, object]:
        """What is set for a till, or with till 0 for the shop, by name."""
        rows = self._connection.execute(
            select(SettingRow.name, SettingRow.value).where(
                SettingRow.tenant_id == tenant_id, SettingRow.till_id == till_id
            )
        )
        return {row.name: row.value for row in rows}

    def put(self, tenant_id: TenantId, till_id: TillId, name: str, value: object) -> None:
        """Set one."""
        self._connection.execute(
            delete(SettingRow).where(
                SettingRow.tenant_id == tenant_id, SettingRow.till_id == till_id, SettingRow.name == name
            )
        )
        self._connection.execute(
            insert(SettingRow), {"tenant_id": tenant_id, "till_id": till_id, "name": name, "value": value}
        )
