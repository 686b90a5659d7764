"""The left side of Orders: search, chips and the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.codes import looks_signed
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import EVERYTHING, OrderFilter, OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.aim import Aim
from aurora_desk.gui.screens.listing import Listing, lay_out
from aurora_desk.gui.screens.orders.filters import Filters
from aurora_desk.gui.screens.orders.live_orders import ITEMS_COLUMN, METHOD_COLUMN, TIME_COLUMN, LiveOrders
from aurora_desk.gui.screens.orders.reading import OrderReader, Question
from aurora_desk.gui.screens.still_rows import still
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.search_bar import SearchBar

TYPING_MS = 180


class OrderList(QWidget):
    """Which orders are shown, and the one that is selected."""

    selected = Signal(object)
    """An `OrderRow`, 120 ms after it was selected."""
    opened = Signal(object)
    """An `OrderRow`, by Enter or a double click."""
    code_entered = Signal(str)
    """One of our codes was typed or pasted into the search, and Enter."""
    arrived = Signal()
    """The first page of what is asked for is there."""

    def __init__(self, context: Context, reader: OrderReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = context.look
        self._look, self._reader = look, reader
        self._day = ""
        self._asked = Question(OrderFilter.TODAY)
        self._open_first = False
        self._above = 0
        self._held: dict[OrderId, OrderRow | None] = {}
        self.search = SearchBar(
            look, self.tr("Order number, customer, last 4 digits, or scan a receipt"), name="search"
        )
        self.export = Button(look, self.tr("Export"), variant=Variant.FIELD, name="orders-export")
        self.export.setToolTip(self.tr("What the list shows as a file, Ctrl+E"))
        self.filters = Filters(look, context.session.tenant)
        self.chips, self.newer = self.filters.chips, self.filters.newer
        self.model = LiveOrders(look, parent=self)
        self.listing: Listing[OrderRow] = Listing(
            look,
            context.jobs,
            self.model,
            self._ask,
            empty_words=self._empty_words,
            optional=(METHOD_COLUMN, ITEMS_COLUMN, TIME_COLUMN),
            label=self.tr("Orders"),
            name="orders-table",
        )
        self.table = self.listing.table
        self._aim = Aim(self.table)
        lay_out(self, self.search, self.export, self.filters, self.listing)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.restart)
        self.search.text_changed.connect(self._on_text)
        self.search.submitted.connect(self._on_submitted)
        self.search.left_down.connect(self.table.take_focus)
        self.filters.changed.connect(self.restart)
        self.filters.newer_pressed.connect(self._on_newer)
        self.listing.arrived.connect(self._on_arrived)
        self.listing.acted.connect(self._on_clear)
        self.table.row_selected.connect(self.selected)
        self.table.row_opened.connect(self.opened)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._aim.ended.connect(self._let_go)

    @property
    def question(self) -> Question:
        """What the list is to show."""
        text = self.search.text.strip()
        # One of our codes is opened by Enter; as words it would only empty the list.
        return Question(self.filters.which, "" if looks_signed(text) else text, self.filters.narrowed)

    def restart(self) -> None:
        """Ask for the list anew."""
        self._typing.stop()
        self._day = self._today()
        self._held.clear()
        self._set_above(0)
        self.listing.restart()

    def enter(self) -> None:
        """Shown again: ask only for the first time and on a new day, the rows are kept true meanwhile."""
        if self._day != self._today():
            self.restart()

    def show_news(self, rows: Mapping[OrderId, OrderRow | None], *, at_once: bool = False) -> None:
        """Bring changed orders up to date where they stand; nothing that somebody looks at or aims at moves."""
        selected = self.table.row
        added = 0
        for order_id in rows:
            self._held.pop(order_id, None)
        with still(self.table, self.model):
            if self._aim.taken and not at_once:
                # They would push the rows beneath the pointer on: they wait until nobody aims.
                at_hand = {row.order_id for row in self.model.rows}
                stay = {order_id: row for order_id, row in rows.items() if row is not None and order_id in at_hand}
                self.model.replace_rows(stay.values())
                self._held |= {order_id: row for order_id, row in rows.items() if order_id not in stay}
            else:
                added = self.model.put(row for row in rows.values() if row is not None)
                for order_id, row in rows.items():
                    if row is None and (selected is None or selected.order_id != order_id):
                        self.model.take_out(order_id)
        if added and self.table.verticalScrollBar().value() > 0:
            self._above += added
        self._show_newer()

    def select(self, order_id: OrderId | None) -> None:
        """Mark the open order where the list holds it."""
        self.table.mark(order_id)

    def select_again(self, order_id: OrderId | None) -> None:
        """The rows are new: mark the open order, unless somebody chose another one a moment ago."""
        self.table.mark_again(order_id)

    def _ask(self, after: str | None) -> Callable[[], Page[OrderRow]]:
        if after is None:
            self._asked = self.question
        return partial(self._reader.page, self._asked, after)

    def _today(self) -> str:
        return self._look.date(datetime.now(UTC))

    def _empty_words(self) -> tuple[str, str, str, str]:
        question = self._asked
        if question.text:
            title = self.tr("Nothing matches '%1'").replace("%1", question.text)
            if question.which is OrderFilter.ALL:
                return "search", title, "", self.tr("Clear filter")
            part = {
                OrderFilter.TODAY: self.tr("Only today's orders were searched."),
                OrderFilter.WAITING: self.tr("Only orders that wait for payment were searched."),
                OrderFilter.COLLECT: self.tr("Only orders to be collected were searched."),
                OrderFilter.REFUNDS: self.tr("Only orders with refunds were searched."),
            }[question.which]
            return "search", title, part, self.tr("Search all orders")
        if question.narrowed != EVERYTHING:
            return "search", self.tr("No order matches these filters"), "", self.tr("Clear filters")
        all_orders = self.tr("Show all orders")
        appear = self.tr("Orders appear here as they are placed, at a till or over the network.")
        return {
            OrderFilter.TODAY: ("receipt-text", self.tr("No orders yet today"), appear, all_orders),
            OrderFilter.WAITING: ("circle-check", self.tr("No order waits for payment"), "", all_orders),
            OrderFilter.COLLECT: ("package", self.tr("Nothing waits to be collected"), "", all_orders),
            OrderFilter.REFUNDS: ("rotate-ccw", self.tr("No refunds"), "", all_orders),
            OrderFilter.ALL: ("receipt-text", self.tr("No orders yet"), appear, ""),
        }[question.which]

    def _on_text(self, text: str) -> None:
        if not looks_signed(text.strip()):
            self._typing.start()

    def _on_submitted(self, text: str) -> None:
        if looks_signed(text.strip()):
            self.code_entered.emit(text.strip())
            return
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
        if self.model.rowCount():
            self._open_first = False
            self.table.selectRow(0)
            self.opened.emit(self.model.rows[0])
        elif self._asked.text and self._asked.which is not OrderFilter.ALL:
            # Enter asked for an order: it is looked for among all before it is said that there is none.
            self.chips.choose(OrderFilter.ALL)
        else:
            self._open_first = False
            announce(self.search, self._empty_words()[1])

    def _on_clear(self) -> None:
        narrowed = self._asked.narrowed != EVERYTHING
        if narrowed and (not self._asked.text or self._asked.which is OrderFilter.ALL):
            self.filters.widen()
        elif self.chips.key is OrderFilter.ALL:
            self.search.clear()
        else:
            self.chips.choose(OrderFilter.ALL)
        self.search.focus()

    def _on_newer(self) -> None:
        held, self._held = self._held, {}
        self.show_news(held, at_once=True)
        self.table.verticalScrollBar().setValue(0)
        self._set_above(0)
        self.table.setFocus()

    def _let_go(self) -> None:
        """Nobody aims at the list any more: what waited for that is shown."""
        if self._held:
            held, self._held = self._held, {}
            self.show_news(held)

    def _on_scrolled(self, value: int) -> None:
        if value == 0:
            self._set_above(0)

    def _set_above(self, count: int) -> None:
        self._above = count
        self._show_newer()

    def _show_newer(self) -> None:
        newest = self.model.rows[0].order_id if self.model.rowCount() else 0
        held = sum(1 for order_id, row in self._held.items() if row is not None and order_id > newest)
        self.filters.show_newer(self._above + held)
