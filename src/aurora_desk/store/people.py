"""People, their PIN hashes and waits."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Row, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.people import Person, Role
from aurora_desk.store.base import Base, Moment


class PersonRow(Base):
    """Somebody who signs in at a till."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_badge",
            "tenant_id",
            "badge",
            unique=True,
            sqlite_where=text("badge IS NOT NULL"),
            postgresql_where=text("badge IS NOT NULL"),
        ),
        Index(
            "uq_person_email",
            "tenant_id",
            "email_key",
            unique=True,
            sqlite_where=text("email_key IS NOT NULL"),
            postgresql_where=text("email_key IS NOT NULL"),
        ),
    )
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    role: Mapped[str]
    pin_hash: Mapped[str]
    failed_tries: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None] = mapped_column(Moment)
    badge: Mapped[int | None]
    """The number in the code of the badge; a new badge gets a new one, so that a lost badge lets nobody in."""
    email: Mapped[str | None]
    """By which an owner signs in with a password; `email_key` is how it is compared."""
    email_key: Mapped[str | None]
    password_hash: Mapped[str | None]


class People:
    """The repository of people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person, pin_hash: str) -> None:
        """Add a person with the hash of a PIN."""
        self._connection.execute(
            insert(PersonRow),
            {
                "tenant_id": person.tenant_id,
                "person_id": person.person_id,
                "name": person.name,
                "role": person.role.value,
                "pin_hash": pin_hash,
                "failed_tries": 0,
                "wait_until": None,
                "badge": person.badge,
            },
        )

    def everyone(self, tenant_id: TenantId) -> tuple[Person, ...]:
        """All people of a tenant, in the order they were added."""
        rows = self._connection.execute(
            select(PersonRow.__table__).where(PersonRow.tenant_id == tenant_id).order_by(PersonRow.person_id)
        )
        return tuple(_person(row) for row in rows)

    def get(self, tenant_id: TenantId, person_id: PersonId, *, lock: bool = False) -> Person:
        """A person; raises `NotFoundError`."""
        return _person(self._row(tenant_id, person_id, lock=lock))

    def with_badge(self, tenant_id: TenantId, badge: int) -> Person | None:
        """Whose badge has this number now."""
        query = select(PersonRow.__table__).where(PersonRow.tenant_id == tenant_id, PersonRow.badge == badge)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _person(row)

    def pin_hash(self, tenant_id: TenantId, person_id: PersonId) -> str:
        """The stored hash of a person's PIN."""
        return str(self._row(tenant_id, person_id, lock=False).pin_hash)

    def _row(self, tenant_id: TenantId, person_id: PersonId, *, lock: bool) -> Row[Any]:
        query = select(PersonRow.__table__).where(PersonRow.tenant_id == tenant_id, PersonRow.person_id == person_id)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFoundError("This person is not in the list of people any more.")
        return row

    def set_tries(self, person: Person, failed_tries: int, wait_until: datetime | None) -> None:
        """Store how many wrong PINs came in a row and until when this person waits."""
        self._connection.execute(
            update(PersonRow)
            .where(PersonRow.tenant_id == person.tenant_id, PersonRow.person_id == person.person_id)
            .values(failed_tries=failed_tries, wait_until=wait_until)
        )

    def set_pin(self, tenant_id: TenantId, person_id: PersonId, pin_hash: str) -> None:
        """Replace the hash of a person's PIN; wrong ones of before count no more."""
        self._connection.execute(
            update(PersonRow)
            .where(PersonRow.tenant_id == tenant_id, PersonRow.person_id == person_id)
            .values(pin_hash=pin_hash, failed_tries=0, wait_until=None)
        )

    def set_badge(self, tenant_id: TenantId, person_id: PersonId, badge: int | None) -> None:
        """Give a person the badge of this number; the one before lets nobody in any more."""
        self._connection.execute(
            update(PersonRow)
            .where(PersonRow.tenant_id == tenant_id, PersonRow.person_id == person_id)
            .values(badge=badge)
        )

    def with_email(self, tenant_id: TenantId, key: str) -> Person | None:
        """Who signs in with the address that has this key."""
        query = select(PersonRow.__table__).where(PersonRow.tenant_id == tenant_id, PersonRow.email_key == key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _person(row)

    def password_hash(self, tenant_id: TenantId, person_id: PersonId) -> str | None:
        """The stored hash of a person's password; None without one."""
        found: str | None = self._row(tenant_id, person_id, lock=False).password_hash
        return found

    def any_login(self, tenant_id: TenantId) -> bool:
        """Whether anybody signs in with a password."""
        query = select(PersonRow.person_id).where(PersonRow.tenant_id == tenant_id, PersonRow.email_key.is_not(None))
        return self._connection.execute(query.limit(1)).first() is not None

    def set_login(
        self, tenant_id: TenantId, person_id: PersonId, email: str | None, key: str | None, password_hash: str | None
    ) -> None:
        """Give a person an address and the hash of a password, or take both away."""
        self._connection.execute(
            update(PersonRow)
            .where(PersonRow.tenant_id == tenant_id, PersonRow.person_id == person_id)
            .values(email=email, email_key=key, password_hash=password_hash)
        )


def _person(row: Row[Any]) -> Person:
    return Person(
        person_id=PersonId(row.person_id),
        tenant_id=TenantId(row.tenant_id),
        name=row.name,
        role=Role(row.role),
        failed_tries=row.failed_tries,
        wait_until=row.wait_until,
        badge=row.badge,
        email=row.email or "",
    )
