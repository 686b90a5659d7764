"""How each engine looks for products: by the beginning of names, by words, by parts of words, by near words.

A question depends on how many words there are and how long they are, not on the words: it is built once, and the words
are bound to it. At each letter of a search, building it took longer than asking it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
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
from aurora_desk.store.search import LAST, condition, lexemes, like, quoted

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
    """The questions to one engine for words of these lengths; None where it has no quick answer."""

    def __init__(self, lengths: tuple[int, ...]) -> None:
        self._lengths = lengths
        self._long = [place for place, length in enumerate(lengths) if length >= _SHORT]
        self._short = [place for place, length in enumerate(lengths) if length < _SHORT]
        self.of_tenant = ProductRow.tenant_id == bindparam("tenant_id")

    def values(self, tenant_id: TenantId, keys: tuple[str, ...]) -> dict[str, Any]:
        """What is bound to any of the questions, for these words."""
        whole = " ".join(keys)
        values = {"tenant_id": tenant_id, "whole": whole, "beyond": whole + LAST}
        values |= {f"starts_{place}": f"% {like(key)}%" for place, key in enumerate(keys)}
        return values | {f"holds_{place}": f"%{like(key)}%" for place, key in enumerate(keys)}

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

    def mistyped(self, keys: tuple[str, ...]) -> Found | None:
        """A small set that holds every name with one mistake in one of these words."""
        raise NotImplementedError

    def _name(self) -> ColumnElement[str]:
        return ProductRow.__table__.c.name_key

    def _begins(self) -> ColumnElement[bool]:
        return and_(self._name() >= bindparam("whole"), self._name() < bindparam("beyond"))


class SqliteLookup(Lookup):
    """Trigrams of names and codes; a shorter word only filters what the longer ones found."""

    def values(self, tenant_id: TenantId, keys: tuple[str, ...]) -> dict[str, Any]:
        starts = [_start(key) for key in keys if len(key) >= _SHORT or len(keys) == 1]
        parts = " AND ".join(quoted(keys[place]) for place in self._long)
        begun = " AND ".join(_start(keys[place]) for place in self._long)
        return super().values(tenant_id, keys) | {
            "first": keys[0],
            "first_beyond": keys[0] + LAST,
            "worded": " AND ".join(starts),
            "anywhere": f"({parts}) NOT ({begun})",
            "parts": parts,
        }

    def worded(self) -> Found | None:
        if not self._long and len(self._lengths) > 1:
            ranged = self._name() >= bindparam("first"), self._name() < bindparam("first_beyond")
            others = map(_starts_a_word, self._short[1:])
            return Found(PRODUCTS.where(self.of_tenant, *ranged, *others, ~self._begins()), name=self._name())
        # A single letter is no trigram, not even with the blank before it.
        return None if self._lengths == (1,) else self._matching("worded", ~self._begins())

    def anywhere(self) -> Found | None:
        return self._matching("anywhere") if self._long else None

    def all_of_it(self) -> Found | None:
        return self._matching("parts") if self._long else None

    def matched(self) -> ColumnElement[bool]:
        held = ProductRow.name_key + " " + ProductRow.sku + " " + ProductRow.barcode
        parts = [held.like(bindparam(f"holds_{place}"), escape="\\") for place in self._long]
        return and_(*parts, *map(_starts_a_word, self._short))

    def mistyped(self, keys: tuple[str, ...]) -> Found | None:
        ways = []
        long = [keys[place] for place in self._long]
        for wrong in long:
            others = [_start(key) for key in long if key != wrong]
            cuts = [cut for cut in map(_cut, pieces(wrong)) if cut]
            if cuts:
                ways.append(" AND ".join([*others, "(" + " OR ".join(dict.fromkeys(cuts)) + ")"]))
        if not ways:
            return None
        found = self._matching("mistyped")
        return Found(found.query.params(mistyped=" OR ".join(f"({way})" for way in ways)), row_id=found.row_id)

    def _matching(self, match: str, *others: ColumnElement[bool]) -> Found:
        # The + keeps the planner from going through all of a tenant: the full-text index is to lead.
        tenant = literal_column("+product.tenant_id", Integer) == bindparam("tenant_id", type_=Integer)
        short = map(_starts_a_word, self._short if self._long else ())
        query = PRODUCTS.where(
            _FTS.c.rowid == ProductRow.row_id, text(f"product_fts MATCH :{match}"), tenant, *short, *others
        )
        return Found(query, row_id=_FTS.c.rowid)


class PostgresqlLookup(Lookup):
    """Beginnings of words in a generated tsvector, parts of words by their trigrams."""

    def values(self, tenant_id: TenantId, keys: tuple[str, ...]) -> dict[str, Any]:
        trigrams = {trigram for place in self._long for trigram in _trigrams(keys[place])}
        return super().values(tenant_id, keys) | {"words": lexemes(keys), "trigrams": sorted(trigrams)}

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

    def mistyped(self, keys: tuple[str, ...]) -> Found | None:
        ways = []
        long = [keys[place] for place in self._long]
        for wrong in long:
            others = [trigram for key in long if key != wrong for trigram in _trigrams(" " + key)]
            cuts = [[*_trigrams(" " + left), *_trigrams(right)] for left, right in pieces(wrong)]
            ways += [_has(sorted({*others, *cut})) for cut in cuts if cut]
        return Found(PRODUCTS.where(self.of_tenant, or_(*ways))) if ways else None

    def _name(self) -> ColumnElement[str]:
        # As bytes, whatever the language of the database: only so a beginning is a range.
        return ProductRow.__table__.c.name_key.collate("C")

    def _words(self) -> ColumnElement[bool]:
        return condition(text("product.search @@ to_tsquery('simple', :words)"))

    def _parts(self) -> ColumnElement[bool]:
        return and_(_has(bindparam("trigrams")), self._held())

    def _held(self) -> ColumnElement[bool]:
        held = func.lower(ProductRow.name_key + " " + ProductRow.sku + " " + ProductRow.barcode)
        parts = [held.like(bindparam(f"holds_{place}"), escape="\\") for place in self._long]
        return and_(*parts, *map(_starts_a_word, self._short))


@lru_cache(maxsize=256)
def lookup(dialect: str, lengths: tuple[int, ...]) -> Lookup:
    """The questions to an engine for words of these lengths, see `lengths_of`."""
    return (PostgresqlLookup if dialect == "postgresql" else SqliteLookup)(lengths)


def lengths_of(keys: tuple[str, ...]) -> tuple[int, ...]:
    """How long words are, as far as it matters to a question: 1, 2, or 3 and more."""
    return tuple(min(len(key), _SHORT) for key in keys)


def _trigrams(key: str) -> list[str]:
    return [key[place : place + _SHORT] for place in range(len(key) - _SHORT + 1)]


def _has(trigrams: Any) -> ColumnElement[bool]:
    known = func.product_trigrams(ProductRow.name_key, ProductRow.sku, ProductRow.barcode)
    return known.op("@>", is_comparison=True)(cast(trigrams, ARRAY(Text)))


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


def _starts_a_word(place: int) -> ColumnElement[bool]:
    return (" " + ProductRow.__table__.c.name_key).like(bindparam(f"starts_{place}"), escape="\\")
