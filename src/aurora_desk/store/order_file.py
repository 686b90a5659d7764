"""What is written down beside an order: notes of staff, and which goods the customer has collected."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Connection, ForeignKeyConstraint, Index, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.orders import OrderNote
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.people import PersonRow


class OrderNoteRow(Base):
    """A note of staff on an order; never changed, gone only with the personal data of a customer."""

    __tablename__ = "order_note"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["shop_order.tenant_id", "shop_order.order_id"]),
        Index("ix_order_note_order", "tenant_id", "order_id", "at"),
    )
    note_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    order_id: Mapped[int]
    person_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str]


class OrderCollectionRow(Base):
    """Goods of a line that the customer took, in thousandths; one `collection_id` is one visit."""

    __tablename__ = "order_collection"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "order_id", "position"],
            ["order_line.tenant_id", "order_line.order_id", "order_line.position"],
        ),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        Index("ix_order_collection_order", "tenant_id", "order_id"),
    )
    collection_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant_id: Mapped[int]
    order_id: Mapped[int]
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int | None]
    till_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


class OrderFile:
    """The repository of notes and of what was collected."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_note(self, actor: Actor, order_id: OrderId, note_id: str, words: str, *, now: datetime) -> None:
        """Keep a note."""
        self._connection.execute(
            insert(OrderNoteRow),
            {
                "note_id": note_id,
                "tenant_id": actor.tenant_id,
                "order_id": order_id,
                "person_id": actor.person_id,
                "at": now,
                "words": words,
            },
        )

    def notes(self, tenant_id: TenantId, order_id: OrderId) -> Mapping[str, str]:
        """The words of an order's notes by their ids, oldest first."""
        query = (
            select(OrderNoteRow.note_id, OrderNoteRow.words)
            .where(OrderNoteRow.tenant_id == tenant_id, OrderNoteRow.order_id == order_id)
            .order_by(OrderNoteRow.at)
        )
        return {row.note_id: row.words for row in self._connection.execute(query)}

    def written(self, tenant_id: TenantId, orders: Sequence[OrderId]) -> tuple[OrderNote, ...]:
        """All notes on some orders with who wrote them, oldest first."""
        query = (
            select(OrderNoteRow.order_id, OrderNoteRow.at, PersonRow.name, OrderNoteRow.words)
            .outerjoin(
                PersonRow,
                (PersonRow.tenant_id == OrderNoteRow.tenant_id) & (PersonRow.person_id == OrderNoteRow.person_id),
            )
            .where(OrderNoteRow.tenant_id == tenant_id, OrderNoteRow.order_id.in_(orders))
            .order_by(OrderNoteRow.order_id, OrderNoteRow.at)
        )
        rows = self._connection.execute(query)
        return tuple(OrderNote(OrderId(row.order_id), row.at, row.name or "", row.words) for row in rows)

    def add_collection(
        self, actor: Actor, order_id: OrderId, collection_id: str, goods: Sequence[Collected], *, now: datetime
    ) -> None:
        """Write down one visit; a trigger refuses more than was sold."""
        self._connection.execute(
            insert(OrderCollectionRow),
            [
                {
                    "collection_id": collection_id,
                    "position": one.position,
                    "tenant_id": actor.tenant_id,
                    "order_id": order_id,
                    "quantity_milli": one.quantity_milli,
                    "person_id": actor.person_id,
                    "till_id": actor.till_id,
                    "at": now,
                }
                for one in goods
            ],
        )

    def was_collected(self, collection_id: str) -> bool:
        """Whether this visit is written down already."""
        query = select(OrderCollectionRow.position).where(OrderCollectionRow.collection_id == collection_id).limit(1)
        return self._connection.execute(query).first() is not None

    def collected(self, tenant_id: TenantId, order_id: OrderId) -> Mapping[int, int]:
        """What of an order was collected by now, by line in thousandths."""
        query = (
            select(OrderCollectionRow.position, func.sum(OrderCollectionRow.quantity_milli).label("quantity_milli"))
            .where(OrderCollectionRow.tenant_id == tenant_id, OrderCollectionRow.order_id == order_id)
            .group_by(OrderCollectionRow.position)
        )
        return {row.position: int(row.quantity_milli) for row in self._connection.execute(query)}
