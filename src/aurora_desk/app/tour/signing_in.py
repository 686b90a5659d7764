"""Who is at the till: signing in, a forgotten PIN, too many wrong ones, the lock that keeps everything as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.on_tour import sign_in
from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.people import FREE_TRIES

WRONG = "0000"


def chapter(stage: Stage) -> None:
    """From the closed door to an empty Sell."""
    guide = stage.guide
    guide.picture("signin-1-people")
    guide.click("person-2")
    _type_wrong(stage)
    guide.picture("signin-3-wrong-pin")
    guide.click("sign-in-forgot")
    guide.wait_for(QWidget, "approval")
    guide.pause(0.2)
    guide.picture("signin-4-forgotten-pin")
    stage.leave("approval")
    for _ in range(FREE_TRIES - 1):
        _type_wrong(stage)
    guide.wait_for(QWidget, "sign-in-unlock")
    guide.picture("signin-5-wait")
    guide.click("person-1")
    guide.pause(0.2)
    sign_in(stage.desk, guide)
    guide.pause(0.4)


def locked(stage: Stage) -> None:
    """The lock over a cart; ends unlocked."""
    stage.guide.control(Qt.Key.Key_1)
    stage.scan_products(104)
    stage.guide.control(Qt.Key.Key_L)
    stage.guide.pause(0.3)
    stage.guide.picture("signin-2-locked")
    sign_in(stage.desk, stage.guide)


def _type_wrong(stage: Stage) -> None:
    guide = stage.guide
    guide.write(WRONG)
    guide.until(lambda: guide.wait_for(QWidget, "pin-words").property("tone") == "danger", "the answer to a wrong PIN")
    guide.pause(0.2)
