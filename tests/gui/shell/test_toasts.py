"""Where news is told: never over what is to be pressed, and never over other news."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.health import Device
from aurora_desk.gui.widgets.health import Health
from gui.shell.real_desk import add, sell
from gui.shell.staging import Stage

LONG = "Receipt 2026-5001 was not printed: the printer is out of paper. Put paper in, and print it again with Ctrl+P."


def place_of(part: QWidget) -> QRect:
    """Where a part is in its window."""
    return QRect(part.mapTo(part.window(), QPoint()), part.size())


def test_news_of_the_desk_leaves_the_cart_free_and_lies_above_what_sell_tells(shop: Desk, qtbot: QtBot) -> None:
    shop.window.resize(QSize(1024, 720))
    screen, shell = sell(shop), shop.assembly.shell
    add(shop, qtbot, 103)
    before = screen.toasts.geometry()

    shell.tell(LONG, "danger")
    screen.toasts.offer_undo("Cart cleared.", lambda: None)

    told, own = place_of(shell.toast_layer.toasts), place_of(screen.toasts)
    assert screen.toasts.geometry() != before
    assert not told.intersects(place_of(screen.cart))
    assert not told.intersects(own)
    screen.toasts.clear()
    assert place_of(shell.toast_layer.toasts).bottom() > told.bottom(), "it comes down again"


def test_why_a_device_is_so_is_told_to_a_finger(stage: Stage) -> None:
    stage.sign_in()
    stage.qtbot.waitUntil(lambda: stage.assembly.watch.finding(Device.PRINTER) is not None)
    health = stage.find(Health, "status-reader")
    health.setToolTip("Check its power and network.")

    QTest.mouseClick(health, Qt.MouseButton.LeftButton)

    assert stage.toast() == f"{health.accessibleName()}. Check its power and network."


def test_a_search_is_emptied_by_touch(shop: Desk, qtbot: QtBot) -> None:
    search = sell(shop).header.search
    search.focus()
    QTest.keyClicks(search.input, "tea")
    qtbot.waitUntil(search.cross.isVisible)

    QTest.mouseClick(search.cross, Qt.MouseButton.LeftButton)

    assert (search.text, search.cross.isVisible(), search.input.hasFocus()) == ("", False, True)
    assert min(search.cross.width(), search.cross.height()) >= 44
