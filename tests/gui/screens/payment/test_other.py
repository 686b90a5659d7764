"""A card on another machine on the payment sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import Method
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.widgets.scan_field import asking, write_scan
from gui.screens.payment.conftest import Counter


def write(counter: Counter, text: str) -> None:
    """Letters and signs, as the keyboard sends them."""
    QTest.keyClicks(counter.window.focusWidget(), text)


@pytest.fixture
def sheet(counter: Counter) -> PaymentSheet:
    made = counter.sheet("cash")
    counter.press(Qt.Key.Key_O)
    assert made.other.isVisible()
    return made


def test_o_asks_for_the_slip_and_enter_books_it(counter: Counter, sheet: PaymentSheet) -> None:
    assert sheet.other.slip.input.hasFocus()
    assert "Charge $699.98 on the other machine first." in sheet.other.detail.text()

    write(counter, "0042 so")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    (payment,) = order.payments
    assert (payment.method, payment.slip_number) == (Method.OTHER_CARD, "0042 so")
    assert isinstance(_next(counter), Order)


def test_by_mouse_alone(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.click(sheet.column.other)
    write(counter, "7")
    counter.click(sheet.other.book)
    counter.click(sheet.other.book)
    counter.until_done(sheet)

    assert len(counter.order().payments) == 1


def test_without_a_slip_number_it_says_what_is_missing_and_books_nothing(counter: Counter, sheet: PaymentSheet) -> None:
    counter.press(Qt.Key.Key_Return)

    assert sheet.other.slip.error == "Enter the number on the slip."
    write(counter, "1")
    assert sheet.other.slip.error == ""
    counter.context.jobs.wait()
    assert counter.orders() == ()


def test_a_card_number_is_refused_beneath_the_field(counter: Counter, sheet: PaymentSheet) -> None:
    write(counter, "4242424242424242")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: "looks like a card number" in sheet.other.slip.error, timeout=30_000)

    assert counter.orders() == ()
    assert sheet.other.slip.input.hasFocus()


def test_a_slip_with_a_bar_code_is_scanned(counter: Counter, sheet: PaymentSheet) -> None:
    field = asking(counter.window.focusWidget())
    assert field is sheet.other.slip.input
    write_scan(field, "SLIP-0042")

    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert counter.order().payments[0].slip_number == "SLIP-0042"


def test_a_scan_while_the_focus_is_elsewhere_is_no_slip_number(counter: Counter, sheet: PaymentSheet) -> None:
    write(counter, "0042")
    sheet.other.book.setFocus()

    assert asking(counter.window.focusWidget()) is None
    assert not sheet.scanned(Scan(ScanKind.UNKNOWN, "4006381333931"))
    assert sheet.other.slip.text == "0042"


def test_the_rest_after_a_part_in_cash_goes_on_the_other_machine(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)

    counter.press(Qt.Key.Key_O)
    assert sheet.other.book.text() == "Book $99.98 as paid"
    write(counter, "0042")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert [p.amount.amount_minor for p in counter.order().payments] == [600_00, 99_98]


def test_other_is_off_while_the_reader_has_the_payment(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    counter.press(Qt.Key.Key_O)

    assert not sheet.column.other.isEnabled()
    assert sheet.column.other.toolTip() == "Cancel the card first"
    assert sheet.card_panel.isVisible()


def _next(counter: Counter) -> object:
    counter.press(Qt.Key.Key_Return)
    return counter.end()
