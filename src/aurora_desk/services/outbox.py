"""The outbox as the back room and the staff see it: what is due, how a try ended, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from aurora_desk.domain.accounts import TOKEN_LIVES
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.outbox import GIVEN_UP_AFTER, MailKind, MailState, OutgoingMail, next_wait
from aurora_desk.domain.payments import LIVE
from aurora_desk.domain.receipts import Receipt
from aurora_desk.domain.reset_urls import with_token
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.receipts import Receipts
from aurora_desk.store.unit_of_work import Work

_AT_ONCE = 20
CLAIM_LASTS = timedelta(minutes=2)
"""Longer than a try may take: a mail whose process died in the middle is tried again after that."""
LATE_AFTER = timedelta(minutes=1)
CLOSED = "The page to pay on was closed before this mail went out."


@dataclass(frozen=True, slots=True)
class ResetLink:
    """What a reset letter says. The link's token is fresh and stands nowhere else."""

    link: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PayPage:
    """What a letter says by which a customer pays."""

    amount: Money
    link: str
    closes_at: datetime
    """On the shop's clock."""


@dataclass(frozen=True, slots=True)
class ReadyMail:
    """A claimed mail with all that its letter says."""

    mail: OutgoingMail
    to: str
    language: str
    shop: str
    content: ResetLink | Receipt | PayPage

    @property
    def link(self) -> str:
        """The page that the letter leads to; empty for a receipt of a shop that phones don't reach."""
        return self.content.page if isinstance(self.content, Receipt) else self.content.link

    def __repr__(self) -> str:
        return f"ReadyMail({self.mail.mail_id})"


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many mails wait, how many of them for over a minute, and why the oldest that was tried in vain does."""

    waiting: int
    late: int
    trouble: str


class Outbox:
    """Units on outgoing mails. `ready` tells whether this program knows a mail server to send them by."""

    def __init__(self, accounts: Accounts, receipts: Receipts, *, ready: bool = False) -> None:
        self._accounts, self._receipts = accounts, receipts
        self.ready = ready

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

    def subject_of(self, work: Work, mail: OutgoingMail) -> str:
        """Whom or what a mail is about, as the journal names it: `customer:7`, `order:5001`."""
        if mail.order_id is not None:
            return f"order:{mail.order_id}"
        assert mail.account_row is not None
        account = work.customers.account_of_row(mail.account_row)
        assert account is not None, "a mail's account stays"
        return f"customer:{account.ref.customer_id}"

    def due(self, work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The mails whose first try is due, and those tried before; cheap to ask while there are none."""
        due = partial(work.outbox.due, now=work.now, limit=_AT_ONCE)
        return due(first_try=True), due(first_try=False)

    def take(self, work: Work, mail_id: str, owner: str) -> ReadyMail | None:
        """Claim a mail and make what it says; None where another process has it, or where it has no use any more."""
        mail = work.outbox.claim(mail_id, owner, now=work.now, until=work.now + CLAIM_LASTS)
        if mail is None:
            return None
        if work.now - mail.created_at > GIVEN_UP_AFTER:
            self._end(work, mail, owner, MailState.FAILED, mail.last_error or "It could not be sent for a day.")
            return None
        if mail.kind is MailKind.RESET:
            return self._reset(work, mail, owner)
        content = self._receipt(work, mail) if mail.kind is MailKind.RECEIPT else _pay_page(work, mail)
        if content is None:
            self._end(work, mail, owner, MailState.FAILED, CLOSED)
            return None
        return _ready(work, mail, mail.to, content)

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

    def _reset(self, work: Work, mail: OutgoingMail, owner: str) -> ReadyMail | None:
        assert mail.account_row is not None
        account = work.customers.account_of_row(mail.account_row)
        assert account is not None, "a mail's account stays"
        if not account.live:
            self._end(work, mail, owner, MailState.FAILED, "The customer was merged before this mail went out.")
            return None
        token = self._accounts.issue_token(work, account, TOKEN_LIVES)
        link = ResetLink(with_token(mail.url, token), TOKEN_LIVES // timedelta(minutes=1))
        return _ready(work, mail, account.email, link)

    def _receipt(self, work: Work, mail: OutgoingMail) -> Receipt:
        assert mail.order_id is not None
        return self._receipts.of_order(work, mail.tenant_id, mail.order_id)

    def _end(self, work: Work, mail: OutgoingMail, owner: str, state: MailState, reason: str) -> None:
        if not work.outbox.mark(mail, owner, state, next_try_at=work.now, last_error=reason):
            return
        subject = self.subject_of(work, mail)
        kind, _, number = subject.partition(":")
        facts = {f"{kind}_id": int(number), "mail_id": mail.mail_id, "kind": mail.kind.value, "tries": mail.tries}
        work.log(Actor.program(mail.tenant_id), f"mail.{state.value}", subject, {**facts, "status": state.value})


def _ready(work: Work, mail: OutgoingMail, to: str, content: ResetLink | Receipt | PayPage) -> ReadyMail:
    tenant = work.tenants.get(mail.tenant_id)
    return ReadyMail(mail=mail, to=to, language=tenant.language, shop=tenant.name, content=content)


def _pay_page(work: Work, mail: OutgoingMail) -> PayPage | None:
    """The page that a customer can still pay on; None once it is paid or closed."""
    assert mail.payment_id is not None
    payment = work.payments.get(mail.payment_id)
    if payment.status not in LIVE or not payment.checkout_url or payment.expires_at is None:
        return None
    if payment.expires_at <= work.now:
        return None
    return PayPage(payment.charged, payment.checkout_url, work.tenants.get(mail.tenant_id).local(payment.expires_at))
