"""Ringing up: scans, search, discount, customer, held carts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage

CART = (119, 119, 104, 104, 120, 122, 109, 117, 150, 150, 137)


def chapter(stage: Stage) -> None:
    """From an empty Sell to a full cart with a customer."""
    stage.guide.picture("sell-1-empty")
    stage.scan_products(*CART)
    _customer(stage)
    _discount(stage)
    stage.guide.picture("sell-4-cart")
    _search(stage)
    _held(stage)


def _customer(stage: Stage) -> None:
    stage.guide.key(Qt.Key.Key_F3)
    stage.guide.wait_for(QWidget, "customer-sheet")
    stage.guide.write("lena")
    stage.guide.pause(0.4)
    stage.guide.picture("sell-2-customer")
    stage.guide.key(Qt.Key.Key_Return)
    stage.guide.wait_for(QWidget, "customer-chip")


def _discount(stage: Stage) -> None:
    stage.guide.key(Qt.Key.Key_F4)
    stage.guide.wait_for(QWidget, "discount-sheet")
    stage.guide.picture("sell-3-discount")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.pause(0.2)


def _search(stage: Stage) -> None:
    stage.guide.key(Qt.Key.Key_F2)
    stage.guide.write("choc")
    stage.guide.pause(0.5)
    stage.guide.picture("sell-5-search")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.pause(0.2)


def _held(stage: Stage) -> None:
    stage.post("addCart", {"sessionID": "table-7", "productID": 103, "quantity": 2})
    stage.post("addCart", {"sessionID": "table-7", "productID": 105, "quantity": 1})
    stage.guide.pause(0.5)
    stage.guide.key(Qt.Key.Key_F7)
    stage.guide.wait_for(QWidget, "held-sheet")
    stage.guide.pause(0.3)
    stage.guide.picture("sell-6-held")
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.pause(0.2)
