"""Orders as lists show them: by page, by chip, by what somebody searches for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, func, select

from aurora_desk.domain.customers import CustomerRef, customer_name
from aurora_desk.domain.ids import CustomerId, OrderId, PersonId, ProductId, TenantId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import EVERYTHING, Handover, Narrowed, OrderFilter, OrderRow, OrderStatus, PaidStatus
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.domain.payments import Payment, PaymentStatus
from aurora_desk.store.customers import CustomerRow
from aurora_desk.store.orders import HAS_REFUND, TO_COLLECT, WAITS_FOR_MONEY, OrderLineTable, OrderTable
from aurora_desk.store.payments import HAS_CARD, PaymentRow, Payments
from aurora_desk.store.search import Matches, customer_matches

_LARGEST_ID = 2**31 - 1
_FEW_CUSTOMERS = 200
_MOST_IDS = 20_000
_RARE = 2_000
_ROWS: Select[*tuple[Any, ...]] = select(
    OrderTable.order_id,
    OrderTable.number,
    OrderTable.created_at,
    OrderTable.items_milli,
    OrderTable.status,
    OrderTable.payment_status,
    OrderTable.total_minor,
    OrderTable.currency,
    OrderTable.handover,
    OrderTable.paid_minor,
    OrderTable.refunded_minor,
    OrderTable.person_id,
    OrderTable.till_id,
    CustomerRow.displayname,
    CustomerRow.firstname,
    CustomerRow.lastname,
    CustomerRow.email,
).outerjoin(
    CustomerRow,
    and_(
        CustomerRow.auth_table == OrderTable.customer_table,
        CustomerRow.tenant_id == OrderTable.tenant_id,
        CustomerRow.customer_id == OrderTable.customer_id,
    ),
)

_FEW = {OrderFilter.WAITING: WAITS_FOR_MONEY, OrderFilter.REFUNDS: HAS_REFUND, OrderFilter.COLLECT: TO_COLLECT}
"""Chips with an index of their own: what lies behind them is little beside all orders."""


class OrderList:
    """Pages of orders, newest first, each found by key and never by offset."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(
        self,
        tenant_id: TenantId,
        which: OrderFilter,
        *,
        today_from: datetime,
        words: str,
        after: str | None,
        limit: int,
        narrowed: Narrowed = EVERYTHING,
        span: tuple[datetime, datetime] | None = None,
        among: Collection[OrderId] | None = None,
    ) -> Page[OrderRow]:
        """A page of the orders behind a chip that match what is searched.

        `span` is the time of `narrowed.days`; `among` names the orders that are asked about, at least one.
        """
        first, end = (0, _LARGEST_ID) if among is None else (min(among), max(among) + 1)
        if which is OrderFilter.TODAY:
            first = self._first_since(tenant_id, today_from)
        if span is not None:
            first, end = max(first, self._first_since(tenant_id, span[0])), self._first_since(tenant_id, span[1])
        if after is not None:
            end = min(end, place_in_list(after))
        query = _ROWS.where(OrderTable.tenant_id == tenant_id, *_narrowing(narrowed))
        if among is not None:
            query = query.where(OrderTable.order_id.in_(among))
        if which in _FEW:
            query = query.where(_FEW[which])
        if words.strip():
            query = query.where(self._searched(tenant_id, words))
        if narrowed.product_id is not None and among is not None:
            query = query.where(_has_product(narrowed.product_id))
        elif narrowed.product_id is not None:
            alone = which not in _FEW and not words.strip() and narrowed == Narrowed(narrowed.days, narrowed.product_id)
            most = limit + 1 if alone else _RARE + 1
            ids = self._with_product(tenant_id, narrowed.product_id, first, end, most)
            if not ids:
                return Page((), None)
            # A product's own lines, newest first, lead to its orders, however rare it is among a million; one that is
            # in many orders is met soon on the way through those that match all else.
            often = not alone and len(ids) > _RARE
            query = query.where(_has_product(narrowed.product_id) if often else OrderTable.order_id.in_(ids))
        return self._page(tenant_id, query, first=first, end=end, limit=limit)

    def of_customer(
        self,
        tenant_id: TenantId,
        ref: CustomerRef,
        *,
        merged: Sequence[CustomerId] = (),
        after: str | None,
        limit: int,
    ) -> Page[OrderRow]:
        """A page of a customer's orders, with those of the duplicates that were merged into it."""
        query = _ROWS.where(
            OrderTable.tenant_id == tenant_id,
            OrderTable.customer_table == ref.table,
            OrderTable.customer_id.in_((ref.customer_id, *merged))
            if merged
            else OrderTable.customer_id == ref.customer_id,
        )
        end = _LARGEST_ID if after is None else min(place_in_list(after), _LARGEST_ID)
        return self._page(tenant_id, query, first=0, end=end, limit=limit)

    def waiting(self, tenant_id: TenantId) -> int:
        """How many orders wait for money."""
        query = select(func.count()).select_from(OrderTable).where(OrderTable.tenant_id == tenant_id, WAITS_FOR_MONEY)
        return self._connection.execute(query).scalar_one()

    def _first_since(self, tenant_id: TenantId, moment: datetime) -> int:
        """The first order placed since `moment`: numbers rise with time, so a page needs no sort by time."""
        query = (
            select(OrderTable.order_id)
            .where(OrderTable.tenant_id == tenant_id, OrderTable.created_at >= moment)
            .order_by(OrderTable.created_at)
            .limit(1)
        )
        return self._connection.execute(query).scalar_one_or_none() or _LARGEST_ID

    def _searched(self, tenant_id: TenantId, words: str) -> ColumnElement[bool]:
        """Order number, last four digits of the card, or the customer's name."""
        number = words.strip().upper().removeprefix("#")
        if number.startswith("ORD-"):
            number = number.rpartition("-")[2]
        if number.isascii() and number.isdigit():
            # Ids first: an OR over two tables would make the database go through all orders.
            ids = [int(number)] if int(number) <= _LARGEST_ID else []
            return OrderTable.order_id.in_([*ids, *(self._by_card(tenant_id, number) if len(number) == 4 else ())])
        matches = customer_matches(self._connection.dialect.name, words)
        return false() if matches is None else self._by_customer(tenant_id, matches)

    def _by_card(self, tenant_id: TenantId, last4: str) -> Sequence[int]:
        query = select(PaymentRow.order_id).where(
            PaymentRow.tenant_id == tenant_id, PaymentRow.card_last4 == last4, HAS_CARD
        )
        return self._connection.execute(query.order_by(PaymentRow.order_id.desc()).limit(_MOST_IDS)).scalars().all()

    def _by_customer(self, tenant_id: TenantId, matches: Matches) -> ColumnElement[bool]:
        customers = matches.of(select(CustomerRow.customer_id, CustomerRow.auth_table), tenant_id)
        found = self._connection.execute(customers.limit(_FEW_CUSTOMERS + 1)).all()
        if len(found) > _FEW_CUSTOMERS:
            # So many have orders on every page: going through the orders in their own order meets them soon.
            return OrderTable.customer_id.in_(customers.with_only_columns(CustomerRow.customer_id))
        # The orders of a few may be far apart: theirs are looked up, not met on the way.
        orders = select(OrderTable.order_id).where(
            OrderTable.tenant_id == tenant_id,
            OrderTable.customer_table.in_({row.auth_table for row in found}),
            OrderTable.customer_id.in_([row.customer_id for row in found]),
        )
        ids = self._connection.execute(orders.limit(_MOST_IDS)).scalars().all()
        return OrderTable.order_id.in_(ids)

    def _with_product(
        self, tenant_id: TenantId, product_id: ProductId, first: int, end: int, limit: int
    ) -> Sequence[int]:
        query = (
            select(OrderLineTable.order_id)
            .where(
                OrderLineTable.tenant_id == tenant_id,
                OrderLineTable.product_id == product_id,
                OrderLineTable.order_id >= first,
                OrderLineTable.order_id < end,
            )
            .group_by(OrderLineTable.order_id)
            .order_by(OrderLineTable.order_id.desc())
        )
        return self._connection.execute(query.limit(limit)).scalars().all()

    def _page(
        self, tenant_id: TenantId, query: Select[*tuple[Any, ...]], *, first: int, end: int, limit: int
    ) -> Page[OrderRow]:
        if end < _LARGEST_ID:
            query = query.where(OrderTable.order_id < end)
        if first:
            query = query.where(OrderTable.order_id >= first)
        rows = self._connection.execute(query.order_by(OrderTable.order_id.desc()).limit(limit + 1)).all()
        more = len(rows) > limit
        rows = rows[:limit]
        payments = Payments(self._connection).of_orders(tenant_id, [OrderId(row.order_id) for row in rows])
        return Page(
            tuple(_order_row(row, payments[OrderId(row.order_id)]) for row in rows),
            str(rows[-1].order_id) if more else None,
        )


def _narrowing(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.customer is not None:
        conditions.append(OrderTable.customer_table == narrowed.customer.table)
        conditions.append(OrderTable.customer_id == narrowed.customer.customer_id)
    if narrowed.person_id is not None:
        conditions.append(OrderTable.person_id == narrowed.person_id)
    return conditions


def _has_product(product_id: ProductId) -> ColumnElement[bool]:
    return exists().where(
        OrderLineTable.tenant_id == OrderTable.tenant_id,
        OrderLineTable.product_id == product_id,
        OrderLineTable.order_id == OrderTable.order_id,
    )


def _order_row(row: Any, payments: Sequence[Payment]) -> OrderRow:
    # A method that took no money is told only while no other did.
    taken = [payment for payment in payments if payment.status is PaymentStatus.SUCCEEDED] or list(payments[-1:])
    last = payments[-1] if payments else None
    failed = last is not None and bool(last.failure) and last.status is not PaymentStatus.SUCCEEDED
    name = customer_name(row.displayname, row.firstname, row.lastname, row.email)
    return OrderRow(
        order_id=OrderId(row.order_id),
        number=row.number,
        created_at=row.created_at,
        customer_name=name,
        items_milli=row.items_milli,
        methods=tuple(dict.fromkeys(payment.method for payment in taken)),
        status=OrderStatus(row.status),
        payment_status=PaidStatus(row.payment_status),
        last_try_failed=failed and row.payment_status == PaidStatus.UNPAID.value,
        total=Money(row.total_minor, row.currency),
        handover=Handover(row.handover),
        paid_minor=row.paid_minor,
        refunded_minor=row.refunded_minor,
        person_id=None if row.person_id is None else PersonId(row.person_id),
        till_id=None if row.till_id is None else TillId(row.till_id),
    )
