"""Cards on the payment sheet, with a real simulator behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt

from aurora_desk.domain.cart import Cart, CartStatus
from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import ReaderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import CardStep, CartTarget, Method, PaymentStatus, Reader
from aurora_desk.gui.screens.payment.attempt_panel import CardAction
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.waiting_time import WaitingTime
from aurora_desk.services.demo import CAFE, DEMO_READER
from gui.screens.payment.conftest import SHORT_OF_FUNDS, Counter, fill_cart


def test_card_chosen_from_sell_goes_straight_to_the_only_reader_and_pays(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    assert sheet.card_panel.headline.text() == "Ask the customer to tap, insert or swipe"
    assert sheet.subtitle.text() == "Order #5001"

    counter.present()
    counter.until_done(sheet)

    order = counter.order()
    assert order.payment_status is PaidStatus.PAID
    assert order.payments[0].card_last4 == "4242"
    counter.press(Qt.Key.Key_Return)
    assert isinstance(counter.end(), Order)


def test_pay_waits_until_the_cashier_sends_it_by_enter(counter: Counter) -> None:
    sheet = counter.sheet()
    send = sheet.card_panel.buttons[CardAction.SEND]
    counter.qtbot.waitUntil(send.isEnabled, timeout=30_000)
    assert counter.orders() == ()

    counter.press(Qt.Key.Key_Return)
    counter.until(sheet, CardPhase.WAITING)

    assert len(counter.orders()) == 1


def test_a_declined_card_is_told_and_another_card_pays_the_same_order(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)
    assert sheet.card_panel.headline.text() == "Card declined: not enough funds."
    assert sheet.card_panel.detail.text() == "Nothing was charged."

    counter.press(Qt.Key.Key_Return)
    counter.until(sheet, CardPhase.WAITING)
    counter.present()
    counter.until_done(sheet)
    order = counter.order()
    assert [payment.status for payment in order.payments] == [PaymentStatus.SUCCEEDED]


def test_after_a_decline_cash_follows_only_once_the_card_is_cancelled_for_sure(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.card_panel.buttons[CardAction.OTHER])
    counter.qtbot.waitUntil(sheet.cash.isVisible, timeout=30_000)
    assert counter.order().payments[0].status is PaymentStatus.CANCELED
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    methods = [(p.method, p.status) for p in counter.order().payments]
    assert methods == [(Method.CARD, PaymentStatus.CANCELED), (Method.CASH, PaymentStatus.SUCCEEDED)]


@pytest.mark.parametrize("back", [False, True], ids=["locked", "handed over"])
def test_after_a_decline_no_other_tender_begins_for_whoever_has_left(counter: Counter, back: bool) -> None:
    session = counter.context.session
    _owner, manager = counter.services.read(lambda work: work.people.everyone(session.tenant_id))[:2]
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.column.tenders["qr"])
    session.leave()
    if back:
        session.enter(manager)
    counter.until(sheet, CardPhase.CANCELED)
    counter.context.jobs.wait()

    assert sheet.controller.state.phase is CardPhase.CANCELED
    assert [payment.status for payment in counter.order().payments] == [PaymentStatus.CANCELED]


def test_escape_cancels_on_the_reader_first_and_then_gives_the_cart_back(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    counter.press(Qt.Key.Key_Escape)
    counter.until(sheet, CardPhase.CANCELED)
    assert counter.ends == []
    assert sheet.card_panel.headline.text() == "Cancelled."
    assert sheet.card_panel.detail.text() == "Nothing was charged."
    counter.press(Qt.Key.Key_Escape)

    cart = counter.end()
    assert isinstance(cart, Cart)
    assert replace(cart, updated_at=counter.cart.updated_at, opened_at=counter.cart.opened_at) == counter.cart
    assert counter.cart_on_disk().status is CartStatus.OPEN
    assert counter.order().status is OrderStatus.VOID
    assert counter.order().void_reason == "not paid"


def test_the_cross_after_a_decline_voids_the_order_and_gives_the_cart_back(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.cross)

    assert isinstance(counter.end(), Cart)
    assert counter.order().status is OrderStatus.VOID


def test_a_customer_faster_than_the_cancel_has_paid_and_it_is_shown(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    sheet.controller.pause()
    counter.present()

    counter.click(sheet.card_panel.buttons[CardAction.CANCEL])

    counter.until_done(sheet)
    assert counter.order().payment_status is PaidStatus.PAID


def test_cash_is_off_while_the_reader_has_the_payment_and_says_why(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    counter.press(Qt.Key.Key_F9)

    assert not sheet.column.cash.isEnabled()
    assert sheet.column.cash.toolTip() == "Cancel the card first"
    assert sheet.card_panel.isVisible()


def test_f9_and_f10_choose_the_tender(counter: Counter) -> None:
    sheet = counter.sheet()

    counter.press(Qt.Key.Key_F9)
    assert sheet.cash.isVisible()
    counter.press(Qt.Key.Key_F10)

    counter.until(sheet, CardPhase.WAITING)


def test_the_rest_after_a_part_in_cash_goes_on_the_card(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)

    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.present()
    counter.until_done(sheet)

    assert [p.amount.amount_minor for p in counter.order().payments] == [600_00, 99_98]


def test_without_stripe_card_says_not_set_up_and_cash_is_shown(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter.services.payments, "card_ready", lambda: False)

    sheet = counter.sheet("card")

    assert not sheet.column.card.isEnabled()
    assert sheet.column.card.toolTip() == "Not set up"
    assert sheet.cash.isVisible()


def test_an_unknown_end_leaves_the_order_waiting_and_never_voids_it(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    sheet.controller.pause()
    payment = sheet.controller.state.payment
    words = "We cannot tell yet whether this was charged. Do not charge again."
    sheet.controller.state = CardState(CardPhase.UNKNOWN, words, "Counter", payment)
    sheet.controller.changed.emit(sheet.controller.state)

    counter.press(Qt.Key.Key_Escape)
    assert counter.ends == []
    assert sheet.column.cash.toolTip() == "Checking the card"
    assert (sheet.cross.isEnabled(), sheet.cross.toolTip()) == (False, "Checking the card")
    counter.click(sheet.card_panel.buttons[CardAction.NEXT])

    order = counter.end()
    assert isinstance(order, Order)
    assert counter.order().status is OrderStatus.PENDING


def test_a_payment_that_was_left_keeps_no_next_customer_from_the_reader(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    sheet.controller.pause()
    state = CardState(CardPhase.UNKNOWN, "We cannot tell yet.", "Counter", sheet.controller.state.payment)
    sheet.controller.state = state
    sheet.controller.changed.emit(state)
    counter.click(sheet.card_panel.buttons[CardAction.NEXT])
    counter.end()
    services, actor = counter.services, counter.actor

    following = fill_cart(services, actor, 103)
    progress = services.payments.start_card(actor, CartTarget(following.cart_id), DEMO_READER)

    assert progress.step is CardStep.WAITING
    (left,) = services.read(partial(services.payments.unfinished, tenant_id=CAFE))
    assert left.payment.order_id == counter.order().order_id


def test_several_readers_are_chosen_by_chips_before_anything_is_sent(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter_reader = Reader(ReaderId("tmr_sim_counter"), CAFE, "Counter")
    bar = Reader(ReaderId("tmr_sim_bar"), CAFE, "Bar")
    monkeypatch.setattr(counter.services.payments, "readers", lambda work, tenant_id: (counter_reader, bar))
    sheet = counter.sheet("card")
    counter.qtbot.waitUntil(lambda: len(sheet.card_panel.chips.chips()) == 2, timeout=30_000)
    assert counter.orders() == ()

    sheet.card_panel.chips.chips()[1].click()

    assert sheet.card_panel.reader == bar
    assert sheet.card_panel.buttons[CardAction.SEND].text() == "Send to Bar"


def test_no_key_of_the_keyboard_leaves_the_focus_behind_the_sheet(counter: Counter) -> None:
    sheet = counter.sheet("card")
    for phase in (CardPhase.WAITING, CardPhase.CANCELED):
        counter.until(sheet, phase)
        assert sheet.isAncestorOf(counter.window.focusWidget())
        counter.press(Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(counter.window.focusWidget())
        counter.press(Qt.Key.Key_Escape)
    counter.end()


def test_given_a_cart_that_a_program_has_changed_then_no_card_is_asked_for(counter: Counter) -> None:
    sheet = counter.sheet()
    send = sheet.card_panel.buttons[CardAction.SEND]
    counter.qtbot.waitUntil(send.isEnabled, timeout=30_000)
    fill_cart(counter.services, counter.actor, 103)

    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.message.isVisible, timeout=30_000)

    assert "changed by another program" in sheet.message.headline.text()
    assert counter.orders() == ()
    counter.press(Qt.Key.Key_Return)
    assert counter.end() is None


def test_readers_that_could_not_be_read_are_read_again_when_card_is_chosen(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(counter.services.payments, "readers", _unavailable)
        sheet = counter.sheet("cash")
        counter.context.jobs._pool.waitForDone()
        counter.qtbot.wait(20)
    assert sheet.cash.isVisible()

    counter.press(Qt.Key.Key_F10)

    counter.until(sheet, CardPhase.WAITING)
    counter.present()
    counter.until_done(sheet)


def _unavailable(*_: object, **__: object) -> None:
    raise UnavailableError("The database is busy.")


def test_failure_13_double_click_on_send_and_its_key_as_well_make_one_attempt(counter: Counter) -> None:
    sheet = counter.sheet()
    send = sheet.card_panel.buttons[CardAction.SEND]
    counter.qtbot.waitUntil(send.isEnabled, timeout=30_000)

    counter.click(send)
    send.click()
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_F10)
    counter.until(sheet, CardPhase.WAITING)
    counter.press(Qt.Key.Key_F10)

    assert len(counter.orders()) == 1
    assert len(counter.order().payments) == 1


def test_a_tip_given_on_the_reader_stands_apart_on_the_sheet_and_on_the_receipt(counter: Counter) -> None:
    counter.set_rules(tips=True)
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    counter.present(tip_minor=5_00)
    counter.until_done(sheet)

    assert sheet.done.headline.text() == "Paid $699.98"
    assert (sheet.done.tip.isVisible(), sheet.done.tip.text()) == (True, "Tip $5.00")
    order = counter.order()
    assert (order.due.amount_minor, order.payments[0].tip_minor) == (0, 5_00)
    receipts = counter.services.receipts
    (paid,) = counter.services.read(partial(receipts.of_order, tenant_id=CAFE, order_id=order.order_id)).payments
    assert (paid.amount, paid.tip) == (Money(704_98, "USD"), Money(5_00, "USD"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (9, "WisePOS E is waiting for the card · 0:09"),
        (75, "WisePOS E is waiting for the card · 1:15"),
        (120, "Nobody has tapped for two minutes. Cancelling proves that nothing was charged."),
    ],
)
def test_how_long_the_reader_has_waited_is_on_screen_and_after_two_minutes_what_to_do(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, seconds: int, words: str
) -> None:
    monkeypatch.setattr(WaitingTime, "seconds", property(lambda _waiting: seconds))
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)

    sheet.card_panel._waiting.ticked.emit()

    assert sheet.card_panel.detail.text() == words


def test_the_wait_counts_from_its_own_beginning(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    assert sheet.card_panel._waiting._timer.isActive()

    counter.present(SHORT_OF_FUNDS)

    counter.until(sheet, CardPhase.DECLINED)
    assert not sheet.card_panel._waiting._timer.isActive()
    assert sheet.card_panel._waiting.seconds == 0


def test_after_a_decline_the_reader_that_has_it_again_asks_for_another_card(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)

    counter.click(sheet.card_panel.buttons[CardAction.RETRY])
    counter.until(sheet, CardPhase.READER_ASKS)

    panel = sheet.card_panel
    assert panel.headline.text() == "Ask the customer to try another card."
    assert panel.detail.text() == "The one before was not charged: not enough funds."
    assert [action for action, button in panel.buttons.items() if button.isVisible()] == [CardAction.CANCEL]
    assert panel.buttons[CardAction.CANCEL].text() == "Cancel on reader"
    assert not sheet.column.cash.isEnabled()
    counter.present()
    counter.until_done(sheet)
    assert [payment.status for payment in counter.order().payments] == [PaymentStatus.SUCCEEDED]


def test_escape_while_the_reader_asks_cancels_on_the_reader_first(counter: Counter) -> None:
    sheet = counter.sheet("card")
    counter.until(sheet, CardPhase.WAITING)
    counter.present(SHORT_OF_FUNDS)
    counter.until(sheet, CardPhase.DECLINED)
    counter.press(Qt.Key.Key_Return)
    counter.until(sheet, CardPhase.READER_ASKS)

    counter.press(Qt.Key.Key_Escape)

    counter.until(sheet, CardPhase.CANCELED)
    assert counter.ends == []
    assert counter.order().payments[0].status is PaymentStatus.CANCELED
