"""The outbox: mails as rows that one process claims, sends and marks."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Row,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import OrderId, PaymentId, TenantId
from aurora_desk.domain.outbox import MailKind, MailState, OutgoingMail
from aurora_desk.store.base import Base, Moment

MAIL_WAITS = text("state = 'waiting'")


class MailRow(Base):
    """A mail to send. Its text and token are made when it is sent: nothing of them stands here.

    The address is that of an account, or for a mail about an order what a person typed, until the mail has its end.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_waiting", "next_try_at", sqlite_where=MAIL_WAITS, postgresql_where=MAIL_WAITS),
        Index("ix_mail_account", "account_row", "created_at"),
        Index("ix_mail_newest", "tenant_id", "created_at"),
    )
    mail_id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    account_row: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("customer.row_id"))
    url: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="reset")
    order_id: Mapped[int | None]
    payment_id: Mapped[str | None]
    recipient: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    tries: Mapped[int]
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    last_error: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    claimed_by: Mapped[str]
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)


class Outbox:
    """The repository of outgoing mails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, mail: OutgoingMail) -> None:
        """Put a mail into the outbox."""
        self._connection.execute(
            insert(MailRow),
            {
                "mail_id": mail.mail_id,
                "tenant_id": mail.tenant_id,
                "account_row": mail.account_row,
                "url": mail.url,
                "kind": mail.kind.value,
                "order_id": mail.order_id,
                "payment_id": mail.payment_id,
                "recipient": mail.to,
                "state": mail.state.value,
                "tries": mail.tries,
                "next_try_at": mail.next_try_at,
                "last_error": mail.last_error,
                "created_at": mail.created_at,
                "claimed_by": "",
                "claimed_until": None,
            },
        )

    def asked_since(self, account_row: int, moment: datetime) -> tuple[datetime, ...]:
        """When mails to an account were asked for since `moment`, oldest first."""
        query = select(MailRow.created_at).where(MailRow.account_row == account_row, MailRow.created_at > moment)
        return tuple(self._connection.execute(query.order_by(MailRow.created_at)).scalars())

    def last_to(self, account_row: int) -> OutgoingMail | None:
        """The newest mail to an account."""
        query = select(MailRow.__table__).where(MailRow.account_row == account_row)
        row = self._connection.execute(query.order_by(MailRow.created_at.desc()).limit(1)).one_or_none()
        return None if row is None else _mail(row)

    def waiting_about(self, tenant_id: TenantId, order_id: OrderId, kind: MailKind, to: str) -> OutgoingMail | None:
        """The mail of a kind about an order that already waits to go to an address."""
        query = select(MailRow.__table__).where(
            MAIL_WAITS, MailRow.tenant_id == tenant_id, MailRow.order_id == order_id
        )
        query = query.where(MailRow.kind == kind.value, MailRow.recipient == to).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _mail(row)

    def due(self, *, now: datetime, first_try: bool, limit: int) -> tuple[str, ...]:
        """The mails whose first or whose further try is due, oldest first, without those that a process has claimed."""
        query = (
            select(MailRow.mail_id)
            .where(MAIL_WAITS, MailRow.next_try_at <= now, _unclaimed(now))
            .where(MailRow.tries == 0 if first_try else MailRow.tries > 0)
            .order_by(MailRow.next_try_at)
            .limit(limit)
        )
        return tuple(self._connection.execute(query).scalars())

    def claim(self, mail_id: str, owner: str, *, now: datetime, until: datetime) -> OutgoingMail | None:
        """Claim a mail in one statement; None where it was sent or another process has it."""
        taken = self._connection.execute(
            update(MailRow)
            .where(MailRow.mail_id == mail_id, MAIL_WAITS, _unclaimed(now))
            .values(claimed_by=owner, claimed_until=until, tries=MailRow.tries + 1)
        )
        if not taken.rowcount:
            return None
        return _mail(self._connection.execute(select(MailRow.__table__).where(MailRow.mail_id == mail_id)).one())

    def mark(self, mail: OutgoingMail, owner: str, state: MailState, *, next_try_at: datetime, last_error: str) -> bool:
        """Say how a try ended, if the claim still stands; whether it did."""
        changed = self._connection.execute(
            update(MailRow)
            .where(MailRow.mail_id == mail.mail_id, MailRow.claimed_by == owner, MAIL_WAITS)
            .values(
                state=state.value,
                next_try_at=next_try_at,
                last_error=last_error,
                recipient=mail.to if state is MailState.WAITING else "",
                claimed_by="",
                claimed_until=None,
            )
        )
        return bool(changed.rowcount)

    def give_up(self, account_row: int, reason: str) -> int:
        """End every mail to an account that still waits, for its link would be a token after the last; how many."""
        return self._connection.execute(
            update(MailRow)
            .where(MailRow.account_row == account_row, MAIL_WAITS)
            .values(state=MailState.FAILED.value, last_error=reason, claimed_by="", claimed_until=None)
        ).rowcount

    def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Delete at most `limit` mails that ended and were asked for before `moment`; how many."""
        old = select(MailRow.mail_id).where(MailRow.state != MailState.WAITING.value, MailRow.created_at <= moment)
        return self._connection.execute(delete(MailRow).where(MailRow.mail_id.in_(old.limit(limit)))).rowcount

    def newest(self, tenant_id: TenantId | None, *, limit: int) -> tuple[OutgoingMail, ...]:
        """The newest mails of a tenant, or of all, as staff look at them."""
        query = select(MailRow.__table__).order_by(MailRow.created_at.desc()).limit(limit)
        if tenant_id is not None:
            query = query.where(MailRow.tenant_id == tenant_id)
        return tuple(_mail(row) for row in self._connection.execute(query))

    def waiting(self, *, since_before: datetime) -> int:
        """How many mails wait that were asked for before a moment."""
        query = select(func.count()).select_from(MailRow).where(MAIL_WAITS, MailRow.created_at <= since_before)
        return self._connection.execute(query).scalar_one()

    def last_trouble(self) -> str:
        """Why the oldest mail that was tried in vain still waits; empty where none does."""
        query = select(MailRow.last_error).where(MAIL_WAITS, MailRow.last_error != "").order_by(MailRow.created_at)
        return self._connection.execute(query.limit(1)).scalar_one_or_none() or ""


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    return or_(MailRow.claimed_until.is_(None), MailRow.claimed_until < now)


def _mail(row: Row[Any]) -> OutgoingMail:
    return OutgoingMail(
        mail_id=row.mail_id,
        tenant_id=TenantId(row.tenant_id),
        account_row=row.account_row,
        url=row.url,
        kind=MailKind(row.kind),
        order_id=None if row.order_id is None else OrderId(row.order_id),
        payment_id=None if row.payment_id is None else PaymentId(row.payment_id),
        to=row.recipient,
        state=MailState(row.state),
        tries=row.tries,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
        created_at=row.created_at,
    )
