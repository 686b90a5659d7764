"""What staff do with an order: hand it over by mouse, keyboard and scanner, void it, write on it, mail its receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.orders import Handover, Order, OrderStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.settings import CASHIER_REFUND
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.orders.collect_sheet import CollectSheet
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.orders.refund.sheet import RefundSheet
from aurora_desk.gui.screens.orders.void_sheet import VoidSheet
from aurora_desk.gui.screens.orders.words_sheet import WordsSheet
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import REGULAR, Front, Shop, click, place, press, scan, type_text
from gui.why import why

CONTROL = Qt.KeyboardModifier.ControlModifier
CASHIER = PersonId(3)
with_a_menu = pytest.mark.qt_log_ignore("This plugin does not support")
"""The platform without a screen complains about every menu; nothing is wrong then."""


class Desk:
    """The Orders screen in a window."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self.qtbot = shop, qtbot
        self.screen = OrdersScreen(shop.context)
        self.detail, self.actions = self.screen.detail, self.screen.detail.actions_of_order
        self.window: QMainWindow = shop.show(self.screen, 1280, 800)
        qtbot.addWidget(self.window)

    def wait(self, reached: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(reached, timeout=10_000)

    def wait_open(self, order: Order) -> None:
        """Wait until an order is shown at the side."""
        title = f"Order #{order.order_id}"
        self.wait(lambda: self.detail.isVisible() and self.detail.title.text() == title)

    def open(self, order: Order) -> None:
        """Have an order shown at the side."""
        self.screen.open_order(order.order_id)
        self.wait_open(order)

    def scan(self, order: Order) -> None:
        """Scan an order's code with the real filter and router."""
        router = ScanRouter(self.shop.context, Front(self.shop, self.screen), parent=self.screen)
        scan(self.window, router, self.shop.services.codes.for_order(CAFE, order.order_id))
        self.wait_open(order)

    def sheet(self, kind: type[Sheet]) -> Sheet:
        """The open sheet of a kind, once it is there."""
        self.wait(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def order(self, order: Order) -> Order:
        """An order as it is on disk."""
        services = self.shop.services
        return services.read(partial(services.orders.get, tenant_id=CAFE, order_id=order.order_id))

    def choose(self, name: str) -> None:
        """Choose an entry of More."""
        click(self.detail.more)
        self.wait(self.actions.menu.isVisible)
        action = self.actions.menu.findChild(QAction, name)
        assert action is not None
        assert action.isVisible()
        action.trigger()
        self.actions.menu.hide()

    @property
    def timeline(self) -> str:
        """What the timeline says, in words."""
        return self.detail.timeline.accessibleDescription()

    def sign_in(self, person_id: PersonId) -> None:
        """Somebody else is at the till."""
        services, session = self.shop.services, self.shop.context.session
        people = services.read(partial(services.people.everyone, tenant_id=CAFE))
        session.enter(next(person for person in people if person.person_id == person_id))


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


@pytest.fixture
def ordered(shop: Shop) -> Order:
    """A program's order, paid here: three espressos and three croissants."""
    services = shop.services
    order = place(services, 103, 104, customer=REGULAR, quantity=3)
    pay = partial(
        services.payments.take_cash, actor=shop.actor, target=OrderTarget(order.order_id), tendered_minor=50_00
    )
    return services.write(pay)


def test_given_the_mouse_then_goods_are_made_ready_and_handed_over_in_parts(desk: Desk, ordered: Order) -> None:
    desk.open(ordered)
    assert desk.detail.handover.pill.text == "To collect"
    click(desk.actions.ready)
    desk.wait(lambda: desk.detail.handover.pill.text == "Ready")
    click(desk.actions.part)
    sheet = desk.sheet(CollectSheet)
    assert isinstance(sheet, CollectSheet)
    assert not sheet.verb_button.isEnabled()
    assert why(sheet.verb_button) == "Choose what the customer takes."
    click(sheet.rows[0].plus)
    assert not why(sheet.verb_button)
    click(sheet.rows[0].plus)
    assert sheet.verb_button.text() == "Hand over 2 items"
    click(sheet.verb_button)

    desk.wait(lambda: desk.detail.handover.pill.text == "Part collected")
    assert desk.detail.handover.words.text() == "4 left to collect"
    assert "Part collected, 2× Espresso" in desk.timeline
    click(desk.detail.collect)
    desk.wait(lambda: desk.detail.handover.pill.text == "Collected")
    assert not desk.detail.collect.isVisible()
    assert desk.shop.told[-1] == ("Order #5001 is collected", "success")
    assert desk.order(ordered).status is OrderStatus.COMPLETED


def test_given_the_keyboard_then_a_part_and_then_the_rest_is_handed_over(desk: Desk, ordered: Order) -> None:
    desk.screen.open_scanned(ordered.order_id)
    desk.wait(desk.detail.collect.hasFocus)
    desk.actions.part.setFocus()
    press(desk.window, Qt.Key.Key_Space)
    sheet = desk.sheet(CollectSheet)
    assert isinstance(sheet, CollectSheet)
    assert sheet.rows[0].check.hasFocus()
    press(desk.window, Qt.Key.Key_Plus)
    press(desk.window, Qt.Key.Key_Plus)
    press(desk.window, Qt.Key.Key_Minus)
    press(desk.window, Qt.Key.Key_Return)
    desk.wait(lambda: desk.order(ordered).handover is Handover.PART)
    desk.wait(lambda: not any(one.isVisible() for one in desk.window.findChildren(CollectSheet)))
    press(desk.window, Qt.Key.Key_Return, CONTROL)
    desk.wait(lambda: desk.order(ordered).handover is Handover.COLLECTED)


def test_given_scans_alone_then_the_next_step_is_at_hand_and_a_second_use_hears_of_the_first(
    desk: Desk, ordered: Order
) -> None:
    unpaid = place(desk.shop.services, 103)
    desk.scan(unpaid)
    desk.wait(desk.detail.pay.hasFocus)
    desk.scan(ordered)
    desk.wait(desk.detail.collect.hasFocus)
    press(desk.window, Qt.Key.Key_Space)
    desk.wait(lambda: desk.order(ordered).handover is Handover.COLLECTED)
    desk.scan(unpaid)
    desk.scan(ordered)
    desk.wait(desk.detail.reprint.hasFocus)
    words = desk.detail.handover.words.text()
    assert desk.detail.handover.pill.text == "Collected"
    assert words.endswith(" at Till 1 by Mara Klein")
    assert words[:5] == desk.shop.context.look.time(desk.order(ordered).updated_at)


def test_given_a_sale_at_the_till_then_only_its_code_asks_where_its_goods_are(desk: Desk) -> None:
    sale = desk.shop.sell_for_cash(103, tendered=10_00)
    desk.open(sale)
    assert not desk.detail.handover.isVisible()
    desk.scan(sale)
    desk.wait(desk.detail.handover.isVisible)
    assert desk.detail.handover.pill.text == "Collected"


def test_given_an_unpaid_order_then_it_is_voided_with_a_reason_by_mouse(desk: Desk) -> None:
    order = place(desk.shop.services, 104)
    desk.open(order)
    click(desk.actions.void)
    sheet = desk.sheet(VoidSheet)
    assert isinstance(sheet, VoidSheet)
    click(sheet.verb_button)
    assert sheet.news.text() == "Choose a reason. It stays with the order."
    click(sheet.reasons["twice"])
    click(sheet.verb_button)

    desk.wait(lambda: desk.detail.pill.text == "Cancelled")
    assert "Voided, Ordered twice · Mara Klein · Till 1" in desk.timeline
    assert not desk.actions.void.isVisible()
    assert not desk.detail.pay.isVisible()


def test_given_the_keyboard_then_an_order_is_voided_with_a_reason_in_words(desk: Desk) -> None:
    order = place(desk.shop.services, 104)
    desk.open(order)
    desk.actions.void.setFocus()
    press(desk.window, Qt.Key.Key_Space)
    sheet = desk.sheet(VoidSheet)
    assert isinstance(sheet, VoidSheet)
    sheet.reasons["other"].setFocus()
    press(desk.window, Qt.Key.Key_Space)
    desk.wait(sheet.other.input.hasFocus)
    type_text(sheet.other.input, "Went home")
    press(desk.window, Qt.Key.Key_Return)

    desk.wait(lambda: desk.order(order).status is OrderStatus.VOID)
    desk.wait(lambda: "Voided, Went home" in desk.timeline)


@with_a_menu
def test_given_more_then_a_note_is_added_and_a_receipt_is_put_into_the_outbox(desk: Desk, ordered: Order) -> None:
    desk.open(ordered)
    desk.choose("order-note")
    note = desk.sheet(WordsSheet)
    assert isinstance(note, WordsSheet)
    type_text(note.field.input, "Comes back on Friday")
    press(desk.window, Qt.Key.Key_Return)
    desk.wait(lambda: "Note, Comes back on Friday" in desk.timeline)
    desk.wait(lambda: not any(one.isVisible() for one in desk.window.findChildren(WordsSheet)))

    desk.choose("order-mail")
    mail = desk.sheet(WordsSheet)
    assert isinstance(mail, WordsSheet)
    assert mail.field.text == "lena@example.com"
    mail.field.set_text("lena@")
    click(mail.verb_button)
    desk.wait(lambda: bool(mail.field.error))
    mail.field.set_text("lena@example.com")
    click(mail.verb_button)
    desk.wait(lambda: bool(desk.shop.told))
    assert desk.shop.told[-1][0].startswith("The receipt waits for lena@example.com")


class Browser(QObject):
    """Stands in for the computer's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Note the address."""
        self.opened.append(url.toString())


@with_a_menu
def test_given_a_card_payment_then_more_leads_to_it_in_stripes_dashboard(
    desk: Desk, stripe_base: str, ordered: Order
) -> None:
    order = desk.shop.sell_by_card(104, stripe_base)
    services = desk.shop.services
    services.write(partial(services.tenants.set_public_address, address="https://shop.example", tenant_id=CAFE))
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # the stub is wrong
    try:
        desk.open(order)
        desk.choose("order-stripe")
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == [f"https://dashboard.stripe.com/test/payments/{order.payments[0].intent_id}"]
    desk.choose("order-link")
    assert QGuiApplication.clipboard().text().startswith("https://shop.example/o/")
    desk.open(ordered)
    assert not desk.actions.menu.findChild(QAction, "order-stripe").isVisible()  # type: ignore[union-attr]  # is there


def test_given_a_cashier_above_the_limit_then_a_managers_pin_lets_the_refund_go_on(desk: Desk) -> None:
    services = desk.shop.services
    services.write(lambda work: services.settings.change(work, desk.shop.actor, CASHIER_REFUND, 3_00))
    sale = desk.shop.sell_for_cash(103, 104, tendered=10_00)
    desk.sign_in(CASHIER)
    desk.open(sale)
    press(desk.window, Qt.Key.Key_R, CONTROL)
    sheet = desk.sheet(RefundSheet)
    assert isinstance(sheet, RefundSheet)
    click(sheet.planner.everything)
    click(sheet.planner.reasons["damaged"])
    click(sheet.give)

    approval = desk.sheet(ApprovalSheet)
    assert isinstance(approval, ApprovalSheet)
    assert sheet.planner.news.text() == "Refunds over $3.00 need a manager."
    desk.wait(lambda: approval.people.has(PersonId(2)))
    approval.people.choose(PersonId(2))
    focused = desk.window.focusWidget()
    assert focused is not None
    type_text(focused, "2345")
    desk.wait(sheet.result.isVisible)
    desk.wait(lambda: "Refund approved, by Jonas Weber" in desk.timeline)
    assert desk.order(sale).refunded_minor == 5_00
