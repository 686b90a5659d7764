"""One order: what is told of it, what can be done with it, and the ways to it by mouse, keyboard and scanner."""

from __future__ import annotations

from functools import partial

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import set_cart_note, set_tax_free
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.gui.models.orders import method_word
from aurora_desk.gui.screens.orders.code_sheet import CodeSheet
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.orders.reading import OrderReader
from aurora_desk.gui.screens.orders.totals_view import figures_of
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.facade import Services
from aurora_desk.services.online import IntentRequest
from gui.screens.orders.shop import REGULAR, Front, Shop, click, place, press, scan, type_text


class Desk:
    """The Orders screen in a window, with the orders it was opened on."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self._qtbot = shop, qtbot
        self.screen = OrdersScreen(shop.context)
        self.detail = self.screen.detail
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        qtbot.waitUntil(lambda: not self.screen.list.listing.asking)

    def wait_open(self, order_id: int) -> None:
        """Wait until an order is shown at the side."""
        title = f"Order #{order_id}"
        self._qtbot.waitUntil(lambda: self.detail.isVisible() and self.detail.title.text() == title)

    def open(self, order: Order) -> None:
        """Have an order shown."""
        self.screen.open_order(order.order_id)
        self.wait_open(order.order_id)

    @property
    def timeline(self) -> str:
        """What the timeline says, in words."""
        return self.detail.timeline.accessibleDescription()

    def code(self, order: Order) -> str:
        """The signed code of an order."""
        return self.shop.services.codes.for_order(CAFE, order.order_id)

    def type_code(self, text: str) -> None:
        """Type a code into the search, and Enter."""
        self.screen.list.search.focus()
        type_text(self.screen.list.search.input, text)
        press(self.window, Qt.Key.Key_Return)

    def scan(self, text: str) -> Front:
        """Scan a code with the real filter and router."""
        front = Front(self.shop, self.screen)
        router = ScanRouter(self.shop.context, front, parent=self.screen)
        scan(self.window, router, text)
        return front


@pytest.fixture
def unpaid(shop: Shop) -> Order:
    """An order of a program on the network that waits for payment."""
    return place(shop.services, 103, 104, customer=REGULAR, quantity=2)


@pytest.fixture
def paid(shop: Shop) -> Order:
    """A cash sale at this till."""
    return shop.sell_for_cash(103, 103, 104, tendered=10_00)


@pytest.fixture
def desk(unpaid: Order, paid: Order, shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def test_given_a_click_on_a_row_then_the_order_is_shown_at_the_side(desk: Desk, unpaid: Order, qtbot: QtBot) -> None:
    table = desk.screen.list.table
    where = table.visualRect(desk.screen.list.model.index(1, 2)).center()
    click(table.viewport(), where)
    desk.wait_open(unpaid.order_id)
    assert unpaid.customer_name
    assert desk.detail.about.text().startswith("Today ")
    assert desk.detail.about.text().endswith(f"· {unpaid.customer_name} · 4 items")
    assert desk.detail.lines.accessibleDescription().startswith("2× ")


def test_given_the_keyboard_alone_then_orders_are_walked_opened_paid_and_closed(
    desk: Desk, unpaid: Order, paid: Order, qtbot: QtBot
) -> None:
    assert desk.screen.list.search.input.hasFocus()
    press(desk.window, Qt.Key.Key_Down)
    desk.wait_open(paid.order_id)
    press(desk.window, Qt.Key.Key_Down)
    desk.wait_open(unpaid.order_id)
    with qtbot.waitSignal(desk.screen.pay_wanted) as asked:
        press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [unpaid]
    press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.detail.pay.hasFocus)
    press(desk.window, Qt.Key.Key_Escape)
    assert not desk.detail.isVisible()
    assert desk.screen.list.table.hasFocus()


def test_given_the_focus_in_the_search_then_ctrl_enter_is_the_main_action_and_opens_nothing(
    desk: Desk, unpaid: Order, qtbot: QtBot
) -> None:
    desk.open(unpaid)
    desk.screen.focus_search()
    assert desk.screen.list.search.input.hasFocus()
    entered: list[str] = []
    desk.screen.list.search.submitted.connect(entered.append)

    with qtbot.waitSignal(desk.screen.pay_wanted) as asked:
        press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert asked.args == [unpaid]
    assert entered == []


def test_given_esc_then_the_search_is_emptied_before_the_order_is_closed(desk: Desk, paid: Order) -> None:
    desk.open(paid)
    desk.screen.list.search.input.setText("500")
    assert desk.screen.escape()
    assert desk.screen.list.search.text == ""
    assert desk.detail.isVisible()
    assert desk.screen.escape()
    assert not desk.detail.isVisible()
    assert not desk.screen.escape()


def test_given_a_cash_sale_then_the_timeline_tells_cart_order_payment_and_change(desk: Desk, paid: Order) -> None:
    desk.open(paid)
    money = desk.shop.context.look.money
    change = Money(paid.payments[-1].change_minor, paid.total.currency)
    assert change
    assert "Cart opened, Mara Klein · Till 1" in desk.timeline
    assert f"Order placed {money(paid.total)}" in desk.timeline
    assert f"Paid {money(paid.total)}, Cash {money(paid.total + change)} · Change {money(change)}" in desk.timeline
    assert desk.timeline.count("Paid") == 1


def test_given_a_card_sale_then_the_timeline_names_the_card_and_how_it_was_read(
    desk: Desk, stripe_base: str, qtbot: QtBot
) -> None:
    order = desk.shop.sell_by_card(104, stripe_base)
    desk.open(order)
    assert f"Paid {desk.shop.context.look.money(order.total)}" in desk.timeline
    assert "Visa ending 4242 · contactless" in desk.timeline


def test_given_a_card_on_another_machine_then_list_and_timeline_name_it_and_its_slip(desk: Desk, shop: Shop) -> None:
    target = OrderTarget(place(shop.services, 104).order_id)
    take = partial(shop.services.payments.take_other_card, actor=shop.actor, target=target, slip_number="0042")
    order = shop.services.write(take)
    desk.open(order)
    assert "Card, other machine, slip 0042" in desk.timeline
    assert method_word(order.payments[0].method) == "Card, other machine"


def test_given_an_order_over_the_network_then_the_timeline_names_the_client(desk: Desk, qtbot: QtBot) -> None:
    order = place(desk.shop.services, 103, client="shop-site")
    desk.open(order)
    assert "shop-site, over the network" in desk.timeline
    desk.open(place(desk.shop.services, 104, client="loopback"))
    assert "A program on this computer" in desk.timeline
    assert "loopback" not in desk.timeline


def test_given_something_due_then_payment_can_be_taken_and_not_once_it_is_paid_or_void(
    desk: Desk, unpaid: Order, paid: Order, server: Services, qtbot: QtBot
) -> None:
    desk.open(paid)
    assert not desk.detail.pay.isVisible()
    desk.open(unpaid)
    assert desk.detail.pay.isVisible()
    with qtbot.waitSignal(desk.screen.pay_wanted) as asked:
        click(desk.detail.pay)
    assert asked.args == [unpaid]
    desk.shop.services.write(
        partial(
            server.payments.take_cash,
            actor=desk.shop.actor,
            target=OrderTarget(unpaid.order_id),
            tendered_minor=unpaid.total.amount_minor,
        )
    )
    qtbot.waitUntil(lambda: desk.detail.pill.text == "Paid")
    assert not desk.detail.pay.isVisible()


def test_given_a_payment_under_way_then_no_second_one_is_offered_but_a_check(
    desk: Desk, shop: Shop, stripe_base: str, qtbot: QtBot
) -> None:

    order = place(shop.services, 104)
    desk.open(order)
    progress = shop.services.payments.start_card(shop.actor, OrderTarget(order.order_id), DEMO_READER)
    qtbot.waitUntil(desk.detail.check.isVisible)
    assert not desk.detail.pay.isVisible()
    assert "under way" in desk.detail.warning.text()
    click(desk.detail.check)
    qtbot.waitUntil(lambda: (progress.sentence, "info") in shop.told)


def test_given_an_online_payment_that_was_left_then_the_customer_can_still_pay_in_the_shop(
    desk: Desk, shop: Shop, qtbot: QtBot
) -> None:
    order = place(shop.services, 104)
    asked = IntentRequest(order.order_id, order.due.amount_minor, "usd", None)
    shop.services.payments.create_intent(Actor.client(CAFE, "loopback"), asked)

    desk.open(order)

    qtbot.waitUntil(lambda: desk.detail.warning.text().startswith("An online payment was started."))
    assert desk.detail.pay.isVisible()
    assert not desk.detail.check.isVisible()


def test_given_part_of_an_order_is_paid_then_what_is_left_is_the_figure_that_counts(unpaid: Order, shop: Shop) -> None:
    order = shop.services.write(
        partial(
            shop.services.payments.take_cash,
            actor=shop.actor,
            target=OrderTarget(unpaid.order_id),
            tendered_minor=3_00,
        )
    )
    last = figures_of(order)[-1]
    assert last.words == "Left to pay"
    assert last.money.amount_minor == order.total.amount_minor - 3_00


def test_given_included_tax_then_the_totals_tell_it(shop: Shop) -> None:
    order = place(shop.services, 101)
    told = {figure.words: figure.money for figure in figures_of(order)}
    assert told["Including Sales tax 8.875 %"] == order.tax
    assert order.tax.amount_minor > 0


def test_given_a_note_and_no_tax_then_the_order_tells_both(desk: Desk, shop: Shop) -> None:
    services, actor = shop.services, shop.actor
    services.write(partial(services.settings.change, actor=actor, setting=ALLOW_TAX_FREE, value=True))
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    for mark in (partial(set_tax_free, tax_free=True), partial(set_cart_note, note="Collected at five")):
        services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=mark))

    order = shop.sell_for_cash(101, tendered=400_00)
    desk.open(order)

    assert desk.detail.note.text() == "Note: Collected at five"
    assert [(figure.words, figure.money.amount_minor) for figure in figures_of(order)] == [
        ("Subtotal", 275_54),
        ("Sold tax-free", 0),
        ("Total", 275_54),
    ]


def test_given_reprint_then_the_order_is_asked_for(desk: Desk, paid: Order, qtbot: QtBot) -> None:
    desk.open(paid)
    with qtbot.waitSignal(desk.screen.reprint_wanted) as asked:
        click(desk.detail.reprint)
    assert asked.args == [paid.order_id]


def test_given_the_code_sheet_then_a_scanner_reads_the_order_from_the_screen_and_the_text_can_be_copied(
    desk: Desk, paid: Order, qtbot: QtBot
) -> None:
    desk.open(paid)
    click(desk.detail.code)
    qtbot.waitUntil(lambda: desk.window.findChild(CodeSheet) is not None)
    sheet = desk.window.findChild(CodeSheet)
    assert isinstance(sheet, CodeSheet)
    view = sheet.findChild(QrView)
    assert isinstance(view, QrView)
    picture = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size, line = (picture.width(), picture.height()), picture.bytesPerLine()
    found = zxingcpp.read_barcode(Image.frombytes("L", size, bytes(picture.constBits()), "raw", "L", line, 1))
    assert found is not None
    assert found.text == desk.code(paid)
    click(sheet.copy_button)
    assert QGuiApplication.clipboard().text() == desk.code(paid)
    assert not sheet.link_button.isVisible(), "phones reach no page"
    press(desk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet.isVisible())


def test_given_an_address_that_phones_reach_then_the_link_of_the_orders_page_can_be_copied(
    desk: Desk, paid: Order, qtbot: QtBot
) -> None:
    services = desk.screen.context.services
    address = "http://192.0.2.2:8787"
    services.write(partial(services.tenants.set_public_address, address=address, tenant_id=paid.tenant_id))
    desk.open(paid)
    click(desk.detail.code)
    qtbot.waitUntil(lambda: desk.window.findChild(CodeSheet) is not None)
    sheet = desk.window.findChild(CodeSheet)
    assert isinstance(sheet, CodeSheet)
    assert sheet.link_button.isVisible()

    click(sheet.link_button)

    assert QGuiApplication.clipboard().text() == f"{address}/o/{desk.code(paid)}"


def test_given_a_scanned_receipt_then_its_order_opens_and_nothing_is_typed(desk: Desk, unpaid: Order) -> None:
    front = desk.scan(desk.code(unpaid).lower())
    desk.wait_open(unpaid.order_id)
    assert front.opened == []
    assert desk.screen.list.search.text == ""
    assert desk.screen.list.table.row.order_id == unpaid.order_id


def test_given_a_forged_receipt_when_scanned_then_it_is_refused_in_words(
    desk: Desk, unpaid: Order, qtbot: QtBot
) -> None:
    code = desk.code(unpaid)
    desk.scan(code[:-1] + ("B" if code[-1] != "B" else "C"))
    qtbot.waitUntil(lambda: desk.shop.told == [("This code is not from this shop.", "danger")])
    assert not desk.detail.isVisible()


def test_given_a_code_typed_into_the_search_then_enter_opens_its_order(desk: Desk, unpaid: Order) -> None:
    desk.type_code(desk.code(unpaid))
    desk.wait_open(unpaid.order_id)
    assert desk.screen.list.search.text == ""


def test_given_a_foreign_code_typed_into_the_search_then_enter_refuses_it_in_words(desk: Desk, unpaid: Order) -> None:
    code = desk.code(unpaid)
    desk.type_code(code[:-1] + ("B" if code[-1] != "B" else "C"))
    assert desk.shop.told == [("This code is not from this shop.", "danger")]


def test_given_a_number_without_order_when_it_is_opened_then_it_is_said_and_the_open_one_stays(
    desk: Desk, paid: Order, qtbot: QtBot
) -> None:
    desk.open(paid)
    desk.screen.open_order(OrderId(9999))
    qtbot.waitUntil(lambda: len(desk.shop.told) == 1)
    assert desk.shop.told[0] == ("There is no order 9999.", "danger")
    assert desk.screen.list.table.row.order_id == paid.order_id
    assert desk.detail.title.text() == f"Order #{paid.order_id}"


def test_given_an_open_order_when_another_process_pays_it_then_state_and_timeline_follow(
    desk: Desk, unpaid: Order, server: Services, qtbot: QtBot
) -> None:
    desk.open(unpaid)
    assert desk.detail.pill.text == "Waiting"
    server.write(
        partial(
            server.payments.take_cash,
            actor=desk.shop.actor,
            target=OrderTarget(unpaid.order_id),
            tendered_minor=unpaid.total.amount_minor,
        )
    )
    qtbot.waitUntil(lambda: desk.detail.pill.text == "Paid")
    assert "Paid" in desk.timeline


def test_given_a_reading_that_a_newer_one_overtook_when_it_arrives_then_the_paid_order_stays_paid(
    desk: Desk, unpaid: Order, qtbot: QtBot
) -> None:
    desk.open(unpaid)
    before = desk.detail.opened
    assert before is not None
    services, target = desk.shop.services, OrderTarget(unpaid.order_id)
    pay = partial(services.payments.take_cash, actor=desk.shop.actor, target=target)
    services.write(partial(pay, tendered_minor=unpaid.total.amount_minor))
    qtbot.waitUntil(lambda: desk.detail.pill.text == "Paid")

    desk.screen.show_one(before)

    assert desk.detail.pill.text == "Paid"
    assert not desk.detail.pay.isVisible()


def test_given_counts_that_newer_ones_overtook_when_they_arrive_then_the_chip_keeps_its_number(
    desk: Desk, shop: Shop, qtbot: QtBot
) -> None:
    filters, before = desk.screen.list.filters, OrderReader(shop.services, CAFE).counts()
    waiting, more = filters.chips.chips()[1], f"Waiting · {before.waiting + 1}"
    place(shop.services, 103)
    qtbot.waitUntil(lambda: waiting.text() == more)

    filters.show_counts(before)

    assert waiting.text() == more


def test_given_the_screen_then_every_button_has_a_name_and_is_large_enough_for_a_finger(
    desk: Desk, unpaid: Order
) -> None:

    desk.open(unpaid)
    buttons = [button for button in desk.screen.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) > 6
    for button in buttons:
        assert button.accessibleName() or button.text(), button.objectName()
        assert min(button.width(), button.height()) >= 44, button.objectName()
