"""The list of unfinished payments: each ends by asking Stripe, never by asking the cashier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.payments import Payment, PaymentStatus, UnfinishedPayment
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.unfinished.model import Row, UnfinishedModel
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.giving_pages import GivingPages
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text

TABLE_HEIGHT = 320


def now_utc() -> datetime:
    """The clock that ages are told by."""
    return datetime.now(UTC)


class UnfinishedSheet(Sheet):
    """Stays current while it is open. «Check now» asks about the selected row, one after the other about all."""

    order_wanted = Signal(object)
    """The `OrderId` of a row that was opened."""

    def __init__(self, context: Context, host: QWidget, now: Callable[[], datetime] = now_utc) -> None:
        look = context.look
        super().__init__(look, host, self.tr("Payments to check"), size=SheetSize.WIDE, name="unfinished")
        self._context = context
        self._reading = self._again = False
        self._to_ask: list[PaymentId] = []
        self._asked_by: Person | None = None
        self.model = UnfinishedModel(look, now)
        self.model.setParent(self)
        self.table = Table(look, self.model, label=self.tr("Payments to check"), name="unfinished-table")
        nothing = self.tr("Every payment has its end"), self.tr("Nothing is open between this shop and Stripe.")
        self._pages = GivingPages(look, TABLE_HEIGHT)
        self._pages.addWidget(Empty(look, "circle-check", *nothing, name="unfinished-empty"))
        self._pages.addWidget(self.table)
        words = self.tr(
            "We cannot tell yet whether these were charged. Do not charge their orders again. "
            "Aurora Desk asks Stripe every minute; you can ask now."
        )
        self._open_words, self._no_words = words, self.tr("Every payment in this list is settled now.")
        self.lead = Text(look, words, Type.BODY, tone="muted", wrap=True, name="unfinished-lead")
        self.news = Text(look, "", Type.BODY, tone="muted", wrap=True, name="unfinished-news")
        self.open_order = Button(look, self.tr("Show order"), variant=Variant.LG, name="unfinished-order")
        self.check_all = Button(look, self.tr("Check all"), variant=Variant.LG, name="unfinished-check-all")
        self.check = Button(
            look,
            self.tr("Check now"),
            icon="refresh-cw",
            kind=Kind.PRIMARY,
            variant=Variant.LG,
            name="unfinished-check",
        )
        # What is said there may take two lines: nothing moves when it does.
        for said in (self.lead, self.news):
            said.setMinimumHeight(2 * look.metrics(Type.BODY).lineSpacing())
            said.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        for part in (self.lead, self._pages, self.news):
            self.body.addWidget(part)
        self.footer.addWidget(self.open_order)
        self.footer.addStretch(1)
        self.footer.addWidget(self.check_all)
        self.footer.addWidget(self.check)
        self.set_first_focus(self.check)
        self.check.clicked.connect(self._on_check)
        self.check_all.clicked.connect(self._on_check_all)
        self.open_order.clicked.connect(self._on_open)
        self.table.row_opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._allow)
        context.events.happened.connect(self._on_happened)
        self.closed.connect(self.deleteLater)

    def open(self) -> None:
        super().open()
        self._read()

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        services = self._context.services
        unit = partial(services.payments.unfinished, tenant_id=self._context.session.tenant_id)
        self._context.jobs.start(self, partial(services.read, unit), done=self._on_read, failed=self._on_not_read)

    def _on_read(self, found: tuple[UnfinishedPayment, ...]) -> None:
        self._reading = False
        selected = self.table.row
        self.model.show_found(found)
        rows = self.model.rows
        self._pages.setCurrentIndex(1 if rows else 0)
        if rows and (selected is None or not self.table.select_key(self.model.key(selected))):
            self.table.selectRow(0)
        self._allow()
        if self._again:
            self._read()

    def _on_not_read(self, error: Exception) -> None:
        self._reading = False
        self._say(words_of(error), "danger")
        if self._again:
            self._read()

    def _allow(self) -> None:
        open_rows = [row for row in self.model.rows if not row.ended]
        self.set_title(self.tr("Payments to check"), self._look.locale.toString(len(open_rows)) if open_rows else "")
        self.lead.setVisible(bool(self.model.rows))
        self.lead.setText(self._open_words if open_rows else self._no_words)
        row = self.table.row
        for button, possible in (
            (self.check, row is not None and not row.ended),
            (self.check_all, bool(open_rows)),
            (self.open_order, row is not None),
        ):
            if possible:
                button.enable()
            else:
                button.disable(self.tr("Nothing is left to check here"))

    def _on_check(self) -> None:
        if self.table.row is not None:
            self._ask([self.table.row])

    def _on_check_all(self) -> None:
        self._ask([row for row in self.model.rows if not row.ended])

    def _ask(self, rows: list[Row]) -> None:
        if self._to_ask or not rows:
            return
        self._to_ask, self._asked_by = [row.now.payment_id for row in rows], self._context.session.person
        self.check.set_busy(True)
        self._say(self.tr("Asking Stripe…"), "muted")
        self._ask_next()

    def _ask_next(self) -> None:
        look = partial(self._context.services.payments.look_into, self._context.session.actor(), self._to_ask[0])
        self._context.jobs.start(self, look, done=self._on_looked, failed=self._on_not_looked)

    def _on_looked(self, payment: Payment) -> None:
        self.model.show_look(payment)
        self._say(*self._verdict(payment))
        self._go_on()

    def _on_not_looked(self, error: Exception) -> None:
        self._say(words_of(error), "warning")
        self._go_on()

    def _go_on(self) -> None:
        self._to_ask.pop(0)
        if self._to_ask and self._context.session.person is self._asked_by:
            self._ask_next()
            return
        # Whoever has locked the till since asks no more: whoever signs in can ask about the rest.
        self._to_ask.clear()
        self.check.set_busy(False)
        self._allow()
        self._read()

    def _verdict(self, payment: Payment) -> tuple[str, str]:
        number = self._look.locale.toString(int(payment.order_id)).replace(self._look.locale.groupSeparator(), "")
        number = isolated(f"#{number}", self._look.locale)
        if payment.status is PaymentStatus.SUCCEEDED:
            return self.tr("Order %1 is paid.").replace("%1", number), "success"
        if payment.status in (PaymentStatus.FAILED, PaymentStatus.CANCELED):
            words = self.tr("Order %1: nothing was charged, and nothing will be. It can be paid again.")
            return words.replace("%1", number), "info"
        words = self.tr("Order %1: still not known. Do not charge it again. Aurora Desk goes on asking.")
        return words.replace("%1", number), "warning"

    def _say(self, sentence: str, tone: str) -> None:
        self.news.setText(sentence)
        self.news.set_tone(tone)
        announce(self, sentence)

    def _on_open(self) -> None:
        if self.table.row is not None:
            self._on_opened(self.table.row)

    def _on_opened(self, row: Row) -> None:
        # Once the sheet is gone: no page is turned behind an open one.
        self.closed.connect(partial(self.order_wanted.emit, row.now.order_id))
        self.close_sheet()

    def _on_happened(self, row: JournalRow) -> None:
        if row.event.startswith("payment.") and row.tenant_id == self._context.session.tenant_id and self.isVisible():
            self._read()
