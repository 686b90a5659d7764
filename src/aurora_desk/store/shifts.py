"""Shifts and the cash that moves in a drawer."""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, ForeignKey, ForeignKeyConstraint, Index, Integer, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import PaymentId, PersonId, ShiftId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.shifts import CashKind, Shift
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.people import PersonRow
from aurora_desk.store.tenants import TenantRow

_OPEN = text("closed_at IS NULL")


class ShiftRow(Base):
    """A cashier's time at a till; one open a till."""

    __tablename__ = "shift"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "person_id"], ["person.tenant_id", "person.person_id"]),
        Index("uq_shift_open", "till_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    shift_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    till_id: Mapped[int] = mapped_column(ForeignKey("till.till_id"))
    person_id: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    float_minor: Mapped[int] = mapped_column(BigInteger)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class CashMovementRow(Base):
    """Cash that went into (positive) or out of a drawer and why; rows are never changed."""

    __tablename__ = "cash_movement"
    __table_args__ = (Index("ix_cash_movement_shift", "shift_id", "movement_id"),)
    movement_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    shift_id: Mapped[str] = mapped_column(ForeignKey("shift.shift_id"))
    kind: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    payment_id: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Moment)


class Shifts:
    """The repository of shifts and drawers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self, till_id: TillId) -> Shift | None:
        """The open shift of a till."""
        row = self._connection.execute(
            select(ShiftRow.__table__, PersonRow.name, TenantRow.currency)
            .join(PersonRow, (PersonRow.tenant_id == ShiftRow.tenant_id) & (PersonRow.person_id == ShiftRow.person_id))
            .join(TenantRow, TenantRow.tenant_id == ShiftRow.tenant_id)
            .where(ShiftRow.till_id == till_id, ShiftRow.closed_at.is_(None))
        ).one_or_none()
        if row is None:
            return None
        return Shift(
            shift_id=ShiftId(row.shift_id),
            till_id=till_id,
            person_id=PersonId(row.person_id),
            person_name=row.name,
            opened_at=row.opened_at,
            float=Money(row.float_minor, row.currency),
        )

    def open(self, shift: Shift, tenant_id: TenantId) -> None:
        """Open a shift; its float is the drawer's first movement."""
        self._connection.execute(
            insert(ShiftRow),
            {
                "shift_id": shift.shift_id,
                "tenant_id": tenant_id,
                "till_id": shift.till_id,
                "person_id": shift.person_id,
                "opened_at": shift.opened_at,
                "float_minor": shift.float.amount_minor,
                "closed_at": None,
            },
        )
        self.move_cash(shift.shift_id, CashKind.FLOAT, shift.float.amount_minor, payment_id=None, now=shift.opened_at)

    def move_cash(
        self, shift_id: ShiftId, kind: CashKind, amount_minor: int, *, payment_id: PaymentId | None, now: datetime
    ) -> None:
        """Write a movement of the drawer; out of it is negative."""
        self._connection.execute(
            insert(CashMovementRow),
            {
                "shift_id": shift_id,
                "kind": kind.value,
                "amount_minor": amount_minor,
                "payment_id": payment_id,
                "at": now,
            },
        )
