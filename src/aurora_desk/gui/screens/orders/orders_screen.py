"""The Orders screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.codes import CodeKind, ForeignCodeError
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import OrderId, PersonId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.orders import Days, Order, OrderFilter, OrderRow
from aurora_desk.domain.payments import CardProgress, CardStep
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.list_screen import ListScreen
from aurora_desk.gui.screens.news import News
from aurora_desk.gui.screens.orders.asking_age import OrderAge
from aurora_desk.gui.screens.orders.code_sheet import CodeSheet
from aurora_desk.gui.screens.orders.deeds import OrderDeeds
from aurora_desk.gui.screens.orders.exporting import OrderExporting, file_name
from aurora_desk.gui.screens.orders.order_detail import OrderDetail
from aurora_desk.gui.screens.orders.order_list import OrderList
from aurora_desk.gui.screens.orders.reading import OpenedOrder, OrderCode, OrderNews, OrderReader
from aurora_desk.gui.screens.orders.refund.actions import RefundActions
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.sentences import said

_NEWS = ("order.", "payment.", "refund.", "money.", "receipt.", "mail.")


class OrdersScreen(ListScreen[OrderId, OpenedOrder]):
    """Finds orders, shows one with its timeline, and hands it on for a receipt or a payment."""

    pay_wanted = Signal(object)
    """An `Order` with something left to pay."""
    transfer_wanted = Signal(object)
    """An `Order` whose bank transfer is to be booked."""
    reprint_wanted = Signal(object)
    """An `OrderId` whose receipt is to be printed again."""
    unfinished_wanted = Signal()
    """The list of payments whose end is not known."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="orders", parent=parent)
        self._reader = OrderReader(context.services, context.session.tenant_id)
        self._missed: set[OrderId] = set()
        """News that came while a page was on its way: it may be older."""
        self._serial = 0
        self._came_for: OrderId | None = None
        self._checking: set[OrderId] = set()
        self.list = OrderList(context, self._reader)
        self.detail = OrderDetail(context.look)
        self._refunds = RefundActions(context, self)
        self._age = OrderAge(context, self)
        self._deeds = OrderDeeds(context, self._age, self)
        self._exporting = OrderExporting(context, self)
        self._news: News[OrderId, OrderNews] = News(
            context.jobs,
            self._ask_news,
            done=self._on_news,
            failed=self._on_news_failed,
            too_many=self._catch_up,
            page=self,
        )
        self.assemble(
            self.list,
            self.detail,
            icon="receipt-text",
            title=self.tr("Choose an order"),
            hint=self.tr("Its lines, payments and what happened to it are shown here."),
        )
        self._connect()

    def open_order(self, order_id: OrderId) -> None:
        """Show an order, whether the list holds it or not."""
        self.list.select(order_id)
        self.open_one(order_id)

    def open_scanned(self, order_id: OrderId) -> None:
        """Somebody came for this order, with its code or from another screen: the next step is at hand."""
        self._came_for = order_id
        self.list.select(order_id)
        self.open_one(order_id, focus=True)

    def show_orders_of(self, person_id: PersonId) -> None:
        """Today's orders that the person at the till rang up."""
        person = self.context.session.person
        self.list.search.clear()
        self.list.filters.narrow_to_person(person_id, person.name if person is not None else "")

    def read_one(self, key: OrderId) -> Callable[[], OpenedOrder]:
        return partial(self._reader.opened, key)

    def show_one(self, shown: OpenedOrder) -> None:
        self.detail.show_order(shown, asked=shown.order.order_id == self._came_for)
        self._show_checking()

    def shown_key(self) -> OrderId | None:
        return self.detail.order.order_id if self.detail.order is not None else None

    def focus_detail(self) -> None:
        self.detail.focus_actions()

    def press_main(self) -> None:
        self.detail.press_main()

    def entered(self) -> None:
        super().entered()
        self.context.jobs.start(self, self._reader.counts, done=self.list.filters.show_counts, failed=self.tell_failure)

    def scanned(self, scan: Scan) -> bool:
        filters = self.list.filters
        if scan.kind is ScanKind.ORDER and scan.order_id is not None:
            self.open_scanned(scan.order_id)
        elif scan.kind is ScanKind.PRODUCT and scan.product is not None:
            filters.narrow_to_product(scan.product)
        elif scan.kind is ScanKind.CUSTOMER and scan.customer is not None:
            filters.narrow_to_customer(scan.customer.ref, scan.customer.name)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_R and control and self.detail.refund.isVisible():
            self.detail.refund.click()
        elif event.key() == Qt.Key.Key_E and control:
            self._on_export()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(self._on_opened)
        self.list.code_entered.connect(self._on_code)
        self.list.arrived.connect(self._on_arrived)
        self.list.listing.page_came.connect(self._on_page_came)
        self.list.filters.unfinished.clicked.connect(self.unfinished_wanted)
        self.list.filters.refunds_failed.clicked.connect(self._on_refunds_failed)
        self.detail.reprint_pressed.connect(lambda: self.reprint_wanted.emit(self.open_key))
        self.detail.code_pressed.connect(self._on_code_pressed)
        self.detail.pay_pressed.connect(partial(self._with_order, self._pay))
        self.detail.check_pressed.connect(self._on_check)
        self.list.export.clicked.connect(self._on_export)
        self._exporting.told.connect(self.told)
        self._connect_refunds()
        self._connect_deeds()
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

    def _connect_deeds(self) -> None:
        detail, deeds, actions = self.detail, self._deeds, self.detail.actions_of_order
        deeds.told.connect(self.told)
        self._age.told.connect(self.told)
        detail.void_pressed.connect(partial(self._with_order, deeds.void))
        detail.ready_pressed.connect(partial(self._with_order, partial(deeds.ready, button=actions.ready)))
        detail.collect_pressed.connect(partial(self._with_order, partial(deeds.collect, button=actions.collect)))
        detail.part_pressed.connect(self._on_part)
        actions.note_pressed.connect(partial(self._with_order, deeds.note))
        actions.mail_pressed.connect(partial(self._with_order, deeds.mail))
        actions.link_pressed.connect(self._on_link)
        actions.stripe_pressed.connect(self._on_stripe)

    def _with_order(self, deed: Callable[[Order], None]) -> None:
        if self.detail.order is not None:
            deed(self.detail.order)

    def _pay(self, order: Order) -> None:
        pay, book = partial(self.pay_wanted.emit, order), partial(self.transfer_wanted.emit, order)
        self._age.before_paying(order, self.detail.pay, pay=pay, book_transfer=book)

    def _on_part(self) -> None:
        if self.detail.opened is not None:
            self._deeds.part(self.detail.opened)

    def _on_link(self) -> None:
        if self.detail.opened is not None:
            QGuiApplication.clipboard().setText(self.detail.opened.page)
            self.told.emit(self.tr("Link copied"), "success")

    def _on_stripe(self) -> None:
        if self.detail.opened is not None:
            QDesktopServices.openUrl(QUrl(self.detail.opened.at_stripe))

    def _on_export(self) -> None:
        filters = self.list.filters
        days, today = filters.narrowed.days, filters.today()
        if filters.which is OrderFilter.TODAY:
            days = Days(today, today)
        first, last = (days.first, days.last) if days is not None else (today, today)
        parts = ("orders", filters.which.value, first.isoformat(), "" if first == last else last.isoformat())
        self._exporting.ask(self.list.question, file_name(parts))

    def _on_refunds_failed(self) -> None:
        if self.list.filters.refund_failed_of is not None:
            self.open_order(self.list.filters.refund_failed_of)

    def _on_refund(self) -> None:
        if self.detail.order is not None:
            self._refunds.open(self.detail.order)

    def _on_selected(self, row: OrderRow) -> None:
        if row.order_id != self.open_key:
            self._came_for = None
            self.open_one(row.order_id)

    def _on_opened(self, row: OrderRow) -> None:
        self.open_one(row.order_id, focus=True)

    def _on_arrived(self) -> None:
        self.list.select_again(self.open_key)

    def _on_page_came(self) -> None:
        self._news.add(self._missed)
        self._missed.clear()

    def _on_code(self, text: str) -> None:
        try:
            code = self.context.services.codes.read(self.context.session.tenant_id, text)
        except ForeignCodeError as error:
            self.told.emit(words_of(error), "danger")
            return
        self.list.search.clear()
        if code.kind is CodeKind.ORDER:
            self.open_scanned(OrderId(code.number))
        elif code.kind in (CodeKind.PRODUCT, CodeKind.CUSTOMER):
            find = partial(self._reader.named, code)
            self.context.jobs.start(self, find, done=self._on_named, failed=self.tell_failure)
        else:
            self.told.emit(self.tr("This is the code of a badge. Orders have codes of their own."), "info")

    def _on_named(self, named: Product | Customer) -> None:
        if isinstance(named, Product):
            self.list.filters.narrow_to_product(named)
        else:
            self.list.filters.narrow_to_customer(named.ref, named.name)

    def _on_code_pressed(self) -> None:
        if self.open_key is not None and not self.detail.code.busy:
            self.detail.code.set_busy(True)
            code = partial(self._reader.code, self.open_key)
            self.context.jobs.start(self, code, done=self._show_code, failed=self._on_no_code)

    def _on_no_code(self, error: Exception) -> None:
        self.detail.code.set_busy(False)
        self.tell_failure(error)

    def _show_code(self, code: OrderCode) -> None:
        self.detail.code.set_busy(False)
        sheet = CodeSheet(self.context.look, self.window(), code)
        sheet.copied.connect(lambda: self.told.emit(self.tr("Code copied"), "success"))
        sheet.link_copied.connect(lambda: self.told.emit(self.tr("Link copied"), "success"))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_check(self) -> None:
        order = self.detail.order
        if order is None or order.live_payment is None or order.order_id in self._checking:
            return
        order_id, services = order.order_id, self.context.services
        self._checking.add(order_id)
        self._show_checking()
        check = partial(services.payments.resolve, self.context.session.actor(), order.live_payment.payment_id)
        done, failed = partial(self._on_checked, order_id), partial(self._on_check_failed, order_id)
        self.context.jobs.start(self, check, done=done, failed=failed)

    def _on_checked(self, order_id: OrderId, progress: CardProgress) -> None:
        tone = {CardStep.PAID: "success", CardStep.UNKNOWN: "warning", CardStep.DECLINED: "danger"}
        apart = self.tr("Order %1 is paid.") if progress.step is CardStep.PAID else self.tr("Order %1: %2")
        self._end_check(order_id, said(progress.sentence), apart, tone.get(progress.step, "info"))

    def _on_check_failed(self, order_id: OrderId, error: Exception) -> None:
        self._end_check(order_id, words_of(error), self.tr("Order %1: %2"), "danger")

    def _end_check(self, order_id: OrderId, words: str, apart: str, tone: str) -> None:
        """Tell what came of it; where another order or screen is in front by then, `apart` names the order."""
        self._checking.discard(order_id)
        self._show_checking()
        if not self.detail.isVisible() or not self.open_key == self.shown_key() == order_id:
            number = isolated(f"#{order_id}", self.context.look.locale)
            words = apart.replace("%1", number).replace("%2", words)
        self.told.emit(words, tone)

    def _show_checking(self) -> None:
        """Stripe may be asked about several orders: the ring is that of the order shown."""
        busy, check = self.shown_key() in self._checking, self.detail.check
        if check.busy is not busy:
            check.set_busy(busy)

    def _on_happened(self, row: JournalRow) -> None:
        if row.tenant_id != self.context.session.tenant_id or not row.event.startswith(_NEWS):
            return
        kind, _, number = row.subject.partition(":")
        if kind != "order":
            return
        if row.event == "refund.failed" and row.who == "program":
            # Days later, with nobody at it: whoever is at the till is told, whatever screen is in front.
            words = self.tr("A refund of order %1 failed. Open the order to try again or give cash.")
            shown = isolated(f"#{number}", self.context.look.locale)
            self.told.emit(words.replace("%1", shown), "danger")
        self._news.add([OrderId(int(number))])

    def _ask_news(self, changed: frozenset[OrderId]) -> Callable[[], OrderNews]:
        self._serial = self.list.model.serial
        return partial(self._reader.news, self.list.question, changed, self.open_key)

    def _on_news(self, news: OrderNews) -> None:
        self.list.filters.show_counts(news.counts)
        if self._serial != self.list.model.serial:
            # The list has been asked something else meanwhile.
            self._news.add(news.rows.keys())
        elif not self.list.listing.asking:
            self.list.show_news(news.rows)
        if self.list.model.reading:
            self._missed.update(news.rows)
        if news.opened is not None and news.opened.order.order_id == self.open_key:
            self.show_one(news.opened)
            self.reveal()

    def _catch_up(self) -> None:
        self.list.restart()
        if self.open_key is not None:
            self._news.add([self.open_key])

    def _on_news_failed(self, error: Exception) -> None:
        # The rows shown may be old now: they are asked for anew, and the list says what is wrong if that fails too.
        del error
        self.list.restart()
