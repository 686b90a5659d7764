"""Goods that ask a question first: variants, age, weight, sold out, what is not in the catalogue."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage

UNKNOWN = "4006381333931"
KETTLE = 141


def chapter(stage: Stage) -> None:
    """Begins and ends with an empty cart on Sell."""
    _asked(stage, "t-shirt", "variant-sheet", "goods-1-variants")
    _asked(stage, "liqueur", "age-sheet", "goods-2-age")
    _asked(stage, "brazil", "weight-sheet", "goods-3-weight")
    _sold_out(stage)
    stage.guide.control(Qt.Key.Key_N)
    stage.guide.wait_for(QWidget, "custom-sheet")
    stage.guide.picture("goods-5-custom-item")
    stage.leave("custom-sheet")
    stage.guide.scan(UNKNOWN)
    stage.guide.wait_for(QWidget, "unknown-code-sheet")
    stage.guide.picture("goods-6-unknown-code")
    _new_product(stage)


def _new_product(stage: Stage) -> None:
    """Filled in and given up, so that the catalogue stays as the other chapters know it."""
    guide = stage.guide
    guide.click("unknown-create")
    guide.wait_for(QWidget, "product-sheet")
    guide.write("Oat milk 1 l")
    guide.click("product-tax-1")
    guide.wait_for(QWidget, "product-price").setFocus()
    guide.write("349")
    guide.picture("goods-7-new-product")
    guide.click("product-cancel")
    guide.pause(0.3)
    guide.click("discard-product-verb")
    guide.until(lambda: guide.find(QWidget, "product-sheet") is None, "the sheet to close")
    guide.pause(0.2)


def _asked(stage: Stage, words: str, sheet: str, name: str) -> None:
    stage.look_up(words)
    stage.guide.key(Qt.Key.Key_Return)
    stage.guide.wait_for(QWidget, sheet)
    stage.guide.pause(0.2)
    stage.guide.picture(name)
    stage.leave(sheet)
    stage.guide.key(Qt.Key.Key_Escape)
    stage.guide.pause(0.2)


def _sold_out(stage: Stage) -> None:
    """The last kettle goes to the web shop."""
    stage.post("createOrder", {"items": [{"productID": KETTLE, "quantity": 1}]})
    _asked(stage, "kettle", "sold-out", "goods-4-sold-out")
