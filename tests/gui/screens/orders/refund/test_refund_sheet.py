"""Refunds at the desk: planned by mouse and keyboard, given back over every payment, and what went wrong in words."""

from __future__ import annotations

from functools import partial

import httpx
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.orders import Order, PaidStatus, Refund, RefundStatus
from aurora_desk.domain.payments import CardStep, OrderTarget
from aurora_desk.domain.refunds import RefundReason, RefundRequest
from aurora_desk.gui.screens.orders.refund.part_sheet import PartSheet
from aurora_desk.gui.screens.orders.refund.sheet import RefundSheet
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.demo import CAFE, DEMO_READER
from gui.screens.orders.refund.desk import Desk
from gui.screens.orders.shop import Shop, click, place, press, tap
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def both(shop: Shop, stripe_base: str) -> Order:
    """The same, 2.10 of it in cash and 5.50 by card."""
    order = shop.sell_for_cash(103, 103, 104, tendered=2_10)
    progress = shop.services.payments.start_card(shop.actor, OrderTarget(order.order_id), DEMO_READER)
    tap(stripe_base)
    progress = shop.services.payments.check(shop.actor, progress.payment.payment_id)
    assert progress.step is CardStep.PAID
    return order


def refunded_by_card(desk: Desk, order: Order, amount: int) -> Refund:
    """A refund made at another till."""
    refunds, actor = desk.shop.services.refunds, desk.shop.actor
    plan = desk.shop.services.read(partial(refunds.plan, actor=actor, order_id=order.order_id))
    request = RefundRequest(plan.plan_id, order.order_id, amount, RefundReason.DAMAGED)
    return refunds.start(actor, request)[0].refund


def test_given_the_keyboard_alone_then_a_line_is_refunded(desk: Desk, cash: Order) -> None:
    desk.open(cash)
    press(desk.window, Qt.Key.Key_R, CONTROL)
    sheet = desk.sheet()
    first = sheet.planner.rows[0]
    assert first.check.hasFocus()
    QTest.keyClick(first.check, Qt.Key.Key_Space)
    assert (first.count.text(), sheet.give.text()) == ("2 of 2", "Refund $5.20")
    press(desk.window, Qt.Key.Key_Tab)
    assert first.minus.hasFocus()
    QTest.keyClick(first.minus, Qt.Key.Key_Space)
    assert sheet.give.text() == "Refund $2.60"
    press(desk.window, Qt.Key.Key_Return, CONTROL)
    assert sheet.planner.news.text() == "Choose a reason. It stays with the refund."
    assert sheet.planner.reasons["damaged"].hasFocus()
    QTest.keyClick(sheet.planner.reasons["damaged"], Qt.Key.Key_Right)
    QTest.keyClick(sheet.planner.reasons["wrong_item"], Qt.Key.Key_Space)
    assert sheet.planner.draft.reason is RefundReason.WRONG_ITEM
    press(desk.window, Qt.Key.Key_Return, CONTROL)

    desk.wait(sheet.result.isVisible)
    assert sheet.result.headline.text() == "Refunded $2.60"
    assert sheet.result.detail.text() == "Give the customer $2.60 from the drawer."
    assert sheet.done.hasFocus()
    press(desk.window, Qt.Key.Key_Escape)
    desk.wait(lambda: desk.detail.pill.text == "Part refunded")
    assert "Goods came back, 1× Espresso · Wrong item · back to stock" in desk.detail.timeline.accessibleDescription()
    assert "Refunded $2.60, Cash" in desk.detail.timeline.accessibleDescription()


def test_given_two_payments_then_both_are_shown_and_the_amounts_can_be_changed(desk: Desk, both: Order) -> None:
    sheet = desk.refund(both)
    click(sheet.planner.everything)
    card, cash = sheet.planner.payments
    assert (card.change.text(), cash.change.text()) == ("$5.50", "$2.10")
    click(sheet.planner.rows[1].check)
    assert (card.change.text(), cash.change.text(), sheet.give.text()) == ("$5.20", "$0.00", "Refund $5.20")
    click(cash.change)
    part = desk.window.findChild(PartSheet)
    assert isinstance(part, PartSheet)
    QTest.keyClicks(part.box, "211")
    QTest.keyClick(part.box, Qt.Key.Key_Return)
    assert part.isVisible(), "no more than was paid this way"
    for _ in range(8):
        QTest.keyClick(part.box, Qt.Key.Key_Backspace)
    QTest.keyClicks(part.box, "150")
    QTest.keyClick(part.box, Qt.Key.Key_Return)
    assert (card.change.text(), cash.change.text(), sheet.give.text()) == ("$3.70", "$1.50", "Refund $5.20")
    assert cash.change.hasFocus()
    click(sheet.planner.reasons["changed_mind"])
    desk.give(sheet)

    assert [one.words.text() for one in sheet.result.parts] == ["Visa ending 4242", "Cash"]
    assert sheet.result.headline.text() == "Refunded $5.20"
    amounts = {one.via: one.given_minor for one in desk.order(both).refunds}
    assert amounts == {"card": 3_70, "cash": 1_50}


def test_given_an_amount_then_digits_go_to_it_and_too_much_is_said(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    QTest.mouseClick(sheet.planner.modes.chips()[1], Qt.MouseButton.LeftButton)
    QTest.keyClicks(sheet.planner.box, "761")
    click(sheet.planner.reasons["damaged"])
    click(sheet.give)
    assert sheet.planner.news.text() == "Only $7.60 is left to refund."
    assert sheet.planner.box.hasFocus()
    QTest.keyClick(sheet.planner.box, Qt.Key.Key_Backspace)
    assert not sheet.planner.news.isVisible()
    desk.give(sheet)
    assert sheet.result.headline.text() == "Refunded $0.76"


def test_given_words_as_the_reason_then_digits_stay_in_them(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    QTest.mouseClick(sheet.planner.modes.chips()[1], Qt.MouseButton.LeftButton)
    QTest.keyClicks(sheet.planner.box, "100")
    click(sheet.planner.reasons["other"])
    assert sheet.planner.other.hasFocus()
    QTest.keyClicks(sheet.planner.other, "2 of 3 cold")
    assert sheet.give.text() == "Refund $1.00"
    desk.give(sheet)
    assert desk.order(cash).refunds[0].reason == "2 of 3 cold"


def test_given_somebody_else_was_faster_then_it_is_said_and_what_is_left_is_shown(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    click(sheet.planner.everything)
    click(sheet.planner.reasons["damaged"])
    refunded_by_card(desk, cash, 5_00)

    click(sheet.give)

    desk.wait(lambda: sheet.subtitle.text() == "$2.60 left to refund")
    assert "Nothing was refunded" in sheet.planner.news.text()
    assert sheet.give.text() == "Refund $0.00"
    assert not sheet.give.busy
    assert len(desk.order(cash).refunds) == 1


def test_given_stripe_refuses_then_the_part_can_be_given_in_cash(desk: Desk, both: Order) -> None:
    httpx.post(
        f"{desk.stripe}/v1/refunds",
        data={"payment_intent": str(desk.order(both).payments[1].intent_id)},
        headers={"Authorization": "Bearer sk_test_aurora"},
    ).raise_for_status()
    sheet = desk.refund(both)
    click(sheet.planner.everything)
    click(sheet.planner.reasons["damaged"])
    desk.give(sheet)
    assert sheet.result.headline.text() == "Refunded $2.10, but not all of it"
    _check_parts(sheet)
    card = sheet.result.parts[0]
    assert "given back already" in card.sentence.text()
    assert "Look at it in Stripe before you give cash" in card.sentence.text()
    click(card.buttons[0])
    desk.wait(lambda: len(sheet.result.parts) == 2 and sheet.result.parts[0] is not card)
    assert desk.order(both).refunds[0].attempt + desk.order(both).refunds[1].attempt == 3

    click(sheet.result.parts[0].buttons[1])

    desk.wait(lambda: sheet.result.headline.text() == "Refunded $7.60")
    assert sheet.result.detail.text() == "Give the customer $7.60 from the drawer."
    assert sheet.result.parts[0].words.text() == "Cash, in place of Visa ending 4242"
    assert desk.order(both).payment_status is PaidStatus.REFUNDED


def test_given_no_answer_of_stripe_then_it_is_being_checked_and_not_offered_again(desk: Desk, both: Order) -> None:
    desk.fault("lost_answer", operation="refunds.create", times=3)
    sheet = desk.refund(both)
    click(sheet.planner.rows[1].check)
    click(sheet.planner.reasons["damaged"])
    desk.give(sheet)
    assert sheet.result.headline.text() == "Being checked"
    assert "Do not refund again" in sheet.result.detail.text()
    _check_parts(sheet)
    (check,) = sheet.result.parts[0].buttons
    assert check.text() == "Check now"
    desk.wait(desk.detail.troubles.isVisible)
    assert desk.detail.troubles.cards[0].what.text() == "Refund of $2.40 is being checked"

    click(check)

    desk.wait(lambda: sheet.result.headline.text() == "Refunded $2.40")
    desk.wait(lambda: not desk.detail.troubles.isVisible())


def test_given_a_refund_in_flight_then_the_sheet_stays_and_cannot_be_pressed_twice(desk: Desk, both: Order) -> None:
    desk.fault("delay", operation="refunds.create", seconds=0.5)
    sheet = desk.refund(both)
    click(sheet.planner.rows[1].check)
    click(sheet.planner.reasons["damaged"])
    click(sheet.give)
    assert sheet.give.busy
    press(desk.window, Qt.Key.Key_Escape)
    click(sheet.give)
    press(desk.window, Qt.Key.Key_Return, CONTROL)
    assert sheet.isVisible()
    desk.wait(sheet.result.isVisible)
    assert len(desk.order(both).refunds) == 1


def test_given_a_refund_fails_days_later_then_the_order_says_so_and_it_is_tried_again(desk: Desk, both: Order) -> None:
    desk.open(both)
    desk.fail_at_bank(refunded_by_card(desk, both, 1_00))
    desk.wait(desk.detail.troubles.isVisible)
    desk.wait(desk.screen.list.filters.refunds_failed.isVisible)
    assert desk.screen.list.filters.refunds_failed.text() == "1 refund failed"
    (card,) = desk.detail.troubles.cards
    assert card.what.text() == "Refund of $1.00 failed"
    assert "Visa ending 4242: the card was reported as no longer in use" in card.more.text()
    assert "Refund of $1.00 failed" in desk.detail.timeline.accessibleDescription()

    click(card.buttons[0])

    desk.wait(lambda: ("Refunded $1.00", "success") in desk.shop.told)
    desk.wait(lambda: not desk.detail.troubles.isVisible())
    desk.wait(lambda: not desk.screen.list.filters.refunds_failed.isVisible())
    assert [one.status for one in desk.order(both).refunds] == [RefundStatus.SUCCEEDED]


def test_given_a_refund_fails_while_nobody_looks_then_the_till_is_told_and_led_to_its_order(
    desk: Desk, both: Order
) -> None:
    refund = refunded_by_card(desk, both, 1_00)
    answer = httpx.post(f"{desk.stripe}/customer/refunds/{refund.stripe_refund_id}/fail")
    assert answer.status_code == httpx.codes.SEE_OTHER
    services = desk.shop.services

    services.refunds.check(Actor.program(CAFE), refund.refund_id)

    told = f"A refund of order #{both.order_id} failed. Open the order to try again or give cash."
    desk.wait(lambda: (told, "danger") in desk.shop.told)
    desk.wait(desk.screen.list.filters.refunds_failed.isVisible)
    click(desk.screen.list.filters.refunds_failed)
    desk.wait(lambda: desk.detail.isVisible() and desk.detail.troubles.isVisible())


def test_given_a_refund_fails_days_later_then_cash_is_given_after_a_question(desk: Desk, both: Order) -> None:
    desk.open(both)
    desk.fail_at_bank(refunded_by_card(desk, both, 1_00))
    desk.wait(desk.detail.troubles.isVisible)
    click(desk.detail.troubles.cards[0].buttons[1])
    confirm = desk.window.findChild(Confirm)
    assert isinstance(confirm, Confirm)
    assert confirm.safe_button.hasFocus()
    assert confirm.verb_button.text() == "Give $1.00"

    click(confirm.verb_button)

    desk.wait(lambda: ("Refunded $1.00", "success") in desk.shop.told)
    desk.wait(lambda: not desk.detail.troubles.isVisible())
    assert [one.via for one in desk.order(both).refunds if one.status is RefundStatus.SUCCEEDED] == ["cash"]


def test_given_nothing_left_to_refund_then_refund_is_not_offered(desk: Desk, cash: Order) -> None:
    desk.open(cash)
    assert desk.detail.refund.isVisible()
    refunded_by_card(desk, cash, 7_60)
    desk.wait(lambda: desk.detail.pill.text == "Refunded")
    assert not desk.detail.refund.isVisible()
    press(desk.window, Qt.Key.Key_R, CONTROL)
    assert desk.window.findChild(RefundSheet) is None


def test_given_an_interac_card_then_it_is_held_to_the_reader(desk: Desk, shop: Shop) -> None:
    shop.services.write(
        lambda work: work._connection.exec_driver_sql("UPDATE tenant SET country = 'CA', currency = 'CAD'")
    )
    order = _by_interac(desk)
    sheet = desk.refund(order)
    click(sheet.planner.everything)
    click(sheet.planner.reasons["damaged"])
    desk.give(sheet)
    assert sheet.result.headline.text() == "Ask the customer to hold the card to the reader"
    assert [one.text() for one in sheet.result.parts[0].buttons] == ["Cancel on reader"]
    _present_interac(desk)
    desk.wait(lambda: sheet.result.headline.text().startswith("Refunded"))
    assert desk.order(order).payment_status is PaidStatus.REFUNDED


def _by_interac(desk: Desk) -> Order:
    services, actor = desk.shop.services, desk.shop.actor
    order = place(services, 104)
    progress = services.payments.start_card(actor, OrderTarget(order.order_id), DEMO_READER)
    _present_interac(desk)
    assert services.payments.check(actor, progress.payment.payment_id).step is CardStep.PAID
    return desk.order(order)


def _present_interac(desk: Desk) -> None:
    httpx.post(
        f"{desk.stripe}/v1/test_helpers/terminal/readers/{DEMO_READER}/present_payment_method",
        data={"type": "interac_present", "interac_present[number]": "4506445006931933"},
        headers={"Authorization": "Bearer sk_test_aurora"},
    ).raise_for_status()


def test_given_the_sheet_then_everything_has_a_name_is_large_enough_and_fits(desk: Desk, both: Order) -> None:
    sheet = desk.refund(both)
    click(sheet.planner.everything)
    click(sheet.planner.reasons["other"])
    _check_parts(sheet)
    QTest.mouseClick(sheet.planner.modes.chips()[1], Qt.MouseButton.LeftButton)
    _check_parts(sheet)
    click(sheet.planner.reasons["damaged"])
    QTest.keyClicks(sheet.planner.box, "100")
    desk.give(sheet)
    _check_parts(sheet)


def _check_parts(sheet: RefundSheet) -> None:
    assert [*nameless(sheet), *too_small(sheet), *unnamed_controls(sheet), *unseen_focus(sheet)] == []
    for part in sheet.card.findChildren(QWidget):
        if part.isVisible() and part.parent() is sheet.card:
            assert sheet.card.rect().contains(part.geometry()), part.objectName()


def test_given_a_small_window_and_large_text_then_reasons_and_payments_do_not_overlap(desk: Desk, both: Order) -> None:
    desk.window.resize(1024, 720)
    desk.shop.context.look.set_scale(150)
    sheet = desk.refund(both)
    click(sheet.planner.reasons["other"])
    QCoreApplication.processEvents()
    parts: list[QWidget] = [*sheet.planner.reasons.values(), sheet.planner.other, *sheet.planner.payments]
    boxes = [QRect(part.mapTo(sheet, QPoint(0, 0)), part.size()) for part in parts]
    for number, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[number + 1 :]), parts[number].objectName()


def test_after_a_tap_on_the_pad_the_amount_keeps_the_focus_and_the_keyboard_writes_on(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    by_amount, key = sheet.findChild(QWidget, "refund-by-amount"), sheet.findChild(QWidget, "refund-pad-2")
    assert by_amount is not None
    assert key is not None
    click(by_amount)

    click(key)

    assert sheet.planner.box.hasFocus()
    assert not any(key.property("state") for key in sheet.planner.pad.findChildren(QPushButton))
    QTest.keyClicks(sheet.planner.box, "50")
    assert sheet.give.text() == "Refund $2.50"


def test_a_planned_refund_is_not_thrown_away_by_esc(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    QTest.keyClick(sheet.planner.rows[0].check, Qt.Key.Key_Space)

    press(desk.window, Qt.Key.Key_Escape)

    question = desk.window.findChild(Confirm, "discard-refund")
    assert isinstance(question, Confirm)
    assert question.isVisible()
    assert sheet.isVisible()
    press(desk.window, Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert sheet.give.text() == "Refund $5.20"
    press(desk.window, Qt.Key.Key_Escape)
    click(desk.window.findChildren(Confirm, "discard-refund")[-1].verb_button)
    desk.wait(lambda: not sheet.isVisible())


def test_a_refund_that_nobody_planned_closes_at_once(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)

    press(desk.window, Qt.Key.Key_Escape)

    desk.wait(lambda: not sheet.isVisible())
    assert desk.window.findChild(Confirm, "discard-refund") is None
