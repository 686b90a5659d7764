"""What is written down beside a customer: notes of staff, and merges of duplicates with the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, Row, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerNote
from aurora_desk.domain.ids import CartId, CustomerId, PersonId, TenantId
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.carts import CartRow
from aurora_desk.store.customers import CustomerRow
from aurora_desk.store.people import PersonRow


class CustomerNoteRow(Base):
    """A note of staff on a customer; deleted when the customer's data is erased."""

    __tablename__ = "customer_note"
    __table_args__ = (Index("ix_customer_note_customer", "tenant_id", "customer_id", "at"),)
    note_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    customer_id: Mapped[int]
    person_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str]


class CustomerMergeRow(Base):
    """A duplicate that was merged into another customer; `before` is what both were, for Undo."""

    __tablename__ = "customer_merge"
    __table_args__ = (Index("ix_customer_merge_kept", "tenant_id", "kept_id"),)
    merge_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    kept_id: Mapped[int]
    gone_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    person_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as it is kept, with what both customers were before."""

    merge_id: str
    kept_id: CustomerId
    gone_id: CustomerId
    before: Mapping[str, Any]
    at: datetime
    undone_at: datetime | None


class CustomerFile:
    """The repository of notes and merges."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_note(
        self,
        tenant_id: TenantId,
        customer_id: CustomerId,
        note_id: str,
        words: str,
        *,
        person_id: PersonId | None,
        at: datetime,
    ) -> None:
        """Write a note down."""
        values = {"note_id": note_id, "tenant_id": tenant_id, "customer_id": customer_id, "words": words}
        self._connection.execute(insert(CustomerNoteRow), {**values, "person_id": person_id, "at": at})

    def notes(self, tenant_id: TenantId, ids: Sequence[int], *, limit: int) -> tuple[CustomerNote, ...]:
        """The newest notes on one person's numbers, newest first."""
        query = (
            select(CustomerNoteRow.__table__, PersonRow.name)
            .outerjoin(
                PersonRow,
                (PersonRow.tenant_id == CustomerNoteRow.tenant_id) & (PersonRow.person_id == CustomerNoteRow.person_id),
            )
            .where(CustomerNoteRow.tenant_id == tenant_id, CustomerNoteRow.customer_id.in_(ids))
            .order_by(CustomerNoteRow.at.desc(), CustomerNoteRow.note_id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query)
        return tuple(CustomerNote(row.note_id, row.name or "", row.at, row.words) for row in rows)

    def note_count(self, tenant_id: TenantId, ids: Sequence[int]) -> int:
        """How many notes there are."""
        query = select(func.count()).where(CustomerNoteRow.tenant_id == tenant_id, CustomerNoteRow.customer_id.in_(ids))
        return self._connection.execute(query).scalar_one()

    def merged_into(self, tenant_id: TenantId, customer_id: CustomerId) -> tuple[CustomerId, ...]:
        """The numbers of those that were merged into a customer."""
        query = select(CustomerRow.customer_id).where(
            CustomerRow.tenant_id == tenant_id,
            CustomerRow.merged_into == customer_id,
            CustomerRow.merged_into.is_not(None),
        )
        rows = self._connection.execute(query.order_by(CustomerRow.customer_id)).scalars()
        return tuple(CustomerId(number) for number in rows)

    def point(self, tenant_id: TenantId, ids: Sequence[int], *, into: CustomerId | None) -> None:
        """Say of these customers that they were duplicates of another one, or that they are their own again."""
        self._connection.execute(
            update(CustomerRow)
            .where(CustomerRow.tenant_id == tenant_id, CustomerRow.customer_id.in_(ids))
            .values(merged_into=into, **({} if into is None else {"fifth_order_at": None}))
        )

    def carts_of(self, tenant_id: TenantId, customer_id: CustomerId) -> tuple[CartId, ...]:
        """The carts of a customer that have not become orders."""
        query = select(CartRow.cart_id).where(
            CartRow.tenant_id == tenant_id,
            CartRow.status.in_(LIVE_CARTS),
            CartRow.customer_table == CUSTOMERS_TABLE,
            CartRow.customer_id == customer_id,
        )
        return tuple(CartId(cart_id) for cart_id in self._connection.execute(query).scalars())

    def move_carts(self, cart_ids: Sequence[str], *, of: CustomerId, to: CustomerId | None) -> None:
        """Give carts, as far as they are still of one customer, to another, or to nobody."""
        self._connection.execute(
            update(CartRow)
            .where(CartRow.cart_id.in_(cart_ids), CartRow.customer_id == of)
            .values(customer_id=to, customer_table=None if to is None else CUSTOMERS_TABLE)
        )

    def add_merge(self, tenant_id: TenantId, merge: Merge, *, person_id: PersonId | None) -> None:
        """Keep a merge with the way back."""
        self._connection.execute(
            insert(CustomerMergeRow),
            {
                "merge_id": merge.merge_id,
                "tenant_id": tenant_id,
                "kept_id": merge.kept_id,
                "gone_id": merge.gone_id,
                "before": dict(merge.before),
                "person_id": person_id,
                "at": merge.at,
                "undone_at": None,
            },
        )

    def merge(self, tenant_id: TenantId, merge_id: str) -> Merge | None:
        """A merge by its id; it changes only while the row of the customer who was kept is held."""
        query = select(CustomerMergeRow.__table__).where(
            CustomerMergeRow.tenant_id == tenant_id, CustomerMergeRow.merge_id == merge_id
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _merge(row)

    def merges_of(self, tenant_id: TenantId, kept_id: CustomerId, *, since: datetime) -> tuple[Merge, ...]:
        """Merges into a customer that still stand, newest first."""
        query = select(CustomerMergeRow.__table__).where(
            CustomerMergeRow.tenant_id == tenant_id,
            CustomerMergeRow.kept_id == kept_id,
            CustomerMergeRow.at > since,
            CustomerMergeRow.undone_at.is_(None),
        )
        rows = self._connection.execute(query.order_by(CustomerMergeRow.at.desc()))
        return tuple(_merge(row) for row in rows)

    def note_undone(self, merge_id: str, now: datetime) -> None:
        """The merge is taken back; what both were before is not needed any more."""
        self._connection.execute(
            update(CustomerMergeRow).where(CustomerMergeRow.merge_id == merge_id).values(undone_at=now, before={})
        )


LIVE_CARTS = ("open", "held")


def _merge(row: Row[Any]) -> Merge:
    kept, gone = CustomerId(row.kept_id), CustomerId(row.gone_id)
    return Merge(row.merge_id, kept, gone, row.before, row.at, row.undone_at)
