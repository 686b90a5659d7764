"""The receipt or the page to pay on by mail: to the customer's address, or to one that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.ids import OrderId, PaymentId
from aurora_desk.domain.outbox import OutgoingMail
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.screens.address_sheet import AddressSheet
from aurora_desk.gui.screens.payment.tenders import Tenders
from aurora_desk.gui.theme.look import Look

Queue = Callable[[str], OutgoingMail]
"""Puts the mail into the outbox, in a job."""


class Mailing(QObject):
    """Puts mails into the outbox; they are sent by the back room."""

    receipt_queued = Signal(str)
    """The address that the receipt goes to."""
    page_queued = Signal(str)
    answered = Signal()
    """The question for an address is closed, with an address: another sheet lies beneath the finger that sent it."""
    failed = Signal(str)
    """Why a mail that nobody was asked an address for could not be queued."""

    def __init__(self, tenders: Tenders, jobs: Lane, look: Look, host: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._tenders, self._jobs, self._look, self._host = tenders, jobs, look, host
        self._question: AddressSheet | None = None
        self._asked = False
        """Whether the customer's own address was used: whoever presses again wants another one."""

    def send_receipt(self, order_id: OrderId, address: str) -> None:
        """Mail a receipt: at once where the customer's address is known, else after asking for one."""
        queue = partial(self._tenders.mail_receipt, order_id)
        if address and not self._asked:
            self._asked = True
            self._start(queue, address, self.receipt_queued.emit, self.failed.emit)
            return
        text = self.tr("The receipt goes there once. The address is not kept.")
        self._ask(self.tr("Email the receipt"), text, address, queue, self.receipt_queued.emit)

    def send_page(self, payment_id: PaymentId, address: str) -> None:
        """Mail the link of a page, to an address that is asked for: it lets anybody pay who has it."""
        text = self.tr("The customer pays on the page behind the link, until it closes.")
        queue = partial(self._tenders.mail_page, payment_id)
        self._ask(self.tr("Send the link"), text, address, queue, self.page_queued.emit)

    def close(self) -> None:
        """The sale went on: the question for an address has no use any more, or would hide what came."""
        if self._question is not None:
            self._question.close_sheet()

    def _ask(self, title: str, text: str, address: str, queue: Queue, queued: Callable[[str], None]) -> None:
        sheet = AddressSheet(
            self._look, self._host, title, text, address=address, verb=self.tr("Send"), name="payment-address"
        )

        self._question = sheet
        sheet.closed.connect(self._on_closed)

        def done(address: str) -> None:
            sheet.close_sheet()
            self.answered.emit()
            queued(address)

        sheet.given.connect(lambda given: self._start(queue, given, done, sheet.refuse, owner=sheet))
        sheet.open()

    def _on_closed(self) -> None:
        self._question = None

    def _start(
        self,
        queue: Queue,
        address: str,
        queued: Callable[[str], None],
        failed: Callable[[str], None],
        owner: QObject | None = None,
    ) -> None:
        self._jobs.start(
            owner or self,
            partial(queue, address),
            done=lambda mail: queued(mail.to),
            failed=lambda error: failed(words_of(error)),
        )
