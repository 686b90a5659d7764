"""Paired clients: programs of the network with a key of their own, of which only a hash is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Row, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.access import Client
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.base import Base, Moment

_PAIRED = text("revoked_at IS NULL")


class ClientRow(Base):
    """A client; its key's prefix finds the row, the hash of the rest is compared."""

    __tablename__ = "client"
    __table_args__ = (
        Index("uq_client_name", "tenant_id", "name", unique=True, sqlite_where=_PAIRED, postgresql_where=_PAIRED),
    )
    prefix: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    name: Mapped[str]
    key_hash: Mapped[str]
    paired_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True, slots=True)
class KeyedClient:
    """A client with the hash that its key must have."""

    client: Client
    key_hash: str


class Clients:
    """The repository of clients."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, client: Client, key_hash: str) -> None:
        """Add a client with the hash of its key."""
        self._connection.execute(
            insert(ClientRow),
            {
                "prefix": client.prefix,
                "tenant_id": client.tenant_id,
                "name": client.name,
                "key_hash": key_hash,
                "paired_at": client.paired_at,
                "revoked_at": None,
            },
        )

    def by_prefix(self, prefix: str) -> KeyedClient | None:
        """The client, revoked or not, whose key begins so."""
        row = self._connection.execute(select(ClientRow.__table__).where(ClientRow.prefix == prefix)).one_or_none()
        return None if row is None else KeyedClient(_client(row), row.key_hash)

    def paired(self, tenant_id: TenantId, name: str) -> Client | None:
        """The client of this name that is paired now."""
        query = select(ClientRow.__table__).where(ClientRow.tenant_id == tenant_id, ClientRow.name == name, _PAIRED)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _client(row)

    def everyone(self) -> tuple[Client, ...]:
        """All clients, revoked ones too, in the order they were paired."""
        rows = self._connection.execute(select(ClientRow.__table__).order_by(ClientRow.paired_at, ClientRow.prefix))
        return tuple(_client(row) for row in rows)

    def revoke(self, prefix: str, *, now: datetime) -> None:
        """End a key for good."""
        self._connection.execute(update(ClientRow).where(ClientRow.prefix == prefix, _PAIRED).values(revoked_at=now))


def _client(row: Row[Any]) -> Client:
    return Client(TenantId(row.tenant_id), row.name, row.prefix, row.paired_at, row.revoked_at)
