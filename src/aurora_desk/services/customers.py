"""Customers: finding, opening, creating, changing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from aurora_desk.domain.accounts import LONGEST_NAME, LONGEST_PHONE
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerFields, CustomerFilter, CustomerRef
from aurora_desk.domain.emails import checked_email, email_key
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.outbox import MailState, OutgoingMail
from aurora_desk.domain.paging import Page
from aurora_desk.domain.texts import can_be_kept
from aurora_desk.domain.words import say
from aurora_desk.services.public_ids import PublicIds
from aurora_desk.store.customers import StoredCustomer
from aurora_desk.store.unit_of_work import RunAgainError, Work

_LARGEST_ID = 2**31 - 1
LONGEST_LINE = 200
"""Characters of a line of an address."""
UNDO_WITHIN = timedelta(days=30)
"""How long a merge can be taken back."""


class EmailTakenError(ConflictError):
    """Another customer of this shop has the address."""

    code = "email_taken"


@dataclass(frozen=True, slots=True)
class PasswordMail:
    """The newest mail that lets a customer set a password."""

    state: MailState
    asked_at: datetime
    sent_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class MergedCustomer:
    """A duplicate that can still be taken apart again."""

    merge_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """All that the shop knows of one customer but the orders and the words of the notes."""

    customer: Customer
    fields: CustomerFields
    notes: int
    mail: PasswordMail | None
    merged: tuple[MergedCustomer, ...]


class Customers:
    """The customers of a tenant."""

    def __init__(self, public_ids: PublicIds) -> None:
        self._public_ids = public_ids

    def search(
        self,
        work: Work,
        tenant_id: TenantId,
        words: str,
        *,
        which: CustomerFilter = CustomerFilter.ALL,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Customer]:
        """A page of customers by name, email, phone or last digits; all of a chip without words."""
        return work.customer_list.page(tenant_id, words, which=which, now=work.now, after=after, limit=limit)

    def get(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> Customer:
        """A customer with the figures of the orders, for a merged number the one that was kept; or `NotFoundError`."""
        live = work.customers.live_ref(tenant_id, ref)
        found = work.customer_list.first(tenant_id, live) if live is not None else None
        if found is None:
            raise NotFoundError("There is no such customer.")
        return found

    def card(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> CustomerCard:
        """All of a customer that fits on a card; raises `NotFoundError`."""
        row = row_of(work, tenant_id, ref)
        customer = self.get(work, tenant_id, ref)
        number = customer.ref.customer_id
        ids = numbers_of(work, tenant_id, number)
        mail = work.outbox.last_to(row.row_id)
        merges = work.customer_file.merges_of(tenant_id, number, since=work.now - UNDO_WITHIN)
        return CustomerCard(
            customer=customer,
            fields=fields_of(row),
            notes=work.customer_file.note_count(tenant_id, ids),
            mail=None if mail is None else _mail(mail),
            merged=tuple(MergedCustomer(merge.merge_id, str(merge.before["name"]), merge.at) for merge in merges),
        )

    def public_id(self, tenant_id: TenantId, ref: CustomerRef) -> str:
        """The `_id` that programs outside know a customer by."""
        return self._public_ids.of(tenant_id, ref)

    def ref_of(self, work: Work, tenant_id: TenantId, customer_id: int | str) -> CustomerRef:
        """The customer named by number (in the shop's own table) or by `_id` (of any table); raises `NotFoundError`.

        A number or `_id` that was merged into another names the one that was kept.
        """
        if isinstance(customer_id, int):
            ref = CustomerRef(CUSTOMERS_TABLE, CustomerId(customer_id))
        else:
            ref = self._public_ids.read(tenant_id, customer_id, tables=work.account_tables.tables(tenant_id))
        live = work.customers.live_ref(tenant_id, ref) if 0 < ref.customer_id <= _LARGEST_ID else None
        if live is None:
            raise NotFoundError("There is no such customer.")
        return live

    def create(
        self, work: Work, actor: Actor, *, email: str, firstname: str = "", lastname: str = "", phone: str = ""
    ) -> Customer:
        """Add a customer; raises `InvalidError` for a field at fault and `EmailTakenError`."""
        fields = checked(CustomerFields(firstname=firstname, lastname=lastname, email=email, phone=phone))
        _must_be_free(work, actor.tenant_id, fields.email)
        customer, _ = add_customer(
            work,
            actor,
            CUSTOMERS_TABLE,
            email=fields.email,
            firstname=fields.firstname,
            lastname=fields.lastname,
            phone=fields.phone,
        )
        return customer

    def change(
        self, work: Work, actor: Actor, ref: CustomerRef, before: CustomerFields, after: CustomerFields
    ) -> Customer:
        """Change what differs between two forms, and nothing else; raises `InvalidError` and `EmailTakenError`.

        A new address ends the ways in that were mailed to the old one.
        """
        row = row_of(work, actor.tenant_id, ref, lock=True)
        wanted = checked(after)
        changes = {name: value for name, value in asdict(wanted).items() if value != getattr(before, name)}
        changes = {name: value for name, value in changes.items() if value != getattr(row, name)}
        if "email" in changes:
            if email_key(wanted.email) != row.email_key:
                _must_be_free(work, actor.tenant_id, wanted.email)
                shut_ways_in(work, row.row_id, "The email address was changed before this mail went out.")
            changes["email_key"] = email_key(wanted.email)
        if changes:
            work.customers.change(row.row_id, changes)
            names = sorted(changes.keys() - {"email_key"})
            log_customer(work, actor, "customer.changed", row.customer_id, fields=names)
        return self.get(work, actor.tenant_id, ref)

    def set_consent(self, work: Work, actor: Actor, ref: CustomerRef, *, given: bool) -> Customer:
        """Write down that a customer may be written to, or no more; said again it changes nothing."""
        row = row_of(work, actor.tenant_id, ref, lock=True)
        if given != (row.consent_at is not None):
            work.customers.change(row.row_id, {"consent_at": work.now if given else None})
            event = "customer.consent_given" if given else "customer.consent_withdrawn"
            log_customer(work, actor, event, row.customer_id)
        return self.get(work, actor.tenant_id, ref)


def row_of(work: Work, tenant_id: TenantId, ref: CustomerRef, *, lock: bool = False) -> StoredCustomer:
    """The row of a customer, for a merged number that of the one that was kept; raises `NotFoundError`.

    With `lock` it is held until the commit, and is locked before the customer's orders, and those before carts.
    """
    live = work.customers.live_ref(tenant_id, ref)
    row = work.customers.stored(tenant_id, live, lock=lock) if live is not None else None
    # Looked at again under the lock: it may have been merged or erased meanwhile.
    if row is None or row.erased_at is not None:
        raise NotFoundError("There is no such customer.")
    if row.merged_into is None:
        return row
    if lock:
        # Nobody waits for a customer who holds the row of a duplicate.
        raise RunAgainError
    return row_of(work, tenant_id, ref)


def hold(work: Work, tenant_id: TenantId, ref: CustomerRef | None) -> None:
    """Hold the row of whom an order or a cart names, before the order or the cart itself; where nobody is, nothing.

    Erasing and merging take them in this order too, so none of them waits for the other both ways round.
    """
    if ref is None:
        return
    with suppress(NotFoundError):
        row_of(work, tenant_id, ref, lock=True)


def shut_ways_in(work: Work, row_id: int, reason: str) -> None:
    """End every mailed way to a password, the mails that wait to be sent included."""
    work.credentials.end_tokens(row_id)
    work.outbox.give_up(row_id, reason)


def numbers_of(work: Work, tenant_id: TenantId, customer_id: CustomerId) -> tuple[CustomerId, ...]:
    """The numbers of one person: the customer's own, and those of merged duplicates."""
    return (customer_id, *work.customer_file.merged_into(tenant_id, customer_id))


def fields_of(row: StoredCustomer) -> CustomerFields:
    """What staff may change, as it stands in a row."""
    return CustomerFields(**{name: getattr(row, name) for name in CustomerFields.__dataclass_fields__})


def checked(fields: CustomerFields) -> CustomerFields:
    """The fields as they are kept, blanks around them gone; raises `InvalidError` for the first at fault."""
    fields = CustomerFields(**{name: text.strip() for name, text in asdict(fields).items()})
    for name, text in asdict(fields).items():
        if not can_be_kept(text):
            raise InvalidError(name, "This holds characters that cannot be kept. Type it again.")
        if name in ("firstname", "lastname", "displayname"):
            if len(text) > LONGEST_NAME:
                raise InvalidError(name, say("A name has at most {most} characters.", most=LONGEST_NAME))
            refuse_card_number(name, text)
        elif name not in ("email", "phone") and len(text) > LONGEST_LINE:
            raise InvalidError(name, say("At most {most} characters.", most=LONGEST_LINE))
    if len(fields.phone) > LONGEST_PHONE:
        raise InvalidError("phone", say("A phone number has at most {most} characters.", most=LONGEST_PHONE))
    if not (fields.email or fields.firstname or fields.lastname or fields.displayname):
        raise InvalidError("firstname", "Give a name or an email address.")
    return replace(fields, email=checked_email(fields.email)) if fields.email else fields


def _must_be_free(work: Work, tenant_id: TenantId, email: str) -> None:
    if email and work.customers.email_taken(tenant_id, CUSTOMERS_TABLE, email):
        raise EmailTakenError("Another customer has this email address. Nothing was saved. Open that customer.")


def _mail(mail: OutgoingMail) -> PasswordMail:
    # A mail that has ended was last touched as it ended.
    sent_at = mail.next_try_at if mail.state is MailState.SENT else None
    return PasswordMail(mail.state, mail.created_at, sent_at, mail.last_error)


def add_customer(
    work: Work,
    actor: Actor,
    table: str,
    *,
    email: str,
    firstname: str = "",
    lastname: str = "",
    displayname: str = "",
    phone: str = "",
) -> tuple[Customer, int]:
    """Write a new row of a table of accounts, and the number of that row; its email must be checked and free."""
    customer = Customer(
        tenant_id=actor.tenant_id,
        ref=CustomerRef(table, CustomerId(work.tenants.take_number(actor.tenant_id, "customer"))),
        email=email,
        firstname=firstname,
        lastname=lastname,
        displayname=displayname,
        phone=phone,
        created_at=work.now,
        orders=0,
        spent_minor=0,
        last_order_at=None,
    )
    row_id = work.customers.add(customer)
    log_created(work, actor, customer.ref)
    return customer, row_id


def log_created(work: Work, actor: Actor, ref: CustomerRef) -> None:
    """Tell the journal of a new customer: the number and the table, never a name."""
    facts = {"customer_id": ref.customer_id, "table": ref.table}
    work.log(actor, "customer.created", f"customer:{ref.customer_id}", facts)


def log_customer(work: Work, actor: Actor, event: str, customer_id: int, **facts: object) -> None:
    """Tell the journal of a customer: numbers and codes, never what was written."""
    work.log(actor, event, f"customer:{customer_id}", {"customer_id": customer_id, **facts})
