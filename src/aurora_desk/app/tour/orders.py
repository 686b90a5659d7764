"""Finding an order again, its code, its way to the customer, and what is done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.payments import OrderTarget

LIQUEUR = 175


def chapter(stage: Stage) -> None:
    """From Sell to an opened order on the Orders screen."""
    guide = stage.guide
    items = [{"productID": 101, "quantity": 2, "price": 299.99}, {"productID": 102, "quantity": 1, "price": 399.99}]
    stage.post("createOrder", {"customerID": 123, "items": items})
    to_collect = _paid_order(stage)
    guide.control(Qt.Key.Key_2)
    guide.wait_for(QWidget, "orders")
    guide.pause(0.5)
    _walk_down(stage, 4)
    guide.picture("orders-1-order")
    stage.menu("order-more", "orders-2-more")
    guide.click("order-qr")
    guide.wait_for(QWidget, "order-code")
    guide.picture("orders-3-code")
    stage.leave("order-code")
    guide.click("orders-days")
    guide.wait_for(QWidget, "days")
    guide.picture("orders-4-days")
    stage.leave("days")
    _void(stage)
    _hand_over(stage, to_collect)
    _ask_age(stage)


def _walk_down(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        stage.guide.key(Qt.Key.Key_Down)
        stage.guide.pause(0.2)
    stage.guide.pause(0.5)


def _void(stage: Stage) -> None:
    """An order of the web shop that nobody pays."""
    unpaid = stage.post("createOrder", {"items": [{"productID": 106, "quantity": 3}]})
    _open(stage, unpaid["data"]["orderID"])
    stage.guide.picture("orders-5-waiting")
    stage.guide.click("order-void")
    stage.guide.wait_for(QWidget, "void")
    stage.guide.picture("orders-6-void")
    stage.leave("void")


def _hand_over(stage: Stage, order_id: int) -> None:
    _open(stage, order_id)
    stage.guide.picture("orders-7-to-collect")
    stage.guide.click("order-part")
    stage.guide.wait_for(QWidget, "collect")
    stage.guide.picture("orders-8-part-collected")
    stage.leave("collect")


def _ask_age(stage: Stage) -> None:
    """An order of the web shop whose goods ask for an age before it is paid; the customer is not old enough."""
    order = stage.post("createOrder", {"items": [{"productID": LIQUEUR, "quantity": 1}]})
    _open(stage, order["data"]["orderID"])
    stage.guide.click("order-pay")
    stage.guide.wait_for(QWidget, "age-sheet")
    stage.guide.pause(0.2)
    stage.guide.picture("orders-9-age")
    stage.leave("age-sheet")
    stage.guide.pause(0.3)
    stage.guide.picture("orders-9-refused")


def _open(stage: Stage, order_id: int) -> None:
    stage.look_up(str(order_id))
    _walk_down(stage, 1)


def _paid_order(stage: Stage) -> int:
    """A click-and-collect order that was paid."""
    items = [{"productID": 104, "quantity": 4}, {"productID": 136, "quantity": 2}]
    order_id = int(stage.post("createOrder", {"customerID": 122, "items": items})["data"]["orderID"])
    services, actor = stage.desk.context.services, stage.desk.context.session.actor()
    target = OrderTarget(OrderId(order_id))
    services.write(partial(services.payments.take_cash, actor=actor, target=target, tendered_minor=50_00))
    return order_id
