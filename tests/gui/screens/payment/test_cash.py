"""Cash on the payment sheet."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit

from aurora_desk.domain.cart import CartStatus
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import CartTarget, Method, OrderTarget
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.text import Text
from gui.screens.payment.conftest import Counter, fill_cart
from gui.why import why

DUE = Money(699_98, "USD")


def test_enter_takes_the_exact_amount_that_is_offered_first(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    assert sheet.cash.received.hasFocus()
    assert sheet.cash.received.money == DUE
    assert sheet.cash.take.text() == "Take cash"

    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    assert (order.payments[0].method, order.payments[0].change_minor) == (Method.CASH, 0)
    assert sheet.done.headline.text() == "Paid $699.98"
    assert not sheet.done.change.isVisible()


def test_a_note_by_mouse_shows_the_change_before_and_after(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    counter.click(sheet.cash.notes[0])
    assert sheet.cash.notes[0].text() == "$700"
    assert sheet.cash.result.money == Money(2, "USD")
    counter.click(sheet.cash.take)
    counter.until_done(sheet)

    assert counter.order().payments[0].change_minor == 2
    assert sheet.done.change.money == Money(2, "USD")
    assert sheet.done.change.isVisible()


def test_digits_backspace_and_e_come_from_the_keyboard_wherever_the_focus_is(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    sheet.cash.take.setFocus()

    counter.type("80000")
    assert sheet.cash.received.money == Money(800_00, "USD")
    counter.press(Qt.Key.Key_Backspace)
    assert sheet.cash.received.money == Money(80_00, "USD")
    counter.type("e")

    assert sheet.cash.received.money == DUE


def test_less_than_due_pays_a_part_and_the_rest_is_asked_for(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    counter.type("60000")
    assert sheet.cash.take.text() == "Take $600.00 and continue"
    assert "Still to pay" in sheet.cash.result.accessibleName()
    assert sheet.cash.result.money == Money(99_98, "USD")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)

    assert sheet.column.part.text() == "Paid $600.00 of $699.98"
    assert sheet.column.amount.money == Money(99_98, "USD")
    assert sheet.subtitle.text() == "Order #5001"
    assert counter.order().payment_status is PaidStatus.PART_PAID

    counter.type("e")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    assert counter.order().payment_status is PaidStatus.PAID
    assert len(counter.orders()) == 1


def test_nothing_received_takes_nothing_and_says_what_is_missing(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    counter.press(Qt.Key.Key_0)
    counter.press(Qt.Key.Key_Return)

    assert not sheet.cash.take.isEnabled()
    assert sheet.cash.take.toolTip() == "Enter the amount that the customer gave"
    assert why(sheet.cash.take) == "Enter the amount that the customer gave"
    assert counter.orders() == ()


def test_no_number_is_shown_before_the_first_tender(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    assert sheet.subtitle.text() == ""


def test_escape_before_any_tender_leaves_cart_and_numbers_alone(counter: Counter) -> None:
    counter.sheet("cash")

    counter.press(Qt.Key.Key_Escape)

    assert counter.end() is None
    assert counter.cart_on_disk().status is CartStatus.OPEN
    assert counter.orders() == ()


def test_a_part_paid_order_is_left_waiting_only_after_it_was_told(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)

    counter.press(Qt.Key.Key_Escape)
    question = counter.page.findChild(Confirm, "payment-leave")
    assert question is not None
    assert counter.ends == []
    text = question.findChild(Text, "payment-leave-text")
    assert text is not None
    assert "$600.00 is paid, $99.98 is still to pay" in text.text()
    counter.click(question.verb_button)

    order = counter.end()
    assert isinstance(order, Order)
    assert order.payment_status is PaidStatus.PART_PAID
    assert counter.order().status is not OrderStatus.VOID


def test_without_an_open_shift_only_close_is_left(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> Order:
        raise NoShiftError

    monkeypatch.setattr(counter.services.payments, "take_cash", refuse)
    sheet = counter.sheet("cash")

    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.message.isVisible, timeout=30_000)

    assert sheet.message.headline.text() == "No shift is open on this till."
    assert sheet.message.detail.text() == "Nothing was sold. Open the shift first."
    assert not sheet.column.card.isEnabled()
    assert not sheet.column.cash.isEnabled()
    counter.click(sheet.message.button)
    assert counter.end() is None


def test_a_refusal_is_told_in_place_and_the_amount_is_kept(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_args: object, **_kwargs: object) -> Order:
        raise RuntimeError("the disk is gone")

    sheet = counter.sheet("cash")
    counter.type("80000")
    with monkeypatch.context() as broken:
        broken.setattr(counter.services.payments, "take_cash", crash)
        counter.press(Qt.Key.Key_Return)
        counter.qtbot.waitUntil(sheet.message.isVisible, timeout=30_000)

    assert "Nothing was saved by this step" in sheet.message.detail.text()
    counter.press(Qt.Key.Key_Return)
    assert sheet.cash.received.money == Money(800_00, "USD")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)


def test_a_waiting_order_is_paid_and_closing_before_does_not_void_it(counter: Counter) -> None:
    services, target = counter.services, CartTarget(counter.cart.cart_id)
    take = partial(services.payments.take_cash, actor=counter.actor, target=target, tendered_minor=100_00)
    order = services.write(take)

    counter.sheet("cash", target=OrderTarget(order.order_id))
    counter.press(Qt.Key.Key_Escape)

    assert counter.end() is None
    assert counter.order().status is not OrderStatus.VOID


def test_the_end_is_the_paid_order_and_the_sheet_is_gone(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    counter.press(Qt.Key.Key_Return)

    order = counter.end()
    assert isinstance(order, Order)
    assert order.due == Money(0, "USD")


def test_a_sale_without_change_goes_back_by_itself(counter: Counter) -> None:
    counter.sheet("cash", back_after_ms=1)

    counter.press(Qt.Key.Key_Return)

    assert isinstance(counter.end(), Order)


def test_change_to_give_keeps_the_sheet_open(counter: Counter) -> None:
    sheet = counter.sheet("cash", back_after_ms=1)

    counter.click(sheet.cash.notes[0])
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    QCoreApplication.processEvents()

    assert counter.ends == []


def test_print_is_the_default_and_is_asked_for_once(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    wanted: list[tuple[object, str]] = []
    sheet.receipt_wanted.connect(lambda order_id, how: wanted.append((order_id, how)))
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    assert sheet.done.print_button.hasFocus()

    counter.press(Qt.Key.Key_Space)
    counter.press(Qt.Key.Key_Space)

    assert wanted == [(5001, "print")]
    sheet.show_receipt_news("The receipt printer has no paper. The order is saved.", "danger")
    assert sheet.done.news.text() == "The receipt printer has no paper. The order is saved."
    assert not sheet.done.print_button.busy


def test_the_code_on_the_sheet_is_the_order_s_own(counter: Counter) -> None:
    sheet = counter.sheet("cash", back_after_ms=1_000_000)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    counter.click(sheet.done.code_button)
    counter.qtbot.waitUntil(sheet.done.code.isVisible, timeout=30_000)

    assert sheet.done.number.text() == counter.order().number


def test_training_says_test_mode(counter: Counter) -> None:
    sheet = counter.sheet()

    pill = sheet.findChild(Pill, "payment-test-mode")

    assert pill is not None
    assert pill.isVisible()


def test_given_a_cart_that_a_program_has_changed_then_no_amount_is_taken_that_the_sheet_does_not_show(
    counter: Counter,
) -> None:
    sheet = counter.sheet("cash")
    fill_cart(counter.services, counter.actor, 103)

    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.message.isVisible, timeout=30_000)

    assert sheet.message.headline.text() == "The cart was changed by another program while payment was open."
    assert "Nothing was charged" in sheet.message.detail.text()
    assert counter.orders() == ()
    counter.press(Qt.Key.Key_Return)
    assert counter.end() is None


def test_cash_is_asked_for_in_coins_that_exist_and_the_card_is_not(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=50)
    sheet = counter.sheet("cash")
    counter.qtbot.waitUntil(sheet.column.rounded.isVisible, timeout=30_000)
    assert sheet.column.rounded.text() == "Rounded to $700.00 for cash"
    assert sheet.column.amount.money == DUE
    assert sheet.cash.received.money == Money(700_00, "USD")

    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    payment = counter.order().payments[0]
    assert (payment.amount, payment.rounding_minor, payment.change_minor) == (DUE, 2, 0)
    assert sheet.done.headline.text() == "Paid $700.00"


def test_an_amount_that_no_coins_make_up_can_not_be_taken_and_the_button_says_why(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=50)
    sheet = counter.sheet("cash")
    counter.qtbot.waitUntil(sheet.column.rounded.isVisible, timeout=30_000)

    counter.type("70010")

    assert not sheet.cash.take.isEnabled()
    assert sheet.cash.take.toolTip() == "The smallest coin is $0.50"


def test_a_tip_is_shown_apart_from_what_was_paid_for_the_goods(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    sheet.stage.show_panel(sheet.done)

    sheet.done.show_paid(Money(98_10, "USD"), Money(0, "USD"), "ORD-2026-5001", tip=Money(5_00, "USD"))

    assert sheet.done.headline.text() == "Paid $98.10"
    assert sheet.done.tip.isVisible()
    assert sheet.done.tip.text() == "Tip $5.00"


@pytest.mark.parametrize("tender", ["cash", "card", ""])
def test_closing_gives_the_focus_back_to_where_it_was(counter: Counter, tender: str) -> None:
    search = QLineEdit(counter.page)
    search.show()
    search.setFocus()
    sheet = counter.sheet(tender)
    if tender == "card":
        counter.until(sheet, CardPhase.WAITING)
        counter.press(Qt.Key.Key_Escape)
        counter.until(sheet, CardPhase.CANCELED)

    counter.press(Qt.Key.Key_Escape)
    counter.end()

    assert counter.window.focusWidget() is search
