"""The whole desk: window first, then the shop, with its real screens."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_product
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import CartTarget
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.setup.screen import SetupScreen
from aurora_desk.gui.screens.unfinished.sheet import UnfinishedSheet
from aurora_desk.gui.shell.opened import NoStore, Opened
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.format import money_text
from aurora_desk.gui.theme.language import system_locale
from aurora_desk.services.demo import DEMO_READER, TILL
from aurora_desk.services.facade import Services
from gui.screens.orders.shop import place
from gui.shell.real_desk import SHOP, OpenDesk, add, opened, sell, sign_in
from gui.shell.staging import scan

CTRL = Qt.KeyboardModifier.ControlModifier


def test_nothing_slow_is_imported_before_the_first_frame() -> None:
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from aurora_desk.gui.desk import Desk, DeskOptions\n"
        "app = QApplication([])\n"
        "desk = Desk(app, DeskOptions(lambda: None))\n"
        "page = desk.window.centralWidget()\n"
        "page.painted.connect(app.quit)\n"
        "page.painted.disconnect(desk._on_first_frame)\n"
        "desk.show()\n"
        "app.exec()\n"
        "slow = {'sqlalchemy', 'stripe', 'httpx', 'fastapi', 'bcrypt', 'aurora_desk.services.facade'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "[]"


def test_the_window_shows_before_the_shop_is_open_and_the_people_after(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    gate, threads = threading.Event(), []

    def slow() -> Opened:
        threads.append(threading.get_ident())
        gate.wait(30)
        return opened(demo_services, tmp_path, [])

    desk = open_desk(slow)
    desk.show()
    title = desk.window.findChild(QLabel, "start-title")
    assert title is not None
    qtbot.waitUntil(lambda: bool(threads))
    assert title.isVisible()
    assert title.text() == "Opening the shop…"
    assert threads != [threading.get_ident()]

    with qtbot.waitSignal(desk.opened):
        gate.set()

    assert [tile.person.name for tile in desk.assembly.sign_in.people.tiles] == [
        "Mara Klein",
        "Jonas Weber",
        "Priya Raman",
    ]


def test_a_shop_that_cannot_be_opened_is_said_in_its_own_words(qtbot: QtBot, open_desk: OpenDesk) -> None:
    def broken() -> Opened:
        raise UnavailableError("This store was made by a newer Aurora Desk. Nothing was changed. Update first.")

    desk = open_desk(broken)
    with qtbot.waitSignal(desk.failed) as failed:
        desk.show()

    assert failed.args == ["This store was made by a newer Aurora Desk. Nothing was changed. Update first."]
    hint = desk.window.findChild(QLabel, "start-hint")
    assert hint is not None
    assert hint.text() == failed.args[0]


def test_a_folder_without_a_store_shows_set_up_and_then_its_shop(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    shop = partial(opened, demo_services, tmp_path, [])
    desk = open_desk(lambda: NoStore(lambda _shop: shop(), shop))
    with qtbot.waitSignal(desk.set_up_wanted):
        desk.show()
    page = desk.window.centralWidget()
    assert isinstance(page, SetupScreen)

    with qtbot.waitSignal(desk.opened):
        page.demo_button.click()

    assert desk.assembly.shell.locked


def test_closing_lets_go_of_the_store_once(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    closed: list[str] = []
    desk = open_desk(lambda: opened(demo_services, tmp_path, closed))
    with qtbot.waitSignal(desk.opened):
        desk.show()

    desk.close()
    desk.close()

    assert closed == ["closed"]


def test_a_payment_that_a_crash_left_open_is_shown_at_the_first_sign_in(
    qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path
) -> None:
    mara, services = Actor.person(SHOP, PersonId(1), TILL), demo_services
    cart = services.write(partial(services.sales.open_cart, actor=mara))
    product = services.read(partial(services.catalogue.get, tenant_id=SHOP, product_id=ProductId(101)))
    put = partial(add_product, product=product, quantity_milli=1000)
    services.write(partial(services.sales.change, actor=mara, cart_id=cart.cart_id, change=put))
    services.payments.start_card(mara, CartTarget(cart.cart_id), DEMO_READER)
    desk = open_desk(lambda: opened(services, tmp_path, []))

    sign_in(desk, qtbot)

    qtbot.waitUntil(lambda: desk.window.findChild(UnfinishedSheet) is not None)
    sheet = desk.window.findChild(UnfinishedSheet)
    assert sheet is not None
    qtbot.waitUntil(lambda: len(sheet.model.rows) == 1)
    assert sheet.isVisible()


def test_leaving_sell_keeps_the_cart_and_shows_its_lines_on_the_rail(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)
    add(shop, qtbot, 102)
    button = shop.assembly.shell.rail.button(Page.SELL)
    assert button.accessibleDescription() == ""

    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_2, CTRL)
    assert button.accessibleDescription() == "2"

    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_1, CTRL)
    assert button.accessibleDescription() == ""
    qtbot.waitUntil(lambda: sell(shop).controller.idle)
    cart = sell(shop).controller.cart
    assert cart is not None
    assert len(cart.lines) == 2


def test_the_lock_keeps_the_cart(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)

    shop.assembly.shell.lock()
    shop.assembly.sign_in.people.choose(shop.assembly.sign_in.people.tiles[1].person.person_id)
    for digit in "2345":
        QTest.keyClick(shop.assembly.sign_in.card.pad, ord(digit))
    qtbot.waitUntil(lambda: not shop.assembly.shell.locked)
    qtbot.waitUntil(lambda: sell(shop).controller.idle)

    cart = sell(shop).controller.cart
    assert cart is not None
    assert len(cart.lines) == 1


def test_pay_opens_the_payment_sheet_and_its_order_opens_by_its_code(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None
    for digit in "50000":
        QTest.keyClick(shop.window.windowHandle(), ord(digit))
        qtbot.wait(60)

    with qtbot.waitSignal(sheet.ended) as ended:
        QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Return)
        qtbot.waitUntil(sheet.done.isVisible)
        sheet.ask_close()
    order_id = ended.args[0].order_id
    qtbot.waitUntil(lambda: not shop.assembly.shell.sheet_open())
    shop.assembly.shell.open_order(order_id)

    orders = shop.assembly.shell.screen_of(Page.ORDERS)
    assert isinstance(orders, OrdersScreen)
    qtbot.waitUntil(orders.detail.isVisible)
    assert shop.assembly.shell.page is Page.ORDERS


def test_an_orders_code_scanned_on_sell_opens_it_with_the_next_step_at_hand(qtbot: QtBot, shop: Desk) -> None:
    context = shop.assembly.context
    order = place(context.services, 103)

    scan(shop.window, context.services.codes.for_order(context.session.tenant_id, order.order_id))

    orders = shop.assembly.shell.screen_of(Page.ORDERS)
    assert isinstance(orders, OrdersScreen)
    qtbot.waitUntil(orders.detail.pay.hasFocus)
    assert shop.assembly.shell.page is Page.ORDERS


def test_ctrl_p_prints_the_last_receipt_and_says_where_it_is(qtbot: QtBot, shop: Desk, tmp_path: Path) -> None:
    toasts = shop.assembly.shell.toast_layer.toasts

    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_P, CTRL)

    qtbot.waitUntil(lambda: toasts.current is not None)
    assert toasts.current is not None
    assert toasts.current.text == "This till has no order yet, so there is no receipt to print."
    assert not (tmp_path / "receipts").exists()


def test_a_sale_that_ends_behind_the_lock_leaves_an_empty_cart_and_no_sheet(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.done.isVisible)

    shop.assembly.shell.lock()
    # As its own clock does, some seconds after a sale without change.
    sheet.done.finished.emit()
    qtbot.waitUntil(lambda: not shiboken6.isValid(sheet))
    for digit in "1234":
        QTest.keyClick(shop.assembly.sign_in.card.pad, ord(digit))
    qtbot.waitUntil(lambda: not shop.assembly.shell.locked)
    qtbot.waitUntil(lambda: sell(shop).controller.idle)

    assert not shop.assembly.shell.sheet_open()
    cart = sell(shop).controller.cart
    assert cart is not None
    assert cart.lines == ()


def test_closing_the_window_during_a_payment_closes_the_payment_first(qtbot: QtBot, shop: Desk) -> None:
    add(shop, qtbot, 101)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.isVisible)

    assert not shop.window.close()

    qtbot.waitUntil(lambda: not shiboken6.isValid(sheet))
    qtbot.waitUntil(lambda: sell(shop).controller.idle)
    cart = sell(shop).controller.cart
    assert cart is not None
    assert len(cart.lines) == 1
    assert shop.window.close()


def test_a_receipt_that_fails_after_its_sheet_has_gone_is_told_by_the_desk(
    qtbot: QtBot, shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing, gone = threading.Event(), threading.Event()

    def jam(*_: object, **__: object) -> None:
        printing.set()
        gone.wait(10)
        raise UnavailableError("The printer has no paper. The order is saved.")

    monkeypatch.setattr(shop.context.services.receipts, "of_order", jam)
    add(shop, qtbot, 101)
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shop.window.findChild(PaymentSheet) is not None)
    sheet = shop.window.findChild(PaymentSheet)
    assert sheet is not None
    QTest.keyClick(shop.window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.done.isVisible)
    sheet.done.print_button.click()
    qtbot.waitUntil(printing.is_set)

    qtbot.waitUntil(lambda: not sheet.stage.pause.running)
    sheet.done.next_button.click()
    gone.set()

    toasts = shop.assembly.shell.toast_layer.toasts
    qtbot.waitUntil(lambda: toasts.current is not None)
    assert toasts.current is not None
    assert toasts.current.text == "The printer has no paper. The order is saved."


def test_a_bare_system_writes_money_as_english_does() -> None:
    assert money_text(Money(420, "USD"), system_locale(QLocale.c())) == "$4.20"
