"""Searching text on both engines: how words become an index look-up, and how a page of hits is ranked."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, literal_column, text

_LAST = "\U0010ffff"


def plain_key(words: str) -> str:
    """Text as it is compared: without case and accents, blanks folded."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Matches:
    """A condition on rows, and whether the index by name finds them in its own order."""

    condition: ColumnElement[bool]
    by_name: bool = False


def product_matches(dialect: str, words: str) -> Matches | None:
    """The condition on `product` for these words; None where there is nothing to look for.

    SQLite: trigrams find three letters and more anywhere; a shorter word is the beginning of a name, SKU or barcode.
    PostgreSQL: beginnings of words in a generated tsvector.
    """
    keys = plain_key(words).split()
    if not keys:
        return None
    if dialect == "postgresql":
        return Matches(_tsquery("product.search", keys))
    conditions: list[ColumnElement[bool]] = []
    long_words = [key for key in keys if len(key) >= 3]
    if long_words:
        match = text("product.row_id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)")
        conditions.append(_condition(match.bindparams(match=" AND ".join(_quoted(word) for word in long_words))))
    for number, key in enumerate(key for key in keys if len(key) < 3):
        low, high = f"low{number}", f"high{number}"
        if long_words or number:
            # Beside a longer word the index has already made the rest small; the short one only filters.
            start = text(f"(' ' || product.name_key) LIKE :{low} ESCAPE '\\'")
            conditions.append(_condition(start.bindparams(**{low: "% " + _like(key) + "%"})))
        else:
            prefix = text(f"product.name_key >= :{low} AND product.name_key < :{high}")
            conditions.append(_condition(prefix.bindparams(**{low: key, high: key + _LAST})))
    return Matches(and_(*conditions), by_name=not long_words)


def customer_matches(dialect: str, words: str) -> ColumnElement[bool] | None:
    """The condition on `customer`: every word begins a name, an email, a phone number or is its last four digits."""
    keys = plain_key(words).split()
    if not keys:
        return None
    if dialect == "postgresql":
        return _tsquery("customer.search", keys)
    match = text("customer.row_id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH :match)")
    return _condition(match.bindparams(match=" AND ".join(_quoted(word) + "*" for word in keys)))


def _tsquery(column: str, keys: list[str]) -> ColumnElement[bool]:
    match = " & ".join("'" + key.replace("\\", "\\\\").replace("'", "''") + "':*" for key in keys)
    return _condition(text(f"{column} @@ to_tsquery('simple', :match)").bindparams(match=match))


def _condition(clause: object) -> ColumnElement[bool]:
    """A text clause as a condition that can be joined with others."""
    return and_(clause, literal_column("1") == literal_column("1"))  # type: ignore[arg-type]  # text() is accepted by and_()


def _like(key: str) -> str:
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def rank(name_key: str, words: str) -> int:
    """0 where the name begins with the words, 1 where a word of it does, 2 where they stand anywhere."""
    key = plain_key(words)
    if name_key.startswith(key):
        return 0
    return 1 if f" {key}" in name_key else 2
