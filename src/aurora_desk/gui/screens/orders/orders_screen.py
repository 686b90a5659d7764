"""The Orders screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.codes import CodeKind, ForeignCodeError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.payments import CardProgress, CardStep
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.orders.code_sheet import CodeSheet
from aurora_desk.gui.screens.orders.order_detail import OrderDetail
from aurora_desk.gui.screens.orders.order_list import OrderList
from aurora_desk.gui.screens.orders.reading import News, OpenedOrder, OrderCode, OrderReader
from aurora_desk.gui.screens.orders.refund.actions import RefundActions
from aurora_desk.gui.screens.screen import Scan, ScanKind, Screen
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.widgets.detail import panel_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import Ground

T = TypeVar("T")
_NEWS = ("order.", "payment.", "refund.", "money.")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OrdersScreen(Screen):
    """Finds orders, shows one with its timeline, and hands it on for a receipt or a payment."""

    pay_wanted = Signal(object)
    """An `Order` with something left to pay."""
    reprint_wanted = Signal(object)
    """An `OrderId` whose receipt is to be printed again."""
    unfinished_wanted = Signal()
    """The list of payments whose end is not known."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="orders", parent=parent)
        self._reader = OrderReader(context.services, context.session.tenant_id)
        self._open_id: OrderId | None = None
        self._asked = 0
        self._changed: set[OrderId] = set()
        self._since_restart: set[OrderId] = set()
        self._reading_news = False
        self.list = OrderList(context, self._reader)
        self.detail = OrderDetail(context.look)
        self._refunds = RefundActions(context, self)
        self._side = QStackedWidget()
        self._side.addWidget(self._nothing_open())
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

    def open_order(self, order_id: OrderId) -> None:
        """Show an order, whether the list holds it or not."""
        self.list.select(order_id)
        self._open(order_id)

    def entered(self) -> None:
        self.list.enter()
        self._start(self._reader.counts, self.list.show_counts)
        if not self._holds_focus(self):
            self.focus_search()

    def focus_search(self) -> None:
        self.list.search.focus()

    def scanned(self, scan: Scan) -> bool:
        if scan.kind is ScanKind.ORDER and scan.order_id is not None:
            self.open_order(scan.order_id)
            return True
        if scan.kind is ScanKind.PRODUCT:
            self._tell_product()
            return True
        return False

    def escape(self) -> bool:
        if self.list.search.text:
            self.list.search.clear()
            return True
        if self._open_id is not None:
            self._close()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        if event.key() in _ENTER and control and not self.list.search.input.hasFocus():
            self.detail.press_main()
            return
        if event.key() == Qt.Key.Key_R and control and self.detail.refund.isVisible():
            self.detail.refund.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(panel_width(self.context.look, self.window().width()))

    def _nothing_open(self) -> QWidget:
        panel = Ground("panel", name="order-none")
        column = QVBoxLayout(panel)
        words = self.tr("Choose an order"), self.tr("Its lines, payments and what happened to it are shown here.")
        column.addWidget(Empty(self.context.look, "receipt-text", *words, name="order-none-words"))
        return panel

    def _connect(self) -> None:
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(self._on_opened)
        self.list.code_entered.connect(self._on_code)
        self.list.arrived.connect(self._on_arrived)
        self.list.unfinished.clicked.connect(self.unfinished_wanted)
        self.list.refunds_failed.clicked.connect(self._on_refunds_failed)
        self.detail.closed.connect(self._close)
        self.detail.reprint_pressed.connect(lambda: self.reprint_wanted.emit(self._open_id))
        self.detail.code_pressed.connect(self._on_code_pressed)
        self.detail.pay_pressed.connect(lambda: self.pay_wanted.emit(self.detail.order))
        self.detail.check_pressed.connect(self._on_check)
        self._connect_refunds()
        self.context.events.happened.connect(self._on_happened)

    def _connect_refunds(self) -> None:
        troubles, refunds = self.detail.troubles, self._refunds
        self.detail.refund_pressed.connect(self._on_refund)
        troubles.again.connect(refunds.try_again)
        troubles.cash.connect(refunds.give_cash)
        troubles.check.connect(refunds.check)
        refunds.busy_changed.connect(troubles.set_busy)
        refunds.told.connect(self.told)
        refunds.receipt_wanted.connect(self.reprint_wanted)

    def _on_refunds_failed(self) -> None:
        if self.list.refund_failed_of is not None:
            self.open_order(self.list.refund_failed_of)

    def _on_refund(self) -> None:
        if self.detail.order is not None:
            self._refunds.open(self.detail.order)

    def _on_selected(self, row: OrderRow) -> None:
        if row.order_id != self._open_id:
            self._open(row.order_id)

    def _on_opened(self, row: OrderRow) -> None:
        self._open(row.order_id, focus=True)

    def _on_arrived(self) -> None:
        self.list.select(self._open_id)
        # What happened while the page was on its way may be missing in it.
        self._changed |= self._since_restart
        self._since_restart.clear()
        if self._changed:
            self._gather.start()

    def _open(self, order_id: OrderId, *, focus: bool = False) -> None:
        self._open_id = order_id
        self._asked += 1
        self.context.jobs.start(
            self,
            partial(self._reader.opened, order_id),
            done=partial(self._show, self._asked, focus),
            failed=partial(self._not_opened, self._asked),
        )

    def _show(self, asked: int, focus: bool, opened: OpenedOrder) -> None:
        if asked != self._asked:
            return
        self.detail.show_order(opened)
        self._side.setCurrentWidget(self.detail)
        if focus:
            self.detail.focus_actions()

    def _not_opened(self, asked: int, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
        if asked == self._asked:
            shown = self.detail.order if self._side.currentWidget() is self.detail else None
            self._open_id = shown.order_id if shown is not None else None
            self.list.select(self._open_id)

    def _close(self) -> None:
        held_focus = self._holds_focus(self._side)
        self._asked += 1
        self._open_id = None
        self.list.select(None)
        self._side.setCurrentIndex(0)
        if held_focus:
            self.list.table.setFocus()

    def _holds_focus(self, part: QWidget) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def _on_code(self, text: str) -> None:
        try:
            code = self.context.services.codes.read(self.context.session.tenant_id, text)
        except ForeignCodeError as error:
            self.told.emit(words_of(error), "danger")
            return
        if code.kind is CodeKind.ORDER:
            self.list.search.clear()
            self.open_order(OrderId(code.number))
        else:
            self._tell_product()

    def _tell_product(self) -> None:
        words = self.tr("This is the code of a product. Orders are found by number, customer or card; scan it on Sell.")
        self.told.emit(words, "info")

    def _on_code_pressed(self) -> None:
        if self._open_id is not None and not self.detail.code.busy:
            self.detail.code.set_busy(True)
            code = partial(self._reader.code, self._open_id)
            self.context.jobs.start(self, code, done=self._show_code, failed=self._on_no_code)

    def _on_no_code(self, error: Exception) -> None:
        self.detail.code.set_busy(False)
        self._on_failed(error)

    def _show_code(self, code: OrderCode) -> None:
        self.detail.code.set_busy(False)
        sheet = CodeSheet(self.context.look, self.window(), code)
        sheet.copied.connect(lambda: self.told.emit(self.tr("Code copied"), "success"))
        sheet.link_copied.connect(lambda: self.told.emit(self.tr("Link copied"), "success"))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_check(self) -> None:
        live = self.detail.order.live_payment if self.detail.order is not None else None
        if live is None:
            return
        self.detail.check.set_busy(True)
        check = partial(self.context.services.payments.resolve, self.context.session.actor(), live.payment_id)
        self.context.jobs.start(self, check, done=self._on_checked, failed=self._on_check_failed)

    def _on_checked(self, progress: CardProgress) -> None:
        self.detail.check.set_busy(False)
        tone = {CardStep.PAID: "success", CardStep.UNKNOWN: "warning", CardStep.DECLINED: "danger"}
        self.told.emit(said(progress.sentence), tone.get(progress.step, "info"))

    def _on_check_failed(self, error: Exception) -> None:
        self.detail.check.set_busy(False)
        self._on_failed(error)

    def _on_happened(self, row: JournalRow) -> None:
        if row.tenant_id != self.context.session.tenant_id or not row.event.startswith(_NEWS):
            return
        kind, _, number = row.subject.partition(":")
        if kind != "order":
            return
        if row.event == "refund.failed" and row.who == "program":
            # Days later, with nobody at it: whoever is at the till is told, whatever screen is in front.
            words = self.tr("A refund of order #%1 failed. Open the order to try again or give cash.")
            self.told.emit(words.replace("%1", number), "danger")
        self._changed.add(OrderId(int(number)))
        if self.list.listing.asking:
            self._since_restart.add(OrderId(int(number)))
        self._gather.start()

    def _read_news(self) -> None:
        # One reading at a time: what happens meanwhile is gathered and read next.
        if self._reading_news or not self._changed:
            return
        self._reading_news = True
        changed, self._changed = frozenset(self._changed), set()
        question = self.list.question
        self.context.jobs.start(
            self,
            partial(self._reader.news, question, changed, self._open_id),
            done=partial(self._on_news, self.list.model.serial),
            failed=self._on_news_failed,
        )

    def _on_news(self, serial: int, news: News) -> None:
        self._reading_news = False
        self.list.show_counts(news.counts)
        if serial != self.list.model.serial:
            # The list has been asked something else meanwhile.
            self._changed |= news.rows.keys()
        elif not self.list.listing.asking:
            self.list.show_news(news.rows)
        if news.opened is not None and news.opened.order.order_id == self._open_id:
            self.detail.show_order(news.opened)
            self._side.setCurrentWidget(self.detail)
        if self._changed:
            self._gather.start()

    def _on_news_failed(self, error: Exception) -> None:
        # The rows shown may be old now: they are asked for anew, and the list says what is wrong if that fails too.
        del error
        self._reading_news = False
        self.list.restart()

    def _start(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self.context.jobs.start(self, work, done=done, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
