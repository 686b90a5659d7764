"""How each engine looks for products: by the beginning of names, by words, by parts of words, by near words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal_column,
    or_,
    table,
    text,
)

from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.typing_mistakes import pieces
from aurora_desk.store.product_rows import PRODUCTS, ProductRow
from aurora_desk.store.search import LAST, lexemes, like, quoted, tsquery

_FTS = table("product_fts", column("rowid", Integer))
_SHORT = 3
"""The indexes of parts of words know three letters and more."""


@dataclass(frozen=True, slots=True)
class Found:
    """Products in the order of the index that finds them: by name, or as they were added."""

    query: Select[Any]
    row_id: ColumnElement[int] = ProductRow.__table__.c.row_id
    name: ColumnElement[str] | None = None


class Lookup:
    """The questions to one engine; None where it has no quick answer."""

    def __init__(self, tenant_id: TenantId, keys: tuple[str, ...]) -> None:
        self._keys, self._tenant_id = keys, tenant_id
        self._long = [key for key in keys if len(key) >= _SHORT]
        self._short = [key for key in keys if len(key) < _SHORT]
        self.of_tenant = ProductRow.tenant_id == tenant_id

    def named(self) -> Found | None:
        """Names that begin with the words."""
        return Found(PRODUCTS.where(self.of_tenant, self._begins()), name=self._name())

    def worded(self) -> Found | None:
        """Names and codes in which each word begins a word; without `named`."""
        raise NotImplementedError

    def anywhere(self) -> Found | None:
        """Names and codes that hold each word somewhere; without `worded`."""
        raise NotImplementedError

    def all_of_it(self) -> Found | None:
        """Names and codes that hold each word."""
        raise NotImplementedError

    def matched(self) -> ColumnElement[bool]:
        """Whether `named`, `worded` or `anywhere` find a product."""
        raise NotImplementedError

    def mistyped(self) -> Found | None:
        """A small set that holds every name with one mistake in one of the words."""
        raise NotImplementedError

    def _name(self) -> ColumnElement[str]:
        return ProductRow.__table__.c.name_key

    def _begins(self) -> ColumnElement[bool]:
        whole = " ".join(self._keys)
        return and_(self._name() >= whole, self._name() < whole + LAST)


class SqliteLookup(Lookup):
    """Trigrams of names and codes; a shorter word only filters what the longer ones found."""

    def worded(self) -> Found | None:
        if not self._long and len(self._keys) > 1:
            first, last = self._keys[0], self._keys[0] + LAST
            ranged = and_(self._name() >= first, self._name() < last, *map(_starts_a_word, self._keys[1:]))
            return Found(PRODUCTS.where(self.of_tenant, ranged, ~self._begins()), name=self._name())
        starts = [_start(key) for key in self._keys if len(key) >= _SHORT or len(self._keys) == 1]
        return None if not all(starts) else self._matching(" AND ".join(starts), ~self._begins())

    def anywhere(self) -> Found | None:
        if not self._long:
            return None
        starts = " AND ".join(_start(key) for key in self._long)
        return self._matching(f"({self._parts()}) NOT ({starts})")

    def all_of_it(self) -> Found | None:
        return self._matching(self._parts()) if self._long else None

    def matched(self) -> ColumnElement[bool]:
        held = ProductRow.name_key + " " + ProductRow.sku + " " + ProductRow.barcode
        parts = [held.like(f"%{like(key)}%", escape="\\") for key in self._long]
        return and_(*parts, *map(_starts_a_word, self._short))

    def mistyped(self) -> Found | None:
        ways = []
        for wrong in self._long:
            others = [_start(key) for key in self._long if key != wrong]
            cuts = [cut for cut in map(_cut, pieces(wrong)) if cut]
            if cuts:
                ways.append(" AND ".join([*others, "(" + " OR ".join(dict.fromkeys(cuts)) + ")"]))
        return self._matching(" OR ".join(f"({way})" for way in ways)) if ways else None

    def _parts(self) -> str:
        return " AND ".join(map(quoted, self._long))

    def _matching(self, match: str, *others: ColumnElement[bool]) -> Found:
        # The + keeps the planner from going through all of a tenant: the full-text index is to lead.
        tenant = literal_column("+product.tenant_id", Integer) == self._tenant_id
        short = map(_starts_a_word, self._short if self._long else ())
        query = PRODUCTS.where(
            _FTS.c.rowid == ProductRow.row_id,
            text("product_fts MATCH :match").bindparams(match=match),
            tenant,
            *short,
            *others,
        )
        return Found(query, row_id=_FTS.c.rowid)


class PostgresqlLookup(Lookup):
    """Beginnings of words in a generated tsvector, parts of words by their trigrams."""

    def worded(self) -> Found | None:
        return Found(PRODUCTS.where(self.of_tenant, self._words(), ~self._begins()))

    def anywhere(self) -> Found | None:
        if not self._long:
            return None
        return Found(PRODUCTS.where(self.of_tenant, self._parts(), ~self._words(), ~self._begins()))

    def all_of_it(self) -> Found | None:
        return Found(PRODUCTS.where(self.of_tenant, self._parts())) if self._long else None

    def matched(self) -> ColumnElement[bool]:
        return or_(self._words(), self._begins(), *([self._held()] if self._long else []))

    def mistyped(self) -> Found | None:
        ways = []
        for wrong in self._long:
            others = [trigram for key in self._long if key != wrong for trigram in _trigrams(" " + key)]
            cuts = [[*_trigrams(" " + left), *_trigrams(right)] for left, right in pieces(wrong)]
            ways += [_has([*others, *cut]) for cut in cuts if cut]
        return Found(PRODUCTS.where(self.of_tenant, or_(*ways))) if ways else None

    def _name(self) -> ColumnElement[str]:
        # As bytes, whatever the language of the database: only so a beginning is a range.
        return ProductRow.__table__.c.name_key.collate("C")

    def _words(self) -> ColumnElement[bool]:
        return tsquery("product.search", lexemes(self._keys))

    def _parts(self) -> ColumnElement[bool]:
        return and_(_has([trigram for key in self._long for trigram in _trigrams(key)]), self._held())

    def _held(self) -> ColumnElement[bool]:
        held = func.lower(ProductRow.name_key + " " + ProductRow.sku + " " + ProductRow.barcode)
        parts = [held.like(f"%{like(key)}%", escape="\\") for key in self._long]
        return and_(*parts, *map(_starts_a_word, self._short))


def lookup(dialect: str, tenant_id: TenantId, keys: tuple[str, ...]) -> Lookup:
    """The questions to an engine."""
    return (PostgresqlLookup if dialect == "postgresql" else SqliteLookup)(tenant_id, keys)


def _trigrams(key: str) -> list[str]:
    return [key[place : place + _SHORT] for place in range(len(key) - _SHORT + 1)]


def _has(trigrams: list[str]) -> ColumnElement[bool]:
    known = func.product_trigrams(ProductRow.name_key, ProductRow.sku, ProductRow.barcode)
    return known.op("@>", is_comparison=True)(cast(sorted(set(trigrams)), ARRAY(Text)))


def _start(key: str) -> str:
    """SQLite's query for a key that begins a text or a word in it; empty for one that it can't look for."""
    inner = quoted(" " + key)
    if len(key) >= _SHORT:
        return f"(^{quoted(key)} OR {inner})"
    return inner if len(key) == _SHORT - 1 else ""


def _cut(pair: tuple[str, str]) -> str:
    left, right = pair
    known = [_start(left)] if len(left) >= _SHORT else []
    if len(right) >= _SHORT:
        known.append(quoted(right))
    if not known and left:
        known = [_start(left)]
    return "(" + " AND ".join(known) + ")" if all(known) and known else ""


def _starts_a_word(key: str) -> ColumnElement[bool]:
    return (" " + ProductRow.__table__.c.name_key).like(f"% {like(key)}%", escape="\\")
