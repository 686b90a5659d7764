"""Sending what is in the outbox: claimed in one transaction, sent outside of any, marked in another.

Each mail has a thread of its own for as long as its server takes, and mails that were tried before take few of them: a
slow server and a heap of retries never keep a new mail from its first try.
"""

from __future__ import annotations

import logging
import threading
import time
from email.message import EmailMessage
from functools import partial
from typing import TypeVar

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.receipts import Receipt
from aurora_desk.mail.errors import MailError
from aurora_desk.mail.letters import reset_letter
from aurora_desk.mail.pay_letter import pay_letter
from aurora_desk.mail.receipt_letter import receipt_letter
from aurora_desk.mail.smtp import Smtp
from aurora_desk.services.facade import Services, Unit
from aurora_desk.services.outbox import ReadyMail, ResetLink

T = TypeVar("T")
log = logging.getLogger(__name__)
_LAST_MAILS_S = 5.0
_MOST_AT_ONCE, _MOST_AGAIN_AT_ONCE = 16, 4


class Mailer:
    """Hands due mails to the mail server."""

    def __init__(self, services: Services, owner: str, smtp: Smtp) -> None:
        self._services, self._owner, self._smtp = services, owner, smtp
        self._under_way: dict[str, threading.Thread] = {}
        """The threads that began with a mail, by its id; those that have ended are cleared away at the next look."""
        self._gate = threading.Lock()
        """Held around every step that touches the store, so that none is under way when the store closes."""
        self._closed = False

    def begin_due(self) -> None:
        """Begin to send every mail whose turn it is and that there is room for."""
        first, again = self._services.read(self._services.outbox.due)
        self._under_way = {mail_id: thread for mail_id, thread in self._under_way.items() if thread.is_alive()}
        for mail_ids, most in ((again, _MOST_AGAIN_AT_ONCE), (first, _MOST_AT_ONCE)):
            for mail_id in mail_ids:
                if len(self._under_way) < most and mail_id not in self._under_way:
                    # A daemon, so that a server that takes its time doesn't keep the program from ending.
                    thread = threading.Thread(target=self._try, args=(mail_id,), name="mail", daemon=True)
                    self._under_way[mail_id] = thread
                    thread.start()

    def finish(self) -> None:
        """Wait for the mails that are under way."""
        for thread in self._under_way.values():
            thread.join()

    def close(self) -> None:
        """Let mails under way end for a moment; what takes longer touches the store no more, and is sent again."""
        deadline = time.monotonic() + _LAST_MAILS_S
        for thread in self._under_way.values():
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._gate:
            self._closed = True

    def _write(self, unit: Unit[T]) -> T | None:
        """Run a unit unless the store is about to close."""
        with self._gate:
            return None if self._closed else self._services.write(unit)

    def _try(self, mail_id: str) -> None:
        outbox = self._services.outbox
        try:
            ready = self._write(partial(outbox.take, mail_id=mail_id, owner=self._owner))
            if ready is not None:
                self._send(ready)
        except AuroraError as error:
            log.warning("mail %s: %s", mail_id, error.code)
        except Exception:
            log.exception("mail %s crashed and is tried again later", mail_id)

    def _send(self, ready: ReadyMail) -> None:
        outbox, mail = self._services.outbox, ready.mail
        try:
            self._smtp.send(_letter(ready, self._smtp.sender))
        except MailError as error:
            # A letter that may have arrived is sent again: two mails harm nobody, none keeps somebody out.
            log.warning("mail %s was not sent at try %s: %s", mail.mail_id, mail.tries, error.code)
            reason, again = error.sentence, error.again
            self._write(partial(outbox.not_sent, mail=mail, owner=self._owner, reason=reason, again=again))
        else:
            self._write(partial(outbox.sent, mail=mail, owner=self._owner))


def _letter(ready: ReadyMail, sender: str) -> EmailMessage:
    content = ready.content
    if isinstance(content, Receipt):
        return receipt_letter(language=ready.language, sender=sender, to=ready.to, receipt=content)
    addressed = {"language": ready.language, "shop": ready.shop, "sender": sender, "to": ready.to}
    if isinstance(content, ResetLink):
        return reset_letter(**addressed, link=content.link, minutes=content.minutes)
    return pay_letter(**addressed, amount=content.amount, link=content.link, closes_at=content.closes_at)
