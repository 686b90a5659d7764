"""Sending what is in the outbox: claimed in one transaction, sent outside of any, marked in another."""

from __future__ import annotations

import logging
import threading
from functools import partial

from aurora_desk.mail.errors import MailError
from aurora_desk.mail.letters import reset_letter
from aurora_desk.mail.smtp import Smtp
from aurora_desk.services.facade import Services
from aurora_desk.services.outbox import ReadyMail

log = logging.getLogger(__name__)


class Mailer:
    """Hands due mails to the mail server, one after the other."""

    def __init__(self, services: Services, owner: str, smtp: Smtp) -> None:
        self._services, self._owner, self._smtp = services, owner, smtp

    def send_due(self, closed: threading.Event) -> None:
        """Send every mail whose turn it is, until the back room closes."""
        outbox = self._services.outbox
        for mail_id in self._services.read(outbox.due):
            if closed.is_set():
                return
            ready = self._services.write(partial(outbox.take, mail_id=mail_id, owner=self._owner))
            if ready is not None:
                self._send(ready)

    def _send(self, ready: ReadyMail) -> None:
        outbox, mail = self._services.outbox, ready.mail
        try:
            letter = reset_letter(
                language=ready.language,
                shop=ready.shop,
                sender=self._smtp.sender,
                to=ready.to,
                link=ready.link,
                minutes=ready.minutes,
            )
            self._smtp.send(letter)
        except MailError as error:
            # A letter that may have arrived is sent again: two mails harm nobody, none keeps somebody out.
            log.warning("mail %s was not sent at try %s: %s", mail.mail_id, mail.tries, error.code)
            reason, again = error.sentence, error.again
            self._services.write(partial(outbox.not_sent, mail=mail, owner=self._owner, reason=reason, again=again))
        else:
            self._services.write(partial(outbox.sent, mail=mail, owner=self._owner))
