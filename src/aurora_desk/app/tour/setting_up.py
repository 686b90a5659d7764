"""The first start of a shop of one's own, and what its empty till says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour

SHOP = ("Corner Shop", "Ireland", "EUR", "Europe/Dublin", "Nora Walsh", "4711", "4711")
FIELDS = ("name", "country", "currency", "time-zone", "owner", "pin", "pin-again")


def chapter(on_tour: OnTour, guide: Guide) -> None:
    """From the set-up page to a till that asks for its shift."""
    guide.picture("setup-1-shop")
    for field, words in zip(FIELDS, SHOP, strict=True):
        guide.wait_for(QWidget, f"setup-{field}-input").setFocus()
        guide.control(Qt.Key.Key_A)
        guide.write(words)
    guide.picture("setup-2-filled")
    guide.click("setup-open")
    guide.until(lambda: on_tour.is_open, "the shop to open")
    guide.pause(0.5)
    guide.picture("setup-3-sign-in")
    guide.write("4711")
    guide.wait_for(QWidget, "sell")
    guide.pause(0.5)
    guide.picture("setup-4-open-shift")
    guide.click("open-shift")
    guide.wait_for(QWidget, "shift-sheet")
    guide.write("20000")
    guide.picture("setup-5-float")
