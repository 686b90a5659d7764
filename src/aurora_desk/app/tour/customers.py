"""The people who buy here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage


def chapter(stage: Stage) -> None:
    """From any screen to an opened customer."""
    stage.guide.control(Qt.Key.Key_3)
    stage.guide.wait_for(QWidget, "customers")
    stage.guide.pause(0.4)
    stage.guide.key(Qt.Key.Key_Down)
    stage.guide.pause(0.6)
    stage.guide.picture("customers-1-customer")
