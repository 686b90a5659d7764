"""Taps that come twice and keys that are held: money is taken once, and nobody is rushed past the change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from gui.screens.payment.conftest import PATIENT_MS, Counter


def hold_enter(part: QWidget) -> None:
    """The Enter key, held down while this part has the focus."""
    part.setFocus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True, count=1
    )
    QCoreApplication.sendEvent(part, held)


def test_two_clicks_take_the_money_once(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    counter.click(sheet.cash.take)
    counter.click(sheet.cash.take)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)
    counter.context.jobs.wait()

    assert len(counter.orders()) == 1
    assert len(counter.order().payments) == 1


def test_after_a_part_no_rest_stands_there_that_a_stray_tap_could_book(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)

    assert sheet.cash.received.money == Money(0, "USD")
    assert sheet.cash.result.money == Money(99_98, "USD")
    assert not sheet.cash.take.isEnabled()
    counter.click(sheet.cash.take)
    counter.press(Qt.Key.Key_Return)
    counter.context.jobs.wait()

    assert [payment.amount.amount_minor for payment in counter.order().payments] == [600_00]


def test_the_second_tap_of_a_double_one_takes_no_second_part(counter: Counter) -> None:
    sheet = counter.sheet("cash", pause_ms=PATIENT_MS)
    counter.type("60000")
    counter.click(sheet.cash.take)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)
    counter.type("e")

    counter.click(sheet.cash.take)
    counter.press(Qt.Key.Key_Return)
    assert not sheet.cash.take.busy

    sheet.stage.pause.end()
    counter.click(sheet.cash.take)
    counter.until_done(sheet)
    assert [payment.amount.amount_minor for payment in counter.order().payments] == [600_00, 99_98]


def test_an_enter_still_held_from_before_takes_no_money(counter: Counter) -> None:
    sheet = counter.sheet("cash")

    for part in (sheet.cash.received, sheet.cash.exact, sheet.cash.take):
        hold_enter(part)

    assert not sheet.cash.take.busy
    counter.context.jobs.wait()
    assert counter.orders() == ()


def test_an_enter_still_held_after_the_sale_calls_no_next_customer(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    for part in (sheet.done.print_button, sheet.done.none_button, sheet.done.next_button):
        hold_enter(part)

    assert counter.ends == []


@pytest.mark.parametrize("given", ["exact", "with change"])
def test_the_second_tap_of_a_double_one_does_not_take_receipt_and_change_away(counter: Counter, given: str) -> None:
    sheet = counter.sheet("cash", pause_ms=PATIENT_MS)
    counter.click(sheet.cash.exact if given == "exact" else sheet.cash.notes[0])
    counter.click(sheet.cash.take)
    counter.until_done(sheet)

    for button in (sheet.done.next_button, sheet.done.none_button):
        counter.click(button)
    counter.press(Qt.Key.Key_Return)
    QTest.mousePress(sheet.done.next_button, Qt.MouseButton.LeftButton)
    sheet.stage.pause.end()
    QTest.mouseRelease(sheet.done.next_button, Qt.MouseButton.LeftButton)
    assert counter.ends == []

    counter.click(sheet.done.next_button)
    assert isinstance(counter.end(), Order)


def test_after_a_moment_the_next_customer_is_a_tap_away(counter: Counter) -> None:
    sheet = counter.sheet("cash", pause_ms=1)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    counter.qtbot.waitUntil(lambda: not sheet.stage.pause.running)
    counter.click(sheet.done.next_button)

    assert isinstance(counter.end(), Order)


def test_the_second_tap_after_a_part_of_a_split_bill_does_not_begin_the_next_one(counter: Counter) -> None:
    sheet = counter.sheet("cash", pause_ms=PATIENT_MS)
    counter.press(Qt.Key.Key_S)
    counter.click(sheet.split.equal[2])
    counter.press(Qt.Key.Key_F9)
    counter.click(sheet.cash.take)
    counter.qtbot.waitUntil(sheet.split.isVisible, timeout=30_000)

    counter.click(sheet.split.pay)
    counter.press(Qt.Key.Key_Return)

    assert sheet.split.isVisible()
    sheet.stage.pause.end()
    counter.click(sheet.split.pay)
    assert sheet.card_panel.isVisible()


def test_the_second_tap_of_a_double_one_on_pay_takes_no_money_and_a_key_does(counter: Counter) -> None:
    sheet = counter.sheet("cash", pause_ms=PATIENT_MS, just_opened=True)

    counter.click(sheet.cash.take)
    assert not sheet.cash.take.busy
    counter.context.jobs.wait()
    assert counter.orders() == ()
