"""Refunds: what a person decided to give back, line by line, and the payments that it goes back over."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    bindparam,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.payments import PaymentRow

_PENDING = text("status = 'pending'")
_WITH_ID = text("stripe_refund_id IS NOT NULL")


class RefundPlanRow(Base):
    """One decision to give money back of an order, carried out by one refund a payment."""

    __tablename__ = "refund_plan"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["shop_order.tenant_id", "shop_order.order_id"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index("ix_refund_plan_order", "tenant_id", "order_id"),
    )
    plan_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    order_id: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reason: Mapped[str]
    person_id: Mapped[int | None]
    approved_by: Mapped[int | None]
    till_id: Mapped[int | None]
    shift_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(Moment)


class RefundLineRow(Base):
    """Goods that came back by a plan; a trigger keeps each order line within what was sold."""

    __tablename__ = "refund_line"
    __table_args__ = (
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        Index("ix_refund_line_order", "tenant_id", "order_id"),
    )
    plan_id: Mapped[str] = mapped_column(ForeignKey("refund_plan.plan_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant_id: Mapped[int]
    order_id: Mapped[int]
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    restocked: Mapped[bool]


class RefundRow(Base):
    """Money given back of a payment; a trigger keeps the sum within what was captured."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index("ix_refund_payment", "payment_id"),
        Index("uq_refund_stripe", "stripe_refund_id", unique=True, sqlite_where=_WITH_ID, postgresql_where=_WITH_ID),
        Index("ix_refund_pending", "updated_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_refund_created", "created_at"),
    )
    refund_id: Mapped[str] = mapped_column(primary_key=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payment.payment_id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    tip_minor: Mapped[int] = mapped_column(BigInteger, server_default="0")
    rounding_minor: Mapped[int] = mapped_column(BigInteger, server_default="0")
    failure: Mapped[str] = mapped_column(server_default="")
    via: Mapped[str] = mapped_column(server_default="")
    stripe_refund_id: Mapped[str | None]
    plan_id: Mapped[str | None]
    reader_id: Mapped[str | None]
    shift_id: Mapped[str | None]
    till_id: Mapped[int | None]
    person_id: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(server_default="1")


_OF_ORDER = (
    select(RefundRow.__table__)
    .join(PaymentRow, PaymentRow.payment_id == RefundRow.payment_id)
    .where(PaymentRow.tenant_id == bindparam("tenant_id"), PaymentRow.order_id == bindparam("order_id"))
    .order_by(RefundRow.created_at)
)


class Refunds:
    """The repository of refunds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_order(self, tenant_id: TenantId, order_id: OrderId) -> tuple[Refund, ...]:
        """All refunds of an order's payments, oldest first."""
        rows = self._connection.execute(_OF_ORDER, {"tenant_id": tenant_id, "order_id": order_id})
        return tuple(
            Refund(
                refund_id=RefundId(row.refund_id),
                payment_id=PaymentId(row.payment_id),
                amount=Money(row.amount_minor, row.currency),
                status=RefundStatus(row.status),
                reason=row.reason,
                created_at=row.created_at,
            )
            for row in rows
        )
