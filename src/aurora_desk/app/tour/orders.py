"""Finding an order again, and its code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage


def chapter(stage: Stage) -> None:
    """From Sell to an opened order on the Orders screen."""
    guide = stage.guide
    items = [{"productID": 101, "quantity": 2, "price": 299.99}, {"productID": 102, "quantity": 1, "price": 399.99}]
    stage.post("createOrder", {"customerID": 123, "items": items})
    stage.post("createOrder", {"items": [{"productID": 106, "quantity": 3}]})
    guide.control(Qt.Key.Key_2)
    guide.wait_for(QWidget, "orders")
    guide.pause(0.5)
    guide.key(Qt.Key.Key_Down)
    for _ in range(3):
        guide.key(Qt.Key.Key_Down)
        guide.pause(0.2)
    guide.pause(0.5)
    guide.picture("orders-1-order")
    guide.click("order-qr")
    guide.wait_for(QWidget, "order-code")
    guide.picture("orders-2-code")
    guide.key(Qt.Key.Key_Escape)
    guide.pause(0.2)
