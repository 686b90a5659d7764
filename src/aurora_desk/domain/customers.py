"""Customers of a tenant and the tables they may stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aurora_desk.domain.ids import CustomerId, TenantId

CUSTOMERS_TABLE = "aurora_customers"
REGULAR_ORDERS = 5
REGULAR_WITHIN = timedelta(days=90)
"""A regular has placed that many orders in that time: the fifth order, counted back, is no older."""


class CustomerFilter(StrEnum):
    """What the chips above the list show."""

    ALL = "all"
    REGULARS = "regulars"
    ACCOUNT = "account"
    NO_CONSENT = "no_consent"


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
    consent_at: datetime | None = None
    """When the customer agreed to be written to; None without consent."""
    has_account: bool = False
    """Whether there is a password to sign in with."""

    @property
    def name(self) -> str:
        """What staff call the customer: the display name, else first and last name, else the email."""
        return customer_name(self.displayname, self.firstname, self.lastname, self.email)

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class CustomerFields:
    """What staff may change of a customer, as it is written down."""

    firstname: str = ""
    lastname: str = ""
    displayname: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    address: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class CustomerNote:
    """What somebody of the staff wrote down about a customer."""

    note_id: str
    who: str
    at: datetime
    words: str


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
