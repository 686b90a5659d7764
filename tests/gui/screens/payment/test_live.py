"""What others do to a sale while its payment sheet is open."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import Qt

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.screens.payment.card_controller import Pace
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.payment.tenders import Tenders
from aurora_desk.services.demo import DEMO_READER
from aurora_desk.store.engine import StoreBusyError
from gui.screens.payment.conftest import LONG_MS, Counter, fill_cart

SLEEPY = Pace(ask_ms=600_000, slow_ms=600_000)


def told(counter: Counter, sheet: PaymentSheet, words: str) -> None:
    """Wait until the sheet says it."""
    counter.qtbot.waitUntil(sheet.message.isVisible, timeout=LONG_MS)
    assert sheet.message.headline.text() == words


def test_a_part_paid_somewhere_else_is_told_and_the_rest_is_asked_for(following_counter: Counter) -> None:
    counter = following_counter
    order = counter.pay_part(100_00)
    sheet = counter.sheet("cash", order=order)
    assert sheet.column.part.text() == "Paid $100.00 of $699.98"

    counter.pay_part(200_00, order)
    told(counter, sheet, "$200.00 of this order was paid somewhere else.")

    assert sheet.message.detail.text() == "$399.98 is still to pay."
    assert sheet.column.amount.money == Money(399_98, "USD")
    counter.press(Qt.Key.Key_Return)
    assert sheet.cash.isVisible()
    assert sheet.cash.received.money == Money(399_98, "USD")


def test_what_is_paid_in_full_somewhere_else_is_shown_as_paid_without_change_or_hurry(
    following_counter: Counter,
) -> None:
    counter = following_counter
    order = counter.pay_part(100_00)
    sheet = counter.sheet("cash", order=order, back_after_ms=1)

    counter.pay_part(700_00, order)
    counter.until_done(sheet)

    assert sheet.done.told.text() == "It was paid somewhere else while this was open."
    assert not sheet.done.change.isVisible()
    assert not sheet.done.countdown.running
    counter.press(Qt.Key.Key_Return)
    end = counter.end()
    assert isinstance(end, Order)
    assert end.payment_status is PaidStatus.PAID


def test_a_card_begun_at_another_place_keeps_this_sheet_from_charging_until_it_has_its_end(
    following_counter: Counter,
) -> None:
    counter = following_counter
    services, order = counter.services, counter.pay_part(100_00)
    sheet = counter.sheet("cash", order=order)

    begun = services.payments.start_card(counter.actor, OrderTarget(order.order_id), DEMO_READER)
    told(counter, sheet, "This order is being paid somewhere else.")
    assert sheet.message.detail.text() == "Do not charge it here."
    assert not sheet.column.cash.isEnabled()

    services.payments.cancel(counter.actor, begun.payment.payment_id)
    counter.qtbot.waitUntil(sheet.cash.isVisible, timeout=LONG_MS)
    assert sheet.column.card.isEnabled()
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)


def test_an_order_that_somebody_gave_up_can_only_be_closed(following_counter: Counter) -> None:
    counter = following_counter
    services = counter.services
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.press(Qt.Key.Key_Escape)
    counter.until(sheet, CardPhase.CANCELED)
    order_id = counter.order().order_id

    services.write(partial(services.payments.give_up, actor=counter.actor, order_id=order_id))
    told(counter, sheet, "This order was voided somewhere else.")

    assert sheet.message.detail.text() == "Nothing was charged here."
    assert sheet.message.button.text() == "Close"
    counter.press(Qt.Key.Key_Return)
    assert counter.end() is None


def test_a_cart_that_a_program_changes_is_told_before_anybody_presses_anything(following_counter: Counter) -> None:
    counter = following_counter
    sheet = counter.sheet("cash")

    fill_cart(counter.services, counter.actor, 103)

    told(counter, sheet, "The cart was changed by another program while payment was open.")
    assert counter.orders() == ()
    counter.press(Qt.Key.Key_Return)
    assert counter.end() is None


def test_what_the_back_room_learns_of_our_own_card_is_shown_without_waiting_for_the_next_question(
    following_counter: Counter,
) -> None:
    counter = following_counter
    sheet = counter.sheet("card", pace=SLEEPY)
    counter.until(sheet, CardPhase.WAITING)
    payment = sheet.controller.state.payment
    assert payment is not None

    counter.present()
    counter.services.payments.reconciling.ask(payment)

    counter.until_done(sheet)


def test_what_is_paid_somewhere_else_during_a_look_that_fails_is_told_after_it(
    following_counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = following_counter
    order = counter.pay_part(100_00)
    sheet = counter.sheet("cash", order=order)
    live, looking, held, real = sheet.course._live, Event(), Event(), Tenders.order

    def read(tenders: Tenders, order_id: OrderId) -> Order:
        if not looking.is_set():
            looking.set()
            assert held.wait(30)
            raise StoreBusyError
        return real(tenders, order_id)

    monkeypatch.setattr(Tenders, "order", read)
    live.look()
    counter.qtbot.waitUntil(looking.is_set, timeout=LONG_MS)
    counter.pay_part(200_00, order)
    counter.qtbot.waitUntil(lambda: live._wanted and not live._soon.isActive(), timeout=LONG_MS)
    counter.context.events.stop()

    held.set()

    told(counter, sheet, "$200.00 of this order was paid somewhere else.")


def test_our_own_steps_are_no_news(following_counter: Counter) -> None:
    counter = following_counter
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=LONG_MS)
    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.present()
    counter.until_done(sheet)

    assert not sheet.message.headline.text()
    assert sheet.done.told.text() == ""
