"""«Send password mail»: staff ask for what the customer could ask for, with the same limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, UnavailableError
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.reset_urls import OWN_PAGE
from aurora_desk.domain.words import say
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.customers import row_of
from aurora_desk.store.unit_of_work import Work

BLOCKED_FOR = timedelta(seconds=60)


class Obstacle(StrEnum):
    """Why no mail can be sent."""

    NO_EMAIL = "no_email"
    NOT_SET_UP = "not_set_up"
    NO_ADDRESS = "no_address"
    """The link would lead to a page that only this computer reaches."""


class NoMailError(ConflictError):
    """A mail to this customer can't be sent at all."""

    code = "no_mail"


class MailTooSoonError(UnavailableError):
    """The last mail is younger than a minute."""

    code = "mail_too_soon"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(say("A mail was asked for just now. Wait {seconds} seconds.", seconds=retry_after_s))
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class MailDoor:
    """Whether mails can be sent to a customer, and to which address."""

    email: str
    obstacle: Obstacle | None


class PasswordMails:
    """Units on password mails. No token is made here: that happens when the mail is sent.

    `set_up` tells whether this program knows a mail server to send them by.
    """

    def __init__(self, accounts: Accounts, *, set_up: bool) -> None:
        self._accounts, self.set_up = accounts, set_up

    def door(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> MailDoor:
        """Whether a mail can be sent."""
        email = row_of(work, tenant_id, ref).email
        if not self.set_up:
            return MailDoor(email, Obstacle.NOT_SET_UP)
        if not work.tenants.public_address():
            return MailDoor(email, Obstacle.NO_ADDRESS)
        return MailDoor(email, None if email else Obstacle.NO_EMAIL)

    def send(self, work: Work, actor: Actor, ref: CustomerRef) -> None:
        """Put the mail into the outbox; raises `NoMailError`, `MailTooSoonError`, `TooManyMailsError`."""
        door = self.door(work, actor.tenant_id, ref)
        if door.obstacle is not None:
            raise NoMailError("No mail can be sent to this customer. Nothing was sent.")
        row = row_of(work, actor.tenant_id, ref, lock=True)
        last = work.outbox.last_to(row.row_id)
        if last is not None and work.now - last.created_at < BLOCKED_FOR:
            raise MailTooSoonError(math.ceil((last.created_at + BLOCKED_FOR - work.now).total_seconds()))
        own = work.tenants.public_address()
        self._accounts.request_reset(work, actor, row.auth_table, row.email, f"{own}{OWN_PAGE}", own)
