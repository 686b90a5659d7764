"""The Customers screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.customers import Customer, CustomerRef
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.customers.customer_detail import CustomerDetail
from aurora_desk.gui.screens.customers.customer_list import CustomerList
from aurora_desk.gui.screens.customers.new_customer import NewCustomerSheet
from aurora_desk.gui.screens.customers.reading import CustomerNews, CustomerReader, ref_of
from aurora_desk.gui.screens.screen import Scan, Screen
from aurora_desk.gui.widgets.detail import panel_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import Ground

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CustomersScreen(Screen):
    """Finds customers, shows one with the orders, adds one, and hands one on to a cart."""

    cart_wanted = Signal(object)
    """A `Customer` to start a cart for."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="customers", parent=parent)
        self._reader = CustomerReader(context.services, context.session.tenant_id)
        self._open_ref: CustomerRef | None = None
        self._asked = 0
        self._added: set[CustomerRef] = set()
        self._orders: set[OrderId] = set()
        self._reading_news = False
        self.list = CustomerList(context, self._reader)
        self.detail = CustomerDetail(context, self._reader)
        self._side = QStackedWidget()
        self._side.addWidget(self._nobody_open())
        self._side.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self._side)
        # News come in handfuls; they are read together once the handful is told.
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(0)
        self._gather.timeout.connect(self._read_news)
        self._connect()

    def open_customer(self, ref: CustomerRef) -> None:
        """Show a customer, whether the list holds it or not."""
        self.list.select(ref)
        self._open(ref)

    def entered(self) -> None:
        self.list.enter()
        if not self._holds_focus(self):
            self.focus_search()

    def scanned(self, scan: Scan) -> bool:
        if scan.customer is None:
            return False
        self.open_customer(scan.customer.ref)
        return True

    def focus_search(self) -> None:
        self.list.search.focus()

    def escape(self) -> bool:
        if self.list.search.text:
            self.list.search.clear()
            return True
        if self._open_ref is not None:
            self._close()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        if event.key() == Qt.Key.Key_N and control:
            self._on_new()
        elif event.key() in _ENTER and control and not self.list.search.input.hasFocus():
            self._on_cart()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(panel_width(self.context.look, self.window().width()))

    def _nobody_open(self) -> QWidget:
        panel = Ground("panel", name="customer-none")
        column = QVBoxLayout(panel)
        words = self.tr("Choose a customer"), self.tr("Address, orders and what was spent are shown here.")
        column.addWidget(Empty(self.context.look, "users", *words, name="customer-none-words"))
        return panel

    def _connect(self) -> None:
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(self._on_opened)
        self.list.new_wanted.connect(self._on_new)
        self.list.arrived.connect(lambda: self.list.select(self._open_ref))
        self.detail.closed.connect(self._close)
        self.detail.order_chosen.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.detail.cart_pressed.connect(self._on_cart)
        self.context.events.happened.connect(self._on_happened)

    def _on_selected(self, customer: Customer) -> None:
        if customer.ref != self._open_ref:
            self._open(customer.ref)

    def _on_opened(self, customer: Customer) -> None:
        self._open(customer.ref, focus=True)

    def _open(self, ref: CustomerRef, *, focus: bool = False) -> None:
        self._open_ref = ref
        self._asked += 1
        self.context.jobs.start(
            self,
            partial(self._reader.customer, ref),
            done=partial(self._show, self._asked, focus),
            failed=partial(self._not_opened, self._asked),
        )

    def _show(self, asked: int, focus: bool, customer: Customer) -> None:
        if asked != self._asked:
            return
        self.detail.show_customer(customer)
        self._side.setCurrentWidget(self.detail)
        if focus:
            self.detail.cart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_opened(self, asked: int, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
        if asked == self._asked:
            shown = self.detail.customer if self._side.currentWidget() is self.detail else None
            self._open_ref = shown.ref if shown is not None else None
            self.list.select(self._open_ref)

    def _close(self) -> None:
        held_focus = self._holds_focus(self._side)
        self._asked += 1
        self._open_ref = None
        self.list.select(None)
        self._side.setCurrentIndex(0)
        if held_focus:
            self.list.table.setFocus()

    def _holds_focus(self, part: QWidget) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def _on_cart(self) -> None:
        if self._side.currentWidget() is self.detail and self.detail.customer is not None:
            self.cart_wanted.emit(self.detail.customer)

    def _on_new(self) -> None:
        sheet = NewCustomerSheet(self.context, self._reader, self.window())
        sheet.created.connect(self._on_created)
        sheet.found.connect(lambda customer: self.open_customer(customer.ref))
        sheet.told.connect(self.told)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_created(self, customer: Customer) -> None:
        self.told.emit(self.tr("%1 was added").replace("%1", customer.name), "success")
        self.open_customer(customer.ref)

    def _on_happened(self, row: JournalRow) -> None:
        if row.tenant_id != self.context.session.tenant_id:
            return
        kind, _, number = row.subject.partition(":")
        if kind == "customer":
            self._added.add(ref_of(int(number)))
        elif kind == "order" and row.event.startswith("order."):
            self._orders.add(OrderId(int(number)))
        else:
            return
        self._gather.start()

    def _read_news(self) -> None:
        # One reading at a time: what happens meanwhile is gathered and read next.
        if self._reading_news or not (self._added or self._orders):
            return
        self._reading_news = True
        added, orders = frozenset(self._added), frozenset(self._orders)
        self._added, self._orders = set(), set()
        self.context.jobs.start(
            self,
            partial(self._reader.news, self.list.text, added, orders, self._open_ref),
            done=self._on_news,
            failed=self._on_news_failed,
        )

    def _on_news(self, news: CustomerNews) -> None:
        self._reading_news = False
        if not self.list.listing.asking:
            self.list.show_news(news)
            if any(customer.ref == self._open_ref for customer in news.added):
                self.list.select(self._open_ref)
        shown = next((customer for customer in news.changed if customer.ref == self._open_ref), None)
        if shown is not None and self._side.currentWidget() is self.detail:
            self.detail.show_customer(shown)
            for order in news.orders:
                self.detail.model.put(order)
        if self._added or self._orders:
            self._gather.start()

    def _on_news_failed(self, error: Exception) -> None:
        # The rows shown may be old now: they are asked for anew, and the list says what is wrong if that fails too.
        del error
        self._reading_news = False
        self.list.restart()
