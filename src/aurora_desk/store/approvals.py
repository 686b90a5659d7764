"""Managers' approvals of what others may not do alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.rights import Approval, ApprovalId, Right
from aurora_desk.store.base import Base, Moment


class ApprovalRow(Base):
    """A yes, given once and used at most once; rows are never deleted."""

    __tablename__ = "approval"
    approval_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    till_id: Mapped[int]
    right_name: Mapped[str]
    subject: Mapped[str]
    up_to: Mapped[int] = mapped_column(BigInteger)
    asked_by: Mapped[int]
    given_by: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Approvals:
    """The repository of approvals."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tenant_id: TenantId, till_id: TillId, approval: Approval) -> None:
        """Keep a yes."""
        self._connection.execute(
            insert(ApprovalRow),
            {
                "approval_id": approval.approval_id,
                "tenant_id": tenant_id,
                "till_id": till_id,
                "right_name": approval.right.value,
                "subject": approval.subject,
                "up_to": approval.up_to,
                "asked_by": approval.asked_by,
                "given_by": approval.given_by,
                "given_at": approval.given_at,
                "used_at": None,
            },
        )

    def get(self, tenant_id: TenantId, approval_id: ApprovalId, *, lock: bool = False) -> Approval | None:
        """An approval of a shop, if there is one of this id."""
        query = select(ApprovalRow.__table__).where(
            ApprovalRow.approval_id == approval_id, ApprovalRow.tenant_id == tenant_id
        )
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _approval(row)

    def note_used(self, approval_id: ApprovalId, now: datetime) -> None:
        """Remember that the act was done; a second time the database refuses."""
        self._connection.execute(update(ApprovalRow).where(ApprovalRow.approval_id == approval_id).values(used_at=now))


def _approval(row: Row[Any]) -> Approval:
    return Approval(
        approval_id=ApprovalId(row.approval_id),
        right=Right(row.right_name),
        subject=row.subject,
        up_to=row.up_to,
        asked_by=PersonId(row.asked_by),
        given_by=PersonId(row.given_by),
        given_at=row.given_at,
        used_at=row.used_at,
    )
