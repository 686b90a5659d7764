"""Customers: found, opened, added by keyboard alone, and kept true while others sell."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.screens.customers.new_customer import NewCustomerSheet
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services, Work
from gui.screens.orders.shop import REGULAR, Shop, click, place, press, type_text

LATEST_MS = 500
"""How soon a desk shows what another process did."""


class Desk:
    """The Customers screen in a window."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self._qtbot = shop, qtbot
        self.screen = CustomersScreen(shop.context)
        self.detail = self.screen.detail
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        qtbot.waitUntil(lambda: not self.screen.list.listing.asking)

    @property
    def names(self) -> list[str]:
        """The customers in the list, from the top."""
        return [customer.name for customer in self.screen.list.model.rows]

    def search(self, text: str) -> None:
        """Type into the search and wait for the answer."""
        self.screen.list.search.focus()
        with self._qtbot.waitSignal(self.screen.list.arrived):
            type_text(self.screen.list.search.input, text)

    def open(self, ref: CustomerRef) -> None:
        """Have a customer shown."""
        self.screen.open_customer(ref)
        self.wait_open()

    def wait_open(self) -> None:
        """Wait until a customer is shown at the side."""
        self._qtbot.waitUntil(self.detail.isVisible)

    @property
    def visits(self) -> list[int]:
        """The orders shown at the side, from the top."""
        return [row.order_id for row in self.detail.model.rows]

    def new(self) -> NewCustomerSheet:
        """Open the sheet by keyboard."""
        press(self.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        sheet = self.window.findChild(NewCustomerSheet)
        assert isinstance(sheet, NewCustomerSheet)
        return sheet

    def type(self, *texts: str) -> None:
        """Type into one field after the other, Tab between them."""
        for number, text in enumerate(texts):
            if number:
                focused = QApplication.focusWidget()
                assert focused is not None
                QTest.keyClick(focused, Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert focused is not None
            type_text(focused, text)


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


@pytest.fixture
def regular(shop: Shop) -> Customer:
    return shop.services.read(partial(shop.services.customers.get, tenant_id=CAFE, ref=REGULAR))


def create(services: Services, shop: Shop, email: str, firstname: str = "", lastname: str = "") -> Customer:
    """A customer added by somebody else."""
    return services.write(
        partial(
            services.customers.create, actor=shop.actor, email=email, firstname=firstname, lastname=lastname, phone=""
        )
    )


def test_given_a_search_by_name_or_email_then_that_customer_is_listed_and_enter_opens_it(
    desk: Desk, regular: Customer, qtbot: QtBot
) -> None:
    everyone = desk.names
    assert regular.name in everyone
    assert len(everyone) > 1
    desk.search(regular.email)
    assert desk.names == [regular.name]
    press(desk.window, Qt.Key.Key_Return)
    desk.wait_open()
    assert desk.detail.title.text() == regular.name
    assert desk.detail.email.text() == regular.email
    qtbot.waitUntil(desk.detail.cart.hasFocus)


def test_given_a_click_on_a_row_while_the_list_is_asked_for_anew_then_that_customer_opens(
    desk: Desk, regular: Customer, qtbot: QtBot
) -> None:
    table = desk.screen.list.table
    row = table.visualRect(desk.screen.list.model.index(desk.names.index(regular.name), 0))
    with qtbot.waitSignal(desk.screen.list.arrived):
        desk.screen.list.restart()
        click(table.viewport(), row.center())
    desk.wait_open()
    assert desk.detail.title.text() == regular.name
    assert table.row.ref == regular.ref


def test_given_a_search_without_match_then_it_is_said_and_one_click_clears_it(desk: Desk, qtbot: QtBot) -> None:
    everyone = desk.names
    desk.search("zzzz")
    empty = desk.screen.list.listing.empty
    title = empty.findChild(Text, f"{empty.objectName()}-title")
    assert title is not None
    assert title.text() == "Nothing matches 'zzzz'"
    click(empty.button)
    qtbot.waitUntil(lambda: desk.names == everyone)


def test_given_a_customer_with_orders_then_figures_and_orders_are_shown_and_a_click_asks_for_the_order(
    desk: Desk, qtbot: QtBot
) -> None:
    first = place(desk.shop.services, 103, customer=REGULAR)
    second = place(desk.shop.services, 104, customer=REGULAR)
    desk.open(REGULAR)
    qtbot.waitUntil(lambda: desk.visits == [second.order_id, first.order_id])
    nothing = desk.shop.context.look.money(Money(0, first.total.currency))
    assert desk.detail.figures.text().startswith(f"2 orders · {nothing} · since "), "they are not paid"
    visits = desk.detail.visits
    click(desk.detail.tabs.chips()[1])
    where = visits.visualRect(desk.detail.model.index(1, 0)).center()
    with qtbot.waitSignal(desk.screen.order_wanted) as asked:
        click(visits.viewport(), where)
    assert asked.args == [first.order_id]
    visits.setFocus()
    with qtbot.waitSignal(desk.screen.order_wanted) as asked:
        press(desk.window, Qt.Key.Key_Return)
    assert asked.args == [first.order_id]


def test_given_an_open_customer_when_another_process_sells_to_them_then_figures_and_orders_follow(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    desk.open(REGULAR)
    assert desk.detail.figures.text().startswith("0 orders")
    order = place(server, 103, customer=REGULAR)
    qtbot.waitUntil(lambda: desk.visits == [order.order_id])
    assert desk.detail.figures.text().startswith("1 order ")
    rows = {customer.ref: customer.orders for customer in desk.screen.list.model.rows}
    assert rows[REGULAR] == 1


def test_given_another_process_when_it_adds_a_customer_then_the_list_shows_it_on_top(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    create(server, desk.shop, "ada@example.org", "Ada", "Lovelace")
    qtbot.waitUntil(lambda: desk.names[0] == "Ada Lovelace", timeout=LATEST_MS)


def test_given_a_selected_customer_when_others_are_added_and_buy_then_no_row_moves_under_the_finger(
    shop: Shop, server: Services, qtbot: QtBot
) -> None:
    def unit(work: Work) -> None:
        for number in range(40):
            server.customers.create(work, shop.actor, email=f"guest{number}@example.org")

    server.write(unit)
    desk = Desk(shop, qtbot)
    table = desk.screen.list.table
    table.selectRow(2)
    selected, where = table.row, table.visualRect(table.currentIndex()).top()
    assert selected is not None

    create(server, shop, "ada@example.org", "Ada", "Lovelace")
    qtbot.waitUntil(lambda: desk.names[0] == "Ada Lovelace")
    place(server, 103, customer=selected.ref)
    qtbot.waitUntil(lambda: table.row is not None and table.row.orders == 1)

    assert table.row.ref == selected.ref
    assert table.visualRect(table.currentIndex()).top() == where


def test_given_a_pointer_over_the_list_then_nobody_comes_or_goes_until_it_is_gone(
    desk: Desk, server: Services, qtbot: QtBot
) -> None:
    viewport, spot = desk.screen.list.table.viewport(), QPointF(5, 5)
    before = list(desk.names)
    gone = desk.screen.list.model.rows[1]
    QCoreApplication.sendEvent(viewport, QEnterEvent(spot, spot, spot))
    create(server, desk.shop, "ada@example.org", "Ada", "Lovelace")
    server.customer_data.erase(desk.shop.actor, gone.ref)
    place(server, 103, customer=REGULAR)
    qtbot.waitUntil(lambda: desk.screen.list.model.rows[0].orders == 1)
    assert desk.names == before

    QCoreApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert desk.names == ["Ada Lovelace", *(name for name in before if name != gone.name)]


def test_given_a_pointer_over_the_list_then_whom_somebody_adds_here_shows_at_once(desk: Desk, qtbot: QtBot) -> None:
    viewport, spot = desk.screen.list.table.viewport(), QPointF(5, 5)
    QCoreApplication.sendEvent(viewport, QEnterEvent(spot, spot, spot))
    desk.new()
    desk.type("Ada", "Lovelace")
    press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.names[0] == "Ada Lovelace")


def test_given_hundreds_of_customers_when_somebody_scrolls_then_page_after_page_is_fetched(
    shop: Shop, server: Services, qtbot: QtBot
) -> None:
    def unit(work: Work) -> None:
        for number in range(120):
            server.customers.create(work, shop.actor, email=f"guest{number}@example.org")

    server.write(unit)
    desk = Desk(shop, qtbot)
    bar = desk.screen.list.table.verticalScrollBar()
    assert len(desk.names) == 50
    for expected in (100, 120):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda expected=expected: len(desk.names) >= expected)  # type: ignore[misc]  # bound now
    refs = [customer.ref.customer_id for customer in desk.screen.list.model.rows]
    assert refs == sorted(set(refs), reverse=True)


def test_given_the_keyboard_alone_then_a_customer_is_added_and_opened(desk: Desk, qtbot: QtBot) -> None:
    desk.new()
    desk.type("Grace", "Hopper", "grace@example.org", "+1 555 0142")
    press(desk.window, Qt.Key.Key_Return)
    desk.wait_open()
    qtbot.waitUntil(lambda: desk.names[0] == "Grace Hopper")
    assert desk.detail.title.text() == "Grace Hopper"
    assert desk.detail.phone.text() == "+1 555 0142"
    assert desk.shop.told == [("Grace Hopper was added", "success")]
    qtbot.waitUntil(lambda: desk.screen.list.table.row is not None)
    assert desk.screen.list.table.row.name == "Grace Hopper"


def test_given_nothing_typed_when_saved_then_the_first_wrong_field_says_so_and_has_the_focus(
    desk: Desk, qtbot: QtBot
) -> None:
    sheet = desk.new()
    click(sheet.save)
    qtbot.waitUntil(lambda: sheet.firstname.error == "Give a name or an email address.")
    assert sheet.firstname.input.hasFocus()


def test_given_something_that_is_no_email_when_saved_then_its_field_says_so_until_it_is_edited(
    desk: Desk, qtbot: QtBot
) -> None:
    sheet = desk.new()
    desk.type("Grace", "Hopper", "grace at example")
    press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not an email address" in sheet.email.error)
    type_text(sheet.email.input, "x")
    assert sheet.email.error == ""


def test_given_the_email_of_another_customer_then_it_is_told_and_that_customer_can_be_opened(
    desk: Desk, regular: Customer, qtbot: QtBot
) -> None:
    before = desk.names
    sheet = desk.new()
    desk.type("Somebody", "Else", regular.email.upper())
    press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.open_taken.isVisible)
    assert sheet.open_taken.text() == "Open this customer"
    assert sheet.hint_words.text() == f"Same email as {regular.name}. Open this customer?"
    assert "Another customer has this email address" in sheet.email.error
    click(sheet.open_taken)
    desk.wait_open()
    assert desk.detail.title.text() == regular.name
    assert desk.names == before


def test_given_the_email_of_another_customer_when_its_field_is_left_then_it_is_told_before_saving(
    desk: Desk, regular: Customer, qtbot: QtBot
) -> None:
    sheet = desk.new()
    desk.type("", "", regular.email, "")
    qtbot.waitUntil(sheet.open_taken.isVisible)
    assert regular.name in sheet.hint_words.text()
    assert sheet.email.error == ""


def test_given_something_typed_when_esc_is_pressed_then_it_is_asked_before_it_is_lost(desk: Desk, qtbot: QtBot) -> None:
    sheet = desk.new()
    desk.type("Grace")
    press(desk.window, Qt.Key.Key_Escape)
    confirm = desk.window.findChild(Confirm)
    assert isinstance(confirm, Confirm)
    assert sheet.isVisible()
    assert confirm.safe_button.hasFocus()
    click(confirm.verb_button)
    qtbot.waitUntil(lambda: not sheet.isVisible())


def test_given_an_open_customer_then_a_cart_is_asked_for_by_click_and_by_key(desk: Desk, qtbot: QtBot) -> None:
    desk.open(REGULAR)
    with qtbot.waitSignal(desk.screen.cart_wanted) as asked:
        click(desk.detail.cart)
    assert asked.args[0].ref == REGULAR
    desk.screen.list.table.setFocus()
    with qtbot.waitSignal(desk.screen.cart_wanted):
        press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.screen.focus_search()
    with qtbot.waitSignal(desk.screen.cart_wanted):
        press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.screen.escape()
    assert not desk.detail.isVisible()


def test_given_a_customer_that_is_not_there_when_opened_then_it_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.screen.open_customer(CustomerRef(CUSTOMERS_TABLE, CustomerId(99999)))
    qtbot.waitUntil(lambda: desk.shop.told == [("There is no such customer.", "danger")])
    assert not desk.detail.isVisible()


def test_given_the_screen_then_every_button_has_a_name_and_is_large_enough_for_a_finger(desk: Desk) -> None:
    desk.open(REGULAR)
    buttons = [button for button in desk.screen.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) >= 3
    for button in buttons:
        assert button.accessibleName() or button.text(), button.objectName()
        assert min(button.width(), button.height()) >= 44, button.objectName()
