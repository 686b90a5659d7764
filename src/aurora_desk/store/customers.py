"""Customers of a tenant, those of every table of accounts: one row each, with the profile that it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    UniqueConstraint,
    and_,
    bindparam,
    false,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.accounts import PROFILE_COLUMNS, Account, Profile
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Contact, Customer, CustomerRef, customer_name
from aurora_desk.domain.emails import email_key
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.search import phone_key, word_key


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
        Index(
            "ix_customer_regular",
            "tenant_id",
            "auth_table",
            "fifth_order_at",
            "row_id",
            sqlite_where=text("fifth_order_at IS NOT NULL"),
            postgresql_where=text("fifth_order_at IS NOT NULL"),
        ),
        Index(
            "ix_customer_account",
            "tenant_id",
            "auth_table",
            "row_id",
            sqlite_where=text("has_account"),
            postgresql_where=text("has_account"),
        ),
        Index(
            "ix_customer_no_consent",
            "tenant_id",
            "auth_table",
            "row_id",
            sqlite_where=text("consent_at IS NULL"),
            postgresql_where=text("consent_at IS NULL"),
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
    has_account: Mapped[bool] = mapped_column(server_default=false())
    """Whether a password is kept for it; written with the password."""
    fifth_order_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the fifth order, counted back from the newest, was placed; written with the order."""


IS_LISTED = and_(text("customer.merged_into IS NULL"), text("customer.erased_at IS NULL"))
"""Customers that anybody finds: neither merged into another one nor erased."""
_IS_REF = (
    (CustomerRow.tenant_id == bindparam("tenant_id"))
    & (CustomerRow.customer_id == bindparam("customer_id"))
    & (CustomerRow.auth_table == bindparam("auth_table"))
)
_CONTACT = select(
    CustomerRow.customer_id,
    CustomerRow.email,
    CustomerRow.firstname,
    CustomerRow.lastname,
    CustomerRow.displayname,
    CustomerRow.merged_into,
    CustomerRow.erased_at,
).where(_IS_REF)
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
    return {
        "email": email,
        "email_key": email_key(email),
        "firstname": firstname,
        "lastname": lastname,
        "displayname": displayname,
        "phone": phone,
        "search_key": search_key(displayname, firstname, lastname, email, phone=phone),
        "description": profile.description,
        "photourl": profile.photourl,
        "custom": dict(profile.custom),
        **{name: profile.columns.get(name, "") for name in PROFILE_COLUMNS},
    }


@dataclass(frozen=True, slots=True)
class StoredCustomer:
    """A customer's row, column by column: what is changed, merged and exported."""

    row_id: int
    tenant_id: int
    customer_id: int
    email: str
    email_key: str
    firstname: str
    lastname: str
    displayname: str
    phone: str
    search_key: str
    created_at: datetime
    auth_table: str
    description: str
    photourl: str
    address: str
    city: str
    state: str
    zip: str
    country: str
    company: str
    birthday: str
    language: str
    notes: str
    custom: Mapping[str, str]
    consent_at: datetime | None
    merged_into: int | None
    erased_at: datetime | None
    has_account: bool
    fifth_order_at: datetime | None

    @property
    def name(self) -> str:
        """What staff call the customer."""
        return customer_name(self.displayname, self.firstname, self.lastname, self.email)


def search_key(*words: str, phone: str) -> str:
    """The text that a customer is found by."""
    return f"{word_key(' '.join(words))} {phone_key(phone)}"


class Customers:
    """The repository of customers, one at a time; `customer_list` reads them for lists."""

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

    def contact(self, tenant_id: TenantId, ref: CustomerRef) -> Contact | None:
        """Who a customer is, after a merge the one that was kept; None where there is nobody, or nobody any more."""
        row = self._connection.execute(_CONTACT, _key(tenant_id, ref)).one_or_none()
        if row is not None and row.merged_into is not None:
            kept = CustomerRef(ref.table, CustomerId(row.merged_into))
            row = self._connection.execute(_CONTACT, _key(tenant_id, kept)).one_or_none()
        if row is None or row.erased_at is not None:
            return None
        kept = CustomerRef(ref.table, CustomerId(row.customer_id))
        return Contact(kept, row.email, row.firstname, row.lastname, row.displayname)

    def exists(self, tenant_id: TenantId, ref: CustomerRef) -> bool:
        """Whether the tenant has this customer."""
        return self.contact(tenant_id, ref) is not None

    def live_ref(self, tenant_id: TenantId, ref: CustomerRef) -> CustomerRef | None:
        """The customer that a number stands for now: itself, or the one it was merged into; None where nobody is."""
        contact = self.contact(tenant_id, ref)
        return None if contact is None else contact.ref

    def account(self, tenant_id: TenantId, table: str, email: str) -> Account | None:
        """The account of a table with this address, compared without case; nobody signs in to a merged one."""
        row = self._with_email(tenant_id, table, email)
        return None if row is None or row.merged_into is not None else _account(row)

    def email_taken(self, tenant_id: TenantId, table: str, email: str) -> bool:
        """Whether a row of the table has this address, one that was merged into another included."""
        return self._with_email(tenant_id, table, email) is not None

    def _with_email(self, tenant_id: TenantId, table: str, email: str) -> Row[Any] | None:
        if "\0" in email:
            return None  # no engine keeps it, and PostgreSQL doesn't even let it be asked for
        return self._connection.execute(_ACCOUNT.where(*_has_email(tenant_id, table, email))).one_or_none()

    def lock(self, row_id: int) -> None:
        """Hold a customer's row until the commit: who counts what belongs to it first takes this."""
        self._connection.execute(select(CustomerRow.row_id).where(CustomerRow.row_id == row_id).with_for_update())

    def account_of_row(self, row_id: int) -> Account | None:
        """The account that stands in a row."""
        row = self._connection.execute(_ACCOUNT.where(CustomerRow.row_id == row_id)).one_or_none()
        return None if row is None else _account(row)

    def by_email(self, tenant_id: TenantId, email: str) -> CustomerRef | None:
        """The shop's own customer with this address, compared without case, or the one that it was merged into."""
        row = self._with_email(tenant_id, CUSTOMERS_TABLE, email)
        if row is None:
            return None
        return CustomerRef(CUSTOMERS_TABLE, CustomerId(row.customer_id if row.merged_into is None else row.merged_into))

    def stored(self, tenant_id: TenantId, ref: CustomerRef, *, lock: bool = False) -> StoredCustomer | None:
        """All that stands in a customer's row; `lock` holds it until the commit."""
        query = _ACCOUNT.where(_IS_REF)
        row = self._connection.execute(query.with_for_update() if lock else query, _key(tenant_id, ref)).one_or_none()
        return None if row is None else StoredCustomer(**row._mapping)

    def change(self, row_id: int, values: Mapping[str, object]) -> None:
        """Change columns of a customer; the keys that it is found by follow."""
        self.write(row_id, values)
        self.renew_keys(row_id)

    def write(self, row_id: int, values: Mapping[str, object]) -> None:
        """Change columns of a row and nothing else."""
        if values:
            self._connection.execute(update(CustomerRow).where(CustomerRow.row_id == row_id).values(values))

    def renew_keys(self, row_id: int) -> None:
        """Make the search words of a row anew: its own, and those of all that were merged into it."""
        own = self._connection.execute(_ACCOUNT.where(CustomerRow.row_id == row_id)).one()
        merged = self._connection.execute(
            select(CustomerRow.search_key).where(
                CustomerRow.tenant_id == own.tenant_id,
                CustomerRow.merged_into == own.customer_id,
                text("merged_into IS NOT NULL"),
            )
        ).scalars()
        key = " ".join((search_key(own.displayname, own.firstname, own.lastname, own.email, phone=own.phone), *merged))
        if key != own.search_key:
            self._connection.execute(update(CustomerRow).where(CustomerRow.row_id == row_id).values(search_key=key))

    def note_orders(self, tenant_id: TenantId, ref: CustomerRef, fifth_order_at: datetime | None) -> None:
        """Keep when the fifth order, counted back, was placed: the list of regulars is read from it."""
        self._connection.execute(
            update(CustomerRow)
            .where(
                CustomerRow.tenant_id == tenant_id,
                CustomerRow.customer_id == ref.customer_id,
                CustomerRow.auth_table == ref.table,
                CustomerRow.fifth_order_at.is_distinct_from(fifth_order_at),
            )
            .values(fifth_order_at=fifth_order_at)
        )


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
        live=row.merged_into is None and row.erased_at is None,
    )
