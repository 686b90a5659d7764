"""Customers of a tenant, those of every table of accounts: one row each, with the profile that it shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.accounts import PROFILE_COLUMNS, Account, Profile
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Contact, Customer, CustomerRef
from aurora_desk.domain.emails import email_key
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.orders import OrderStatus
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.orders import OrderTable
from aurora_desk.store.search import customer_matches, phone_key, word_key


class CustomerRow(Base):
    """A customer of the table of accounts that `auth_table` names; ids count through all tables of a tenant.

    `email_key` is the address as it is compared, `search_key` the text that the index holds.
    """

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("tenant_id", "customer_id"),
        Index(
            "uq_customer_email",
            "tenant_id",
            "auth_table",
            "email_key",
            unique=True,
            sqlite_where=text("email_key <> ''"),
            postgresql_where=text("email_key <> ''"),
        ),
        Index("ix_customer_newest", "tenant_id", "auth_table", "row_id"),
        Index(
            "ix_customer_merged",
            "tenant_id",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )
    row_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    customer_id: Mapped[int]
    email: Mapped[str]
    email_key: Mapped[str]
    firstname: Mapped[str]
    lastname: Mapped[str]
    displayname: Mapped[str]
    phone: Mapped[str]
    search_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    auth_table: Mapped[str] = mapped_column(server_default=CUSTOMERS_TABLE)
    description: Mapped[str] = mapped_column(server_default="")
    photourl: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    city: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="")
    zip: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str] = mapped_column(server_default="")
    company: Mapped[str] = mapped_column(server_default="")
    birthday: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str] = mapped_column(server_default="")
    notes: Mapped[str] = mapped_column(server_default="")
    custom: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    consent_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the customer agreed to be written to; None without consent."""
    merged_into: Mapped[int | None]
    """The customer that this one was a duplicate of; lists leave it out."""
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


_OF_CUSTOMER = (
    (OrderTable.tenant_id == CustomerRow.tenant_id)
    & (OrderTable.customer_table == CustomerRow.auth_table)
    & (OrderTable.customer_id == CustomerRow.customer_id)
    & (OrderTable.status != OrderStatus.VOID.value)
)
_CUSTOMERS: Select[Any] = select(
    CustomerRow.__table__,
    select(func.count()).where(_OF_CUSTOMER).scalar_subquery().label("orders"),
    select(func.coalesce(func.sum(OrderTable.total_minor - OrderTable.refunded_minor), 0))
    .where(_OF_CUSTOMER)
    .scalar_subquery()
    .label("spent_minor"),
    # The newest by number, not max(created_at): only so does SQLite look among this customer's orders alone.
    select(OrderTable.created_at)
    .where(_OF_CUSTOMER)
    .order_by(OrderTable.order_id.desc())
    .limit(1)
    .scalar_subquery()
    .label("last_order_at"),
)
_IS_REF = (
    (CustomerRow.tenant_id == bindparam("tenant_id"))
    & (CustomerRow.customer_id == bindparam("customer_id"))
    & (CustomerRow.auth_table == bindparam("auth_table"))
)
_BY_ID = _CUSTOMERS.where(_IS_REF)
_CONTACT = select(CustomerRow.email, CustomerRow.firstname, CustomerRow.lastname, CustomerRow.displayname).where(
    _IS_REF
)
_ACCOUNT = select(CustomerRow.__table__)
_ASKED_AT_ONCE = 1_000
_KNOWN_EMAILS = select(CustomerRow.email_key).where(
    CustomerRow.tenant_id == bindparam("tenant_id"),
    CustomerRow.auth_table == bindparam("auth_table"),
    CustomerRow.email_key.in_(bindparam("keys", expanding=True)),
    CustomerRow.email_key != literal_column("''"),  # so that the index, which has no empty ones, is used
)


ReadyRow: TypeAlias = Mapping[str, object]
"""All columns of a new customer but those that are only known in its transaction."""


def ready_row(*, email: str, firstname: str, lastname: str, displayname: str, phone: str, profile: Profile) -> ReadyRow:
    """A row with the keys that it is found by; for many customers made before the transaction, as it takes longer."""
    words = f"{displayname} {firstname} {lastname} {email}"
    return {
        "email": email,
        "email_key": email_key(email),
        "firstname": firstname,
        "lastname": lastname,
        "displayname": displayname,
        "phone": phone,
        "search_key": f"{word_key(words)} {phone_key(phone)}",
        "description": profile.description,
        "photourl": profile.photourl,
        "custom": dict(profile.custom),
        **{name: profile.columns.get(name, "") for name in PROFILE_COLUMNS},
    }


class Customers:
    """The repository of customers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, customer: Customer, profile: Profile | None = None) -> int:
        """Add a customer; the number of its row."""
        row = ready_row(
            email=customer.email,
            firstname=customer.firstname,
            lastname=customer.lastname,
            displayname=customer.displayname,
            phone=customer.phone,
            profile=profile or Profile(),
        )
        values = _placed(row, customer.tenant_id, customer.ref, customer.created_at)
        return self._connection.execute(insert(CustomerRow).returning(CustomerRow.row_id), values).scalar_one()

    def add_many(
        self, tenant_id: TenantId, table: str, numbers: range, rows: Sequence[ReadyRow], *, now: datetime
    ) -> Mapping[CustomerId, int]:
        """Add accounts to a table under these numbers; the row of each."""
        values = [
            _placed(row, tenant_id, CustomerRef(table, CustomerId(number)), now)
            for number, row in zip(numbers, rows, strict=True)
        ]
        self._connection.execute(insert(CustomerRow), values)
        query = select(CustomerRow.customer_id, CustomerRow.row_id).where(
            CustomerRow.tenant_id == tenant_id, CustomerRow.customer_id.between(numbers[0], numbers[-1])
        )
        return {CustomerId(number): row_id for number, row_id in self._connection.execute(query)}

    def known_emails(self, tenant_id: TenantId, table: str, keys: Sequence[str]) -> set[str]:
        """Those of many addresses that accounts of a table have; all as `email_key` writes them."""
        known: set[str] = set()
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            some = keys[start : start + _ASKED_AT_ONCE]
            known.update(
                self._connection.execute(
                    _KNOWN_EMAILS, {"tenant_id": tenant_id, "auth_table": table, "keys": some}
                ).scalars()
            )
        return known

    def get(self, tenant_id: TenantId, ref: CustomerRef) -> Customer:
        """A customer with the figures of the orders; raises `NotFoundError`."""
        row = self._connection.execute(_BY_ID, _key(tenant_id, ref)).one_or_none()
        if row is None:
            raise NotFoundError("There is no such customer.")
        return _customer(row)

    def contact(self, tenant_id: TenantId, ref: CustomerRef) -> Contact | None:
        """Who a customer is; None where the tenant has no such customer."""
        row = self._connection.execute(_CONTACT, _key(tenant_id, ref)).one_or_none()
        if row is None:
            return None
        return Contact(ref, row.email, row.firstname, row.lastname, row.displayname)

    def exists(self, tenant_id: TenantId, ref: CustomerRef) -> bool:
        """Whether the tenant has this customer."""
        return self.contact(tenant_id, ref) is not None

    def account(self, tenant_id: TenantId, table: str, email: str) -> Account | None:
        """The account of a table with this address, compared without case."""
        if "\0" in email:
            return None  # no engine keeps it, and PostgreSQL doesn't even let it be asked for
        query = _ACCOUNT.where(*_has_email(tenant_id, table, email))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _account(row)

    def lock(self, row_id: int) -> None:
        """Hold a customer's row until the commit: who counts what belongs to it first takes this."""
        self._connection.execute(select(CustomerRow.row_id).where(CustomerRow.row_id == row_id).with_for_update())

    def account_of_row(self, row_id: int) -> Account | None:
        """The account that stands in a row."""
        row = self._connection.execute(_ACCOUNT.where(CustomerRow.row_id == row_id)).one_or_none()
        return None if row is None else _account(row)

    def by_email(self, tenant_id: TenantId, email: str) -> CustomerRef | None:
        """The shop's own customer with this address, compared without case."""
        found = self._connection.execute(
            select(CustomerRow.customer_id).where(*_has_email(tenant_id, CUSTOMERS_TABLE, email))
        ).scalar_one_or_none()
        return None if found is None else CustomerRef(CUSTOMERS_TABLE, CustomerId(found))

    def search(self, tenant_id: TenantId, words: str, *, after: str | None, limit: int) -> Page[Customer]:
        """The shop's own customers by beginnings of names, email or phone, or last four digits; newest first."""
        # Which rows are on the page comes first, so that orders are counted for these alone.
        wanted = select(CustomerRow.row_id)
        matches = customer_matches(self._connection.dialect.name, words)
        wanted = wanted.where(CustomerRow.tenant_id == tenant_id) if matches is None else matches.of(wanted, tenant_id)
        wanted = wanted.where(CustomerRow.auth_table == CUSTOMERS_TABLE)
        if after is not None:
            wanted = wanted.where(CustomerRow.row_id < place_in_list(after))
        wanted = wanted.order_by(CustomerRow.row_id.desc()).limit(limit + 1)
        ids = self._connection.execute(wanted).scalars().all()
        query = _CUSTOMERS.where(CustomerRow.row_id.in_(ids)).order_by(CustomerRow.row_id.desc())
        rows = self._connection.execute(query).all()
        more = len(rows) > limit
        rows = rows[:limit]
        return Page(tuple(_customer(row) for row in rows), str(rows[-1].row_id) if more else None)


def _key(tenant_id: TenantId, ref: CustomerRef) -> Mapping[str, object]:
    return {"tenant_id": tenant_id, "customer_id": ref.customer_id, "auth_table": ref.table}


def _placed(row: ReadyRow, tenant_id: TenantId, ref: CustomerRef, now: datetime) -> dict[str, object]:
    return {
        **row,
        "tenant_id": tenant_id,
        "customer_id": ref.customer_id,
        "auth_table": ref.table,
        "created_at": now,
    }


def _has_email(tenant_id: TenantId, table: str, email: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CustomerRow.tenant_id == tenant_id,
        CustomerRow.auth_table == table,
        CustomerRow.email_key == email_key(email),
        CustomerRow.email_key != literal_column("''"),  # so that the index, which has no empty ones, is used
    )


def _account(row: Row[Any]) -> Account:
    return Account(
        tenant_id=TenantId(row.tenant_id),
        ref=CustomerRef(row.auth_table, CustomerId(row.customer_id)),
        email=row.email,
        firstname=row.firstname,
        lastname=row.lastname,
        displayname=row.displayname,
        phone=row.phone,
        profile=Profile(
            description=row.description,
            photourl=row.photourl,
            columns={name: getattr(row, name) for name in PROFILE_COLUMNS},
            custom=row.custom,
        ),
        row_id=row.row_id,
    )


def _customer(row: Row[Any]) -> Customer:
    return Customer(
        tenant_id=TenantId(row.tenant_id),
        ref=CustomerRef(row.auth_table, CustomerId(row.customer_id)),
        email=row.email,
        firstname=row.firstname,
        lastname=row.lastname,
        displayname=row.displayname,
        phone=row.phone,
        created_at=row.created_at,
        orders=row.orders,
        spent_minor=int(row.spent_minor),
        last_order_at=row.last_order_at,
    )
