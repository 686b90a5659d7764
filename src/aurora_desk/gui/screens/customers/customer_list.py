"""The left side of Customers: search, chips, a way to add one, and the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.customers import REGULAR_ORDERS, REGULAR_WITHIN, Customer, CustomerFilter, CustomerRef
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.models.customers import CustomersModel
from aurora_desk.gui.screens.aim import Aim
from aurora_desk.gui.screens.customers.reading import CustomerNews, CustomerReader, Question
from aurora_desk.gui.screens.listing import Listing, lay_out
from aurora_desk.gui.screens.still_rows import still
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.search_bar import SearchBar

TYPING_MS = 180
ORDERS_COLUMN, LAST_VISIT_COLUMN = 2, 4


class LiveCustomers(CustomersModel):
    """Newest first; a customer that was just added comes to the top."""

    def put_first(self, customer: Customer) -> None:
        """Show a customer's state where it stands, or as the newest."""
        if not self.replace_row(customer):
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, customer)
            self.endInsertRows()


class CustomerList(QWidget):
    """Which customers are shown, and the one that is selected."""

    selected = Signal(object)
    """A `Customer`, 120 ms after the row was selected."""
    opened = Signal(object)
    """A `Customer`, by Enter or a double click."""
    new_wanted = Signal()
    arrived = Signal()
    """The first page of what is asked for is there."""

    def __init__(self, context: Context, reader: CustomerReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = context.look
        self._look, self._reader = look, reader
        self._asked = Question()
        self._loaded = self._open_first = False
        self.search = SearchBar(look, self.tr("Name, email, phone or last digits"), name="customers-search")
        self.new = Button(look, self.tr("New customer"), icon="user-plus", variant=Variant.FIELD, name="customer-new")
        self.chips = ChipRow(look, name="customer-chips", label=self.tr("Which customers"))
        self.chips.add(CustomerFilter.ALL, self.tr("All"))
        regulars = self.chips.add(CustomerFilter.REGULARS, self.tr("Regulars"))
        # A regular's rule, said where it is asked for.
        rule = self.tr("At least %1 orders in the last %2 days")
        rule = rule.replace("%1", str(REGULAR_ORDERS)).replace("%2", str(REGULAR_WITHIN.days))
        regulars.setToolTip(rule)
        regulars.setAccessibleDescription(rule)
        self.chips.add(CustomerFilter.ACCOUNT, self.tr("With account"))
        self.chips.add(CustomerFilter.NO_CONSENT, self.tr("No consent"))
        self.model = LiveCustomers(look, context.session.tenant.currency, parent=self)
        self.listing: Listing[Customer] = Listing(
            look,
            context.jobs,
            self.model,
            self._ask,
            empty_words=self._empty_words,
            optional=(LAST_VISIT_COLUMN, ORDERS_COLUMN),
            label=self.tr("Customers"),
            name="customers-table",
        )
        self.table = self.listing.table
        self._aim = Aim(self.table)
        self._held: dict[CustomerRef, Customer | None] = {}
        """Who came or went (None) while somebody aimed at the list."""
        lay_out(self, self.search, self.new, self.chips, self.listing)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.restart)
        self.search.text_changed.connect(self._typing.start)
        self.search.submitted.connect(self._on_submitted)
        self.search.left_down.connect(self.table.take_focus)
        self.chips.chosen.connect(self.restart)
        self.new.clicked.connect(self.new_wanted)
        self.listing.arrived.connect(self._on_arrived)
        self.listing.acted.connect(self._on_acted)
        self.table.row_selected.connect(self.selected)
        self.table.row_opened.connect(self.opened)
        self._aim.ended.connect(self._let_go)

    @property
    def question(self) -> Question:
        """What is asked for."""
        which = self.chips.key
        assert isinstance(which, CustomerFilter)
        return Question(which, self.search.text.strip())

    @property
    def first_words(self) -> str:
        """What was searched for in vain, to begin a new customer with."""
        return "" if self.model.rowCount() else self._asked.text

    def restart(self) -> None:
        """Ask for the list anew."""
        self._loaded = True
        self._typing.stop()
        self._held.clear()
        self.listing.restart()

    def enter(self) -> None:
        """Shown again: ask only for the first time, the rows are kept true meanwhile."""
        if not self._loaded:
            self.restart()

    def show_news(self, news: CustomerNews) -> None:
        """Bring rows up to date where they stand; nothing that somebody looks at or aims at moves."""
        changed = tuple(row for row in news.rows.values() if row is not None)
        self.model.replace_rows(changed)
        gone = {ref: None for ref, row in news.rows.items() if row is None}
        self._held.update({customer.ref: customer for customer in reversed(news.added)})
        # Of those that wait the newest state counts.
        self._held.update({row.ref: row for row in changed if row.ref in self._held})
        self._held.update(gone)
        if not self._aim.taken:
            self._let_go()

    def select(self, ref: CustomerRef | None) -> None:
        """Mark the open customer where the list holds it."""
        if ref in self._held:
            self._let_go()
        self.table.mark(ref)

    def select_again(self, ref: CustomerRef | None) -> None:
        """The rows are new: mark the open customer, unless somebody chose another one a moment ago."""
        self.table.mark_again(ref)

    def _let_go(self) -> None:
        """Nobody aims at the list: who came comes to the top, who went goes."""
        held, self._held = self._held, {}
        with still(self.table, self.model):
            for ref, customer in held.items():
                if customer is not None:
                    self.model.put_first(customer)
                else:
                    self.model.take_out(ref)

    def clear(self) -> None:
        """Show everybody."""
        self.search.clear()
        self.chips.choose(CustomerFilter.ALL)

    def _ask(self, after: str | None) -> Callable[[], Page[Customer]]:
        if after is None:
            self._asked = self.question
        return partial(self._reader.page, self._asked, after)

    def _empty_words(self) -> tuple[str, str, str, str]:
        which = self._asked.which
        if self._asked.text:
            title = self.tr("Nothing matches '%1'").replace("%1", self._asked.text)
            return "search", title, "", self.tr("Clear filter")
        if which is not CustomerFilter.ALL:
            titles = {
                CustomerFilter.REGULARS: self.tr("No regulars yet"),
                CustomerFilter.ACCOUNT: self.tr("Nobody has an account yet"),
                CustomerFilter.NO_CONSENT: self.tr("Everybody may be written to"),
            }
            hints = {
                CustomerFilter.REGULARS: self.tr("Who orders often within 90 days appears here by itself."),
                CustomerFilter.ACCOUNT: self.tr("An account begins with a password, by your web shop or by mail."),
                CustomerFilter.NO_CONSENT: self.tr("Customers without consent to be written to appear here."),
            }
            return "users", titles[which], hints[which], self.tr("Clear filter")
        hint = self.tr("Add people who buy often: their orders are then found by name.")
        return "users", self.tr("No customers yet"), hint, self.tr("New customer")

    def _on_submitted(self, _text: str) -> None:
        self._open_first = True
        if self._typing.isActive():
            self.restart()
        elif not self.listing.asking:
            self._take_first()

    def _on_arrived(self) -> None:
        self.arrived.emit()
        if self._open_first:
            self._take_first()

    def _take_first(self) -> None:
        self._open_first = False
        if self.model.rowCount():
            self.table.selectRow(0)
            self.opened.emit(self.model.rows[0])
        else:
            announce(self.search, self._empty_words()[1])

    def _on_acted(self) -> None:
        if self._asked != Question():
            self.clear()
            self.search.focus()
        else:
            self.new_wanted.emit()
