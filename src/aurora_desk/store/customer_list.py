"""Customers as lists show them: by page, by chip, by what somebody searches for; with the figures of their orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, text

from aurora_desk.domain.customers import (
    CUSTOMERS_TABLE,
    REGULAR_ORDERS,
    REGULAR_WITHIN,
    Customer,
    CustomerFilter,
    CustomerRef,
)
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.store.base import micros, moment_of
from aurora_desk.store.customers import IS_LISTED, CustomerRow
from aurora_desk.store.orders import NOT_VOID, OrderTable
from aurora_desk.store.search import customer_matches

_ROWS = select(CustomerRow.__table__)
# Written out, not bound: only so are the partial indexes of these conditions used.
_OF_FILTER: Mapping[CustomerFilter, ColumnElement[bool]] = {
    CustomerFilter.ACCOUNT: and_(text("customer.has_account")),
    CustomerFilter.NO_CONSENT: and_(text("customer.consent_at IS NULL")),
    CustomerFilter.REGULARS: and_(text("customer.fifth_order_at IS NOT NULL")),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a customer's orders come to, voids left out."""

    orders: int = 0
    spent_minor: int = 0
    """What was paid and not given back; an order that waits for its money counts as an order alone."""
    last_order_at: datetime | None = None


class CustomerList:
    """Pages of the shop's own customers, each found by key and never by offset. Merged and erased ones are left out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(
        self,
        tenant_id: TenantId,
        words: str,
        *,
        which: CustomerFilter = CustomerFilter.ALL,
        now: datetime | None = None,
        after: str | None,
        limit: int,
    ) -> Page[Customer]:
        """Customers by beginnings of names, email or phone, or last four digits; newest first.

        Regulars without words come by how lately they were here often. `now` is needed for them alone.
        """
        query = _listed(self._connection.dialect.name, tenant_id, words)
        if which is not CustomerFilter.ALL:
            query = query.where(_OF_FILTER[which])
        if which is CustomerFilter.REGULARS:
            assert now is not None
            query = query.where(CustomerRow.fifth_order_at >= now - REGULAR_WITHIN)
        by_visits = which is CustomerFilter.REGULARS and not words.strip()
        query = _by_visits(query, after) if by_visits else _by_age(query, after)
        rows = self._connection.execute(query.limit(limit + 1)).all()
        more = len(rows) > limit
        rows = rows[:limit]
        last = rows[-1] if rows else None
        end = None if last is None or not more else _place_of(last) if by_visits else str(last.row_id)
        return Page(self._customers(tenant_id, rows), end)

    def first(self, tenant_id: TenantId, ref: CustomerRef) -> Customer | None:
        """A customer with the figures of the orders, those of merged duplicates included."""
        row = self._connection.execute(
            _ROWS.where(
                CustomerRow.tenant_id == tenant_id,
                CustomerRow.customer_id == ref.customer_id,
                CustomerRow.auth_table == ref.table,
            )
        ).one_or_none()
        return None if row is None else self._customers(tenant_id, [row])[0]

    def of_rows(self, tenant_id: TenantId, row_ids: Iterable[int]) -> tuple[Customer, ...]:
        """The customers in these rows, newest first."""
        query = _ROWS.where(CustomerRow.row_id.in_(row_ids)).order_by(CustomerRow.row_id.desc())
        return self._customers(tenant_id, self._connection.execute(query).all())

    def duplicates_of(self, tenant_id: TenantId, ids: Sequence[int]) -> dict[int, int]:
        """The customers that were merged into some of these, and into which."""
        query = select(CustomerRow.customer_id, CustomerRow.merged_into).where(
            CustomerRow.tenant_id == tenant_id, CustomerRow.merged_into.in_(ids), text("merged_into IS NOT NULL")
        )
        return {row.customer_id: row.merged_into for row in self._connection.execute(query)}

    def fifth_order_at(self, tenant_id: TenantId, table: str, ids: Sequence[int]) -> datetime | None:
        """When the order was placed that makes a regular, of one person's numbers; None with fewer orders."""
        query = (
            select(OrderTable.created_at)
            .where(
                OrderTable.tenant_id == tenant_id,
                OrderTable.customer_table == table,
                OrderTable.customer_id == ids[0] if len(ids) == 1 else OrderTable.customer_id.in_(ids),
                NOT_VOID,
            )
            .order_by(OrderTable.order_id.desc())
            .offset(REGULAR_ORDERS - 1)  # five entries of an index, not a place in a list
            .limit(1)
        )
        return self._connection.execute(query).scalar_one_or_none()

    def _customers(self, tenant_id: TenantId, rows: Sequence[Row[Any]]) -> tuple[Customer, ...]:
        figures = self._figures(tenant_id, rows)
        return tuple(_customer(row, figures.get(row.customer_id, Figures())) for row in rows)

    def _figures(self, tenant_id: TenantId, rows: Sequence[Row[Any]]) -> Mapping[int, Figures]:
        """Of the orders of these customers alone, which an index finds; never of all."""
        own = {row.customer_id: row.customer_id for row in rows}
        if not own:
            return {}
        whose = {**own, **self.duplicates_of(tenant_id, list(own))}
        query = (
            select(
                OrderTable.customer_id,
                func.count().label("orders"),
                func.sum(OrderTable.paid_minor - OrderTable.refunded_minor).label("spent_minor"),
                func.max(OrderTable.created_at).label("last_order_at"),
            )
            .where(
                OrderTable.tenant_id == tenant_id,
                OrderTable.customer_table.in_({row.auth_table for row in rows}),
                OrderTable.customer_id.in_(whose),
                NOT_VOID,
            )
            .group_by(OrderTable.customer_id)
        )
        found: dict[int, Figures] = {}
        for row in self._connection.execute(query):
            one = Figures(row.orders, int(row.spent_minor), row.last_order_at)
            found[whose[row.customer_id]] = _together(found.get(whose[row.customer_id]), one)
        return found


def _listed(dialect: str, tenant_id: TenantId, words: str) -> Select[Any]:
    matches = customer_matches(dialect, words)
    query: Select[Any] = (
        _ROWS.where(CustomerRow.tenant_id == tenant_id) if matches is None else matches.of(_ROWS, tenant_id)
    )
    return query.where(CustomerRow.auth_table == CUSTOMERS_TABLE, IS_LISTED)


def _by_age(query: Select[Any], after: str | None) -> Select[Any]:
    if after is not None:
        query = query.where(CustomerRow.row_id < place_in_list(after))
    return query.order_by(CustomerRow.row_id.desc())


def _by_visits(query: Select[Any], after: str | None) -> Select[Any]:
    if after is not None:
        moment, _, row_id = after.partition("-")
        at = moment_of(place_in_list(moment))
        earlier = and_(CustomerRow.fifth_order_at == at, CustomerRow.row_id < place_in_list(row_id))
        query = query.where(CustomerRow.fifth_order_at <= at, or_(CustomerRow.fifth_order_at < at, earlier))
    return query.order_by(CustomerRow.fifth_order_at.desc(), CustomerRow.row_id.desc())


def _place_of(row: Row[Any]) -> str:
    return f"{micros(row.fifth_order_at)}-{row.row_id}"


def _together(one: Figures | None, other: Figures) -> Figures:
    if one is None:
        return other
    last = max(filter(None, (one.last_order_at, other.last_order_at)), default=None)
    return Figures(one.orders + other.orders, one.spent_minor + other.spent_minor, last)


def _customer(row: Row[Any], figures: Figures) -> Customer:
    return Customer(
        tenant_id=TenantId(row.tenant_id),
        ref=CustomerRef(row.auth_table, CustomerId(row.customer_id)),
        email=row.email,
        firstname=row.firstname,
        lastname=row.lastname,
        displayname=row.displayname,
        phone=row.phone,
        created_at=row.created_at,
        orders=figures.orders,
        spent_minor=figures.spent_minor,
        last_order_at=figures.last_order_at,
        consent_at=row.consent_at,
        has_account=row.has_account,
    )
