"""After the sale: how the customer gets the receipt, and on to the next one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.screens.payment.done_panel import DonePanel
from aurora_desk.gui.screens.payment.mailing import Mailing
from aurora_desk.gui.screens.payment.tenders import Tenders


class Receiving(QObject):
    """Does what the done panel asks for; the panel is told how it went."""

    print_wanted = Signal(object)
    """The `OrderId` whose receipt is to be printed."""

    def __init__(self, tenders: Tenders, jobs: Lane, mailing: Mailing, done: DonePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._tenders, self._jobs, self._mailing, self._done = tenders, jobs, mailing, done
        self._order: Order | None = None
        done.print_wanted.connect(self._on_print)
        done.code_wanted.connect(self._on_code)
        done.mail_wanted.connect(self._on_mail)
        mailing.receipt_queued.connect(self._on_mailed)
        mailing.answered.connect(done.rest)
        mailing.failed.connect(partial(done.show_news, tone="danger"))

    def follow(self, order: Order) -> None:
        """This order was paid."""
        self._order = order
        if not self._tenders.mails_ready:
            self._done.refuse_mail(self.tr("Email is not set up"))

    @property
    def _order_id(self) -> OrderId:
        assert self._order is not None
        return self._order.order_id

    def _on_print(self) -> None:
        self.print_wanted.emit(self._order_id)

    def _on_code(self) -> None:
        code = partial(self._tenders.code_of, self._order_id)
        self._jobs.start(self, code, done=self._show_code, failed=self._on_no_code)

    def _show_code(self, found: tuple[tuple[tuple[bool, ...], ...], str]) -> None:
        modules, page = found
        words = self.tr("Customers see here how the order stands") if page else self.tr("Scan it to open the order")
        self._done.show_code(modules, words)

    def _on_no_code(self, error: Exception) -> None:
        self._done.show_news(words_of(error), "danger")

    def _on_mail(self) -> None:
        assert self._order is not None
        contact = self._order.contact
        self._mailing.send_receipt(self._order_id, contact.email if contact is not None else "")

    def _on_mailed(self, address: str) -> None:
        self._done.show_news(self.tr("The receipt goes to %1.").replace("%1", address), "success")
