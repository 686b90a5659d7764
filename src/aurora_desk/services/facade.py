"""All use cases in one object, handed to the desk and to the API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.tenants import StoreFacts
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.webhooks import Webhook
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.approvals import Approvals
from aurora_desk.services.catalogue import Catalogue
from aurora_desk.services.clients import Clients
from aurora_desk.services.codes import Codes
from aurora_desk.services.customer_data import CustomerData
from aurora_desk.services.customer_notes import CustomerNotes
from aurora_desk.services.customers import Customers
from aurora_desk.services.duplicates import Duplicates
from aurora_desk.services.handover import HandOvers
from aurora_desk.services.housekeeping import Housekeeping
from aurora_desk.services.idempotency import Idempotency
from aurora_desk.services.importing import Importing
from aurora_desk.services.merging import Merging
from aurora_desk.services.order_export import OrderExport
from aurora_desk.services.order_mails import OrderMails
from aurora_desk.services.orders import Orders
from aurora_desk.services.outbox import Outbox
from aurora_desk.services.owner_door import OwnerDoor
from aurora_desk.services.password_mail import PasswordMails
from aurora_desk.services.passwords import Passwords
from aurora_desk.services.payments import Payments
from aurora_desk.services.people import PRODUCT_BCRYPT_COST, People
from aurora_desk.services.pins import Pins
from aurora_desk.services.price_lists import PriceLists
from aurora_desk.services.public_ids import PublicIds
from aurora_desk.services.readers import Readers
from aurora_desk.services.receipts import Receipts
from aurora_desk.services.reconciling import QUIET
from aurora_desk.services.refunds import Refunds
from aurora_desk.services.sales import Sales
from aurora_desk.services.settings import Settings
from aurora_desk.services.shifts import Shifts
from aurora_desk.services.tenants import Tenants
from aurora_desk.services.truth import Truth
from aurora_desk.store.followers import Follower
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Unit, Work

T = TypeVar("T")

__all__ = ["Follower", "Services", "Unit", "Work"]


class Services:
    """Every use case of a store. A unit takes `work` first and is run by `write` or `read`; the rest block."""

    def __init__(
        self,
        store: Store,
        facts: StoreFacts,
        gateway: Gateway | None,
        *,
        webhook: Webhook | None = None,
        bcrypt_cost: int = PRODUCT_BCRYPT_COST,
        quiet: timedelta = QUIET,
        mails: bool = False,
    ) -> None:
        self._store = store
        self.facts = facts
        self.tenants = Tenants()
        self.clients = Clients(store.keys)
        self.people = People(store, bcrypt_cost=bcrypt_cost)
        self.approvals = Approvals(store, self.people)
        self.pins = Pins(store, self.people)
        self.settings = Settings()
        self.catalogue = Catalogue()
        public_ids = PublicIds(store.keys)
        self.customers = Customers(public_ids)
        self.duplicates = Duplicates()
        self.customer_notes = CustomerNotes()
        self.merging = Merging(self.customers)
        self.price_lists = PriceLists()
        passwords = Passwords(bcrypt_cost=bcrypt_cost)
        self.owner_door = OwnerDoor(store, self.people, passwords)
        self.accounts = Accounts(store, passwords)
        self.password_mails = PasswordMails(self.accounts, set_up=mails)
        self.customer_data = CustomerData(store, self.accounts, public_ids)
        self.importing = Importing()
        self.sales = Sales()
        self.orders = Orders()
        self.order_export = OrderExport(store, self.orders)
        self.handovers = HandOvers()
        self.shifts = Shifts()
        self.payments = Payments(store, gateway, webhook, store_id=facts.store_id, quiet=quiet)
        self.readers = Readers(store, gateway.readers if gateway else None, facts.store_id)
        self.truth = Truth(store, gateway, facts.store_id)
        self.refunds = Refunds(store, gateway, store_id=facts.store_id, quiet=quiet)
        self.codes = Codes(store.keys)
        self.receipts = Receipts(self.codes)
        self.outbox = Outbox(self.accounts, self.receipts, ready=mails)
        self.order_mails = OrderMails()
        self.idempotency = Idempotency(store.keys)
        self.housekeeping = Housekeeping()

    def write(self, unit: Unit[T]) -> T:
        """Run a unit in a transaction; returns after its commit. Blocks: never on the GUI thread or an event loop."""
        return self._store.write(unit)

    async def write_async(self, unit: Unit[T]) -> T:
        """Run a unit in a transaction and await its commit."""
        return await self._store.write_async(unit)

    def read(self, unit: Unit[T]) -> T:
        """Run a reading unit on one snapshot; blocks."""
        return self._store.read(unit)

    async def read_async(self, unit: Unit[T]) -> T:
        """Run a reading unit on the pool of readers."""
        return await self._store.read_async(unit)

    def follow(self, on_rows: Callable[[Sequence[JournalRow]], None]) -> Follower:
        """Call back, from a thread of its own, with every journal row that any process of the store commits."""
        return self._store.follow(on_rows)

    def journal_after(self, work: Work, seq: int, tenant_id: TenantId, limit: int) -> Sequence[JournalRow]:
        """A tenant's journal rows behind a sequence."""
        return work.journal.after(seq, limit=limit, tenant_id=tenant_id)

    def journal_last(self, work: Work) -> int:
        """The sequence of the newest journal row."""
        return work.journal.last()

    def first_bad_row(self) -> int | None:
        """The first journal row that does not verify; None if all do."""
        return self._store.first_bad_row()

    def close(self) -> None:
        """Finish what was asked for and let go of the store."""
        self._store.close()
