"""Customers of a tenant and the tables they may stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aurora_desk.domain.ids import CustomerId, TenantId

CUSTOMERS_TABLE = "aurora_customers"
REGULAR_ORDERS = 5
REGULAR_WITHIN = timedelta(days=90)
"""A regular has placed that many orders in that time: the fifth order, counted back, is no older."""


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """A customer as an order names one: the table and the id in it."""

    table: str
    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class Customer:
    """A person or company that buys here."""

    tenant_id: TenantId
    ref: CustomerRef
    email: str
    firstname: str
    lastname: str
    displayname: str
    phone: str
    created_at: datetime
    orders: int
    """Orders placed so far, voids left out."""
    spent_minor: int
    """What those orders came to, less refunds, in minor units of the tenant's currency."""
    last_order_at: datetime | None

    @property
    def name(self) -> str:
        """What staff call the customer: the display name, else first and last name, else the email."""
        return customer_name(self.displayname, self.firstname, self.lastname, self.email)

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a customer is, without the figures of the orders: cheap to read however many there are."""

    ref: CustomerRef
    email: str
    firstname: str
    lastname: str
    displayname: str

    @property
    def name(self) -> str:
        """What staff call the customer."""
        return customer_name(self.displayname, self.firstname, self.lastname, self.email)


def is_regular(placed: Sequence[datetime], now: datetime) -> bool:
    """Whether somebody with these orders, newest first, is a regular."""
    return len(placed) >= REGULAR_ORDERS and now - placed[REGULAR_ORDERS - 1] <= REGULAR_WITHIN


def customer_name(displayname: str | None, firstname: str | None, lastname: str | None, email: str | None) -> str:
    """The display name, else first and last name, else the email; empty where there is nothing."""
    return displayname or f"{firstname or ''} {lastname or ''}".strip() or email or ""
