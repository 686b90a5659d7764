"""Menus of buttons at an edge open over the content, in both directions of writing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.widgets.menu_place import open_above, open_below, open_beside

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
BUTTON = QRect(320, 280, 60, 44)


@pytest.fixture
def place(qtbot: QtBot) -> Callable[[Callable[[QMenu, QWidget], None], Qt.LayoutDirection], QRect]:
    """Opens the menu of a button; where it is in the window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 600)

    def open_it(way: Callable[[QMenu, QWidget], None], direction: Qt.LayoutDirection) -> QRect:
        window.setLayoutDirection(direction)
        button = QPushButton("…", window)
        button.setGeometry(BUTTON)
        window.show()
        menu = QMenu(button)
        for words in ("One entry", "Another entry of the menu", "Third"):
            menu.addAction(words)
        way(menu, button)
        found = menu.geometry().translated(-window.mapToGlobal(QPoint()))
        menu.close()
        return found

    return open_it


def test_the_menu_of_the_rail_opens_beside_it_on_the_side_of_the_content(
    place: Callable[[Callable[[QMenu, QWidget], None], Qt.LayoutDirection], QRect],
) -> None:
    usual, mirrored = place(open_beside, LEFT), place(open_beside, RIGHT)

    assert usual.left() > BUTTON.right()
    assert mirrored.right() < BUTTON.left()
    assert usual.bottom() == mirrored.bottom() == BUTTON.bottom()


@pytest.mark.parametrize("way", [open_above, open_below])
def test_a_menu_ends_where_its_button_ends(
    place: Callable[[Callable[[QMenu, QWidget], None], Qt.LayoutDirection], QRect],
    way: Callable[[QMenu, QWidget], None],
) -> None:
    usual, mirrored = place(way, LEFT), place(way, RIGHT)

    assert usual.right() == BUTTON.right()
    assert mirrored.left() == BUTTON.left()
    for found in usual, mirrored:
        assert not found.intersects(BUTTON)
        assert (found.bottom() < BUTTON.top()) is (way is open_above)
