"""Searching text on both engines: how words become an index look-up, and how a page of hits is ranked."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, and_, false, literal_column, text

from aurora_desk.domain.ids import TenantId

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])
_LAST = "\U0010ffff"
_PHONE = re.compile(r"[\d\s+()/.-]+")


def plain_key(words: str) -> str:
    """Text as it is compared: without case, accents and control characters, blanks folded."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(_compared(c) for c in decomposed).split())


def _compared(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    return character if can_be_asked(character) else " "


def can_be_asked(words: str) -> bool:
    """Whether the engines take this text at all: none stores control characters or lone surrogates to search for."""
    return not any(unicodedata.category(character) in {"Cc", "Cs"} for character in words)


def word_key(words: str) -> str:
    """Text as its words alone: all that is not a letter or digit parts words, the same on both engines."""
    return " ".join("".join(c if c.isalnum() else " " for c in plain_key(words)).split())


def phone_key(phone: str) -> str:
    """A phone number's digits from each place on, down to the last four: found from wherever someone begins."""
    digits = phone_digits(phone)
    return " ".join(digits[start:] for start in range(max(1, len(digits) - 3)))


def phone_digits(text: str) -> str:
    """The digits of a text alone."""
    return "".join(c for c in plain_key(text) if c.isdecimal())


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Matches:
    """A condition on rows, and whether the index by name finds them in its own order."""

    table: str
    condition: ColumnElement[bool]
    by_name: bool = False
    by_words: bool = False
    """Whether SQLite's full-text index is to lead: the + keeps the planner from going through all of a tenant."""

    def of(self, query: _Query, tenant_id: TenantId) -> _Query:
        """The query for rows of a tenant that match."""
        tenant = literal_column(f"{'+' if self.by_words else ''}{self.table}.tenant_id", Integer)
        return query.where(tenant == tenant_id, self.condition)


def product_matches(dialect: str, words: str) -> Matches | None:
    """The condition on `product` for these words; None where there is nothing to look for.

    SQLite: trigrams find three letters and more anywhere; a shorter word is the beginning of a name, beside a longer
    one the beginning of any word of it.
    PostgreSQL: beginnings of words in a generated tsvector.
    """
    keys = plain_key(words).split()
    if not keys:
        return None
    if dialect == "postgresql":
        return Matches("product", _tsquery("product.search", _lexemes(keys)))
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
    return Matches("product", and_(*conditions), by_name=not long_words, by_words=bool(long_words))


def customer_matches(dialect: str, words: str) -> Matches | None:
    """The condition on `customer`: every word begins a word of the name or email, or all is part of a phone number."""
    if not words.strip():
        return None
    keys = word_key(words).split()
    if not keys:
        return Matches("customer", false())
    ways = [keys]
    if _PHONE.fullmatch(words.strip()):
        # Nobody dials the 0 of «0151…» behind a country code.
        ways += [[digits] for digits in {phone_digits(words), phone_digits(words).lstrip("0")} if digits]
    if dialect == "postgresql":
        return Matches("customer", _tsquery("customer.search", " | ".join(f"({_lexemes(way)})" for way in ways)))
    match = text("customer.row_id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH :match)")
    found = " OR ".join("(" + " AND ".join(_quoted(word) + "*" for word in way) + ")" for way in ways)
    return Matches("customer", _condition(match.bindparams(match=found)), by_words=True)


def _lexemes(keys: list[str]) -> str:
    return " & ".join("'" + key.replace("\\", "\\\\").replace("'", "''") + "':*" for key in keys)


def _tsquery(column: str, match: str) -> ColumnElement[bool]:
    return _condition(text(f"{column} @@ to_tsquery('simple', :match)").bindparams(match=match))


def _condition(clause: object) -> ColumnElement[bool]:
    """A text clause as a condition that can be joined with others."""
    return and_(clause, literal_column("1") == literal_column("1"))  # type: ignore[arg-type]  # text() is accepted by and_()


def _like(key: str) -> str:
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def rank(name_key: str, words: str) -> int:
    """0 where the words are the name, 1 where it begins with them, 2 where a word of it does, 3 for anywhere."""
    key = plain_key(words).strip()
    if name_key == key:
        return 0
    if name_key.startswith(key):
        return 1
    return 2 if f" {key}" in name_key else 3
