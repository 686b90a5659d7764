"""Customers: finding, opening, creating."""

from __future__ import annotations

from aurora_desk.domain.accounts import LONGEST_NAME, LONGEST_PHONE
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.emails import checked_email
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.paging import Page
from aurora_desk.domain.words import say
from aurora_desk.services.public_ids import PublicIds
from aurora_desk.store.unit_of_work import Work

_LARGEST_ID = 2**31 - 1


class EmailTakenError(ConflictError):
    """Another customer of this shop has the address."""

    code = "email_taken"


class Customers:
    """The customers of a tenant."""

    def __init__(self, public_ids: PublicIds) -> None:
        self._public_ids = public_ids

    def search(
        self, work: Work, tenant_id: TenantId, words: str, *, after: str | None = None, limit: int = 50
    ) -> Page[Customer]:
        """A page of customers by name, email, phone or last digits; all of them without words."""
        return work.customers.search(tenant_id, words, after=after, limit=limit)

    def get(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> Customer:
        """A customer with the figures of the orders; raises `NotFoundError`."""
        return work.customers.get(tenant_id, ref)

    def public_id(self, tenant_id: TenantId, ref: CustomerRef) -> str:
        """The `_id` that programs outside know a customer by."""
        return self._public_ids.of(tenant_id, ref)

    def ref_of(self, work: Work, tenant_id: TenantId, customer_id: int | str) -> CustomerRef:
        """The customer named by number (in the shop's own table) or by `_id` (of any table); raises `NotFoundError`."""
        if isinstance(customer_id, int):
            ref = CustomerRef(CUSTOMERS_TABLE, CustomerId(customer_id))
        else:
            ref = self._public_ids.read(tenant_id, customer_id, tables=work.account_tables.tables(tenant_id))
        if not 0 < ref.customer_id <= _LARGEST_ID or not work.customers.exists(tenant_id, ref):
            raise NotFoundError("There is no such customer.")
        return ref

    def create(
        self, work: Work, actor: Actor, *, email: str, firstname: str = "", lastname: str = "", phone: str = ""
    ) -> Customer:
        """Add a customer; raises `InvalidError` for a field at fault and `EmailTakenError`."""
        email, firstname, lastname, phone = (text.strip() for text in (email, firstname, lastname, phone))
        for field, text in (("firstname", firstname), ("lastname", lastname)):
            if len(text) > LONGEST_NAME:
                raise InvalidError(field, say("A name has at most {most} characters.", most=LONGEST_NAME))
            refuse_card_number(field, text)
        if len(phone) > LONGEST_PHONE:
            raise InvalidError("phone", say("A phone number has at most {most} characters.", most=LONGEST_PHONE))
        if not (email or firstname or lastname):
            raise InvalidError("firstname", "Give a name or an email address.")
        if email:
            email = checked_email(email)
            if work.customers.by_email(actor.tenant_id, email) is not None:
                raise EmailTakenError("Another customer has this email address. Nothing was saved. Open that customer.")
        customer, _ = add_customer(
            work, actor, CUSTOMERS_TABLE, email=email, firstname=firstname, lastname=lastname, phone=phone
        )
        return customer


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
