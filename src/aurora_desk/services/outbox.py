"""The outbox as the back room and the staff see it: what is due, how a try ended, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from aurora_desk.domain.accounts import TOKEN_LIVES
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.outbox import GIVEN_UP_AFTER, MailState, OutgoingMail, next_wait
from aurora_desk.domain.reset_urls import with_token
from aurora_desk.services.accounts import Accounts
from aurora_desk.store.unit_of_work import Work

_AT_ONCE = 20
CLAIM_LASTS = timedelta(minutes=2)
"""Longer than a try may take: a mail whose process died in the middle is tried again after that."""


@dataclass(frozen=True, slots=True)
class ReadyMail:
    """A claimed mail with all that its letter says. The link's token is fresh and stands nowhere else."""

    mail: OutgoingMail
    to: str
    language: str
    shop: str
    link: str
    minutes: int

    def __repr__(self) -> str:
        return f"ReadyMail({self.mail.mail_id})"


LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many mails wait, how many of them for over a minute, and why the oldest that was tried in vain does."""

    waiting: int
    late: int
    trouble: str


class Outbox:
    """Units on outgoing mails."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def state(self, work: Work) -> OutboxState:
        """What staff must know."""
        return OutboxState(
            work.outbox.waiting(since_before=work.now),
            work.outbox.waiting(since_before=work.now - LATE_AFTER),
            work.outbox.last_trouble(),
        )

    def newest(self, work: Work, tenant_id: TenantId | None, limit: int = 50) -> tuple[OutgoingMail, ...]:
        """The newest mails."""
        return work.outbox.newest(tenant_id, limit=limit)

    def customer_of(self, work: Work, mail: OutgoingMail) -> CustomerId:
        """Whose mail it is, by number."""
        account = work.customers.account_of_row(mail.account_row)
        assert account is not None, "a mail's account stays"
        return account.ref.customer_id

    def due(self, work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The mails whose first try is due, and those tried before; cheap to ask while there are none."""
        due = partial(work.outbox.due, now=work.now, limit=_AT_ONCE)
        return due(first_try=True), due(first_try=False)

    def take(self, work: Work, mail_id: str, owner: str) -> ReadyMail | None:
        """Claim a mail and make its link; None where another process has it, or where its day is over."""
        mail = work.outbox.claim(mail_id, owner, now=work.now, until=work.now + CLAIM_LASTS)
        if mail is None:
            return None
        account = work.customers.account_of_row(mail.account_row)
        assert account is not None, "a mail's account stays"
        if work.now - mail.created_at > GIVEN_UP_AFTER:
            self._end(work, mail, owner, MailState.FAILED, mail.last_error or "It could not be sent for a day.")
            return None
        if not account.live:
            self._end(
                work, mail, owner, MailState.FAILED, "The customer was merged or erased before this mail went out."
            )
            return None
        tenant = work.tenants.get(mail.tenant_id)
        token = self._accounts.issue_token(work, account, TOKEN_LIVES)
        return ReadyMail(
            mail=mail,
            to=account.email,
            language=tenant.language,
            shop=tenant.name,
            link=with_token(mail.url, token),
            minutes=TOKEN_LIVES // timedelta(minutes=1),
        )

    def sent(self, work: Work, mail: OutgoingMail, owner: str) -> None:
        """The mail server has taken the mail."""
        self._end(work, mail, owner, MailState.SENT, "")

    def not_sent(self, work: Work, mail: OutgoingMail, owner: str, reason: str, *, again: bool) -> None:
        """A try failed; the mail is tried again after a growing wait, for a day, where that makes sense."""
        at = work.now + next_wait(mail.tries)
        if not again or at - mail.created_at > GIVEN_UP_AFTER:
            self._end(work, mail, owner, MailState.FAILED, reason)
        else:
            work.outbox.mark(mail, owner, MailState.WAITING, next_try_at=at, last_error=reason)

    def _end(self, work: Work, mail: OutgoingMail, owner: str, state: MailState, reason: str) -> None:
        if not work.outbox.mark(mail, owner, state, next_try_at=work.now, last_error=reason):
            return
        number = self.customer_of(work, mail)
        facts = {"customer_id": number, "mail_id": mail.mail_id, "tries": mail.tries, "status": state.value}
        work.log(Actor.program(mail.tenant_id), f"mail.{state.value}", f"customer:{number}", facts)
