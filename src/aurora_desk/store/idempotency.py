"""Stored answers of calls that carried an Idempotency-Key."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Index, delete, insert, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.idempotency import KEPT, CallKey, StoredAnswer
from aurora_desk.store.base import Base, Moment


class AnswerRow(Base):
    """What a call was answered."""

    __tablename__ = "stored_answer"
    __table_args__ = (Index("ix_stored_answer_at", "at"),)
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client: Mapped[str] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


_KEY = (AnswerRow.tenant_id, AnswerRow.client, AnswerRow.method, AnswerRow.path, AnswerRow.key)


class Answers:
    """The repository of stored answers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, call: CallKey, *, now: datetime) -> StoredAnswer | None:
        """The answer given to this key in the last 24 hours."""
        row = self._connection.execute(
            select(AnswerRow.fingerprint, AnswerRow.status, AnswerRow.body).where(*_is(call), AnswerRow.at > now - KEPT)
        ).one_or_none()
        return None if row is None else StoredAnswer(row.fingerprint, row.status, row.body)

    def add(self, call: CallKey, answer: StoredAnswer, *, now: datetime) -> None:
        """Keep an answer, in the transaction of its effect; an expired one of the same key gives way."""
        self._connection.execute(delete(AnswerRow).where(*_is(call), AnswerRow.at <= now - KEPT))
        self._connection.execute(
            insert(AnswerRow),
            {
                "tenant_id": call.tenant_id,
                "client": call.client,
                "method": call.method,
                "path": call.path,
                "key": call.key,
                "fingerprint": answer.fingerprint,
                "status": answer.status,
                "body": answer.body,
                "at": now,
            },
        )

    def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Delete at most `limit` answers older than `moment`; how many."""
        old = select(*_KEY).where(AnswerRow.at <= moment).limit(limit)
        return self._connection.execute(delete(AnswerRow).where(tuple_(*_KEY).in_(old))).rowcount


def _is(call: CallKey) -> tuple[ColumnElement[bool], ...]:
    return (
        AnswerRow.tenant_id == call.tenant_id,
        AnswerRow.client == call.client,
        AnswerRow.method == call.method,
        AnswerRow.path == call.path,
        AnswerRow.key == call.key,
    )
