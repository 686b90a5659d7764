"""A program's order of goods with an age limit: the till asks before money, or before what was paid elsewhere goes."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.orders import Handover, Order
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.screens.age_sheet import AgeSheet
from aurora_desk.gui.screens.orders.collect_sheet import CollectSheet
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import Shop, click, place, press
from gui.screens.orders.test_order_deeds import Desk, desk

__all__ = ["desk"]
ESPRESSO = 103


def liqueur(shop: Shop) -> ProductId:
    (found,) = shop.services.read(partial(shop.services.catalogue.search, tenant_id=CAFE, words="liqueur")).rows
    return found.product_id


@pytest.fixture
def unpaid(shop: Shop) -> Order:
    """A kiosk's order: an espresso and a bottle."""
    return place(shop.services, ESPRESSO, liqueur(shop))


@pytest.fixture
def paid(shop: Shop, unpaid: Order) -> Order:
    """The same one, paid without a till."""
    services, target = shop.services, OrderTarget(unpaid.order_id)
    return services.write(
        partial(services.payments.take_transfer, actor=shop.actor, target=target, reference="Anna Weber")
    )


def age_sheet(desk: Desk) -> AgeSheet:
    sheet = desk.sheet(AgeSheet)
    assert isinstance(sheet, AgeSheet)
    return sheet


def test_given_the_mouse_then_payment_comes_after_the_age_and_the_timeline_says_who_looked(
    desk: Desk, unpaid: Order, qtbot: QtBot
) -> None:
    desk.open(unpaid)
    with qtbot.assertNotEmitted(desk.screen.pay_wanted):
        click(desk.detail.pay)
        sheet = age_sheet(desk)

    with qtbot.waitSignal(desk.screen.pay_wanted) as asked:
        click(sheet.check)

    assert asked.args == [unpaid]
    desk.wait(lambda: "Age checked: 21 or older" in desk.timeline)
    with qtbot.waitSignal(desk.screen.pay_wanted):
        click(desk.detail.pay)


def test_given_the_keyboard_then_a_no_leaves_the_order_as_it_was_and_says_what_next(
    desk: Desk, unpaid: Order, qtbot: QtBot
) -> None:
    desk.screen.open_scanned(unpaid.order_id)
    desk.wait(desk.detail.pay.hasFocus)
    with qtbot.assertNotEmitted(desk.screen.pay_wanted, wait=50):
        press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        age_sheet(desk)
        press(desk.window, Qt.Key.Key_Return)
        desk.wait(lambda: bool(desk.shop.told))

    words, tone = desk.shop.told[-1]
    assert "was refused. Nothing was charged, and order" in words
    assert words.endswith("stays as it was. Void it, or ring up the rest on Sell.")
    assert tone == "danger"
    assert desk.order(unpaid) == unpaid
    desk.wait(lambda: "Refused: not shown to be 21 or older" in desk.timeline)
    press(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    age_sheet(desk)


def test_a_transfer_that_has_come_is_booked_without_the_customer(desk: Desk, unpaid: Order, qtbot: QtBot) -> None:
    desk.open(unpaid)
    click(desk.detail.pay)
    sheet = age_sheet(desk)
    assert sheet.other is not None

    with qtbot.waitSignal(desk.screen.transfer_wanted) as asked, qtbot.assertNotEmitted(desk.screen.pay_wanted):
        click(sheet.other)

    assert asked.args == [unpaid]
    assert "Age checked" not in desk.timeline


def test_who_locks_the_till_before_the_question_is_asked_nothing(desk: Desk, unpaid: Order, qtbot: QtBot) -> None:
    desk.open(unpaid)
    with qtbot.assertNotEmitted(desk.screen.pay_wanted):
        click(desk.detail.pay)
        desk.shop.context.session.leave()
        desk.wait(lambda: not desk.detail.pay.busy)

    assert not desk.window.findChildren(AgeSheet)


def test_what_was_paid_elsewhere_is_handed_over_after_the_age(desk: Desk, paid: Order) -> None:
    desk.open(paid)
    click(desk.detail.collect)
    click(age_sheet(desk).refuse)
    desk.wait(lambda: bool(desk.shop.told))
    assert "Nothing was handed over, and order" in desk.shop.told[-1][0]
    assert desk.order(paid).handover is Handover.NONE
    desk.wait(lambda: not [one for one in desk.window.findChildren(AgeSheet) if one.isVisible()])

    click(desk.detail.collect)
    sheet = age_sheet(desk)
    assert sheet.other is None
    click(sheet.check)

    desk.wait(lambda: desk.order(paid).handover is Handover.COLLECTED)


def test_a_part_is_handed_over_after_the_age_where_the_bottle_is_in_it(desk: Desk, paid: Order) -> None:
    desk.open(paid)
    click(desk.actions.part)
    parts = desk.sheet(CollectSheet)
    assert isinstance(parts, CollectSheet)
    click(parts.rows[1].check)
    click(parts.verb_button)
    sheet = age_sheet(desk)
    assert "Nothing was handed over" in parts.news.text()

    click(sheet.check)

    desk.wait(lambda: desk.order(paid).handover is Handover.PART)
    desk.wait(lambda: "Part collected, 1× Coffee liqueur" in desk.timeline)
