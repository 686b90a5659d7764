"""A bill in parts on the payment sheet, each part with a tender of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import Method, PaymentStatus
from aurora_desk.gui.screens.payment.attempt_panel import CardAction
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.widgets.confirm import Confirm
from gui.screens.payment.conftest import SHORT_OF_FUNDS, Counter
from gui.why import why


@pytest.fixture
def sheet(counter: Counter) -> PaymentSheet:
    """A split bill of 699.98, nothing said yet about how."""
    made = counter.sheet("cash")
    counter.press(Qt.Key.Key_S)
    assert made.split.isVisible()
    return made


def said(sheet: PaymentSheet) -> list[str]:
    """What the rows of the plan say."""
    return [row.accessibleName() for row in sheet.split.parts.rows]


def until_planned(counter: Counter, sheet: PaymentSheet) -> None:
    """Wait until the plan is back in front."""
    counter.qtbot.waitUntil(sheet.split.isVisible, timeout=30_000)


def pay_part_in_cash(counter: Counter, sheet: PaymentSheet) -> None:
    counter.press(Qt.Key.Key_F9)
    assert sheet.cash.isVisible()
    counter.press(Qt.Key.Key_Return)
    until_planned(counter, sheet)


def test_three_equal_parts_add_up_and_each_is_paid_by_its_own_tender(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[3])
    assert said(sheet) == [
        "Part 1, $233.33, To pay",
        "Part 2, $233.33, To pay",
        "Part 3, $233.32, To pay",
    ]
    assert sheet.split.footer.text() == "Paid $0.00 of $699.98"
    assert counter.orders() == ()

    counter.press(Qt.Key.Key_F9)
    assert sheet.column.caption.text() == "Part 1 of 3"
    assert sheet.column.amount.money == Money(233_33, "USD")
    assert sheet.cash.received.money == Money(233_33, "USD")
    counter.click(sheet.cash.notes[0])
    counter.press(Qt.Key.Key_Return)
    until_planned(counter, sheet)
    assert said(sheet)[0] == "Part 1, $233.33, Paid · Cash"
    assert sheet.split.footer.text() == "Paid $233.33 of $699.98"

    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.present()
    until_planned(counter, sheet)
    assert said(sheet)[1] == "Part 2, $233.33, Paid · Visa ending 4242"

    counter.press(Qt.Key.Key_O)
    counter.type("0042")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    assert [(p.method, p.amount.amount_minor) for p in order.payments] == [
        (Method.CASH, 233_33),
        (Method.CARD, 233_33),
        (Method.OTHER_CARD, 233_32),
    ]
    assert order.payments[0].change_minor == 250_00 - 233_33


def test_by_keyboard_alone_enter_goes_from_the_plan_to_the_card(counter: Counter, sheet: PaymentSheet) -> None:
    assert sheet.split.equal[2].hasFocus()
    counter.press(Qt.Key.Key_Space)
    assert sheet.split.pay.hasFocus()
    assert sheet.split.pay.text() == "Pay part 1 · $349.99"

    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.card_panel.buttons[CardAction.SEND].isEnabled, timeout=30_000)
    counter.press(Qt.Key.Key_Return)
    counter.until(sheet, CardPhase.WAITING)

    assert counter.order().payments[0].amount == Money(349_99, "USD")


def test_by_amount_with_the_keyboard_alone(counter: Counter, sheet: PaymentSheet) -> None:
    for _ in range(3):
        counter.press(Qt.Key.Key_Tab)
    assert sheet.split.by_amount.hasFocus()
    counter.press(Qt.Key.Key_Space)
    counter.type("10000")
    counter.press(Qt.Key.Key_Return)
    assert said(sheet) == ["Part 1, $100.00, To pay", "Part 2, $599.98, To pay"]

    for _ in range(2):
        counter.press(Qt.Key.Key_F9)
        counter.press(Qt.Key.Key_Return)
        counter.qtbot.waitUntil(lambda: not sheet.cash.isVisible(), timeout=30_000)
    counter.until_done(sheet)

    assert [payment.amount.amount_minor for payment in counter.order().payments] == [100_00, 599_98]


def test_by_line_with_the_keyboard_alone(counter: Counter, sheet: PaymentSheet) -> None:
    for _ in range(4):
        counter.press(Qt.Key.Key_Tab)
    assert sheet.split.by_line.hasFocus()
    counter.press(Qt.Key.Key_Space)
    counter.qtbot.waitUntil(sheet.split.line.isVisible, timeout=30_000)
    counter.press(Qt.Key.Key_Tab)
    assert sheet.split.line.rows[1].hasFocus()
    counter.press(Qt.Key.Key_Space)
    counter.press(Qt.Key.Key_Return)
    assert [text.split(", ")[1] for text in said(sheet)] == ["$399.99", "$299.99"]

    for _ in range(2):
        counter.press(Qt.Key.Key_F9)
        counter.press(Qt.Key.Key_Return)
        counter.qtbot.waitUntil(lambda: not sheet.cash.isVisible(), timeout=30_000)
    counter.until_done(sheet)

    assert [payment.amount.amount_minor for payment in counter.order().payments] == [399_99, 299_99]


def test_equally_by_mouse_alone_every_part_in_cash(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[2])
    for _ in range(2):
        counter.click(sheet.column.cash)
        counter.click(sheet.cash.take)
        counter.qtbot.waitUntil(lambda: not sheet.cash.isVisible(), timeout=30_000)
    counter.until_done(sheet)

    assert [payment.amount.amount_minor for payment in counter.order().payments] == [349_99, 349_99]


def test_by_amount_and_by_line_by_mouse_alone(counter: Counter, sheet: PaymentSheet) -> None:
    split = sheet.split
    counter.click(split.by_amount)
    for digit in ("5", "0", "0", "0"):
        pad_key = split.amount.pad.findChild(QPushButton, f"split-amount-pad-{digit}")
        assert pad_key is not None
        counter.click(pad_key)
    counter.click(split.amount.make)
    assert said(sheet) == ["Part 1, $50.00, To pay", "Part 2, $649.98, To pay"]

    counter.click(split.by_line)
    counter.qtbot.waitUntil(split.line.isVisible, timeout=30_000)
    counter.click(split.line.rows[0])
    counter.click(split.line.make)
    assert [text.split(", ")[1] for text in said(sheet)] == ["$50.00", "$299.99", "$349.99"]


def test_a_declined_part_stays_unpaid_and_another_tender_pays_it(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[2])
    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.card_panel.buttons[CardAction.OTHER])
    until_planned(counter, sheet)
    assert said(sheet) == ["Part 1, $349.99, To pay", "Part 2, $349.99, To pay"]
    assert counter.order().payments[0].status is PaymentStatus.CANCELED

    pay_part_in_cash(counter, sheet)
    assert said(sheet) == ["Part 1, $349.99, Paid · Cash", "Part 2, $349.99, To pay"]


def test_by_amount_the_part_is_typed_and_the_rest_is_left_for_others(counter: Counter, sheet: PaymentSheet) -> None:
    assert why(sheet.split.pay) == "Say first how to split"
    counter.click(sheet.split.by_amount)
    counter.type("70000")
    assert not sheet.split.amount.make.isEnabled()
    assert sheet.split.amount.make.toolTip() == "A part is less than $699.98"
    assert why(sheet.split.amount.make) == "A part is less than $699.98"
    counter.press(Qt.Key.Key_Backspace)
    assert not why(sheet.split.amount.make)
    assert sheet.split.amount.left.money == Money(629_98, "USD")

    counter.press(Qt.Key.Key_Return)

    assert said(sheet) == ["Part 1, $70.00, To pay", "Part 2, $629.98, To pay"]


def test_by_line_somebody_pays_for_what_is_theirs(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.by_line)
    counter.qtbot.waitUntil(sheet.split.line.isVisible, timeout=30_000)
    names = [row.accessibleName() for row in sheet.split.line.rows.values()]
    assert len(names) == 2
    assert not sheet.split.line.make.isEnabled()

    counter.press(Qt.Key.Key_Space)
    assert sheet.split.line.make.text() == "Add part of $299.99"
    counter.press(Qt.Key.Key_Return)

    assert [text.split(", ")[1] for text in said(sheet)] == ["$299.99", "$399.99"]
    assert names[0].startswith(said(sheet)[0].split(", ", 2)[2])
    counter.click(sheet.split.by_line)
    counter.qtbot.waitUntil(sheet.split.line.isVisible, timeout=30_000)
    assert list(sheet.split.line.rows) == [1]


def test_escape_leaves_the_amount_for_the_plan_and_changes_nothing(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.by_amount)
    counter.type("5")

    counter.press(Qt.Key.Key_Escape)

    assert len(said(sheet)) == 1
    assert counter.ends == []
    counter.press(Qt.Key.Key_Escape)
    assert counter.end() is None


def test_an_open_part_can_be_taken_away_and_a_paid_one_can_not(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[3])
    pay_part_in_cash(counter, sheet)
    paid, *rest = sheet.split.parts.rows
    assert not paid.isEnabled()
    assert paid.toolTip() == "A paid part can only be refunded"
    assert len(sheet.split.parts.removes) == len(rest) == 2

    counter.click(sheet.split.parts.removes[0])

    assert said(sheet) == ["Part 1, $233.33, Paid · Cash", "Part 2, $466.65, To pay"]
    assert sheet.split.parts.removes == []


def test_another_part_can_be_paid_first(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.by_amount)
    counter.type("10000")
    counter.press(Qt.Key.Key_Return)

    counter.click(sheet.split.parts.rows[1])
    assert sheet.split.parts.rows[1].marked
    pay_part_in_cash(counter, sheet)

    assert said(sheet) == ["Part 1, $100.00, To pay", "Part 2, $599.98, Paid · Cash"]
    assert counter.order().due == Money(100_00, "USD")


def test_a_part_in_cash_comes_in_coins_and_only_the_last_one_is_rounded(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=5)
    sheet = counter.sheet("cash")
    counter.qtbot.waitUntil(sheet.column.rounded.isVisible, timeout=30_000)
    counter.press(Qt.Key.Key_S)
    counter.click(sheet.split.equal[3])

    pay_part_in_cash(counter, sheet)
    assert said(sheet) == ["Part 1, $233.35, Paid · Cash", "Part 2, $233.33, To pay", "Part 3, $233.30, To pay"]
    pay_part_in_cash(counter, sheet)
    counter.press(Qt.Key.Key_F9)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    assert [p.rounding_minor for p in order.payments] == [0, 0, 2]
    assert all(p.captured_minor % 5 == 0 for p in order.payments)


def test_a_split_bill_with_something_paid_is_left_only_after_it_was_told(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[2])
    pay_part_in_cash(counter, sheet)

    counter.press(Qt.Key.Key_Escape)
    question = counter.page.findChild(Confirm, "payment-leave")
    assert question is not None
    assert counter.ends == []
    counter.click(question.verb_button)

    order = counter.end()
    assert isinstance(order, Order)
    assert order.payment_status is PaidStatus.PART_PAID


def test_a_split_bill_with_nothing_paid_gives_the_cart_back(counter: Counter, sheet: PaymentSheet) -> None:
    counter.click(sheet.split.equal[2])
    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.press(Qt.Key.Key_Escape)
    counter.until(sheet, CardPhase.CANCELED)

    counter.press(Qt.Key.Key_Escape)

    assert isinstance(counter.end(), Cart)
    assert counter.order().status is OrderStatus.VOID


def test_every_part_of_the_plan_has_a_name_and_is_large_enough_for_a_finger(
    counter: Counter, sheet: PaymentSheet
) -> None:
    counter.click(sheet.split.equal[3])
    for button in sheet.split.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button.objectName()
            assert min(button.width(), button.height()) >= 44, button.objectName()
