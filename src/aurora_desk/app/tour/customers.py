"""The people who buy here: finding, adding, noting, merging, erasing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.stage import Stage
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.shell.pages import Page


def chapter(stage: Stage) -> None:
    """From any screen to an opened customer."""
    guide = stage.guide
    guide.control(Qt.Key.Key_3)
    guide.wait_for(QWidget, "customers")
    _new(stage)
    _open(stage, "lena")
    guide.picture("customers-2-customer")
    guide.click("customer-tab-orders")
    guide.pause(0.4)
    guide.picture("customers-3-orders")
    guide.click("customer-tab-notes")
    guide.pause(0.2)
    guide.wait_for(QWidget, "customer-note-input").setFocus()
    guide.write("Likes oat milk")
    guide.click("customer-note-add")
    guide.wait_for(QWidget, "customer-note-card")
    guide.pause(0.3)
    guide.picture("customers-4-notes")
    stage.menu("customer-more", "customers-5-more")
    _export(stage)
    _merge(stage)
    _erase(stage)
    guide.key(Qt.Key.Key_F2)
    guide.key(Qt.Key.Key_Escape)


def _open(stage: Stage, words: str) -> None:
    stage.look_up(words)
    stage.guide.key(Qt.Key.Key_Down)
    stage.guide.wait_for(QWidget, "customer-detail")
    stage.guide.pause(0.5)


def _new(stage: Stage) -> None:
    """Somebody who is here already under this address."""
    guide = stage.guide
    guide.click("customer-new")
    guide.wait_for(QWidget, "new-customer")
    guide.write("Aylin")
    guide.key(Qt.Key.Key_Tab)
    guide.write("Demir")
    guide.key(Qt.Key.Key_Tab)
    guide.write("aylin@example.com")
    guide.key(Qt.Key.Key_Tab)
    guide.pause(0.5)
    guide.picture("customers-1-new")
    guide.key(Qt.Key.Key_Escape)
    guide.pause(0.3)
    guide.click("discard-customer-verb")
    guide.until(lambda: guide.find(QWidget, "new-customer") is None, "the sheet to close")


def _export(stage: Stage) -> None:
    """Into a folder that is gone afterwards: the tour leaves nothing on anybody's disk."""
    screen = stage.desk.assembly.shell.screen_of(Page.CUSTOMERS)
    assert isinstance(screen, CustomersScreen)
    customer = screen.detail.customer
    assert customer is not None
    with tempfile.TemporaryDirectory() as folder:
        screen.exporting.write(customer, Path(folder) / f"customer-{customer.ref.customer_id}.zip")
        stage.guide.wait_for(QWidget, "saved")
        stage.guide.pause(0.2)
        stage.guide.picture("customers-8-exported")
    stage.leave("saved")


def _merge(stage: Stage) -> None:
    guide = stage.guide
    guide.click("customer-more")
    guide.close_menu()
    guide.choose("customer-merge")
    guide.wait_for(QWidget, "merge")
    guide.write("tomasz")
    guide.pause(0.5)
    guide.key(Qt.Key.Key_Return)
    guide.pause(0.4)
    guide.picture("customers-6-merge")
    stage.leave("merge")


def _erase(stage: Stage) -> None:
    stage.guide.choose("customer-erase")
    stage.guide.wait_for(QWidget, "customer-erase-sheet")
    stage.guide.picture("customers-7-erase")
    stage.leave("customer-erase-sheet")
