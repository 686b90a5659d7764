"""What is scrolled in the side panel ends where the buttons beneath it end, with and without a bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.side_scroll import SideScroll

LOW, HIGH = 120, 900


class Panel:
    """A panel with something scrolled above a button."""

    def __init__(self, look: Look) -> None:
        self.content = QWidget()
        self.scroll = SideScroll(name="told", label="What happened")
        self.scroll.setWidget(self.content)
        self.button = Button(look, "Refund…", name="refund")
        self.detail = Detail(look, "Order #5004")
        self.detail.body.addWidget(self.scroll, 1)
        self.detail.body.addWidget(self.button)
        self.detail.resize(384, 500)

    @property
    def bar(self) -> QScrollBar:
        return self.scroll.bar

    def x(self, part: QWidget, at: int) -> int:
        return part.mapTo(self.detail, QPoint(at, 0)).x()


@pytest.fixture
def panel(look: Look, qtbot: QtBot) -> Panel:
    panel = Panel(look)
    panel.content.setMinimumHeight(LOW)
    qtbot.addWidget(panel.detail)
    panel.detail.show()
    return panel


def test_the_bar_stands_in_the_margin_and_moves_nothing(panel: Panel, qtbot: QtBot) -> None:
    assert not panel.bar.isVisible()
    width = panel.content.width()

    panel.content.setMinimumHeight(HIGH)
    qtbot.waitUntil(panel.bar.isVisible)

    assert panel.content.width() == width
    end = panel.x(panel.button, panel.button.width())
    assert panel.x(panel.content, width) == end
    assert end < panel.x(panel.bar, 0)
    assert panel.x(panel.bar, panel.bar.width()) <= panel.detail.width()


def test_the_bar_scrolls_and_follows_what_is_scrolled(panel: Panel, qtbot: QtBot) -> None:
    panel.content.setMinimumHeight(HIGH)
    qtbot.waitUntil(panel.bar.isVisible)

    panel.bar.setValue(100)
    assert panel.scroll.verticalScrollBar().value() == 100
    panel.scroll.verticalScrollBar().setValue(40)

    assert panel.bar.value() == 40


def test_from_right_to_left_the_bar_is_at_the_other_side(panel: Panel, qtbot: QtBot) -> None:
    panel.content.setMinimumHeight(HIGH)
    panel.detail.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(panel.bar.isVisible)

    assert panel.x(panel.bar, panel.bar.width()) < panel.x(panel.scroll, 0)


def test_a_hidden_page_takes_its_bar_with_it(panel: Panel, qtbot: QtBot) -> None:
    panel.content.setMinimumHeight(HIGH)
    qtbot.waitUntil(panel.bar.isVisible)

    panel.scroll.hide()

    assert not panel.bar.isVisible()
