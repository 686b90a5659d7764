"""The money truth board: what agrees, what differs, and how a difference is settled from the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.people import Role
from aurora_desk.domain.truth import Line, Period, Side
from aurora_desk.domain.work_items import Deed, WorkKind
from aurora_desk.gui.screens.approval.sheet import ApprovalSheet
from aurora_desk.gui.screens.orders.timeline_words import TimelineWords
from aurora_desk.gui.screens.reports.accept_sheet import AcceptSheet
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import Shop, click, press, type_text
from gui.screens.reports.desk import Desk
from services.comparisons import by_card, change_at_stripe, charged, compare, dispute, refunded_at_stripe
from services.counter import Counter

REFUND = r"POST /v1/refunds"


@pytest.fixture
def orphan(counter: Counter) -> str:
    """A charge of 12.40 that no payment stands for, found by a comparison."""
    intent_id = charged(counter, 1240)
    compare(counter)
    return intent_id


def test_a_day_on_which_everything_agrees_says_so(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    payment = by_card(counter)
    shop.sell_for_cash(103, 104, tendered=1000)
    compare(counter)

    desk = Desk(shop, qtbot)

    assert desk.board.told.text() == "Everything agrees."
    assert desk.results == ["Agrees"] * 4
    columns = desk.board.columns
    card = shop.context.look.money(payment.amount)
    assert columns.orders.figure("Card") == columns.stripe.figure("Received") == columns.stripe.figure("Kept") == card
    assert columns.orders.figure("Cash") == "$5.00"
    assert columns.drawer.figure("Change") == "−$5.00"
    assert columns.stripe.note.text() == "Compared just now"


def test_a_difference_says_what_happened_what_it_means_and_what_to_do(shop: Shop, qtbot: QtBot, orphan: str) -> None:
    desk = Desk(shop, qtbot)
    assert desk.board.told.text() == "1 difference to settle"
    assert desk.results == ["+$12.40", "+$12.40", "Agrees", "Agrees", "Agrees"]

    desk.open(WorkKind.ORPHAN_CHARGE)

    assert "no payment here belongs to it" in desk.item.happened.text()
    assert "no order counts this money" in desk.item.means.text()
    assert "Refund it" in desk.item.to_do.text()
    assert desk.item.intent.text() == orphan


def test_a_refund_is_asked_for_by_its_verb_and_ends_the_difference(
    counter: Counter, shop: Shop, qtbot: QtBot, orphan: str
) -> None:
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.ORPHAN_CHARGE)

    sheet = desk.press_deed("item-refund")
    assert isinstance(sheet, Confirm)
    assert sheet.verb_button.text() == "Refund $12.40"
    assert desk.window.focusWidget() is sheet.safe_button
    click(sheet.verb_button)

    desk.wait(lambda: desk.told("$12.40 goes back to the card"))
    desk.wait(lambda: not desk.items)
    assert not desk.item.isVisible()
    assert refunded_at_stripe(counter, orphan) == 1240


def test_a_cashier_settles_a_difference_only_with_a_managers_pin(
    counter: Counter, shop: Shop, qtbot: QtBot, orphan: str
) -> None:
    people = shop.services.read(lambda work: shop.services.people.everyone(work, CAFE))
    shop.context.session.enter(next(person for person in people if person.role is Role.CASHIER))
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.ORPHAN_CHARGE)
    sheet = desk.press_deed("item-refund")
    assert isinstance(sheet, Confirm)
    click(sheet.verb_button)

    desk.wait(lambda: any(one.people.has(PersonId(2)) for one in desk.window.findChildren(ApprovalSheet)))
    assert refunded_at_stripe(counter, orphan) == 0
    (approval,) = desk.window.findChildren(ApprovalSheet)
    approval.people.choose(PersonId(2))
    focused = desk.window.focusWidget()
    assert focused is not None
    type_text(focused, "2345")

    desk.wait(lambda: desk.told("$12.40 goes back to the card"))
    assert refunded_at_stripe(counter, orphan) == 1240


def test_a_refund_without_an_answer_warns_and_can_be_asked_for_again(
    counter: Counter, shop: Shop, qtbot: QtBot, orphan: str
) -> None:
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.ORPHAN_CHARGE)
    counter.door.lose(REFUND, after=True)
    sheet = desk.press_deed("item-refund")
    assert isinstance(sheet, Confirm)
    click(sheet.verb_button)
    desk.wait(lambda: desk.told("may be done or not"))
    desk.wait(desk.item.warning.isVisible)
    assert desk.results[0] == "Refund asked for"
    assert not desk.item.deeds[Deed.ATTACH].isVisible()

    counter.door.mend()
    again = desk.item.findChild(QAbstractButton, "item-refund")
    assert again is not None
    assert again.text() == "Ask Stripe again"
    click(again)

    desk.wait(lambda: not desk.items)
    assert refunded_at_stripe(counter, orphan) == 1240


def test_a_charge_is_attached_to_its_order(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    order = counter.ordered()
    charged(counter, order.total.amount_minor, order_id=order.order_id)
    compare(counter)
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.ORPHAN_CHARGE)

    sheet = desk.press_deed("item-attach")
    assert isinstance(sheet, Confirm)
    click(sheet.verb_button)

    desk.wait(lambda: desk.told("booked on its order"))
    assert counter.order(order.order_id).payment_status is PaidStatus.PAID


def test_a_refund_made_at_stripe_is_booked(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    payment = by_card(counter)
    counter.ask_stripe("POST", "refunds", payment_intent=str(payment.intent_id), amount="100")
    compare(counter)
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.REFUND_NOT_HERE)

    sheet = desk.press_deed("item-book")
    assert isinstance(sheet, Confirm)
    assert sheet.verb_button.text() == "Book refund of $1.00"
    click(sheet.verb_button)

    desk.wait(lambda: desk.told("The refund of $1.00 is booked"))
    desk.wait(lambda: not desk.items)
    assert counter.order(payment.order_id).payment_status is PaidStatus.PART_REFUNDED


def test_what_was_settled_otherwise_needs_words(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    payment = by_card(counter)
    change_at_stripe(counter, "payment_intent", str(payment.intent_id), amount_received=1)
    compare(counter)
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.AMOUNT_DIFFERS)
    sheet = desk.press_deed("item-accept")
    assert isinstance(sheet, AcceptSheet)

    click(sheet.verb_button)
    desk.wait(lambda: not sheet.verb_button.busy)
    assert sheet.isVisible()
    type_text(sheet.note.input, "Put right in cash")
    press(desk.window, Qt.Key.Key_Return)

    desk.wait(lambda: not desk.items)
    assert counter.rows("SELECT ending FROM work_item") == [("accepted: Put right in cash",)]


def test_failure_27_a_dispute_stands_in_the_timeline_of_its_order(counter: Counter, shop: Shop) -> None:
    payment = by_card(counter)
    dispute(counter, str(payment.intent_id))
    compare(counter)
    compare(counter)
    timeline = counter.read(counter.services.orders.timeline, CAFE, payment.order_id)

    entries = TimelineWords(shop.context.look).entries(timeline)

    assert [entry.what for entry in entries].count("Disputed") == 1


@pytest.mark.usefixtures("orphan")
def test_the_board_is_worked_by_keyboard(shop: Shop, qtbot: QtBot) -> None:
    desk = Desk(shop, qtbot)
    desk.board.table.setFocus()

    press(desk.window, Qt.Key.Key_Down)
    desk.wait(desk.item.isVisible)
    press(desk.window, Qt.Key.Key_Down)
    desk.wait(desk.screen.sum.isVisible)
    press(desk.window, Qt.Key.Key_Up)
    press(desk.window, Qt.Key.Key_Return)
    desk.wait(lambda: desk.item.isAncestorOf(desk.window.focusWidget()))

    press(desk.window, Qt.Key.Key_Escape)
    assert not desk.item.isVisible()
    assert desk.window.focusWidget() is desk.board.table


def test_a_sum_opens_to_its_payments_and_they_to_their_orders(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    payments = [by_card(counter), by_card(counter)]
    change_at_stripe(counter, "payment_intent", str(payments[0].intent_id), amount_received=1)
    compare(counter)
    desk = Desk(shop, qtbot)
    wanted: list[object] = []
    desk.screen.order_wanted.connect(wanted.append)

    desk.board.table.select_key(Side.STRIPE)
    desk.wait(desk.screen.sum.isVisible)
    lines: tuple[Line, ...] = desk.screen.sum.model.rows
    assert [line.payment.payment_id for line in lines] == [one.payment_id for one in payments], "what differs is first"
    desk.screen.sum.table.select_key(payments[1].payment_id)
    desk.screen.sum.table.setFocus()
    press(desk.window, Qt.Key.Key_Return)

    assert wanted == [payments[1].order_id]


def test_compare_now_finds_what_came_since(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    compare(counter)
    desk = Desk(shop, qtbot)
    charged(counter, 1240)
    assert not desk.items

    click(desk.board.compare)

    desk.wait(lambda: [item.kind for item in desk.items] == [WorkKind.ORPHAN_CHARGE])
    assert not desk.board.compare.busy


def test_while_stripe_cannot_be_asked_the_board_stays_and_says_why(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    compare(counter)
    desk = Desk(shop, qtbot)
    counter.door.lose("GET", after=False)

    click(desk.board.compare)

    desk.wait(lambda: desk.told("Stripe cannot be reached"))
    assert desk.board.told.text() == "Everything agrees."


def test_a_board_that_was_never_compared_is_compared_as_it_opens(counter: Counter, shop: Shop, qtbot: QtBot) -> None:
    charged(counter, 1240)

    desk = Desk(shop, qtbot)

    desk.wait(lambda: len(desk.items) == 1)
    assert counter.rows("SELECT count(*) FROM journal WHERE event = 'money.difference_found'") == [(1,)]


def test_other_days_are_chosen_by_their_chip(shop: Shop, qtbot: QtBot, counter: Counter) -> None:
    by_card(counter)
    compare(counter)
    desk = Desk(shop, qtbot)

    desk.board.chips.choose(Period.YESTERDAY)

    desk.wait(lambda: desk.board.board is not None and desk.board.board.period is Period.YESTERDAY)
    assert desk.board.columns.orders.figure("Card") == "$0.00"


def test_without_stripe_the_board_compares_orders_and_drawer(shop_without_stripe: Shop, qtbot: QtBot) -> None:
    shop = shop_without_stripe
    shop.sell_for_cash(103, tendered=1000)

    desk = Desk(shop, qtbot)

    assert "Stripe is not set up" in desk.board.columns.stripe.note.text()
    assert not desk.board.compare.isVisible()
    assert desk.results == ["Agrees", "Agrees"]


def test_failure_26_a_wrong_clock_is_said_on_the_board(shop: Shop, qtbot: QtBot) -> None:
    desk = Desk(shop, qtbot)
    assert not desk.board.clock.isVisible()

    desk.board.show_clock(300)
    assert desk.board.clock.isVisible()
    words = desk.board.clock.findChild(Text, "board-clock-text")
    assert words is not None
    assert "ahead of Stripe's by 5 min" in words.text()

    desk.board.show_clock(0)
    assert not desk.board.clock.isVisible()


@pytest.mark.usefixtures("orphan")
def test_everything_to_press_has_a_name_and_is_large_enough(shop: Shop, qtbot: QtBot) -> None:
    desk = Desk(shop, qtbot)
    desk.open(WorkKind.ORPHAN_CHARGE)

    for button in desk.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button.objectName()
            assert min(button.width(), button.height()) >= 44, button.objectName()
    for part in (desk.board.columns.orders, desk.board.columns.stripe, desk.board.columns.drawer, desk.board.table):
        assert part.accessibleName()


@pytest.mark.usefixtures("orphan")
def test_the_models_keep_to_qts_rules(shop: Shop, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    desk = Desk(shop, qtbot)
    qtmodeltester.check(desk.board.model)  # type: ignore[no-untyped-call]  # pytest-qt left it untyped
    qtmodeltester.check(desk.screen.sum.model)  # type: ignore[no-untyped-call]  # pytest-qt left it untyped
    sentence = desk.board.model.sentence(desk.board.model.rows[0])
    assert sentence == "Charge without a payment: here $0.00, there $12.40, +$12.40"
