"""Merging a duplicate: find it, see both side by side, choose what is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.customers import Customer, CustomerRef
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.screens.customers.merge_rows import MergeRows
from aurora_desk.gui.screens.customers.reading import CustomerReader, OpenedCustomer, Question
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.giving_pages import GivingPages
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.merging import MergePlan

TYPING_MS = 180
TABLE_HEIGHT = 256


class MergeSheet(Sheet):
    """First the duplicate is chosen; then both stand side by side, and nothing is done before Merge."""

    merge_wanted = Signal(object)
    """A `MergePlan`."""

    def __init__(self, context: Context, reader: CustomerReader, host: QWidget, customer: Customer) -> None:
        look = context.look
        super().__init__(look, host, self.tr("Merge with a duplicate"), size=SheetSize.LARGE, name="merge")
        self._context, self._reader, self._customer = context, reader, customer
        self._both: tuple[OpenedCustomer, OpenedCustomer] | None = None
        self._chosen: Customer | None = None
        """Whoever was chosen last, while both are read."""
        self._asked = ""
        self._asking = self._take_first = False
        self._shown: str | None = None
        """The words whose first page is in the table."""
        words = self.tr("Who is the same person as %1?").replace("%1", customer.name)
        self._question = Text(look, words, Type.BODY, tone="muted", wrap=True, name="merge-question")
        self.search = SearchBar(look, self.tr("Name, email, phone or last digits"), key="", name="merge-search")
        self.model = CustomersModel(look, context.session.tenant.currency, self._fetch, self)
        self.table = Table(look, self.model, label=self.tr("Customers"), name="merge-table")
        self._nobody = Empty(look, "users", self.tr("Nobody matches"), name="merge-empty")
        self._found, self._pages = GivingPages(look, TABLE_HEIGHT), QStackedWidget()
        self.rows = MergeRows(look)
        self._after = Text(look, "", Type.BODY, tone="muted", wrap=True, name="merge-after")
        self.error = Text(look, "", Type.BODY, tone="danger", wrap=True, name="merge-error")
        self.error.hide()
        self.back = Button(look, self.tr("Back"), variant=Variant.LG, name="merge-back")
        self.swap = Button(look, self.tr("Keep the other one"), variant=Variant.LG, name="merge-swap")
        self.choose = Button(look, self.tr("Compare"), kind=Kind.PRIMARY, variant=Variant.LG, name="merge-choose")
        self.merge = Button(look, self.tr("Merge"), kind=Kind.PRIMARY, variant=Variant.LG, name="merge-verb")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._build()
        self._show_page(comparing=False)
        self.set_first_focus(self.search.input)
        self._connect()
        self._ask()

    def refuse(self, sentence: str) -> None:
        """It was not merged, and why."""
        self.merge.set_busy(False)
        self.closable = True
        self._say(sentence)

    def scanned(self, scan: Scan) -> bool:
        """The code of the duplicate chooses it."""
        if scan.kind is ScanKind.CUSTOMER and scan.customer is not None and self.search.isVisible():
            self._take(scan.customer)
            return True
        return False

    def _connect(self) -> None:
        self._typing.timeout.connect(self._ask)
        self.search.text_changed.connect(self._on_text)
        self.search.submitted.connect(self._on_choose)
        self.search.left_down.connect(self.table.setFocus)
        self.table.row_opened.connect(self._take)
        self.choose.clicked.connect(self._on_choose)
        self.back.clicked.connect(self._on_back)
        self.swap.clicked.connect(self._on_swap)
        self.merge.clicked.connect(self._on_merge)

    def _build(self) -> None:
        finding, comparing = QWidget(), QWidget()
        column = QVBoxLayout(finding)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MD)
        for part in (self._question, self.search, self._found):
            column.addWidget(part)
        self._found.addWidget(self.table)
        self._found.addWidget(self._nobody)
        column = QVBoxLayout(comparing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LG)
        column.addWidget(self.rows)
        column.addWidget(self._after)
        column.addStretch(1)
        self._pages.addWidget(finding)
        self._pages.addWidget(comparing)
        self.body.addWidget(self._pages)
        self.body.addWidget(self.error)
        self.footer.addWidget(self.back)
        self.footer.addWidget(self.swap)
        self.footer.addStretch(1)
        self.footer.addWidget(self.choose)
        self.footer.addWidget(self.merge)

    def _show_page(self, *, comparing: bool) -> None:
        self._pages.setCurrentIndex(int(comparing))
        for button in (self.back, self.swap, self.merge):
            button.setVisible(comparing)
        self.choose.setVisible(not comparing)
        self.error.hide()
        if self.isVisible():
            (self.merge if comparing else self.search.input).setFocus()

    @property
    def _sought(self) -> str:
        return self.search.text.strip()

    def _on_text(self) -> None:
        self._take_first = False
        self._typing.start()

    def _ask(self) -> None:
        self._typing.stop()
        self._asked, self._asking = self._sought, True
        self.error.hide()
        self.model.restart()

    def _fetch(self, after: str | None) -> None:
        serial = self.model.serial
        work = partial(self._reader.page, Question(text=self._asked), after)
        done, failed = partial(self._on_page, serial), partial(self._on_no_page, serial)
        self._context.jobs.start(self, work, done=done, failed=failed)

    def _on_page(self, serial: int, page: Page[Customer]) -> None:
        if serial != self.model.serial:
            return
        self._asking, self._shown = False, self._asked
        others = tuple(customer for customer in page.rows if customer.ref != self._customer.ref)
        self.model.append_page(Page(others, page.after), serial)
        self._found.setCurrentWidget(self.table if self.model.rows else self._nobody)
        if self.model.rows and self.table.row is None:
            self.table.selectRow(0)
        if self._take_first:
            self._on_choose()

    def _on_no_page(self, serial: int, error: Exception) -> None:
        if serial == self.model.serial:
            self._asking = self._take_first = False
            self.model.page_failed()
            self._say(words_of(error))

    def _on_choose(self) -> None:
        # Enter right behind the last letter waits for what those letters find.
        self._take_first = self._shown != self._sought
        if self._take_first:
            if not self._asking or self._asked != self._sought:
                self._ask()
        elif self.table.row is not None and self._found.currentWidget() is self.table:
            self._take(self.table.row)

    def _take(self, other: Customer) -> None:
        if self.merge.busy:
            return  # these two are being merged: what is shown stays until it is known how that ends
        if other.ref == self._customer.ref:
            self._say(self.tr("This is the same customer. Choose the duplicate."))
            return
        self._chosen, self._take_first = other, False
        work = partial(_both, self._reader, self._customer.ref, other.ref)
        done, failed = partial(self._on_both, other), partial(self._on_not_both, other)
        self._context.jobs.start(self, work, done=done, failed=failed)

    def _on_both(self, other: Customer, both: tuple[OpenedCustomer, OpenedCustomer]) -> None:
        # Only for whoever was chosen last, and once: what is chosen in the comparison stays.
        if other is self._chosen:
            self._chosen = None
            self._compare(both)

    def _on_not_both(self, other: Customer, error: Exception) -> None:
        if other is self._chosen:
            self._chosen = None
            self._say(words_of(error))

    def _compare(self, both: tuple[OpenedCustomer, OpenedCustomer]) -> None:
        self._both = both
        kept, gone = both
        self.rows.show_both(kept, gone)
        name = kept.card.customer.name
        metrics = self._look.metrics(Type.STRONG)
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self._look.px(200))
        self.merge.setText(self.tr("Merge into %1").replace("%1", short).replace("&", "&&"))
        self._after.setText(self._words(kept, gone))
        self._show_page(comparing=True)
        self._place()

    def _words(self, kept: OpenedCustomer, gone: OpenedCustomer) -> str:
        words = self.tr("Orders and notes of both are shown together. You can undo this for 30 days.")
        if gone.card.customer.has_account and gone.card.fields.email:
            more = self.tr("Nobody can sign in with %1 any more; the account of %2 stays as it is.")
            more = more.replace("%2", kept.card.customer.name).replace("%1", gone.card.fields.email)
            return f"{words} {more}"
        return words

    def _on_back(self) -> None:
        if not self.merge.busy:
            self._show_page(comparing=False)

    def _on_swap(self) -> None:
        if self._both is not None and not self.merge.busy:
            kept, gone = self._both
            self._compare((gone, kept))

    def _on_merge(self) -> None:
        if self._both is None or self.merge.busy:
            return
        self.error.hide()
        self.merge.set_busy(True)
        self.closable = False
        kept, gone = (one.card.customer.ref for one in self._both)
        self.merge_wanted.emit(MergePlan(kept, gone, self.rows.from_gone))

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
        self._place()


def _both(reader: CustomerReader, kept: CustomerRef, gone: CustomerRef) -> tuple[OpenedCustomer, OpenedCustomer]:
    return reader.opened(kept), reader.opened(gone)
