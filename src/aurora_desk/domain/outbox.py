"""Mails on their way out: what each is for, how far it got, and when it is tried again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from aurora_desk.domain.ids import OrderId, PaymentId, TenantId

GIVEN_UP_AFTER = timedelta(hours=24)
_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 3600


class MailKind(StrEnum):
    """What a mail is for."""

    RESET = "reset"
    """The link by which an account sets a new password."""
    RECEIPT = "receipt"
    PAY_LINK = "pay_link"
    """The page on which a customer pays on the phone."""


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
    created_at: datetime
    next_try_at: datetime
    kind: MailKind = MailKind.RESET
    account_row: int | None = None
    """Whose reset link it is; the address is the one stored there when it is sent."""
    url: str = ""
    """The page that a reset link leads to."""
    order_id: OrderId | None = None
    """The order that a mail to its customer is about."""
    payment_id: PaymentId | None = None
    """The payment that a customer is to make on a page."""
    to: str = field(default="", repr=False)
    """Where a mail about an order goes; forgotten as soon as the mail has its end."""
    state: MailState = MailState.WAITING
    tries: int = 0
    last_error: str = ""


def next_wait(tries: int) -> timedelta:
    """How long to wait after so many tries: half a minute, doubling to an hour."""
    return timedelta(seconds=min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(max(tries, 1) - 1, 10)))
