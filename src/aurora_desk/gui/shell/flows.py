"""What one screen asks of another: paying, printing, opening an order or a customer, starting a cart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject

from aurora_desk.domain.cart import Cart, set_customer
from aurora_desk.domain.customers import Customer, CustomerRef
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget, OrderTarget
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.screens.orders.order_detail import piece_count
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.payment.sounding import PaymentSounds
from aurora_desk.gui.screens.payment.tender_column import OTHER
from aurora_desk.gui.screens.reports.reports_screen import ReportsScreen
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.screens.sell.screen import SellScreen
from aurora_desk.gui.shell.goto.goto import Goto
from aurora_desk.gui.shell.main_window import MainWindow
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.receipts import Receipts
from aurora_desk.gui.shell.shell import Shell
from aurora_desk.gui.shell.unfinished import Unfinished

BUILDERS: Mapping[Page, Callable[[Context], Screen]] = MappingProxyType(
    {
        Page.SELL: SellScreen,
        Page.ORDERS: OrdersScreen,
        Page.CUSTOMERS: CustomersScreen,
        Page.REPORTS: ReportsScreen,
    }
)
AnyScreen = TypeVar("AnyScreen", bound=Screen)


class Flows(QObject):
    """Connects the screens of a shell; no screen knows another one."""

    def __init__(self, context: Context, shell: Shell, receipts: Receipts) -> None:
        super().__init__(shell)
        self._context, self._shell, self._receipts = context, shell, receipts
        self.sell = _screen(shell, Page.SELL, SellScreen)
        self.orders = _screen(shell, Page.ORDERS, OrdersScreen)
        self.customers = _screen(shell, Page.CUSTOMERS, CustomersScreen)
        self._unfinished = Unfinished(context, shell)
        goto = Goto(context, shell)
        goto.customer_wanted.connect(self._open_customer)
        goto.product_wanted.connect(self._find_product)
        self._lines = 0
        self.sell.pay_wanted.connect(self._pay_cart)
        self.sell.lines_changed.connect(self._on_lines)
        self.sell.reprint_wanted.connect(self._reprint)
        self.sell.scans.test_wanted.connect(shell.scanner_test_wanted)
        self.sell.scans.camera_wanted.connect(shell.camera_wanted)
        self.orders.pay_wanted.connect(self._pay_order)
        self.orders.transfer_wanted.connect(partial(self._pay_order, tender=OTHER))
        self.orders.reprint_wanted.connect(self._reprint)
        self.orders.unfinished_wanted.connect(self._unfinished.open)
        self.customers.cart_wanted.connect(self._start_cart)
        for screen in (self.sell, self.orders, self.customers):
            screen.customer_wanted.connect(self._open_customer)
        shell.order_wanted.connect(self.orders.open_scanned)
        shell.customer_wanted.connect(self.customers.open_customer)
        shell.my_orders_wanted.connect(self.orders.show_orders_of)
        shell.reprint_wanted.connect(self._reprint_last)
        shell.page_changed.connect(self._show_lines)
        window = shell.window()
        if isinstance(window, MainWindow):
            window.may_close = self._may_close

    def wait(self) -> None:
        """Let the receipt that prints end."""
        self._receipts.wait()

    def _may_close(self) -> bool:
        """Closing the window in the middle of a payment closes the payment first, in its own careful way."""
        sheets = [s for s in self._shell.window().findChildren(PaymentSheet) if s.isVisible() and not s.left]
        for sheet in sheets:
            sheet.ask_close()
        return not sheets

    def _pay_cart(self, cart: Cart, tender: str) -> None:
        who = self._who(cart.customer_name, cart.item_count_milli // ONE)
        sheet = PaymentSheet(
            self._context, CartTarget(cart.cart_id), cart.total, who, tender, host=self._shell.window()
        )
        sheet.ended.connect(self._on_cart_ended)
        sheet.course.attaching.attached.connect(partial(self._show_who, sheet))
        self._open(sheet)

    def _pay_order(self, order: Order, tender: str = "") -> None:
        who = self._who(order.customer_name, piece_count(order))
        window, target = self._shell.window(), OrderTarget(order.order_id)
        sheet = PaymentSheet(self._context, target, order.due, who, tender, host=window, order=order)
        self._open(sheet)

    def _open(self, sheet: PaymentSheet) -> None:
        PaymentSounds(self._context.sounds, sheet)
        sheet.receipt_wanted.connect(
            lambda order_id, _how: self._receipts.print_order(order_id, partial(self._tell_receipt, sheet))
        )
        sheet.course.attaching.told.connect(self._shell.tell)
        sheet.course.told.connect(self._shell.tell)
        sheet.open()

    def _show_who(self, sheet: PaymentSheet, cart: Cart) -> None:
        sheet.column.who.setText(self._who(cart.customer_name, cart.item_count_milli // ONE))

    def _tell_receipt(self, sheet: PaymentSheet, sentence: str, tone: str) -> None:
        # Printing may end after the next customer has begun.
        if shiboken6.isValid(sheet) and not sheet.left:
            sheet.show_receipt_news(sentence, "muted" if tone == "success" else tone)
        else:
            self._shell.tell(sentence, tone)

    def _on_cart_ended(self, end: Order | Cart | None) -> None:
        self.sell.payment_ended(end if isinstance(end, Cart) else None)

    def _who(self, customer_name: str, items: int) -> str:
        count = self.tr("%n items", "", items)
        name = customer_name or self.tr("Walk-in")
        return self.tr("%1 · %2").replace("%2", count).replace("%1", name)

    def _reprint(self, order_id: OrderId) -> None:
        self._receipts.print_order(order_id, self._shell.tell)

    def _reprint_last(self) -> None:
        services = self._context.services
        unit = partial(services.orders.last_at_till, till_id=self._context.session.till.till_id)
        self._context.jobs.start(self, partial(services.read, unit), done=self._on_last, failed=self._on_failed)

    def _on_last(self, order: Order | None) -> None:
        if order is None:
            self._shell.tell(self.tr("This till has no order yet, so there is no receipt to print."), "info")
        else:
            self._reprint(order.order_id)

    def _on_failed(self, error: Exception) -> None:
        self._shell.tell(words_of(error), "danger")

    def _open_customer(self, ref: CustomerRef) -> None:
        self._shell.go(Page.CUSTOMERS)
        self.customers.open_customer(ref)

    def _find_product(self, name: str) -> None:
        self._shell.go(Page.SELL)
        self.sell.search_for(name)

    def _start_cart(self, customer: Customer) -> None:
        self._shell.go(Page.SELL)
        self.sell.controller.when_idle(partial(self._give_cart, customer))

    def _give_cart(self, customer: Customer) -> None:
        controller = self.sell.controller
        cart = controller.cart
        if cart is not None and cart.lines and cart.customer not in (None, customer.ref):
            controller.hold(cart.customer_name)
            words = self.tr("The cart of %1 is held.").replace("%1", cart.customer_name)
            self._shell.tell(words, "info")
        controller.apply(partial(set_customer, customer=customer.ref, name=customer.name))

    def _on_lines(self, lines: int) -> None:
        self._lines = lines
        self._show_lines(self._shell.page)

    def _show_lines(self, page: Page) -> None:
        # On Sell itself the cart is in sight.
        self._shell.rail.button(Page.SELL).set_count(0 if page is Page.SELL else self._lines)


def _screen(shell: Shell, page: Page, kind: type[AnyScreen]) -> AnyScreen:
    screen = shell.screen_of(page)
    assert isinstance(screen, kind)
    return screen
