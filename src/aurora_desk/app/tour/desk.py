"""The desk itself: its keys, going anywhere, the menu of the person, look and sound, the scanner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.gui.screens.scanner.measuring import TEST_CODE


def chapter(stage: Stage) -> None:
    """Begins anywhere and ends on Sell."""
    guide = stage.guide
    guide.control(Qt.Key.Key_1)
    guide.key(Qt.Key.Key_F1)
    guide.wait_for(QWidget, "shortcuts")
    guide.picture("desk-1-keys")
    stage.leave("shortcuts")
    stage.menu("rail-person", "desk-2-person")
    stage.desk.assembly.shell.rail.person.look_action.trigger()
    guide.wait_for(QWidget, "look")
    guide.pause(0.2)
    guide.picture("desk-3-look")
    stage.leave("look")
    stage.desk.assembly.shell.rail.person.password_action.trigger()
    guide.wait_for(QWidget, "owner-password")
    guide.pause(0.2)
    guide.picture("desk-5-owner-password")
    stage.leave("owner-password")
    guide.control(Qt.Key.Key_K)
    guide.wait_for(QWidget, "goto")
    guide.write("len")
    guide.pause(0.5)
    guide.picture("desk-4-go-to")
    guide.key(Qt.Key.Key_Escape)  # the words first
    stage.leave("goto")
    _scanner(stage)


def _scanner(stage: Stage) -> None:
    """What was scanned last, and a test of the scanner."""
    guide = stage.guide
    guide.click("sell-search-scans")
    guide.wait_for(QWidget, "last-scans")
    guide.pause(0.2)
    guide.picture("scanner-1-last-scans")
    stage.leave("last-scans")
    stage.desk.assembly.shell.rail.person.scanner_action.trigger()
    guide.wait_for(QWidget, "scanner-test")
    for _ in range(3):
        guide.scan(TEST_CODE)
        guide.pause(0.4)
    guide.picture("scanner-2-test")
    for _ in range(2):
        guide.scan(TEST_CODE)
        guide.pause(0.4)
    guide.picture("scanner-3-tested")
    stage.leave("scanner-test")
