"""Mails on their way out: what each is for, how far it got, and when it is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aurora_desk.domain.ids import TenantId

GIVEN_UP_AFTER = timedelta(hours=24)
_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 3600


class MailState(StrEnum):
    """How far a mail got."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Given up after a day, or refused for good."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail in the outbox. It holds no text and no secret: both are made when it is sent."""

    mail_id: str
    tenant_id: TenantId
    account_row: int
    """Whose mail it is; the address is the one stored there when it is sent."""
    url: str
    """The page that a reset link leads to."""
    state: MailState
    tries: int
    next_try_at: datetime
    last_error: str
    created_at: datetime


def next_wait(tries: int) -> timedelta:
    """How long to wait after so many tries: half a minute, doubling to an hour."""
    return timedelta(seconds=min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(max(tries, 1) - 1, 10)))
