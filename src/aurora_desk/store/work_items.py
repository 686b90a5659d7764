"""What Stripe says of every intent, as last seen, and the differences that a person has to settle."""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.store.base import Base, Moment

_OPEN = text("ended_at IS NULL")


class SeenIntentRow(Base):
    """An intent as Stripe last told it: the third side of the money truth board, beside orders and drawer."""

    __tablename__ = "seen_intent"
    __table_args__ = (Index("ix_seen_intent_created", "tenant_id", "created_at"),)
    intent_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    order_id: Mapped[int | None]
    payment_id: Mapped[str | None]
    status: Mapped[str]
    received_minor: Mapped[int] = mapped_column(BigInteger)
    tip_minor: Mapped[int] = mapped_column(BigInteger)
    refunded_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class WorkItemRow(Base):
    """A difference between this store and Stripe; one open of a kind about a thing."""

    __tablename__ = "work_item"
    __table_args__ = (
        Index("uq_work_item_open", "kind", "about", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_work_item_found", "tenant_id", "found_at"),
    )
    item_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    kind: Mapped[str]
    about: Mapped[str]
    order_id: Mapped[int | None]
    payment_id: Mapped[str | None]
    refund_id: Mapped[str | None]
    intent_id: Mapped[str | None]
    here_minor: Mapped[int] = mapped_column(BigInteger)
    stripe_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    attempt: Mapped[int]
    stripe_refund_id: Mapped[str | None]
    found_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ending: Mapped[str]
    ended_by: Mapped[str]


class WorkItems:
    """The repository of what Stripe was seen to say, and of differences."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
