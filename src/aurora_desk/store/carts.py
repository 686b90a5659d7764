"""Carts and their lines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Row,
    delete,
    false,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.cart import Cart, CartLine, CartStatus
from aurora_desk.domain.customers import CustomerRef, customer_name
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CartId, CustomerId, OrderId, PersonId, ProductId, TenantId, TillId
from aurora_desk.domain.price_lists import PriceList, PriceListId
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.totals import Discount, DiscountKind, TaxRate
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.customers import CustomerRow
from aurora_desk.store.price_lists import PriceLists
from aurora_desk.store.search import can_be_asked
from aurora_desk.store.tenants import TenantRow

# Literal, in queries too: with a bound parameter a partial index is not used.
_OPEN_AT_TILL = text("status = 'open' AND till_id IS NOT NULL")
_LIVE_SESSION = text("status <> 'ordered' AND session_id IS NOT NULL")


class CartRow(Base):
    """A cart: one open at a till, one live a session of a client."""

    __tablename__ = "cart"
    __table_args__ = (
        Index("uq_cart_till", "till_id", unique=True, sqlite_where=_OPEN_AT_TILL, postgresql_where=_OPEN_AT_TILL),
        Index(
            "uq_cart_session",
            "tenant_id",
            "client",
            "session_id",
            unique=True,
            sqlite_where=_LIVE_SESSION,
            postgresql_where=_LIVE_SESSION,
        ),
        Index(
            "ix_cart_code",
            "tenant_id",
            "session_id",
            sqlite_where=_LIVE_SESSION,
            postgresql_where=_LIVE_SESSION,
        ),
        Index("ix_cart_status", "tenant_id", "status", "updated_at"),
        Index("ix_cart_last_of_session", "tenant_id", "client", "session_id", "updated_at"),
    )
    cart_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    status: Mapped[str]
    session_id: Mapped[str | None]
    client: Mapped[str]
    till_id: Mapped[int | None] = mapped_column(ForeignKey("till.till_id"))
    held_as: Mapped[str]
    held_by: Mapped[str]
    customer_table: Mapped[str | None]
    customer_id: Mapped[int | None]
    discount_kind: Mapped[str | None]
    discount_value: Mapped[int | None] = mapped_column(BigInteger)
    discount_reason: Mapped[str]
    order_id: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(server_default="")
    tax_free: Mapped[bool] = mapped_column(server_default=false())
    price_list_id: Mapped[int | None]
    age_checked: Mapped[int] = mapped_column(server_default="0")
    """The age that the customer was seen to have; nobody is asked twice for one cart."""
    opened_by: Mapped[int | None]
    """Who has it open at `till_id`, since `opened_at`."""
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    discount_approval: Mapped[str | None]
    tax_free_approval: Mapped[str | None]
    price_list_approval: Mapped[str | None]
    paying_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the till that has it open began to take the payment; lets no other till take it over meanwhile."""


class CartLineRow(Base):
    """A line of a cart."""

    __tablename__ = "cart_line"
    cart_id: Mapped[str] = mapped_column(ForeignKey("cart.cart_id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    product_id: Mapped[int | None]
    name: Mapped[str]
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    tax_name: Mapped[str]
    tax_ppm: Mapped[int]
    by_weight: Mapped[bool]
    discount_kind: Mapped[str | None]
    discount_value: Mapped[int | None] = mapped_column(BigInteger)
    discount_reason: Mapped[str]
    note: Mapped[str]
    discount_approval: Mapped[str | None]


_IS_OPEN = CartRow.status == literal_column("'open'")
_IN_USE_FIRST = ((CartRow.status == CartStatus.ORDERED.value), CartRow.updated_at.desc())
_IS_LIVE = CartRow.status != literal_column("'ordered'")
_CARTS = (
    select(
        CartRow.__table__,
        TenantRow.currency,
        TenantRow.prices_include_tax,
        CustomerRow.displayname,
        CustomerRow.firstname,
        CustomerRow.lastname,
        CustomerRow.email,
    )
    .join(TenantRow, TenantRow.tenant_id == CartRow.tenant_id)
    .outerjoin(
        CustomerRow,
        (CartRow.customer_table == CustomerRow.auth_table)
        & (CustomerRow.tenant_id == CartRow.tenant_id)
        & (CustomerRow.customer_id == CartRow.customer_id),
    )
)
_LINES = select(CartLineRow.__table__).order_by(CartLineRow.cart_id, CartLineRow.position)


class Carts:
    """The repository of carts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, tenant_id: TenantId, cart_id: CartId, *, lock: bool = False) -> Cart:
        """A cart of a tenant; raises `NotFoundError`."""
        found = self._one(CartRow.tenant_id == tenant_id, CartRow.cart_id == cart_id, lock=lock)
        if found is None:
            raise NotFoundError("This cart is gone: it was deleted on another till.")
        return found

    def customer_of(self, tenant_id: TenantId, cart_id: CartId) -> CustomerRef | None:
        """Whom a cart names, if it is there: what has to be held before the cart itself."""
        return self._customer(CartRow.tenant_id == tenant_id, CartRow.cart_id == cart_id)

    def customer_of_session(self, tenant_id: TenantId, client: str, session_id: str) -> CustomerRef | None:
        """Whom the cart names that `of_session` finds."""
        return self._customer(*_in_session(tenant_id, client, session_id), newest=True)

    def hold(self, tenant_id: TenantId, cart_ids: Iterable[CartId]) -> None:
        """Lock several carts, the first by its id first, as everybody does who takes more than one."""
        query = select(CartRow.cart_id).where(CartRow.tenant_id == tenant_id, CartRow.cart_id.in_(list(cart_ids)))
        self._connection.execute(query.order_by(CartRow.cart_id).with_for_update())

    def open_at(self, till_id: TillId, *, lock: bool = False) -> Cart | None:
        """The open cart of a till."""
        return self._one(CartRow.till_id == till_id, _IS_OPEN, lock=lock)

    def of_session(self, tenant_id: TenantId, client: str, session_id: str, *, lock: bool = False) -> Cart | None:
        """The newest cart of a client's session, the one in use before one that became an order."""
        query = _CARTS.where(*_in_session(tenant_id, client, session_id)).order_by(*_IN_USE_FIRST).limit(1)
        row = self._connection.execute(query.with_for_update(of=CartRow) if lock else query).one_or_none()
        return None if row is None else self._with_lines([row])[0]

    def by_code(self, tenant_id: TenantId, code: str) -> Cart | None:
        """The live cart whose session a client calls by this code; of two clients' the one changed last."""
        if not can_be_asked(code):
            return None
        query = (
            _CARTS.where(CartRow.tenant_id == tenant_id, CartRow.session_id == code, _IS_LIVE)
            .order_by(CartRow.updated_at.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else self._with_lines([row])[0]

    def held(self, tenant_id: TenantId, *, but_at: TillId | None = None) -> tuple[Cart, ...]:
        """Carts that no till has open: held ones, and those that clients are filling; newest first.

        With `but_at` those as well that are open at another till than this one.
        """
        free = CartRow.till_id.is_(None)
        query = (
            _CARTS.where(
                CartRow.tenant_id == tenant_id,
                CartRow.status.in_([CartStatus.OPEN.value, CartStatus.HELD.value]),
                free if but_at is None else or_(free, CartRow.till_id != but_at),
            )
            .order_by(CartRow.updated_at.desc())
            .limit(200)
        )
        return tuple(cart for cart in self._with_lines(self._connection.execute(query).all()) if cart.lines)

    def _customer(self, *conditions: ColumnElement[bool], newest: bool = False) -> CustomerRef | None:
        query = select(CartRow.customer_table, CartRow.customer_id).where(*conditions)
        row = self._connection.execute(query.order_by(*_IN_USE_FIRST).limit(1) if newest else query).one_or_none()
        if row is None or row.customer_id is None:
            return None
        return CustomerRef(row.customer_table, CustomerId(row.customer_id))

    def _one(self, *conditions: Any, lock: bool) -> Cart | None:
        query = _CARTS.where(*conditions)
        row = self._connection.execute(query.with_for_update(of=CartRow) if lock else query).one_or_none()
        return None if row is None else self._with_lines([row])[0]

    def _with_lines(self, rows: Iterable[Row[Any]]) -> list[Cart]:
        rows = list(rows)
        lines: dict[str, list[CartLine]] = {row.cart_id: [] for row in rows}
        if rows:
            for row in self._connection.execute(_LINES.where(CartLineRow.cart_id.in_(lines))):
                lines[row.cart_id].append(_line(row))
        lists = self._price_lists({(row.tenant_id, row.price_list_id) for row in rows if row.price_list_id is not None})
        return [_cart(row, tuple(lines[row.cart_id]), lists.get((row.tenant_id, row.price_list_id))) for row in rows]

    def _price_lists(self, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], PriceList | None]:
        known = PriceLists(self._connection)
        return {
            (tenant_id, list_id): known.find(TenantId(tenant_id), PriceListId(list_id)) for tenant_id, list_id in wanted
        }

    def add(self, cart: Cart) -> None:
        """Add a cart with its lines."""
        self._connection.execute(
            insert(CartRow), {"cart_id": cart.cart_id, "tenant_id": cart.tenant_id, **_columns(cart)}
        )
        self._add_lines(cart, cart.lines)

    def save(self, before: Cart, after: Cart) -> None:
        """Store a changed cart, touching only the lines that differ."""
        self._connection.execute(update(CartRow).where(CartRow.cart_id == after.cart_id).values(**_columns(after)))
        was = {line.line_id: (position, line) for position, line in enumerate(before.lines)}
        now = {line.line_id: (position, line) for position, line in enumerate(after.lines)}
        stale = [line_id for line_id, row in was.items() if now.get(line_id) != row]
        if stale:
            self._connection.execute(
                delete(CartLineRow).where(CartLineRow.cart_id == after.cart_id, CartLineRow.line_id.in_(stale))
            )
        self._add_lines(after, tuple(line for line_id, (_, line) in now.items() if was.get(line_id) != now[line_id]))

    def _add_lines(self, cart: Cart, lines: tuple[CartLine, ...]) -> None:
        if not lines:
            return
        positions = {line.line_id: position for position, line in enumerate(cart.lines)}
        self._connection.execute(
            insert(CartLineRow),
            [
                {
                    "cart_id": cart.cart_id,
                    "line_id": line.line_id,
                    "position": positions[line.line_id],
                    "product_id": line.product_id,
                    "name": line.name,
                    "quantity_milli": line.quantity_milli,
                    "price_minor": line.price_minor,
                    "tax_name": line.tax.name,
                    "tax_ppm": line.tax.rate_ppm,
                    "by_weight": line.by_weight,
                    **_discount_columns(line.discount),
                    "note": line.note,
                }
                for line in lines
            ],
        )

    def delete(self, cart_id: CartId) -> None:
        """Delete a cart that never became an order."""
        self._connection.execute(delete(CartRow).where(CartRow.cart_id == cart_id))


def _discount_columns(discount: Discount | None) -> dict[str, object]:
    return {
        "discount_kind": discount.kind.value if discount else None,
        "discount_value": discount.value if discount else None,
        "discount_reason": discount.reason if discount else "",
        "discount_approval": discount.approval if discount else None,
    }


def _columns(cart: Cart) -> dict[str, object]:
    return {
        "status": cart.status.value,
        "session_id": cart.session_id,
        "client": cart.client,
        "till_id": cart.till_id,
        "held_as": cart.held_as,
        "held_by": cart.held_by,
        "customer_table": cart.customer.table if cart.customer else None,
        "customer_id": cart.customer.customer_id if cart.customer else None,
        **_discount_columns(cart.discount),
        "order_id": cart.order_id,
        "updated_at": cart.updated_at,
        "note": cart.note,
        "tax_free": cart.tax_free,
        "tax_free_approval": cart.tax_free_approval,
        "price_list_id": cart.price_list.price_list_id if cart.price_list else None,
        "price_list_approval": cart.price_list_approval,
        "opened_by": cart.opened_by,
        "opened_at": cart.opened_at,
        "paying_at": cart.paying_at,
        "age_checked": cart.age_checked,
    }


def _discount(row: Row[Any]) -> Discount | None:
    if row.discount_kind is None:
        return None
    return Discount(
        DiscountKind(row.discount_kind), row.discount_value, row.discount_reason, _approval(row.discount_approval)
    )


def _approval(kept: str | None) -> ApprovalId | None:
    return None if kept is None else ApprovalId(kept)


def _line(row: Row[Any]) -> CartLine:
    return CartLine(
        line_id=row.line_id,
        product_id=None if row.product_id is None else ProductId(row.product_id),
        name=row.name,
        quantity_milli=row.quantity_milli,
        price_minor=row.price_minor,
        tax=TaxRate(row.tax_name, row.tax_ppm),
        by_weight=row.by_weight,
        discount=_discount(row),
        note=row.note,
    )


def _cart(row: Row[Any], lines: tuple[CartLine, ...], price_list: PriceList | None) -> Cart:
    customer = None
    if row.customer_id is not None:
        customer = CustomerRef(row.customer_table, CustomerId(row.customer_id))
    name = customer_name(row.displayname, row.firstname, row.lastname, row.email)
    return Cart(
        cart_id=CartId(row.cart_id),
        tenant_id=TenantId(row.tenant_id),
        status=CartStatus(row.status),
        session_id=row.session_id,
        client=row.client,
        till_id=None if row.till_id is None else TillId(row.till_id),
        held_as=row.held_as,
        held_by=row.held_by,
        lines=lines,
        customer=customer,
        customer_name=name if customer else "",
        discount=_discount(row),
        currency=row.currency,
        prices_include_tax=row.prices_include_tax,
        order_id=None if row.order_id is None else OrderId(row.order_id),
        updated_at=row.updated_at,
        note=row.note,
        tax_free=row.tax_free,
        tax_free_approval=_approval(row.tax_free_approval),
        price_list=price_list,
        price_list_approval=_approval(row.price_list_approval),
        opened_by=None if row.opened_by is None else PersonId(row.opened_by),
        opened_at=row.opened_at,
        paying_at=row.paying_at,
        age_checked=row.age_checked,
    )


def _in_session(tenant_id: TenantId, client: str, session_id: str) -> tuple[ColumnElement[bool], ...]:
    return (CartRow.tenant_id == tenant_id, CartRow.client == client, CartRow.session_id == session_id)
