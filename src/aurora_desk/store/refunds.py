"""Refunds: what a person decided to give back, line by line, and the payments that it goes back over."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    bindparam,
    exists,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, aliased, mapped_column

from aurora_desk.domain.errors import AuroraError, NotFoundError
from aurora_desk.domain.ids import OrderId, PaymentId, PersonId, ReaderId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.domain.refunds import RefundPlan
from aurora_desk.domain.returns import CameBack, HandsError, MoreThanSoldError, RefundedLine, RefundTooLargeError
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
    from_customer_milli: Mapped[int] = mapped_column(BigInteger, server_default="0")


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


_ALL = select(RefundRow.__table__)
_OF_ORDER = (
    _ALL.join(PaymentRow, PaymentRow.payment_id == RefundRow.payment_id)
    .where(PaymentRow.tenant_id == bindparam("tenant_id"), PaymentRow.order_id == bindparam("order_id"))
    .order_by(RefundRow.created_at, RefundRow.refund_id)
)
_CAME_BACK = (
    select(
        RefundLineRow.position,
        func.sum(RefundLineRow.quantity_milli).label("quantity_milli"),
        func.sum(RefundLineRow.amount_minor).label("amount_minor"),
        func.sum(RefundLineRow.from_customer_milli).label("from_customer_milli"),
    )
    .where(RefundLineRow.tenant_id == bindparam("tenant_id"), RefundLineRow.order_id == bindparam("order_id"))
    .group_by(RefundLineRow.position)
)

_OTHER = aliased(RefundRow)
# Refunds first, payments after: asked in one join, SQLite walks through every payment of the tenant.
_UNDECIDED = (
    select(RefundRow.payment_id)
    .where(
        RefundRow.created_at >= bindparam("moment", type_=Moment),
        RefundRow.status == "failed",
        ~exists().where(
            _OTHER.payment_id == RefundRow.payment_id, _OTHER.plan_id == RefundRow.plan_id, _OTHER.status != "failed"
        ),
    )
    .order_by(RefundRow.created_at.desc())
)


class Refunds:
    """The repository of refunds and of the plans behind them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_order(self, tenant_id: TenantId, order_id: OrderId) -> tuple[Refund, ...]:
        """All refunds of an order's payments, oldest first."""
        rows = self._connection.execute(_OF_ORDER, {"tenant_id": tenant_id, "order_id": order_id})
        return tuple(_refund(row) for row in rows)

    def get(self, refund_id: RefundId, *, lock: bool = False) -> Refund:
        """A refund; raises `NotFoundError`."""
        query = _ALL.where(RefundRow.refund_id == refund_id)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFoundError("There is no such refund.")
        return _refund(row)

    def of_stripe(self, stripe_refund_id: str) -> Refund | None:
        """The refund that Stripe knows by this id."""
        row = self._connection.execute(_ALL.where(RefundRow.stripe_refund_id == stripe_refund_id)).one_or_none()
        return None if row is None else _refund(row)

    def pending_before(self, moment: datetime, *, limit: int) -> tuple[Refund, ...]:
        """Refunds whose end is not known and that nobody has touched since `moment`, oldest first."""
        rows = self._connection.execute(
            _ALL.where(_PENDING, RefundRow.updated_at <= moment).order_by(RefundRow.updated_at).limit(limit)
        )
        return tuple(_refund(row) for row in rows)

    def undecided_since(self, tenant_id: TenantId, moment: datetime) -> tuple[OrderId, ...]:
        """Orders with a refund made since `moment` that failed and that nothing took the place of, newest first."""
        failed = self._connection.execute(_UNDECIDED, {"moment": moment}).scalars().all()
        if not failed:
            return ()
        query = select(PaymentRow.payment_id, PaymentRow.order_id)
        query = query.where(PaymentRow.payment_id.in_(failed), PaymentRow.tenant_id == tenant_id)
        orders = {row.payment_id: OrderId(row.order_id) for row in self._connection.execute(query)}
        return tuple(dict.fromkeys(orders[payment_id] for payment_id in failed if payment_id in orders))

    def came_back(self, tenant_id: TenantId, order_id: OrderId) -> Mapping[int, CameBack]:
        """What of an order came back by now, by line."""
        rows = self._connection.execute(_CAME_BACK, {"tenant_id": tenant_id, "order_id": order_id})
        return {
            row.position: CameBack(int(row.quantity_milli), int(row.amount_minor), int(row.from_customer_milli))
            for row in rows
        }

    def given_by(self, tenant_id: TenantId, order_id: OrderId, person_id: PersonId) -> int:
        """What a person has given back of an order in all, in minor units; failed refunds left out."""
        given = RefundRow.amount_minor + RefundRow.tip_minor + RefundRow.rounding_minor
        query = (
            select(func.coalesce(func.sum(given), 0))
            .join(PaymentRow, PaymentRow.payment_id == RefundRow.payment_id)
            .where(PaymentRow.tenant_id == tenant_id, PaymentRow.order_id == order_id)
            .where(RefundRow.person_id == person_id, RefundRow.status != "failed")
        )
        return int(self._connection.execute(query).scalar_one())

    def approved(self, plan_id: str | None) -> bool:
        """Whether a manager approved a decision."""
        query = select(RefundPlanRow.approved_by).where(RefundPlanRow.plan_id == plan_id)
        return self._connection.execute(query).scalar_one_or_none() is not None

    def add_plan(self, plan: RefundPlan, lines: Sequence[RefundedLine]) -> None:
        """Write a decision and the goods that come back by it; raises `MoreThanSoldError`."""
        self._connection.execute(
            insert(RefundPlanRow),
            {
                "plan_id": plan.plan_id,
                "tenant_id": plan.tenant_id,
                "order_id": plan.order_id,
                "amount_minor": plan.amount.amount_minor,
                "currency": plan.amount.currency,
                "reason": plan.reason,
                "person_id": plan.person_id,
                "approved_by": plan.approved_by,
                "till_id": plan.till_id,
                "shift_id": plan.shift_id,
                "created_at": plan.created_at,
            },
        )
        if not lines:
            return
        with _refusal("more than was sold", MoreThanSoldError), _refusal("more than lies here", HandsError):
            self._connection.execute(
                insert(RefundLineRow),
                [
                    {
                        "plan_id": plan.plan_id,
                        "position": line.position,
                        "tenant_id": plan.tenant_id,
                        "order_id": plan.order_id,
                        "quantity_milli": line.quantity_milli,
                        "amount_minor": line.amount_minor,
                        "restocked": line.restocked,
                        "from_customer_milli": line.from_customer_milli,
                    }
                    for line in lines
                ],
            )

    def add(self, refund: Refund, plan: RefundPlan) -> None:
        """Write a refund of a plan; raises `RefundTooLargeError` beyond what was captured."""
        with _refusal("more than was captured", partial(RefundTooLargeError, refund.amount)):
            self._connection.execute(
                insert(RefundRow),
                {
                    "refund_id": refund.refund_id,
                    "payment_id": refund.payment_id,
                    "amount_minor": refund.amount.amount_minor,
                    "currency": refund.amount.currency,
                    "status": refund.status.value,
                    "reason": refund.reason,
                    "idempotency_key": refund.key,
                    "created_at": refund.created_at,
                    "updated_at": refund.created_at,
                    "tip_minor": refund.tip_minor,
                    "rounding_minor": refund.rounding_minor,
                    "failure": refund.failure,
                    "via": refund.via,
                    "stripe_refund_id": refund.stripe_refund_id,
                    "plan_id": refund.plan_id,
                    "reader_id": refund.reader_id,
                    "shift_id": plan.shift_id,
                    "till_id": plan.till_id,
                    "person_id": plan.person_id,
                    "attempt": refund.attempt,
                },
            )

    def change(self, refund: Refund, *, now: datetime, **values: object) -> Refund:
        """Store what is newly known of a refund; raises `RefundTooLargeError` beyond what was captured."""
        statement = update(RefundRow).where(RefundRow.refund_id == refund.refund_id)
        with _refusal("more than was captured", partial(RefundTooLargeError, refund.amount)):
            self._connection.execute(statement.values(updated_at=now, **values))
        return self.get(refund.refund_id)


@contextmanager
def _refusal(words: str, error: Callable[[], AuroraError]) -> Iterator[None]:
    """Tell a trigger's refusal of a race in words."""
    try:
        yield
    except DBAPIError as refused:
        if words not in str(refused.orig):
            raise
        raise error() from refused


def _refund(row: Any) -> Refund:
    return Refund(
        refund_id=RefundId(row.refund_id),
        payment_id=PaymentId(row.payment_id),
        amount=Money(row.amount_minor, row.currency),
        status=RefundStatus(row.status),
        reason=row.reason,
        created_at=row.created_at,
        tip_minor=row.tip_minor,
        rounding_minor=row.rounding_minor,
        via=row.via,
        failure=row.failure,
        stripe_refund_id=row.stripe_refund_id,
        plan_id=row.plan_id,
        reader_id=None if row.reader_id is None else ReaderId(row.reader_id),
        attempt=row.attempt,
    )
