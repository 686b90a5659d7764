"""What a cashier may not do alone: a manager's yes on the spot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.on_tour import OWNER_PIN
from aurora_desk.app.tour.stage import Stage

CASHIER_PIN = "3456"
CASHIER = 3


def chapter(stage: Stage) -> None:
    """A cashier's discount above her limit; ends with the owner signed in and an empty cart."""
    _switch(stage, CASHIER, CASHIER_PIN)
    stage.scan_products(119)
    stage.guide.key(Qt.Key.Key_F4)
    stage.guide.wait_for(QWidget, "discount-sheet")
    stage.guide.write("25")
    stage.guide.key(Qt.Key.Key_Return)
    stage.guide.wait_for(QWidget, "approval")
    stage.guide.pause(0.2)
    stage.guide.picture("rights-1-ask-a-manager")
    stage.leave("approval")
    if stage.guide.find(QWidget, "discount-sheet") is not None:
        stage.leave("discount-sheet")
    stage.guide.key(Qt.Key.Key_Delete)
    stage.guide.pause(0.3)
    _switch(stage, 1, OWNER_PIN)


def _switch(stage: Stage, person: int, pin: str) -> None:
    guide = stage.guide
    guide.control(Qt.Key.Key_L)
    guide.pause(0.2)
    guide.click(f"person-{person}")
    guide.write(pin)
    guide.until(lambda: stage.desk.context.session.person is not None, "somebody else to be signed in")
    guide.wait_for(QWidget, "sell")
    guide.pause(0.3)
