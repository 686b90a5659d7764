"""Mails about an order to its customer: the receipt, and the page to pay on."""

from __future__ import annotations

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.emails import checked_email
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import OrderId, PaymentId
from aurora_desk.domain.outbox import MailKind, OutgoingMail
from aurora_desk.domain.payments import LIVE
from aurora_desk.services.reading import head_of
from aurora_desk.store.unit_of_work import Work


class PageClosedError(ConflictError):
    """Nobody can pay on this page any more."""

    code = "page_closed"

    def __init__(self) -> None:
        super().__init__("This code is closed. No mail was sent. Show a new code.")


class OrderMails:
    """Units that put a mail into the outbox. A second wish while the first mail waits sends no second one."""

    def receipt(self, work: Work, actor: Actor, order_id: OrderId, to: str) -> OutgoingMail:
        """Mail the receipt of an order; raises `InvalidError` for what is no address."""
        # Held, so that an erasure of its customer comes before the mail or takes it along.
        head_of(work, actor.tenant_id, order_id, lock=True)
        return _queue(work, actor, MailKind.RECEIPT, order_id, to)

    def pay_link(self, work: Work, actor: Actor, payment_id: PaymentId, to: str) -> OutgoingMail:
        """Mail the page of a payment by code; raises `InvalidError`, and `PageClosedError` where it has ended."""
        payment = work.payments.get(payment_id)
        assert payment.tenant_id == actor.tenant_id
        head_of(work, actor.tenant_id, payment.order_id, lock=True)
        if payment.status not in LIVE or not payment.checkout_url:
            raise PageClosedError
        return _queue(work, actor, MailKind.PAY_LINK, payment.order_id, to, payment_id)


def _queue(
    work: Work, actor: Actor, kind: MailKind, order_id: OrderId, to: str, payment_id: PaymentId | None = None
) -> OutgoingMail:
    address = checked_email(to)
    waiting = work.outbox.waiting_about(actor.tenant_id, order_id, kind, address)
    if waiting is not None and waiting.payment_id == payment_id:
        return waiting
    mail = OutgoingMail(
        mail_id=work.new_id(),
        tenant_id=actor.tenant_id,
        created_at=work.now,
        next_try_at=work.now,
        kind=kind,
        order_id=order_id,
        payment_id=payment_id,
        to=address,
    )
    work.outbox.add(mail)
    facts = {"order_id": order_id, "mail_id": mail.mail_id, "kind": kind.value}
    work.log(actor, "mail.queued", f"order:{order_id}", facts)
    return mail
