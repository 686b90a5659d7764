"""The desk itself: its keys, the menu of the person, look and sound."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage


def chapter(stage: Stage) -> None:
    """Begins and ends on Sell."""
    guide = stage.guide
    guide.control(Qt.Key.Key_1)
    guide.key(Qt.Key.Key_F1)
    guide.wait_for(QWidget, "shortcuts")
    guide.picture("desk-1-keys")
    stage.leave("shortcuts")
    stage.menu("rail-person", "desk-2-person")
