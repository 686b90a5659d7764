"""What lets an account in: password hashes, failed tries, and the tokens that set a new password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    delete,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import TenantId
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.customers import CustomerRow

_AT_ONCE = 1_000


class CredentialRow(Base):
    """The password hash of an account, apart from its profile; a customer without one can't sign in."""

    __tablename__ = "credential"
    account_row: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("customer.row_id"), primary_key=True, autoincrement=False
    )
    password_hash: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(Moment)


class LoginTryRow(Base):
    """Failed tries in a row on an address of a table, known or not; the address stands here as a keyed hash."""

    __tablename__ = "login_try"
    __table_args__ = (
        Index("ix_login_try_unknown", "last_at", sqlite_where=text("NOT known"), postgresql_where=text("NOT known")),
    )
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    auth_table: Mapped[str] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[int]
    wait_until: Mapped[datetime | None] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    known: Mapped[bool]
    """Whether an account has this address; what was only guessed at is forgotten after a day."""


class ResetTokenRow(Base):
    """A token that sets a new password once; only its hash is kept."""

    __tablename__ = "reset_token"
    __table_args__ = (Index("ix_reset_token_account", "account_row"),)
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_row: Mapped[int] = mapped_column(BigInteger, ForeignKey("customer.row_id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True, slots=True)
class LoginKey:
    """What tries are counted for."""

    tenant_id: TenantId
    table: str
    email_hash: str


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries in a row, and until when the next one has to wait."""

    failed: int = 0
    wait_until: datetime | None = None


class Credentials:
    """The repository of password hashes, tries and reset tokens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def password_hash(self, account_row: int, *, lock: bool = False) -> str | None:
        """The stored hash of an account, None where it has no password."""
        query = select(CredentialRow.password_hash).where(CredentialRow.account_row == account_row)
        return self._connection.execute(query.with_for_update() if lock else query).scalar_one_or_none()

    def set_password(self, account_row: int, password_hash: str, *, now: datetime) -> None:
        """Give an account a password, its first or a new one."""
        values = {"password_hash": password_hash, "changed_at": now}
        changed = self._connection.execute(
            update(CredentialRow).where(CredentialRow.account_row == account_row).values(values)
        )
        if not changed.rowcount:
            self._connection.execute(insert(CredentialRow), {"account_row": account_row, **values})
            self._note_account([account_row], has_account=True)

    def remove(self, account_row: int) -> None:
        """Take the password of an account away, with every token that would set another one."""
        self.end_tokens(account_row)
        self._connection.execute(delete(CredentialRow).where(CredentialRow.account_row == account_row))
        self._note_account([account_row], has_account=False)

    def add_passwords(self, hashes: Mapping[int, str], *, now: datetime) -> None:
        """Give new accounts their first passwords, by their rows."""
        if hashes:
            self._connection.execute(
                insert(CredentialRow),
                [{"account_row": row, "password_hash": text, "changed_at": now} for row, text in hashes.items()],
            )
            rows = list(hashes)
            for start in range(0, len(rows), _AT_ONCE):
                self._note_account(rows[start : start + _AT_ONCE], has_account=True)

    def _note_account(self, rows: Sequence[int], *, has_account: bool) -> None:
        # The list of customers with an account is read from there: it pages by customers, not by passwords.
        self._connection.execute(
            update(CustomerRow).where(CustomerRow.row_id.in_(rows)).values(has_account=has_account)
        )

    def tries(self, key: LoginKey, *, lock: bool = False) -> Tries:
        """The failed tries of an address."""
        query = select(LoginTryRow.failed, LoginTryRow.wait_until).where(*_is(key))
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return Tries() if row is None else Tries(row.failed, row.wait_until)

    def note_failed(self, key: LoginKey, tries: Tries, *, known: bool, now: datetime) -> None:
        """Store the tries after another failed one.

        The first makes the row and never changes one: where two are the first at once, one unit runs again and counts.
        """
        values = {"failed": tries.failed, "wait_until": tries.wait_until, "last_at": now, "known": known}
        if tries.failed > 1:
            self._connection.execute(update(LoginTryRow).where(*_is(key)).values(values))
        else:
            identity = {"tenant_id": key.tenant_id, "auth_table": key.table, "email_hash": key.email_hash}
            self._connection.execute(insert(LoginTryRow), {**identity, **values})

    def forget_tries(self, key: LoginKey) -> None:
        """Begin again from none, after the right password or a new one."""
        self._connection.execute(delete(LoginTryRow).where(*_is(key)))

    def forget_guesses_before(self, moment: datetime, *, limit: int) -> int:
        """Delete at most `limit` old tries on addresses that no account has; how many."""
        key = (LoginTryRow.tenant_id, LoginTryRow.auth_table, LoginTryRow.email_hash)
        old = select(*key).where(text("NOT known"), LoginTryRow.last_at <= moment).limit(limit)
        return self._connection.execute(delete(LoginTryRow).where(tuple_(*key).in_(old))).rowcount

    def add_token(self, token_hash: str, account_row: int, *, expires_at: datetime) -> None:
        """Keep a token's hash."""
        self._connection.execute(
            insert(ResetTokenRow), {"token_hash": token_hash, "account_row": account_row, "expires_at": expires_at}
        )

    def account_of_token(self, token_hash: str, *, now: datetime) -> int | None:
        """The row of the account that a live token belongs to."""
        return self._connection.execute(
            select(ResetTokenRow.account_row).where(*_is_live(token_hash, now))
        ).scalar_one_or_none()

    def redeem(self, token_hash: str, *, now: datetime) -> bool:
        """Use a live token up, in one statement; of two that try, one gets True."""
        return bool(self._connection.execute(delete(ResetTokenRow).where(*_is_live(token_hash, now))).rowcount)

    def end_tokens(self, account_row: int) -> None:
        """End every token of an account."""
        self._connection.execute(delete(ResetTokenRow).where(ResetTokenRow.account_row == account_row))

    def forget_tokens_before(self, moment: datetime, *, limit: int) -> int:
        """Delete at most `limit` expired tokens; how many."""
        old = select(ResetTokenRow.token_hash).where(ResetTokenRow.expires_at <= moment).limit(limit)
        return self._connection.execute(delete(ResetTokenRow).where(ResetTokenRow.token_hash.in_(old))).rowcount


def _is(key: LoginKey) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginTryRow.tenant_id == key.tenant_id,
        LoginTryRow.auth_table == key.table,
        LoginTryRow.email_hash == key.email_hash,
    )


def _is_live(token_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ResetTokenRow.token_hash == token_hash, ResetTokenRow.expires_at > now
