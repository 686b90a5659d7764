"""Finding products by words: beginnings of names, then of words, then anywhere, then what is near, then mistyped."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select, tuple_

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.domain.typing_mistakes import meant
from aurora_desk.store.product_lookup import Found, lookup
from aurora_desk.store.product_rows import PRODUCTS, CategoryRow, ProductRow, product_of
from aurora_desk.store.search import can_be_asked, plain_key

MOST_KEYS = 8
MOST_NEAR = 60
MOST_MISTYPED = 200
"""How many names are looked at for a mistake; the page is made of these."""


class Tier(StrEnum):
    """How well products fit; a page goes on from one to the next."""

    NAMED = "n"
    WORDED = "w"
    ANYWHERE = "a"
    NEAR = "r"


class ProductSearch:
    """One search; it never counts or ranks all that matches, only what a page holds."""

    def __init__(self, connection: Connection, tenant_id: TenantId, words: str, shown: ColumnElement[bool]) -> None:
        self._connection, self._tenant_id, self._shown = connection, tenant_id, shown
        self._keys = tuple(plain_key(words).split())[:MOST_KEYS]
        self._lookup = lookup(connection.dialect.name, tenant_id, self._keys)

    def page(self, *, after: str | None, limit: int, without: ProductId | None) -> Page[Product]:
        """A page behind `after`; `without` is shown by the caller already."""
        begun, place = _place(after)
        rows: list[Row[Any]] = []
        last = None
        for tier in list(Tier)[list(Tier).index(begun) :]:
            found = self._found(tier) if without is None or tier is not Tier.NEAR else None
            if found is None:
                continue
            query = _behind(found, place if tier is begun else None)
            if without is not None:
                query = query.where(ProductRow.product_id != without)
            room = limit - len(rows)
            more = self._connection.execute(query.where(self._shown).limit(room + 1)).all()
            if len(more) > room:
                rows += more[:room]
                return Page(tuple(map(product_of, rows)), _after(tier, rows[-1]) if room else last)
            rows += more
            last = _after(tier, rows[-1]) if more else last
        if not rows and after is None and without is None:
            return Page(self._mistyped(limit), None)
        return Page(tuple(map(product_of, rows)), None)

    def _found(self, tier: Tier) -> Found | None:
        if tier is Tier.NAMED:
            return self._lookup.named()
        if tier is Tier.WORDED:
            return self._lookup.worded()
        return self._lookup.anywhere() if tier is Tier.ANYWHERE else self._near()

    def _near(self) -> Found | None:
        """The products of categories that are called so, and those that have a variant called so."""
        if max(map(len, self._keys)) < 3:
            return None
        ways = []
        if categories := self._categories():
            ways.append(ProductRow.category_id.in_(categories))
        if parents := self._parents():
            ways.append(ProductRow.product_id.in_(parents))
        if not ways:
            return None
        return Found(PRODUCTS.where(ProductRow.tenant_id == self._tenant_id, or_(*ways), ~self._lookup.matched()))

    def _categories(self) -> list[int]:
        rows = self._connection.execute(
            select(CategoryRow.category_id, CategoryRow.name).where(CategoryRow.tenant_id == self._tenant_id)
        )
        return [
            row.category_id
            for row in rows
            if all(any(word.startswith(key) for word in plain_key(row.name).split()) for key in self._keys)
        ]

    def _parents(self) -> list[int]:
        found = self._lookup.all_of_it()
        if found is None:
            return []
        query: Select[Any] = found.query.where(ProductRow.parent_id.is_not(None)).limit(MOST_NEAR)
        parents = query.with_only_columns(ProductRow.parent_id, maintain_column_froms=True)
        return sorted({parent for parent in self._connection.execute(parents).scalars() if parent is not None})

    def _mistyped(self, limit: int) -> tuple[Product, ...]:
        found = self._lookup.mistyped()
        if found is None:
            return ()
        query = _behind(found, None).where(self._shown).limit(MOST_MISTYPED)
        fitting = []
        for row in self._connection.execute(query):
            fit = meant(row.name_key, self._keys)
            if fit is not None:
                fitting.append((fit, row.name_key, row.row_id, row))
        return tuple(product_of(row) for *_, row in sorted(fitting, key=lambda one: one[:3])[:limit])


def _behind(found: Found, place: tuple[int, str] | None) -> Select[Any]:
    query = found.query
    if found.name is None:
        if place is not None:
            query = query.where(found.row_id > place[0])
        return query.order_by(found.row_id)
    if place is not None:
        query = query.where(tuple_(found.name, found.row_id) > tuple_(place[1], place[0]))
    return query.order_by(found.name, found.row_id)


def _after(tier: Tier, row: Row[Any]) -> str:
    return f"{tier} {row.row_id} {row.name_key}"


def _place(after: str | None) -> tuple[Tier, tuple[int, str] | None]:
    if after is None:
        return Tier.NAMED, None
    tier, _, place = after.partition(" ")
    row_id, _, name = place.partition(" ")
    if tier not in list(Tier) or not can_be_asked(name):
        raise InvalidError("after", "This is not a place in the list. Start again without it.")
    return Tier(tier), (place_in_list(row_id), name)
