"""Searching text on both engines: how words are compared, and how they become an index look-up."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, and_, false, literal_column, text

from aurora_desk.domain.ids import TenantId

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])
LAST = "\U0010ffff"
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


def quoted(word: str) -> str:
    """A word as SQLite's full-text queries take it literally."""
    return '"' + word.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Matches:
    """A condition on rows."""

    table: str
    condition: ColumnElement[bool]
    by_words: bool = False
    """Whether SQLite's full-text index is to lead: the + keeps the planner from going through all of a tenant."""

    def of(self, query: _Query, tenant_id: TenantId) -> _Query:
        """The query for rows of a tenant that match."""
        tenant = literal_column(f"{'+' if self.by_words else ''}{self.table}.tenant_id", Integer)
        return query.where(tenant == tenant_id, self.condition)


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
        return Matches("customer", tsquery("customer.search", " | ".join(f"({lexemes(way)})" for way in ways)))
    match = text("customer.row_id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH :match)")
    found = " OR ".join("(" + " AND ".join(quoted(word) + "*" for word in way) + ")" for way in ways)
    return Matches("customer", condition(match.bindparams(match=found)), by_words=True)


def lexemes(keys: Sequence[str]) -> str:
    """PostgreSQL's query for texts in which each key begins a word."""
    return " & ".join("'" + key.replace("\\", "\\\\").replace("'", "''") + "':*" for key in keys)


def tsquery(column: str, match: str) -> ColumnElement[bool]:
    """The condition that PostgreSQL's `column` matches a query."""
    return condition(text(f"{column} @@ to_tsquery('simple', :match)").bindparams(match=match))


def condition(clause: object) -> ColumnElement[bool]:
    """A text clause as a condition that can be joined with others."""
    return and_(clause, literal_column("1") == literal_column("1"))  # type: ignore[arg-type]  # text() is accepted by and_()


def like(key: str) -> str:
    """A text as LIKE takes it literally; the escape is a backslash."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
