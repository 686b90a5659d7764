"""Payments, readers with their leases, and the kinds of tender a shop takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    and_,
    bindparam,
    exists,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, ReaderId, ShiftId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment, PaymentStatus, Reader, UnfinishedPayment
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.orders import OrderTable
from aurora_desk.store.tenants import TillRow

# Literal, in queries too: with a bound parameter a partial index is not used.
_IS_LIVE = text("status IN ('pending','unknown')")
_IS_LIVE_PAYMENT = text("payment.status IN ('pending','unknown')")
_MOST_UNFINISHED = 200
_HAS_INTENT = text("intent_id IS NOT NULL")
_HAS_CARD = text("card_last4 <> ''")


class PaymentRow(Base):
    """One tender, one attempt; for cards one intent at Stripe."""

    __tablename__ = "payment"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["shop_order.tenant_id", "shop_order.order_id"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("tip_minor >= 0 AND change_minor >= 0", name="parts_not_negative"),
        Index(
            "uq_payment_live", "tenant_id", "order_id", unique=True, sqlite_where=_IS_LIVE, postgresql_where=_IS_LIVE
        ),
        Index("uq_payment_intent", "intent_id", unique=True, sqlite_where=_HAS_INTENT, postgresql_where=_HAS_INTENT),
        Index("ix_payment_order", "tenant_id", "order_id"),
        Index(
            "ix_payment_card",
            "tenant_id",
            "card_last4",
            "order_id",
            sqlite_where=_HAS_CARD,
            postgresql_where=_HAS_CARD,
        ),
        Index("ix_payment_open", "updated_at", sqlite_where=_IS_LIVE, postgresql_where=_IS_LIVE),
        Index("ix_payment_created", "tenant_id", "created_at"),
    )
    payment_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int]
    order_id: Mapped[int]
    method: Mapped[str]
    status: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    tip_minor: Mapped[int] = mapped_column(BigInteger)
    rounding_minor: Mapped[int] = mapped_column(BigInteger)
    tendered_minor: Mapped[int] = mapped_column(BigInteger)
    change_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    intent_id: Mapped[str | None]
    reader_id: Mapped[str | None] = mapped_column(ForeignKey("reader.reader_id"))
    attempt: Mapped[int]
    charge_id: Mapped[str]
    card_brand: Mapped[str]
    card_last4: Mapped[str]
    read_method: Mapped[str]
    card_receipt: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    failure: Mapped[str]
    till_id: Mapped[int | None]
    shift_id: Mapped[str | None] = mapped_column(ForeignKey("shift.shift_id"))
    person_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    slip_number: Mapped[str] = mapped_column(server_default="")
    known: Mapped[str] = mapped_column(server_default="")
    checkout_id: Mapped[str | None]
    checkout_url: Mapped[str] = mapped_column(server_default="")
    request_id: Mapped[str] = mapped_column(server_default="")
    capture_before: Mapped[datetime | None] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    tender_name: Mapped[str] = mapped_column(server_default="")


HAS_CARD = PaymentRow.card_last4 != literal_column("''")


class ReaderRow(Base):
    """A card reader; its lease says which payment has its one action slot, and until when."""

    __tablename__ = "reader"
    reader_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    label: Mapped[str]
    leased_to: Mapped[str | None]
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    device_type: Mapped[str] = mapped_column(server_default="")
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class TenderRow(Base):
    """A kind of tender that a shop takes."""

    __tablename__ = "tender"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]


_OF_ORDER = (
    select(PaymentRow.__table__)
    .where(PaymentRow.tenant_id == bindparam("tenant_id"), PaymentRow.order_id == bindparam("order_id"))
    .order_by(PaymentRow.created_at, PaymentRow.payment_id)
)


class Payments:
    """The repository of payments, readers and tenders."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, payment: Payment, *, till_id: TillId | None, shift_id: ShiftId | None, person_id: int | None) -> None:
        """Write an attempt; the database refuses a second live one of an order."""
        self._connection.execute(
            insert(PaymentRow),
            {
                "payment_id": payment.payment_id,
                "tenant_id": payment.tenant_id,
                "order_id": payment.order_id,
                "method": payment.method.value,
                "status": payment.status.value,
                "amount_minor": payment.amount.amount_minor,
                "tip_minor": payment.tip_minor,
                "rounding_minor": payment.rounding_minor,
                "tendered_minor": payment.tendered_minor,
                "change_minor": payment.change_minor,
                "currency": payment.amount.currency,
                "intent_id": payment.intent_id,
                "reader_id": payment.reader_id,
                "attempt": payment.attempt,
                "charge_id": "",
                "card_brand": "",
                "card_last4": "",
                "read_method": "",
                "card_receipt": None,
                "failure": "",
                "till_id": till_id,
                "shift_id": shift_id,
                "person_id": person_id,
                "created_at": payment.created_at,
                "updated_at": payment.created_at,
                "slip_number": payment.slip_number,
                "expires_at": payment.expires_at,
                "tender_name": payment.tender_name,
            },
        )

    def get(self, payment_id: PaymentId, *, lock: bool = False) -> Payment:
        """A payment; raises `NotFoundError`."""
        query = select(PaymentRow.__table__).where(PaymentRow.payment_id == payment_id)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFoundError("There is no such payment.")
        return payment_of(row)

    def of_intent(self, intent_id: IntentId) -> Payment | None:
        """The payment that an intent belongs to."""
        row = self._connection.execute(
            select(PaymentRow.__table__).where(PaymentRow.intent_id == intent_id)
        ).one_or_none()
        return None if row is None else payment_of(row)

    def among(self, payment_ids: Sequence[PaymentId]) -> Mapping[PaymentId, Payment]:
        """Those of some payments that exist."""
        rows = self._connection.execute(select(PaymentRow.__table__).where(PaymentRow.payment_id.in_(payment_ids)))
        return {PaymentId(row.payment_id): payment_of(row) for row in rows}

    def of_order(self, tenant_id: TenantId, order_id: OrderId) -> tuple[Payment, ...]:
        """All attempts at paying an order, oldest first."""
        rows = self._connection.execute(_OF_ORDER, {"tenant_id": tenant_id, "order_id": order_id})
        return tuple(payment_of(row) for row in rows)

    def of_orders(self, tenant_id: TenantId, order_ids: Sequence[OrderId]) -> Mapping[OrderId, list[Payment]]:
        """The payments of a page of orders."""
        found: dict[OrderId, list[Payment]] = {order_id: [] for order_id in order_ids}
        if order_ids:
            query = (
                select(PaymentRow.__table__)
                .where(PaymentRow.tenant_id == tenant_id, PaymentRow.order_id.in_(order_ids))
                .order_by(PaymentRow.created_at, PaymentRow.payment_id)
            )
            for row in self._connection.execute(query):
                found[OrderId(row.order_id)].append(payment_of(row))
        return found

    def open_before(self, moment: datetime, *, limit: int) -> tuple[Payment, ...]:
        """Live payments that nobody has touched since `moment`, oldest first."""
        rows = self._connection.execute(
            select(PaymentRow.__table__)
            .where(_IS_LIVE, PaymentRow.updated_at <= moment)
            .order_by(PaymentRow.updated_at)
            .limit(limit)
        )
        return tuple(payment_of(row) for row in rows)

    def unfinished(self, tenant_id: TenantId, *, now: datetime) -> tuple[UnfinishedPayment, ...]:
        """Payments that nobody knows the end of, newest first.

        One that a till is just following is not among them, nor an online intent that nobody has begun to pay, nor a
        code that a customer still has time for.
        """
        holder = aliased(ReaderRow)
        held = exists().where(holder.leased_to == PaymentRow.payment_id, holder.leased_until >= now)
        rows = self._connection.execute(
            select(PaymentRow.__table__, OrderTable.number, ReaderRow.label, TillRow.name.label("till_name"))
            .join(
                OrderTable,
                and_(OrderTable.tenant_id == PaymentRow.tenant_id, OrderTable.order_id == PaymentRow.order_id),
            )
            .outerjoin(ReaderRow, ReaderRow.reader_id == PaymentRow.reader_id)
            .outerjoin(TillRow, TillRow.till_id == PaymentRow.till_id)
            .where(
                _IS_LIVE_PAYMENT,
                PaymentRow.tenant_id == tenant_id,
                or_(
                    PaymentRow.status == PaymentStatus.UNKNOWN.value,
                    PaymentRow.capture_before.is_not(None),
                    and_(PaymentRow.method == Method.CARD.value, ~held),
                    and_(PaymentRow.method == Method.QR.value, PaymentRow.expires_at < now),
                ),
            )
            .order_by(PaymentRow.created_at.desc())
            .limit(_MOST_UNFINISHED)
        )
        return tuple(
            UnfinishedPayment(payment_of(row), row.number, row.label or "", row.till_name or "") for row in rows
        )

    def open_at(self, till_id: TillId) -> tuple[Payment, ...]:
        """Live payments at readers that a till began, oldest first."""
        rows = self._connection.execute(
            select(PaymentRow.__table__)
            .where(_IS_LIVE, PaymentRow.till_id == till_id, PaymentRow.reader_id.is_not(None))
            .order_by(PaymentRow.created_at)
        )
        return tuple(payment_of(row) for row in rows)

    def card_receipt(self, payment_id: PaymentId) -> Mapping[str, str]:
        """The stored EMV fields of a card payment, for receipts."""
        found = self._connection.execute(
            select(PaymentRow.card_receipt).where(PaymentRow.payment_id == payment_id)
        ).scalar_one()
        return found or {}

    def change(self, payment_id: PaymentId, *, now: datetime, **values: object) -> None:
        """Store what is newly known of a payment."""
        self._connection.execute(
            update(PaymentRow).where(PaymentRow.payment_id == payment_id).values(updated_at=now, **values)
        )

    def add_tender(self, tenant_id: TenantId, method: Method, name: str, position: int) -> None:
        """Let a shop take a kind of tender."""
        self._connection.execute(
            insert(TenderRow), {"tenant_id": tenant_id, "method": method.value, "name": name, "position": position}
        )

    def tenders(self, tenant_id: TenantId) -> tuple[Method, ...]:
        """The kinds of tender that a shop takes, in their order."""
        rows = self._connection.execute(
            select(TenderRow.method).where(TenderRow.tenant_id == tenant_id).order_by(TenderRow.position)
        )
        return tuple(Method(row.method) for row in rows)

    def add_reader(self, reader: Reader, *, device_type: str = "") -> None:
        """Pair a reader with a tenant."""
        self._connection.execute(
            insert(ReaderRow),
            {
                "reader_id": reader.reader_id,
                "tenant_id": reader.tenant_id,
                "label": reader.label,
                "leased_to": None,
                "leased_until": None,
                "device_type": device_type,
            },
        )

    def use_reader(self, reader: Reader, *, device_type: str) -> None:
        """Pair a reader, or take one up again that was removed."""
        values = {"label": reader.label, "device_type": device_type, "removed_at": None}
        known = self._connection.execute(
            update(ReaderRow).where(ReaderRow.reader_id == reader.reader_id).values(values)
        )
        if not known.rowcount:
            self.add_reader(reader, device_type=device_type)

    def reader_owner(self, reader_id: ReaderId) -> TenantId | None:
        """The shop that a reader is or was paired with."""
        found = self._connection.execute(
            select(ReaderRow.tenant_id).where(ReaderRow.reader_id == reader_id)
        ).scalar_one_or_none()
        return None if found is None else TenantId(found)

    def remove_reader(self, reader_id: ReaderId, *, now: datetime) -> bool:
        """Use a reader no more, in one statement; False while a payment has it."""
        free = or_(ReaderRow.leased_to.is_(None), ReaderRow.leased_until < now)
        removed = self._connection.execute(
            update(ReaderRow).where(ReaderRow.reader_id == reader_id, free).values(removed_at=now)
        )
        return removed.rowcount == 1

    def readers(self, tenant_id: TenantId) -> tuple[Reader, ...]:
        """The readers of a tenant."""
        rows = self._connection.execute(
            select(ReaderRow.__table__)
            .where(ReaderRow.tenant_id == tenant_id, ReaderRow.removed_at.is_(None))
            .order_by(ReaderRow.label)
        )
        return tuple(Reader(ReaderId(row.reader_id), TenantId(row.tenant_id), row.label) for row in rows)

    def lease_reader(self, reader_id: ReaderId, payment_id: PaymentId, *, now: datetime, until: datetime) -> bool:
        """Take a reader's action slot for a payment, in one statement; False where another payment has it."""
        taken = self._connection.execute(
            update(ReaderRow)
            .where(
                ReaderRow.reader_id == reader_id,
                or_(ReaderRow.leased_to.is_(None), ReaderRow.leased_to == payment_id, ReaderRow.leased_until < now),
            )
            .values(leased_to=payment_id, leased_until=until)
        )
        return taken.rowcount == 1

    def keep_reader(self, payment_id: PaymentId, *, until: datetime) -> None:
        """Hold the reader that a payment has for longer; one that was let go of is not taken again by that."""
        self._connection.execute(update(ReaderRow).where(ReaderRow.leased_to == payment_id).values(leased_until=until))

    def leased_until(self, payment_id: PaymentId) -> datetime | None:
        """Until when a payment has a reader, None where it has none."""
        return self._connection.execute(
            select(ReaderRow.leased_until).where(ReaderRow.leased_to == payment_id)
        ).scalar_one_or_none()

    def release_reader(self, payment_id: PaymentId) -> None:
        """Give back whatever reader a payment has."""
        self._connection.execute(
            update(ReaderRow).where(ReaderRow.leased_to == payment_id).values(leased_to=None, leased_until=None)
        )


def payment_of(row: Any) -> Payment:
    """A payment's row as the rules know it."""
    return Payment(
        payment_id=PaymentId(row.payment_id),
        tenant_id=TenantId(row.tenant_id),
        order_id=OrderId(row.order_id),
        method=Method(row.method),
        status=PaymentStatus(row.status),
        amount=Money(row.amount_minor, row.currency),
        tip_minor=row.tip_minor,
        rounding_minor=row.rounding_minor,
        tendered_minor=row.tendered_minor,
        change_minor=row.change_minor,
        intent_id=None if row.intent_id is None else IntentId(row.intent_id),
        reader_id=None if row.reader_id is None else ReaderId(row.reader_id),
        attempt=row.attempt,
        card_brand=row.card_brand,
        card_last4=row.card_last4,
        read_method=row.read_method,
        failure=row.failure,
        created_at=row.created_at,
        slip_number=row.slip_number,
        known=row.known,
        asked_at=row.asked_at,
        capture_before=row.capture_before,
        checkout_id=row.checkout_id,
        checkout_url=row.checkout_url,
        expires_at=row.expires_at,
        tender_name=row.tender_name,
    )
