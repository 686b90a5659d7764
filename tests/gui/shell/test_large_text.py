"""The smallest window with the largest text: every key of a pad is whole, nothing that happened is shortened."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId, TillId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.sell.sheets.discount import DiscountSheet
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.widgets.number_pad import PadKey
from aurora_desk.services.facade import Services
from gui.language.seeing import Painting, cut, overlapping, watched_painting
from gui.screens.orders.shop import REGULAR, place
from gui.shell.real_desk import SHOP, add

SMALLEST, LARGEST = QSize(1024, 720), 150
MARA = Actor.person(SHOP, PersonId(1), TillId(1))
COFFEE, ESPRESSO = 120, 103
NOTE = "She rings at the side door in the Seestrasse or writes to lena.bergstroem.and.sons.of.the.lake@example.com"
GIVES_WAY = ("status-shift", "status-till")
"""Lines that are shortened on purpose and say all in their tooltips."""
GOODS = ("Butter croissant", "Ethiopia Guji 250 g", "Espresso")
"""What products are called may be shortened in the cart."""


@pytest.fixture
def told(demo_services: Services) -> Order:
    """An order of Lena's of which much is told."""
    order = place(demo_services, COFFEE, ESPRESSO, customer=REGULAR)
    target, services = OrderTarget(order.order_id), demo_services
    services.write(partial(services.orders.note, actor=MARA, order_id=order.order_id, words=NOTE))
    services.write(partial(services.payments.await_transfer, actor=MARA, target=target))
    services.write(partial(services.payments.take_cash, actor=MARA, target=target, tendered_minor=1_999_97))
    services.write(partial(services.orders.note, actor=MARA, order_id=order.order_id, words="Called."))
    return order


@pytest.fixture
def large(told: Order, shop: Desk, qtbot: QtBot) -> Desk:
    """The whole desk in the smallest window with the largest text, and something in the cart."""
    del told
    shop.look.set_scale(LARGEST)
    shop.window.resize(SMALLEST)
    for product in (COFFEE, 104):
        add(shop, qtbot, product)
    assert shop.window.size() == SMALLEST, "nothing asks for a larger window"
    return shop


@pytest.fixture
def painting() -> Iterator[Painting]:
    with watched_painting() as watched:
        yield watched


def hidden(window: QWidget, part: QWidget) -> bool:
    """Whether any of a part is outside of the window, or covered, or scrolled away."""
    here = QRect(part.mapTo(window, QPoint()), part.size())
    return not window.rect().contains(here) or part.visibleRegion().boundingRect() != part.rect()


def pad_faults(window: QWidget) -> list[str]:
    """Keys of the pad in front that a finger misses."""
    keys = [key for key in window.findChildren(PadKey) if key.isVisible()]
    assert len(keys) == 12
    return [key.objectName() for key in keys if hidden(window, key) or min(key.width(), key.height()) < TARGET]


def faults(desk: Desk, painting: Painting) -> list[str]:
    """What is cut, overlaps or stands outside."""
    painting.lines.clear()
    desk.window.grab()
    lines = [line for line in painting.lines if line.cut and not line.where.endswith(GIVES_WAY)]
    cut_lines = [f"{line.where}: {line.text}" for line in lines if line.text not in GOODS]
    return [*cut_lines, *cut(desk.window), *overlapping(desk.window)]


def hidden_buttons(desk: Desk, *names: str) -> list[str]:
    """Buttons that have to be in sight and are not, as a whole."""
    found = {part.objectName(): part for part in desk.window.findChildren(QAbstractButton) if part.isVisible()}
    return [name for name in names if name not in found or hidden(desk.window, found[name])]


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key the way the window system does."""
    QTest.keyClick(desk.window.windowHandle(), key, modifiers)


@pytest.mark.parametrize("whole", [False, True], ids=["line", "cart"])
def test_every_key_of_the_discount_pad_is_in_sight(
    large: Desk, qtbot: QtBot, painting: Painting, *, whole: bool
) -> None:
    modifiers = Qt.KeyboardModifier.ShiftModifier if whole else Qt.KeyboardModifier.NoModifier
    press(large, Qt.Key.Key_F4, modifiers)
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in large.window.findChildren(DiscountSheet)))
    sheet = next(sheet for sheet in large.window.findChildren(DiscountSheet) if sheet.isVisible())

    found = {}
    for chip in sheet.kinds.chips():
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        # A manager will have to be asked: that takes a line as well.
        for digit in "99":
            QTest.keyClick(large.window.windowHandle(), ord(digit))
        qtbot.wait(60)
        found[chip.text()] = [*pad_faults(large.window), *faults(large, painting)]
        found[chip.text()] += hidden_buttons(large, "discount-give", "discount-sheet-close")

    assert len(found) == (2 if whole else 3)
    assert not any(found.values()), found


def test_a_roomy_window_keeps_the_discount_pad_beneath_the_rest(large: Desk, qtbot: QtBot) -> None:
    press(large, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in large.window.findChildren(DiscountSheet)))
    sheet = next(sheet for sheet in large.window.findChildren(DiscountSheet) if sheet.isVisible())
    assert sheet.pad.mapTo(sheet, QPoint()).x() > sheet.box.mapTo(sheet, sheet.box.rect().topRight()).x()

    large.look.set_scale(100)
    large.window.resize(1280, 800)

    qtbot.waitUntil(lambda: sheet.pad.mapTo(sheet, QPoint()).x() == sheet.box.mapTo(sheet, QPoint()).x())
    qtbot.waitUntil(lambda: not pad_faults(large.window))


def test_every_key_of_the_pads_of_a_payment_is_in_sight(large: Desk, qtbot: QtBot, painting: Painting) -> None:
    press(large, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in large.window.findChildren(PaymentSheet)))
    sheet = next(sheet for sheet in large.window.findChildren(PaymentSheet) if sheet.isVisible())
    qtbot.waitUntil(sheet.cash.pad.isVisible)

    qtbot.waitUntil(lambda: not pad_faults(large.window))
    assert faults(large, painting) == []
    assert hidden_buttons(large, "cash-take", "payment-close") == []

    QTest.mouseClick(sheet.column.split, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.split.by_amount.isVisible)
    QTest.mouseClick(sheet.split.by_amount, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.split.amount.pad.isVisible)

    qtbot.waitUntil(lambda: not pad_faults(large.window))
    assert faults(large, painting) == []
    assert hidden_buttons(large, "split-amount-back", "split-amount-make") == []


def test_a_transfer_is_asked_for_with_its_field_whole(large: Desk, qtbot: QtBot, painting: Painting) -> None:
    press(large, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in large.window.findChildren(PaymentSheet)))
    sheet = next(sheet for sheet in large.window.findChildren(PaymentSheet) if sheet.isVisible())
    QTest.mouseClick(sheet.column.other, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.other.isVisible)
    transfer = sheet.other.chips.chips()[1]

    QTest.mouseClick(transfer, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not hidden(large.window, transfer) and not hidden(large.window, sheet.other.slip.input))
    qtbot.waitUntil(lambda: faults(large, painting) == [])
    assert hidden_buttons(large, "other-wait", "other-book") == []


def test_nothing_that_happened_to_an_order_is_shortened(
    large: Desk, told: Order, qtbot: QtBot, painting: Painting
) -> None:
    large.assembly.shell.open_order(told.order_id)
    orders = large.assembly.shell.screen_of(Page.ORDERS)
    assert isinstance(orders, OrdersScreen)
    qtbot.waitUntil(lambda: orders.detail.order is not None and orders.detail.order.order_id == told.order_id)
    timeline = orders.detail.timeline
    qtbot.waitUntil(lambda: timeline.height() == timeline.sizeHint().height())

    painting.lines.clear()
    timeline.grab()

    lines = sorted((line for line in painting.lines if "timeline" in line.where), key=lambda line: line.place[1])
    shown = "".join(line.text for line in lines).replace(" ", "")
    assert NOTE.replace(" ", "") in shown
    assert [line.text for line in lines if line.cut or line.outside] == []
    assert max(line.place[3] for line in lines) < timeline.height()
    crossing = [(one.text, two.text) for one in lines for two in lines if one is not two and not one.clear_of(two)]
    assert crossing == []
    assert hidden_buttons(large, "order-reprint", "order-qr", "order-more", "order-refund") == []


def test_a_customer_and_the_orders_are_told_without_a_word_on_another(
    large: Desk, told: Order, qtbot: QtBot, painting: Painting
) -> None:
    del told
    large.assembly.shell.open_customer(REGULAR)
    customers = large.assembly.shell.screen_of(Page.CUSTOMERS)
    assert isinstance(customers, CustomersScreen)
    detail = customers.detail
    qtbot.waitUntil(lambda: detail.customer is not None)

    for tab in detail.tabs.chips():
        QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        qtbot.wait(60)
        assert not hidden(large.window, tab), tab.text()
        assert faults(large, painting) == [], tab.text()
        assert hidden_buttons(large, "customer-cart", "customer-more") == []

    QTest.mouseClick(detail.tabs.chips()[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: detail.model.rowCount() > 0)
    painting.lines.clear()
    detail.visits.viewport().grab()
    lines = list(painting.lines)
    assert [(one.text, two.text) for one in lines for two in lines if one is not two and not one.clear_of(two)] == []
