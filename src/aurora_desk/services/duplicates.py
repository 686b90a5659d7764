"""Customers that may be the one who is being added: the same email, the same phone, nearly the same name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.search import phone_digits, word_key
from aurora_desk.store.unit_of_work import Work

_LOOKED_AT = 50
_SHORTEST_PHONE = 6
_COMPARED_DIGITS = 8
_BEGINNING = 3
_ALIKE = 0.85


class Likeness(StrEnum):
    """Why somebody may be the same person; an email belongs to one customer alone, the others are only hints."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A customer who may be the same person."""

    customer: Customer
    why: Likeness


class Duplicates:
    """Units that look for the same person; each looks at a few rows that an index finds."""

    def find(
        self, work: Work, tenant_id: TenantId, *, email: str = "", phone: str = "", name: str = ""
    ) -> Duplicate | None:
        """The likeliest duplicate: by email, then by phone, then by name."""
        ref = work.customers.by_email(tenant_id, email) if email.strip() else None
        customer = work.customer_list.first(tenant_id, ref) if ref is not None else None
        if customer is not None:
            return Duplicate(customer, Likeness.EMAIL)
        customer = _with_phone(work, tenant_id, phone)
        if customer is not None:
            return Duplicate(customer, Likeness.PHONE)
        customer = _named_alike(work, tenant_id, name)
        return None if customer is None else Duplicate(customer, Likeness.NAME)


def _with_phone(work: Work, tenant_id: TenantId, phone: str) -> Customer | None:
    digits = phone_digits(phone)
    if len(digits) < _SHORTEST_PHONE:
        return None
    # With or without the country's code: the last digits say enough.
    end = digits[-_COMPARED_DIGITS:]
    found = work.customer_list.page(tenant_id, end, after=None, limit=_LOOKED_AT).rows
    return next((customer for customer in found if phone_digits(customer.phone).endswith(end)), None)


def _named_alike(work: Work, tenant_id: TenantId, name: str) -> Customer | None:
    words = word_key(name).split()
    if len(words) < 2:
        return None  # half a town is called Anna
    wanted = " ".join(sorted(words))
    beginnings = " ".join(word[:_BEGINNING] for word in words)
    found = work.customer_list.page(tenant_id, beginnings, after=None, limit=_LOOKED_AT).rows
    best = max(((_likeness(wanted, customer), customer) for customer in found), key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] >= _ALIKE else None


def _likeness(wanted: str, customer: Customer) -> float:
    names = (f"{customer.firstname} {customer.lastname}", customer.displayname)
    keys = (" ".join(sorted(word_key(name).split())) for name in names)
    return max(SequenceMatcher(None, wanted, key).ratio() for key in keys)
