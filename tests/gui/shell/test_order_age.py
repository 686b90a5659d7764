"""The code of a program's order, scanned on Sell: the age is asked before the payment opens, and then it is paid."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import Method
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.age_sheet import AgeSheet
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from gui.shell.real_desk import SHOP
from gui.shell.test_scan_table import Till

RIGHT, ENTER = Qt.Key.Key_Right, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def placed(till: Till) -> OrderId:
    """A kiosk's order of a bottle."""
    services = till.services
    (found,) = services.read(partial(services.catalogue.search, tenant_id=SHOP, words="liqueur")).rows
    wanted = PlaceOrder((PlaceItem(ProductId(found.product_id), Decimal(1), None),), None, None, None, None)
    place = partial(services.orders.place, actor=Actor.client(SHOP, "loopback"), request=wanted)
    return services.write(place).order_id


def order(till: Till, order_id: OrderId) -> Order:
    return till.services.read(partial(till.services.orders.get, tenant_id=SHOP, order_id=order_id))


def visible(till: Till, kind: type[QWidget]) -> bool:
    return any(one.isVisible() for one in till.desk.window.findChildren(kind))


def open_age(till: Till, order_id: OrderId) -> None:
    """Scan the code of an order, and take its payment by keyboard."""
    till.scan(till.services.codes.for_order(SHOP, order_id))
    till.qtbot.waitUntil(lambda: bool(till.desk.window.findChildren(QWidget, "order-pay")[-1].hasFocus()))
    till.key(ENTER, CTRL)
    till.qtbot.waitUntil(lambda: visible(till, AgeSheet))
    assert not visible(till, PaymentSheet)


def test_an_order_is_paid_after_the_age_was_asked(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    order_id = placed(till)
    open_age(till, order_id)

    till.key(RIGHT)
    till.key(ENTER)
    qtbot.waitUntil(lambda: visible(till, PaymentSheet))
    till.key(Qt.Key.Key_F9)
    till.key(Qt.Key.Key_E)
    till.key(ENTER)

    qtbot.waitUntil(lambda: order(till, order_id).payment_status is PaidStatus.PAID)


def test_a_no_opens_no_payment(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    order_id = placed(till)
    before = order(till, order_id)
    open_age(till, order_id)

    till.key(Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: "Nothing was charged" in till.toast())
    void = till.desk.window.findChildren(QWidget, "order-void")[-1]
    assert void.isVisible()
    # «Void it», the message says: what it says stands beside the button, not on it.
    toast = till.desk.assembly.shell.toast_layer
    assert not toast.geometry().intersects(QRect(void.mapTo(till.desk.window, QPoint()), void.size()))
    assert not visible(till, PaymentSheet)
    assert order(till, order_id) == before


def test_a_transfer_that_has_come_is_booked_and_no_other_tender_is_taken_so(qtbot: QtBot, shop: Desk) -> None:
    till = Till(shop, qtbot)
    order_id = placed(till)
    open_age(till, order_id)
    till.click("age-apart")
    qtbot.waitUntil(lambda: visible(till, PaymentSheet))
    sheet = shop.window.findChildren(PaymentSheet)[-1]
    assert sheet.other.tender.method is Method.TRANSFER

    till.key(Qt.Key.Key_F9)
    till.key(Qt.Key.Key_E)
    till.key(ENTER)
    qtbot.waitUntil(lambda: sheet.stage.shown is sheet.message)
    assert sheet.message.headline.text().endswith("nobody has looked.")
    assert sheet.message.detail.text().startswith("Nothing was charged.")
    till.key(ENTER)
    till.key(Qt.Key.Key_O)
    qtbot.waitUntil(lambda: sheet.stage.shown is sheet.other)
    sheet.other.slip.set_text("Anna Weber")
    till.click("other-book")

    qtbot.waitUntil(lambda: order(till, order_id).payment_status is PaidStatus.PAID)
