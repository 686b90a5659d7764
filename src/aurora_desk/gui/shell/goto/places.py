"""Where one can go, and what a few letters find of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.orders import OrderFilter, OrderRow
from aurora_desk.services.facade import Services, Work

MOST = 5
"""Of each kind: who wants more searches on the screen itself."""
LOOKED_AT = 4 * MOST
"""Customers, of whom those go first whose name it is."""


class Kind(StrEnum):
    """What one goes to."""

    PAGE = "page"
    ORDER = "order"
    CUSTOMER = "customer"
    PRODUCT = "product"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list. `target` is what whoever opens it needs: a page, an id, a reference, a command's name."""

    kind: Kind
    icon: str
    title: str
    about: str
    target: object


@dataclass(frozen=True, slots=True)
class Found:
    """What the store holds for some words."""

    words: str
    orders: tuple[OrderRow, ...] = ()
    customers: tuple[Customer, ...] = ()
    products: tuple[Product, ...] = ()


def find(services: Services, tenant_id: TenantId, words: str) -> Found:
    """The first few orders, customers and products; one unit on one snapshot, for a job."""

    def unit(work: Work) -> Found:
        orders: tuple[OrderRow, ...] = ()
        if any(character.isdigit() for character in words):
            # By number only: who types a name means the person.
            orders = services.orders.page(work, tenant_id, OrderFilter.ALL, text=words, limit=MOST).rows
        customers = services.customers.search(work, tenant_id, words, limit=LOOKED_AT).rows
        products = services.catalogue.search(work, tenant_id, words, limit=MOST).rows
        return Found(words, orders, customers, products[:MOST])

    return services.read(unit)


def matches(title: str, words: str) -> bool:
    """Whether some words begin words of a title."""
    parts = title.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words.casefold().split())
