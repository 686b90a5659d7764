"""The journal's tables: rows that never change, and the one row that holds the chain's head."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Connection, Index, Row, insert, select, type_coerce, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.journal import GENESIS, Entry, JournalRow, chain_hash, facts_text
from aurora_desk.store.base import Base, Moment, micros


class JournalLine(Base):
    """One change of state."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_subject", "tenant_id", "subject", "seq"),
        Index("ix_journal_tenant_seq", "tenant_id", "seq"),
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    event: Mapped[str]
    tenant_id: Mapped[int]
    who: Mapped[str]
    till_id: Mapped[int | None]
    subject: Mapped[str]
    facts: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class JournalHead(Base):
    """The last sequence and hash, locked as the last statements before a commit."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]


_HEAD = select(JournalHead.seq, JournalHead.hash).with_for_update()
_LAST = select(JournalHead.seq)
_INSERT = insert(JournalLine)
_AFTER = select(JournalLine.__table__).order_by(JournalLine.seq)
# Moments stay the numbers they are stored as: turning them round costs a fifth of verifying a million rows.
_CHAIN = select(
    JournalLine.seq,
    type_coerce(JournalLine.at, BigInteger),
    JournalLine.event,
    JournalLine.tenant_id,
    JournalLine.who,
    JournalLine.till_id,
    JournalLine.subject,
    JournalLine.facts,
    JournalLine.previous,
    JournalLine.hash,
).order_by(JournalLine.seq)


class Journal:
    """The repository of the journal."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self) -> None:
        """Set the head of a new store's chain to its known beginning."""
        self._connection.execute(insert(JournalHead), {"one": 1, "seq": 0, "hash": GENESIS})

    def append(self, entries: Sequence[tuple[Entry, datetime]], key: bytes) -> None:
        """Write entries behind the head; called once a transaction, right before its commit."""
        if not entries:
            return
        head = self._connection.execute(_HEAD).one()
        seq, previous = head.seq, head.hash
        rows = []
        for entry, at in entries:
            seq += 1
            facts = facts_text(entry.facts)
            digest = chain_hash(key, previous, seq, str(micros(at)), entry, facts)
            rows.append(
                {
                    "seq": seq,
                    "at": at,
                    "event": entry.event,
                    "tenant_id": entry.tenant_id,
                    "who": entry.who,
                    "till_id": entry.till_id,
                    "subject": entry.subject,
                    "facts": facts,
                    "previous": previous,
                    "hash": digest,
                }
            )
            previous = digest
        self._connection.execute(_INSERT, rows)
        self._connection.execute(update(JournalHead).values(seq=seq, hash=previous))

    def last(self) -> int:
        """The sequence of the last row, 0 in a new store."""
        return self._connection.execute(_LAST).scalar_one()

    def after(self, seq: int, *, limit: int, tenant_id: TenantId | None = None) -> tuple[JournalRow, ...]:
        """Rows behind `seq`, of one tenant or of all."""
        query = _AFTER.where(JournalLine.seq > seq).limit(limit)
        if tenant_id is not None:
            query = query.where(JournalLine.tenant_id == tenant_id)
        return tuple(_row(row) for row in self._connection.execute(query))

    def of_subject(self, tenant_id: TenantId, subjects: Sequence[str]) -> tuple[JournalRow, ...]:
        """All rows about some things of a tenant, in order."""
        query = _AFTER.where(JournalLine.tenant_id == tenant_id, JournalLine.subject.in_(subjects))
        return tuple(_row(row) for row in self._connection.execute(query))


def _row(row: Row[Any]) -> JournalRow:
    return JournalRow(
        seq=row.seq,
        at=row.at,
        event=row.event,
        tenant_id=TenantId(row.tenant_id),
        who=row.who,
        till_id=None if row.till_id is None else TillId(row.till_id),
        subject=row.subject,
        facts=json.loads(row.facts),
        previous=row.previous,
        hash=row.hash,
    )


def first_bad_row(connection: Connection, key: bytes) -> int | None:
    """The sequence of the first row that does not verify, None if the whole chain up to its head does."""
    previous, expected = GENESIS, 0
    with connection.execute(_CHAIN, execution_options={"yield_per": 2000}) as rows:
        for seq, at, event, tenant_id, who, till_id, subject, facts, before, told in rows:
            expected += 1
            till = None if till_id is None else TillId(till_id)
            entry = Entry(event, TenantId(tenant_id), who, till, subject, {})
            digest = chain_hash(key, previous, expected, str(at), entry, facts)
            if seq != expected or before != previous or told != digest:
                return expected
            previous = digest
    head = connection.execute(select(JournalHead.seq, JournalHead.hash)).one()
    return None if (head.seq, head.hash) == (expected, previous) else expected + 1
