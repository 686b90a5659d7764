"""What is written down beside a customer: notes of staff, and merges of duplicates with the way back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.store.base import Base, Moment


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
