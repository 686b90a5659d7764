"""Tenders of a shop's own beside those of the program: vouchers, meal cheques, an account at the hotel next door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.words import say

LONGEST_NAME, MOST = 24, 8


@dataclass(frozen=True, slots=True)
class OwnTender:
    """What a shop calls a tender, and whether booking it asks for a reference: the number on a voucher."""

    name: str
    asks_reference: bool


def with_tender(tenders: Sequence[OwnTender], name: str, *, asks_reference: bool) -> tuple[OwnTender, ...]:
    """The tenders and one more, or one that asks otherwise; raises `InvalidError` and `ConflictError`."""
    new = OwnTender(_checked_name(name), asks_reference)
    known = tuple(new if _same(one.name, new.name) else one for one in tenders)
    if new in known:
        return known
    if len(known) >= MOST:
        raise ConflictError(say("A shop has at most {most} tenders of its own. Take one away first.", most=MOST))
    return (*known, new)


def without_tender(tenders: Sequence[OwnTender], name: str) -> tuple[OwnTender, ...]:
    """The tenders without one; what was paid by it keeps its name. Raises `NotFoundError`."""
    gone = find_tender(tenders, name)
    return tuple(one for one in tenders if one != gone)


def find_tender(tenders: Sequence[OwnTender], name: str) -> OwnTender:
    """The tender of this name; raises `NotFoundError`."""
    for one in tenders:
        if _same(one.name, name):
            return one
    raise NotFoundError(say("This shop takes no {name}. Nothing was booked. Choose another tender.", name=name.strip()))


def tenders_text(tenders: Sequence[OwnTender]) -> str:
    """How a setting keeps them."""
    return json.dumps([[one.name, one.asks_reference] for one in tenders], ensure_ascii=False) if tenders else ""


def tenders_of(text: str) -> tuple[OwnTender, ...]:
    """What a setting has kept; a text that this program has not written stands for none."""
    try:
        return tuple(OwnTender(str(name), bool(asks)) for name, asks in json.loads(text or "[]"))
    except (TypeError, ValueError):
        return ()


def _checked_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidError("name", "Give the tender a name.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidError("name", say("The name of a tender has at most {most} plain characters.", most=LONGEST_NAME))
    refuse_card_number("name", name)
    return name


def _same(one: str, other: str) -> bool:
    return one.casefold() == " ".join(other.split()).casefold()
