"""What is written down beside an order: notes of staff, and which goods the customer has collected."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.store.base import Base, Moment


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
