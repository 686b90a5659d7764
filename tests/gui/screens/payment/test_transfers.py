"""Bank transfers and the shop's own tenders on the payment sheet: is the customer charged, and is it paid?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import Method
from aurora_desk.gui.screens.payment.other_tender import TRANSFER
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from gui.screens.payment.conftest import Counter

ALT = Qt.KeyboardModifier.AltModifier


def add_tender(counter: Counter, name: str, *, asks: bool) -> None:
    """The owner lets the shop take one more."""
    settings = counter.services.settings
    counter.services.write(lambda work: settings.add_tender(work, counter.actor, name, asks_reference=asks))


def step(counter: Counter, key: Qt.Key = Qt.Key.Key_Right) -> None:
    QTest.keyClick(counter.window.windowHandle(), key, ALT)


def write(counter: Counter, text: str) -> None:
    QTest.keyClicks(counter.window.focusWidget(), text)


@pytest.fixture
def sheet(counter: Counter) -> PaymentSheet:
    """The Other step of a shop with two tenders of its own."""
    add_tender(counter, "Voucher", asks=True)
    add_tender(counter, "Lunch cheque", asks=False)
    made = counter.sheet("cash")
    counter.press(Qt.Key.Key_O)
    counter.qtbot.waitUntil(lambda: len(made.other.chips.chips()) == 4, timeout=30_000)
    return made


def test_every_tender_stands_in_the_row_and_the_card_of_another_machine_is_first(sheet: PaymentSheet) -> None:
    names = [chip.text() for chip in sheet.other.chips.chips()]
    assert names == ["Card on another machine", "Bank transfer", "Voucher", "Lunch cheque"]
    assert sheet.other.slip.input.hasFocus()


def test_a_transfer_is_booked_by_keyboard_alone_only_with_what_the_account_says(
    counter: Counter, sheet: PaymentSheet
) -> None:
    step(counter)
    assert sheet.other.tender == TRANSFER
    assert sheet.other.detail.text().startswith("Nothing is charged here. Book it once you see $699.98")

    counter.press(Qt.Key.Key_Return)
    assert sheet.other.slip.error == "Enter what the account says, or let the order wait."
    assert counter.orders() == ()

    write(counter, "A. Demir")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    (payment,) = counter.order().payments
    assert (payment.method, payment.slip_number) == (Method.TRANSFER, "A. Demir")


def test_an_order_that_waits_for_its_transfer_is_not_shown_as_paid(counter: Counter, sheet: PaymentSheet) -> None:
    told: list[str] = []
    sheet.course.told.connect(lambda words, _tone: told.append(words))
    counter.click(sheet.other.chips.chips()[1])

    counter.click(sheet.other.wait)

    order = counter.end()
    assert isinstance(order, Order)
    assert order.payment_status is PaidStatus.UNPAID
    assert counter.order().payments == ()
    (words,) = told
    assert "5001" in words
    assert "waits for a bank transfer of $699.98. It is not paid" in words


def test_enter_on_the_wait_button_lets_the_order_wait_and_books_nothing(counter: Counter, sheet: PaymentSheet) -> None:
    step(counter)
    counter.press(Qt.Key.Key_Tab)
    assert sheet.other.wait.hasFocus()

    counter.press(Qt.Key.Key_Return)

    assert isinstance(counter.end(), Order)
    assert counter.order().payments == ()


def test_the_waiting_order_is_paid_from_orders_once_the_money_is_there(counter: Counter, sheet: PaymentSheet) -> None:
    step(counter)
    counter.click(sheet.other.wait)
    waiting = counter.end()
    assert isinstance(waiting, Order)

    later = counter.sheet(order=waiting)
    counter.press(Qt.Key.Key_O)
    step(counter)
    write(counter, "order 5001")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(later)

    assert counter.order().payment_status is PaidStatus.PAID


def test_a_shops_own_tender_is_booked_under_its_name(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.other.chips.chips()[2])
    assert sheet.other.headline.text() == "Voucher"
    assert not sheet.other.wait.isVisible()
    write(counter, "V-7")
    counter.click(sheet.other.book)
    counter.until_done(sheet)

    (payment,) = counter.order().payments
    assert (payment.method, payment.tender_name, payment.slip_number) == (Method.OWN, "Voucher", "V-7")
    assert "Voucher" in sheet.column.how.text()


def test_a_tender_that_asks_for_nothing_is_booked_with_enter(counter: Counter, sheet: PaymentSheet) -> None:
    for _ in range(3):
        step(counter)
    assert not sheet.other.slip.isVisible()
    assert sheet.other.book.hasFocus()

    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert counter.order().payments[0].tender_name == "Lunch cheque"


def test_what_was_typed_for_one_tender_is_not_the_reference_of_another(counter: Counter, sheet: PaymentSheet) -> None:
    write(counter, "0042")
    step(counter)
    assert sheet.other.slip.text == ""
    step(counter, Qt.Key.Key_Left)
    assert sheet.other.slip.text == ""


def test_a_tender_that_the_owner_took_away_meanwhile_is_refused_in_words(counter: Counter, sheet: PaymentSheet) -> None:
    settings = counter.services.settings
    counter.services.write(lambda work: settings.remove_tender(work, counter.actor, "Voucher"))
    counter.click(sheet.other.chips.chips()[2])
    write(counter, "V-7")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.message.isVisible, timeout=30_000)

    assert sheet.message.headline.text() == "This shop takes no Voucher."
    assert sheet.message.detail.text().startswith("Nothing was booked.")
    assert counter.orders() == ()
    counter.press(Qt.Key.Key_Return)
    assert sheet.other.isVisible()
    counter.qtbot.waitUntil(lambda: len(sheet.other.chips.chips()) == 3, timeout=30_000)
    assert sheet.other.headline.text() == "Card on another machine"
