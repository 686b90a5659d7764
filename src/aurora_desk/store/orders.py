"""Orders and their lines: written once, then only their states move (triggers refuse the rest)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    and_,
    bindparam,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.ids import CartId, CustomerId, OrderId, PersonId, ProductId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Handover, OrderLine, OrderStatus, PaidStatus
from aurora_desk.domain.totals import TaxRate
from aurora_desk.store.base import Base, Moment

_NUMBERED_CART = text("cart_id IS NOT NULL AND status <> 'void'")
_WAITING = text("payment_status IN ('unpaid','checking','part_paid') AND status <> 'void'")
_REFUNDED = text("payment_status IN ('part_refunded','refunded')")
_TO_COLLECT = text("handover <> 'collected' AND payment_status IN ('paid','part_refunded') AND status <> 'void'")
_BY_PERSON = text("person_id IS NOT NULL")


class OrderTable(Base):
    """An order. Everything but its states, notes and sums of payments is frozen from the insert."""

    __tablename__ = "shop_order"
    __table_args__ = (
        CheckConstraint("total_minor >= 0", name="total_not_negative"),
        CheckConstraint("refunded_minor <= paid_minor AND paid_minor <= total_minor", name="paid_within_total"),
        Index(
            "uq_shop_order_cart", "cart_id", unique=True, sqlite_where=_NUMBERED_CART, postgresql_where=_NUMBERED_CART
        ),
        Index("ix_shop_order_created", "tenant_id", "created_at"),
        Index(
            "ix_shop_order_customer",
            "tenant_id",
            "customer_table",
            "customer_id",
            "order_id",
            sqlite_where=text("customer_id IS NOT NULL"),
            postgresql_where=text("customer_id IS NOT NULL"),
        ),
        Index("ix_shop_order_waiting", "tenant_id", "order_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_shop_order_refunded", "tenant_id", "order_id", sqlite_where=_REFUNDED, postgresql_where=_REFUNDED),
        Index("ix_shop_order_collect", "tenant_id", "order_id", sqlite_where=_TO_COLLECT, postgresql_where=_TO_COLLECT),
        Index(
            "ix_shop_order_person",
            "tenant_id",
            "person_id",
            "order_id",
            sqlite_where=_BY_PERSON,
            postgresql_where=_BY_PERSON,
        ),
        Index(
            "ix_shop_order_till",
            "till_id",
            "created_at",
            sqlite_where=text("till_id IS NOT NULL"),
            postgresql_where=text("till_id IS NOT NULL"),
        ),
    )
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str]
    status: Mapped[str]
    payment_status: Mapped[str]
    handover: Mapped[str]
    customer_table: Mapped[str | None]
    customer_id: Mapped[int | None]
    line_count: Mapped[int]
    items_milli: Mapped[int] = mapped_column(BigInteger)
    subtotal_minor: Mapped[int] = mapped_column(BigInteger)
    discount_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    prices_include_tax: Mapped[bool]
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    refunded_minor: Mapped[int] = mapped_column(BigInteger)
    shipping_address: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    billing_address: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    notes: Mapped[str]
    cart_id: Mapped[str | None]
    till_id: Mapped[int | None]
    shift_id: Mapped[str | None]
    person_id: Mapped[int | None]
    client: Mapped[str]
    void_reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class OrderLineTable(Base):
    """A line of an order, frozen."""

    __tablename__ = "order_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["shop_order.tenant_id", "shop_order.order_id"]),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        Index("ix_order_line_product", "tenant_id", "product_id", "order_id"),
    )
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_id: Mapped[int | None]
    name: Mapped[str]
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    discount_minor: Mapped[int] = mapped_column(BigInteger)
    tax_name: Mapped[str]
    tax_ppm: Mapped[int]
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str]


def _literals(*words: str) -> list[ColumnElement[str]]:
    return [literal_column(f"'{word}'") for word in words]


class OrderStepRow(Base):
    """A step that an order's status may take; the trigger on orders looks here."""

    __tablename__ = "order_step"
    before: Mapped[str] = mapped_column(primary_key=True)
    after: Mapped[str] = mapped_column(primary_key=True)


@dataclass(frozen=True, slots=True)
class OrderHead:
    """An order's own row, without lines and payments: what most rules need."""

    tenant_id: TenantId
    order_id: OrderId
    number: str
    status: OrderStatus
    payment_status: PaidStatus
    handover: Handover
    customer: CustomerRef | None
    items_milli: int
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    prices_include_tax: bool
    paid_minor: int
    refunded_minor: int
    shipping_address: Mapping[str, str] | None
    billing_address: Mapping[str, str] | None
    notes: str
    cart_id: CartId | None
    till_id: TillId | None
    person_id: PersonId | None
    client: str
    void_reason: str
    created_at: datetime
    updated_at: datetime

    @property
    def due_minor(self) -> int:
        """What is left to pay, in minor units."""
        return 0 if self.status is OrderStatus.VOID else self.total.amount_minor - self.paid_minor


# Literals, not parameters: only so are the partial indexes of these conditions used.
NOT_VOID = OrderTable.status != literal_column("'void'")
WAITS_FOR_MONEY = and_(OrderTable.payment_status.in_(_literals("unpaid", "checking", "part_paid")), NOT_VOID)
TO_COLLECT = and_(
    OrderTable.handover != literal_column("'collected'"),
    OrderTable.payment_status.in_(_literals("paid", "part_refunded")),
    NOT_VOID,
)
HAS_REFUND = OrderTable.payment_status.in_(_literals("part_refunded", "refunded"))
_INSERT_ORDER = insert(OrderTable)
_INSERT_LINES = insert(OrderLineTable)
_HEADS = select(OrderTable.__table__)
_BY_ID = _HEADS.where(OrderTable.tenant_id == bindparam("tenant_id"), OrderTable.order_id == bindparam("order_id"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_LINES = (
    select(OrderLineTable.__table__)
    .where(OrderLineTable.tenant_id == bindparam("tenant_id"), OrderLineTable.order_id == bindparam("order_id"))
    .order_by(OrderLineTable.position)
)


class Orders:
    """The repository of orders' own rows; `order_list` reads them for lists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, head: OrderHead, lines: Sequence[OrderLine], *, shift_id: str | None) -> None:
        """Write a placed order with its lines."""
        self._connection.execute(
            _INSERT_ORDER,
            {
                "tenant_id": head.tenant_id,
                "order_id": head.order_id,
                "number": head.number,
                "status": head.status.value,
                "payment_status": head.payment_status.value,
                "handover": head.handover.value,
                "customer_table": head.customer.table if head.customer else None,
                "customer_id": head.customer.customer_id if head.customer else None,
                "line_count": len(lines),
                "items_milli": head.items_milli,
                "subtotal_minor": head.subtotal.amount_minor,
                "discount_minor": head.discount.amount_minor,
                "tax_minor": head.tax.amount_minor,
                "total_minor": head.total.amount_minor,
                "currency": head.total.currency,
                "prices_include_tax": head.prices_include_tax,
                "paid_minor": 0,
                "refunded_minor": 0,
                "shipping_address": head.shipping_address,
                "billing_address": head.billing_address,
                "notes": head.notes,
                "cart_id": head.cart_id,
                "till_id": head.till_id,
                "shift_id": shift_id,
                "person_id": head.person_id,
                "client": head.client,
                "void_reason": "",
                "created_at": head.created_at,
                "updated_at": head.updated_at,
            },
        )
        self._connection.execute(
            _INSERT_LINES,
            [
                {
                    "tenant_id": head.tenant_id,
                    "order_id": head.order_id,
                    "position": line.position,
                    "product_id": line.product_id,
                    "name": line.name,
                    "quantity_milli": line.quantity_milli,
                    "price_minor": line.price_minor,
                    "discount_minor": line.discount_minor,
                    "tax_name": line.tax.name,
                    "tax_ppm": line.tax.rate_ppm,
                    "tax_minor": line.tax_minor,
                    "total_minor": line.total_minor,
                    "note": line.note,
                }
                for line in lines
            ],
        )

    def find(self, tenant_id: TenantId, order_id: OrderId, *, lock: bool = False) -> OrderHead | None:
        """An order's own row."""
        row = self._connection.execute(
            _BY_ID_LOCKED if lock else _BY_ID, {"tenant_id": tenant_id, "order_id": order_id}
        ).one_or_none()
        return None if row is None else head_of(row)

    def last_at(self, till_id: TillId) -> OrderHead | None:
        """The newest order of a till that was not voided."""
        row = self._connection.execute(
            _HEADS.where(OrderTable.till_id == till_id, NOT_VOID).order_by(OrderTable.created_at.desc()).limit(1)
        ).one_or_none()
        return None if row is None else head_of(row)

    def lines(self, tenant_id: TenantId, order_id: OrderId) -> tuple[OrderLine, ...]:
        """The lines of an order in their order."""
        rows = self._connection.execute(_LINES, {"tenant_id": tenant_id, "order_id": order_id})
        return tuple(
            OrderLine(
                position=row.position,
                product_id=None if row.product_id is None else ProductId(row.product_id),
                name=row.name,
                quantity_milli=row.quantity_milli,
                price_minor=row.price_minor,
                discount_minor=row.discount_minor,
                tax=TaxRate(row.tax_name, row.tax_ppm),
                tax_minor=row.tax_minor,
                total_minor=row.total_minor,
                note=row.note,
            )
            for row in rows
        )

    def move(self, head: OrderHead, *, now: datetime, **states: object) -> None:
        """Change states of an order: status, payment_status, handover, notes, void_reason, paid_minor."""
        self._connection.execute(
            update(OrderTable)
            .where(OrderTable.tenant_id == head.tenant_id, OrderTable.order_id == head.order_id)
            .values(updated_at=now, **states)
        )


def head_of(row: Any) -> OrderHead:
    """An order's row as the rules know it."""

    def money(amount_minor: int) -> Money:
        return Money(amount_minor, row.currency)

    return OrderHead(
        tenant_id=TenantId(row.tenant_id),
        order_id=OrderId(row.order_id),
        number=row.number,
        status=OrderStatus(row.status),
        payment_status=PaidStatus(row.payment_status),
        handover=Handover(row.handover),
        customer=None if row.customer_id is None else CustomerRef(row.customer_table, CustomerId(row.customer_id)),
        items_milli=row.items_milli,
        subtotal=money(row.subtotal_minor),
        discount=money(row.discount_minor),
        tax=money(row.tax_minor),
        total=money(row.total_minor),
        prices_include_tax=row.prices_include_tax,
        paid_minor=row.paid_minor,
        refunded_minor=row.refunded_minor,
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        notes=row.notes,
        cart_id=None if row.cart_id is None else CartId(row.cart_id),
        till_id=None if row.till_id is None else TillId(row.till_id),
        person_id=None if row.person_id is None else PersonId(row.person_id),
        client=row.client,
        void_reason=row.void_reason,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
