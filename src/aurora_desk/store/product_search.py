"""Finding products by words: beginnings of names, then of words, then anywhere, then what is near, then mistyped."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Row, Select, Text, bindparam, or_, select, tuple_

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.domain.typing_mistakes import meant
from aurora_desk.store.product_lookup import Found, lengths_of, lookup
from aurora_desk.store.product_rows import PRODUCTS, CategoryRow, ProductRow, product_of, shown
from aurora_desk.store.search import can_be_asked, plain_key

MOST = bindparam("most", type_=Integer)
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

    def __init__(self, connection: Connection, tenant_id: TenantId, words: str, *, variants: bool) -> None:
        self._connection, self._tenant_id, self._variants = connection, tenant_id, variants
        self._keys = tuple(plain_key(words).split())[:MOST_KEYS]
        self._asks = connection.dialect.name, lengths_of(self._keys)
        self._lookup = lookup(*self._asks)
        self._values = self._lookup.values(tenant_id, self._keys)

    def page(self, *, after: str | None, limit: int, without: ProductId | None) -> Page[Product]:
        """A page behind `after`; `without` is shown by the caller already."""
        begun, place = _place(after)
        rows: list[Row[Any]] = []
        last = None
        for tier in list(Tier)[list(Tier).index(begun) :]:
            further, known = tier is begun and place is not None, without is not None
            query = None
            if tier is not Tier.NEAR:
                query = _question(self._asks, tier, further=further, known=known, variants=self._variants)
            elif not known and (near := self._near()) is not None:
                query = _asked(near, further=further, known=False, variants=self._variants)
            if query is None:
                continue
            room = limit - len(rows)
            more = self._all(query, room + 1, **_behind(place), without=without)
            if len(more) > room:
                rows += more[:room]
                return Page(tuple(map(product_of, rows)), _after(tier, rows[-1]) if room else last)
            rows += more
            last = _after(tier, rows[-1]) if more else last
        if not rows and after is None and without is None:
            return Page(self._mistyped(limit), None)
        return Page(tuple(map(product_of, rows)), None)

    def _all(self, query: Select[Any], most: int, **others: object) -> Sequence[Row[Any]]:
        return self._connection.execute(query, {**self._values, **others, "most": most}).all()

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
        return Found(PRODUCTS.where(self._lookup.of_tenant, or_(*ways), ~self._lookup.matched()))

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
        query: Select[Any] = found.query.where(ProductRow.parent_id.is_not(None)).limit(MOST)
        parents = query.with_only_columns(ProductRow.parent_id, maintain_column_froms=True)
        return sorted({row.parent_id for row in self._all(parents, MOST_NEAR)})

    def _mistyped(self, limit: int) -> tuple[Product, ...]:
        found = self._lookup.mistyped(self._keys)
        if found is None:
            return ()
        fitting = []
        query = _asked(found, further=False, known=False, variants=self._variants)
        for row in self._all(query, MOST_MISTYPED):
            fit = meant(row.name_key, self._keys)
            if fit is not None:
                fitting.append((fit, row.name_key, row.row_id, row))
        return tuple(product_of(row) for *_, row in sorted(fitting, key=lambda one: one[:3])[:limit])


@lru_cache(maxsize=256)
def _question(
    asks: tuple[str, tuple[int, ...]], tier: Tier, *, further: bool, known: bool, variants: bool
) -> Select[Any] | None:
    """The question of a tier to an engine, for words of some lengths; None where there is none."""
    ways = lookup(*asks)
    found = {Tier.NAMED: ways.named, Tier.WORDED: ways.worded, Tier.ANYWHERE: ways.anywhere}[tier]()
    return None if found is None else _asked(found, further=further, known=known, variants=variants)


def _asked(found: Found, *, further: bool, known: bool, variants: bool) -> Select[Any]:
    """In the order of the index: `further` behind a place in the list, `known` without one that is shown already."""
    query = found.query.where(shown(variants=variants)).limit(MOST)
    if known:
        query = query.where(ProductRow.product_id != bindparam("without"))
    if found.name is None:
        if further:
            query = query.where(found.row_id > bindparam("row_id"))
        return query.order_by(found.row_id)
    if further:
        place = tuple_(bindparam("name", type_=Text), bindparam("row_id", type_=BigInteger))
        query = query.where(tuple_(found.name, found.row_id) > place)
    return query.order_by(found.name, found.row_id)


def _behind(place: tuple[int, str] | None) -> dict[str, object]:
    return {} if place is None else {"row_id": place[0], "name": place[1]}


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
