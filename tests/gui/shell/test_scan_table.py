"""The table of scans with the real screens: what each code does, where."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CustomerId, OrderId, PersonId
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.sell.sheets.last_scans import LastScansSheet
from aurora_desk.gui.shell.pages import Page
from aurora_desk.services.facade import Services
from gui.shell.real_desk import SHOP, add, sell
from gui.shell.staging import scan

CTRL = Qt.KeyboardModifier.ControlModifier
AYLIN = CustomerId(121)
LATER_MS = 60_000


class Till:
    """The desk, with scans that come a minute apart by their time stamps."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.services: Services = desk.context.services
        self._now_ms = 1_000_000

    def scan(self, text: str) -> None:
        self._now_ms += LATER_MS
        scan(self.desk.window, text, at_ms=self._now_ms)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.desk.window.windowHandle(), key, modifiers)

    def sku(self, product_id: int) -> str:
        return f"AC{product_id}"

    @property
    def cart(self) -> Cart:
        cart = sell(self.desk).controller.cart
        assert cart is not None
        return cart

    def quantities(self) -> list[tuple[int | None, int]]:
        return [(line.product_id, line.quantity_milli // 1000) for line in self.cart.lines]

    def until_cart(self, *lines: tuple[int, int]) -> None:
        self.qtbot.waitUntil(lambda: self.quantities() == list(lines) and sell(self.desk).controller.idle)

    def toast(self) -> str:
        current = self.desk.assembly.shell.toast_layer.toasts.current
        return current.text if current is not None else ""

    def part(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        found = [widget for widget in self.desk.window.findChildren(kind, name) if widget.isVisible()]
        assert found, name
        return found[-1]

    def click(self, name: str) -> None:
        QTest.mouseClick(self.part(name), Qt.MouseButton.LeftButton)

    def open_scans(self) -> LastScansSheet:
        self.click("sell-search-scans")
        self.qtbot.waitUntil(self.desk.assembly.shell.sheet_open)
        return self.desk.window.findChildren(LastScansSheet)[-1]

    def did(self, number: int) -> str:
        label = self.part(f"scan-{number}-did", QLabel)
        assert isinstance(label, QLabel)
        return label.text()


def test_a_customers_code_on_sell_attaches_the_customer(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.scan(till.services.codes.for_customer(SHOP, AYLIN))

    qtbot.waitUntil(lambda: till.cart.customer_name == "Aylin Demir")


def test_a_customers_code_elsewhere_opens_the_customer(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.key(Qt.Key.Key_3, CTRL)
    till.scan(till.services.codes.for_customer(SHOP, AYLIN))

    customers = shop.assembly.shell.screen_of(Page.CUSTOMERS)
    assert isinstance(customers, CustomersScreen)
    qtbot.waitUntil(lambda: customers.detail.isVisible() and customers.detail.title.text() == "Aylin Demir")
    assert till.cart.customer is None


def test_payment_attaches_a_customer_while_nothing_is_placed(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    add(shop, qtbot, 103)
    till.key(Qt.Key.Key_F9)
    qtbot.waitUntil(shop.assembly.shell.sheet_open)
    sheet = shop.window.findChildren(PaymentSheet)[-1]

    till.scan(till.services.codes.for_customer(SHOP, AYLIN))

    qtbot.waitUntil(lambda: sheet.column.who.text() == "Aylin Demir · 1 item")
    till.key(Qt.Key.Key_E)
    qtbot.wait(60)
    till.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.stage.shown is sheet.done)
    order = till.services.read(partial(till.services.orders.last_at_till, till_id=shop.context.session.till.till_id))
    assert order is not None
    assert order.customer_name == "Aylin Demir"

    till.scan(till.services.codes.for_customer(SHOP, CustomerId(122)))
    qtbot.waitUntil(lambda: till.toast() == "The order is made already. Its customer stays as it is.")


def test_a_payment_that_was_left_open_goes_on_in_the_name_of_whoever_signs_in(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    add(shop, qtbot, 103)
    till.key(Qt.Key.Key_F9)
    qtbot.waitUntil(shop.assembly.shell.sheet_open)
    sheet = shop.window.findChildren(PaymentSheet)[-1]
    till.key(Qt.Key.Key_L, CTRL)
    till.scan(till.services.codes.for_badge(SHOP, 2))
    people = shop.assembly.sign_in.people
    qtbot.waitUntil(lambda: people.person is not None and people.person.person_id == PersonId(2))
    for digit in "2345":
        till.key(Qt.Key(ord(digit)))
        qtbot.wait(60)
    qtbot.waitUntil(lambda: not shop.assembly.shell.locked)
    assert sheet.isVisible()

    till.key(Qt.Key.Key_E)
    qtbot.wait(60)
    till.key(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: sheet.stage.shown is sheet.done)
    rows = till.services.read(lambda work: till.services.journal_after(work, 0, SHOP, 1000))
    assert [row.who for row in rows if row.event == "payment.succeeded"] == ["person:2"]


def test_the_last_scans_say_what_each_did_and_take_it_back_after_other_changes(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.scan(till.sku(103))
    till.until_cart((103, 1))
    till.scan(till.sku(104))
    till.until_cart((103, 1), (104, 1))
    till.scan(till.sku(103))
    till.until_cart((103, 2), (104, 1))

    till.open_scans()
    assert [till.did(number) for number in (1, 2, 3)] == ["Added 1", "Added 1", "Added 1"]
    till.click("scan-1-undo")

    till.until_cart((103, 1), (104, 1))
    assert till.did(1) == "Added 1, taken back"
    assert not [b for b in shop.window.findChildren(QPushButton, "scan-1-undo") if b.isVisible()]


def test_the_way_back_by_keyboard_and_what_can_no_longer_be_taken_back(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.scan(till.sku(103))
    till.until_cart((103, 1))
    till.key(Qt.Key.Key_Delete)
    till.until_cart()

    till.open_scans()
    till.part("scan-1-undo").setFocus()
    till.key(Qt.Key.Key_Return)

    words = till.part("last-scans-said", QLabel)
    assert isinstance(words, QLabel)
    assert words.text() == "Espresso was taken out of the cart since. Nothing was changed."
    assert till.did(1) == "Added 1"
    till.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shop.assembly.shell.sheet_open())


def test_five_scans_are_kept_and_the_list_leads_to_the_test_of_the_scanner(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    for number in range(1, 7):
        till.scan(till.sku(103))
        till.until_cart((103, number))

    till.open_scans()
    assert [row.number for row in sell(shop).scans.log.entries] == [6, 5, 4, 3, 2]
    till.click("scans-test")

    qtbot.waitUntil(lambda: bool(shop.window.findChildren(QWidget, "scanner-test")))


def test_a_code_that_adds_nothing_stands_in_the_list_too(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.scan("4006381333931")
    qtbot.waitUntil(shop.assembly.shell.sheet_open)
    till.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shop.assembly.shell.sheet_open())

    till.open_scans()

    assert till.did(1) == "No product has this code"


def test_a_typed_badge_code_opens_nothing_and_a_customers_code_attaches(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    search = sell(shop).header.search
    for text in (till.services.codes.for_badge(SHOP, 2), till.services.codes.for_customer(SHOP, AYLIN)):
        search.focus()
        search.input.setText(text)
        till.key(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: till.cart.customer is not None or search.text != "", timeout=5000)

    qtbot.waitUntil(lambda: till.cart.customer_name == "Aylin Demir")
    assert not shop.assembly.shell.locked
    assert till.cart.lines == ()


def test_my_orders_today_are_those_of_the_person(qtbot: QtBot, shop: Desk) -> None:
    shop.assembly.shell.rail.person.orders_action.trigger()

    orders = shop.assembly.shell.screen_of(Page.ORDERS)
    assert isinstance(orders, OrdersScreen)
    qtbot.waitUntil(lambda: orders.list.filters.narrowed.person_id == PersonId(1))


def test_an_order_code_leaves_the_cart(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    till.scan(till.sku(103))
    till.until_cart((103, 1))

    till.scan(till.services.codes.for_order(SHOP, OrderId(5001)))

    qtbot.waitUntil(lambda: shop.assembly.shell.page is Page.ORDERS)
    assert till.quantities() == [(103, 1)]


def test_a_scan_on_payment_becomes_a_slip_number_only_in_the_slip_s_field(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    add(shop, qtbot, 103)
    till.key(Qt.Key.Key_F9)
    qtbot.waitUntil(shop.assembly.shell.sheet_open)
    sheet = shop.window.findChildren(PaymentSheet)[-1]
    till.key(Qt.Key.Key_O)
    qtbot.waitUntil(sheet.other.slip.input.hasFocus)

    till.scan("SLIP-0042")
    qtbot.waitUntil(lambda: sheet.other.slip.text == "SLIP-0042")

    sheet.other.book.setFocus()
    till.scan(till.sku(104))
    qtbot.waitUntil(lambda: till.toast() == "Close payment to add items")
    assert sheet.other.slip.text == "SLIP-0042"
