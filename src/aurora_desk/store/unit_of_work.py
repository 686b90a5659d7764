"""What a unit of work is handed: the repositories on one connection, the moment, and the journal to write to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.journal import Entry
from aurora_desk.store.account_tables import AccountTables
from aurora_desk.store.approvals import Approvals
from aurora_desk.store.carts import Carts
from aurora_desk.store.catalogue import Catalogue
from aurora_desk.store.clients import Clients
from aurora_desk.store.credentials import Credentials
from aurora_desk.store.customer_file import CustomerFile
from aurora_desk.store.customer_list import CustomerList
from aurora_desk.store.customers import Customers
from aurora_desk.store.erasing import Erasing
from aurora_desk.store.idempotency import Answers
from aurora_desk.store.jobs import Jobs
from aurora_desk.store.journal import Journal
from aurora_desk.store.keyring import KeyRing
from aurora_desk.store.order_file import OrderFile
from aurora_desk.store.order_list import OrderList
from aurora_desk.store.orders import Orders
from aurora_desk.store.outbox import Outbox
from aurora_desk.store.payments import Payments
from aurora_desk.store.people import People
from aurora_desk.store.price_lists import PriceLists
from aurora_desk.store.refunds import Refunds
from aurora_desk.store.settings import SettingValues
from aurora_desk.store.shifts import Shifts
from aurora_desk.store.tenants import Tenants
from aurora_desk.store.truth import Truth
from aurora_desk.store.work_items import WorkItems

T = TypeVar("T")


class RunAgainError(Exception):
    """What a unit went by was changed before it held it: it is undone, lets go of all it holds, and is run again.

    Only where others write meanwhile, so never on SQLite.
    """


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What units take from outside: the clock, fresh ids, the keys."""

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    keys: KeyRing


class Work:
    """One unit of work. It touches nothing but the database, may be run again, and is answered after the commit."""

    def __init__(self, connection: Connection, surroundings: Surroundings) -> None:
        self._connection = connection
        self._surroundings = surroundings
        self.now = surroundings.clock()
        self.entries: list[tuple[Entry, datetime]] = []
        """Journal entries of this unit, written behind the head right before the commit."""

    def new_id(self) -> str:
        """A fresh id."""
        return self._surroundings.new_id()

    def log(self, actor: Actor, event: str, subject: str, facts: Mapping[str, object]) -> None:
        """Write to the journal: ids, codes, quantities and money only, never personal data."""
        self.entries.append((Entry(event, actor.tenant_id, actor.who, actor.till_id, subject, facts), self.now))

    @cached_property
    def tenants(self) -> Tenants:
        """Store facts, tenants, tills, numbers."""
        return Tenants(self._connection)

    @cached_property
    def people(self) -> People:
        """People and PINs."""
        return People(self._connection)

    @cached_property
    def approvals(self) -> Approvals:
        """Managers' approvals."""
        return Approvals(self._connection)

    @cached_property
    def settings(self) -> SettingValues:
        """What is set for the shop and its tills."""
        return SettingValues(self._connection)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Products and stock."""
        return Catalogue(self._connection)

    @cached_property
    def customers(self) -> Customers:
        """Customers."""
        return Customers(self._connection)

    @cached_property
    def customer_list(self) -> CustomerList:
        """Customers as lists show them."""
        return CustomerList(self._connection)

    @cached_property
    def customer_file(self) -> CustomerFile:
        """Notes on customers, and merges."""
        return CustomerFile(self._connection)

    def erasing(self, tenant_id: TenantId, table: str, ids: Sequence[int]) -> Erasing:
        """What an erasure changes, for the numbers of one person."""
        return Erasing(self._connection, tenant_id, table, ids)

    @cached_property
    def credentials(self) -> Credentials:
        """Password hashes, failed tries and reset tokens."""
        return Credentials(self._connection)

    @cached_property
    def account_tables(self) -> AccountTables:
        """Registered tables of accounts and custom fields."""
        return AccountTables(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        """Mails on their way out."""
        return Outbox(self._connection)

    @cached_property
    def clients(self) -> Clients:
        """Paired clients."""
        return Clients(self._connection)

    @cached_property
    def price_lists(self) -> PriceLists:
        """Price lists."""
        return PriceLists(self._connection)

    @cached_property
    def carts(self) -> Carts:
        """Carts."""
        return Carts(self._connection)

    @cached_property
    def orders(self) -> Orders:
        """Orders."""
        return Orders(self._connection)

    @cached_property
    def order_list(self) -> OrderList:
        """Orders as lists show them."""
        return OrderList(self._connection)

    @cached_property
    def order_file(self) -> OrderFile:
        """Notes on orders, and what was collected of them."""
        return OrderFile(self._connection)

    @cached_property
    def payments(self) -> Payments:
        """Payments, readers, tenders."""
        return Payments(self._connection)

    @cached_property
    def refunds(self) -> Refunds:
        """Refunds and the plans behind them."""
        return Refunds(self._connection)

    @cached_property
    def work_items(self) -> WorkItems:
        """What Stripe was seen to say, and differences to settle."""
        return WorkItems(self._connection)

    @cached_property
    def truth(self) -> Truth:
        """Sums of the money truth board, for reading."""
        return Truth(self._connection)

    @cached_property
    def shifts(self) -> Shifts:
        """Shifts and drawers."""
        return Shifts(self._connection)

    @cached_property
    def journal(self) -> Journal:
        """The journal, for reading; writing goes through `log`."""
        return Journal(self._connection)

    @cached_property
    def answers(self) -> Answers:
        """Answers kept for calls that repeat themselves."""
        return Answers(self._connection)

    @cached_property
    def jobs(self) -> Jobs:
        """Claims on back-room jobs."""
        return Jobs(self._connection)


Unit = Callable[[Work], T]
