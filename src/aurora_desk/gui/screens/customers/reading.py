"""What the Customers screen asks the store, each question as one unit on one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import (
    CUSTOMERS_TABLE,
    Customer,
    CustomerFields,
    CustomerFilter,
    CustomerNote,
    CustomerRef,
)
from aurora_desk.domain.errors import AuroraError, NotFoundError
from aurora_desk.domain.ids import CustomerId, OrderId, TenantId
from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.services.customer_data import ExportedPerson
from aurora_desk.services.customers import CustomerCard
from aurora_desk.services.duplicates import Duplicate
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.merging import MergePlan
from aurora_desk.services.password_mail import MailDoor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What the list was asked."""

    which: CustomerFilter = CustomerFilter.ALL
    text: str = ""


@dataclass(frozen=True, slots=True)
class OpenedCustomer:
    """A customer as the side shows one."""

    card: CustomerCard
    door: MailDoor
    as_of: int
    """The newest row of the journal as it was read: of two readings, the one with more is the newer."""


@dataclass(frozen=True, slots=True)
class CustomerNews:
    """How changed customers stand now (None: nobody any more), which are new to the list, orders of the open one."""

    rows: Mapping[CustomerRef, Customer | None]
    added: tuple[Customer, ...]
    opened: OpenedCustomer | None
    orders: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerCode:
    """A customer's signed code, as text and as modules."""

    name: str
    text: str
    modules: tuple[tuple[bool, ...], ...]


class NotWrittenError(AuroraError):
    """A file could not be written where it was wanted."""

    code = "not_written"

    def __init__(self) -> None:
        super().__init__("The file could not be written there. Nothing was exported. Choose another folder.")


class CustomerReader:
    """The questions, for one shop; each call blocks and belongs into a job."""

    def __init__(self, services: Services, tenant_id: TenantId) -> None:
        self._services, self._tenant_id = services, tenant_id

    def page(self, question: Question, after: str | None) -> Page[Customer]:
        """A page of the list."""
        return self._services.read(
            lambda work: self._services.customers.search(
                work, self._tenant_id, question.text, which=question.which, after=after, limit=PAGE
            )
        )

    def opened(self, ref: CustomerRef) -> OpenedCustomer:
        """One customer; raises `NotFoundError`."""
        return self._services.read(lambda work: self._opened(work, ref))

    def orders(self, ref: CustomerRef, after: str | None) -> Page[OrderRow]:
        """A page of a customer's orders."""
        return self._services.read(
            lambda work: self._services.orders.of_customer(work, self._tenant_id, ref, after=after, limit=PAGE)
        )

    def notes(self, ref: CustomerRef) -> tuple[CustomerNote, ...]:
        """The notes, newest first."""
        return self._services.read(lambda work: self._services.customer_notes.of(work, self._tenant_id, ref))

    def add_note(self, actor: Actor, ref: CustomerRef, words: str) -> tuple[CustomerNote, ...]:
        """Write a note down; all of them. Raises `InvalidError`."""
        self._services.write(lambda work: self._services.customer_notes.add(work, actor, ref, words))
        return self.notes(ref)

    def duplicate(self, email: str, phone: str, name: str) -> Duplicate | None:
        """Who may be the same person."""
        return self._services.read(
            lambda work: self._services.duplicates.find(work, self._tenant_id, email=email, phone=phone, name=name)
        )

    def create(self, actor: Actor, new: CustomerFields) -> Customer:
        """Add a customer; raises `InvalidError` and `EmailTakenError`."""
        return self._services.write(
            lambda work: self._services.customers.create(
                work, actor, email=new.email, firstname=new.firstname, lastname=new.lastname, phone=new.phone
            )
        )

    def change(self, actor: Actor, ref: CustomerRef, before: CustomerFields, after: CustomerFields) -> OpenedCustomer:
        """Change what differs; raises `InvalidError` and `EmailTakenError`."""
        self._services.write(lambda work: self._services.customers.change(work, actor, ref, before, after))
        return self.opened(ref)

    def set_consent(self, actor: Actor, ref: CustomerRef, *, given: bool) -> OpenedCustomer:
        """Write down whether the customer may be written to."""
        self._services.write(lambda work: self._services.customers.set_consent(work, actor, ref, given=given))
        return self.opened(ref)

    def send_mail(self, actor: Actor, ref: CustomerRef) -> OpenedCustomer:
        """Ask for a password mail; raises in words where none may go out."""
        self._services.write(lambda work: self._services.password_mails.send(work, actor, ref))
        return self.opened(ref)

    def merge(self, actor: Actor, plan: MergePlan, approval_id: ApprovalId | None) -> tuple[Customer, str]:
        """Merge two customers; the kept one and the id of the merge. Raises `NeedsApprovalError`, `MergedError`."""
        return self._services.write(lambda work: self._services.merging.merge(work, actor, plan, approval_id))

    def undo_merge(self, actor: Actor, merge_id: str, approval_id: ApprovalId | None) -> Customer:
        """Take a merge back; raises `NeedsApprovalError`, `MergedError`."""
        return self._services.write(lambda work: self._services.merging.undo(work, actor, merge_id, approval_id))

    def export(
        self, file: Path, actor: Actor, ref: CustomerRef, approval_id: ApprovalId | None = None
    ) -> ExportedPerson:
        """Write all that is kept of a customer into a file; raises `NeedsApprovalError`, `NotWrittenError`.

        Another file of that name stays as it is until the new one is whole.
        """
        exported = self._services.customer_data.export(actor, ref, approval_id)
        part = file.with_name(f".{file.name}.part")
        try:
            part.write_bytes(exported.data)
            part.replace(file)
        except OSError:
            raise NotWrittenError from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return exported

    def erase(self, actor: Actor, ref: CustomerRef, approval_id: ApprovalId | None) -> None:
        """Erase a person; raises `NeedsApprovalError`, `StillUnpaidError`."""
        self._services.customer_data.erase(actor, ref, approval_id)

    def code(self, customer: Customer) -> CustomerCode:
        """The signed code of a customer."""
        codes = self._services.codes
        text = codes.for_customer(self._tenant_id, customer.ref.customer_id)
        return CustomerCode(customer.name, text, codes.qr_modules(text))

    def news(
        self,
        question: Question,
        refs: frozenset[CustomerRef],
        orders: frozenset[OrderId],
        open_ref: CustomerRef | None,
    ) -> CustomerNews:
        """How changed customers, and the customers of changed orders, stand now."""

        def unit(work: Work) -> CustomerNews:
            changed = dict.fromkeys(refs)
            own: list[OrderRow] = []
            for order_id in orders:
                ref = self._customer_of(work, order_id)
                if ref is not None:
                    changed[ref] = None
                if ref is not None and ref == open_ref:
                    own += self._order(work, ref, order_id)
            rows = {ref: self._listed(work, ref) for ref in changed}
            opened = None
            if open_ref is not None and rows.get(open_ref) is not None:
                opened = self._opened(work, open_ref)
            return CustomerNews(rows, self._added(work, question, refs), opened, tuple(own))

        return self._services.read(unit)

    def _added(self, work: Work, question: Question, refs: frozenset[CustomerRef]) -> tuple[Customer, ...]:
        if not refs:
            return ()
        page = self._services.customers.search(work, self._tenant_id, question.text, which=question.which, limit=PAGE)
        return tuple(customer for customer in page.rows if customer.ref in refs)

    def _opened(self, work: Work, ref: CustomerRef) -> OpenedCustomer:
        as_of = self._services.journal_last(work)
        card = self._services.customers.card(work, self._tenant_id, ref)
        return OpenedCustomer(card, self._services.password_mails.door(work, self._tenant_id, ref), as_of)

    def _listed(self, work: Work, ref: CustomerRef) -> Customer | None:
        """A customer that lists show; None for one that was merged or erased."""
        try:
            customer = self._services.customers.get(work, self._tenant_id, ref)
        except NotFoundError:
            return None
        return customer if customer.ref == ref else None

    def _customer_of(self, work: Work, order_id: OrderId) -> CustomerRef | None:
        try:
            contact = self._services.orders.get(work, self._tenant_id, order_id).contact
        except NotFoundError:
            return None
        return contact.ref if contact is not None else None

    def _order(self, work: Work, ref: CustomerRef, order_id: OrderId) -> tuple[OrderRow, ...]:
        # The list's own question, asked from right above the order.
        page = self._services.orders.of_customer(work, self._tenant_id, ref, after=str(order_id + 1), limit=1)
        return tuple(row for row in page.rows if row.order_id == order_id)


def ref_of(number: int) -> CustomerRef:
    """The customer of this number."""
    return CustomerRef(CUSTOMERS_TABLE, CustomerId(number))
