"""Who is at the till: signing in, and the lock that keeps everything as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt

from aurora_desk.app.tour.on_tour import sign_in
from aurora_desk.app.tour.stage import Stage


def chapter(stage: Stage) -> None:
    """From the closed door to an empty Sell."""
    stage.guide.picture("signin-1-people")
    sign_in(stage.desk, stage.guide)
    stage.guide.pause(0.4)


def locked(stage: Stage) -> None:
    """The lock over a cart; ends unlocked."""
    stage.guide.control(Qt.Key.Key_1)
    stage.scan_products(104)
    stage.guide.control(Qt.Key.Key_L)
    stage.guide.pause(0.3)
    stage.guide.picture("signin-2-locked")
    sign_in(stage.desk, stage.guide)
