"""The walker itself: it finds what is wrong, and nothing else."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button
from gui.walking import nameless, too_small, unnamed_controls, unseen_focus


def page(qtbot: QtBot, *parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(whole)
    whole.show()
    whole.activateWindow()
    qtbot.waitUntil(whole.isActiveWindow)
    return whole


def test_a_good_button_is_found_nowhere(look: Look, qtbot: QtBot) -> None:
    whole = page(qtbot, Button(look, "Take cash", name="take-cash"))

    assert nameless(whole) == too_small(whole) == unnamed_controls(whole) == unseen_focus(whole) == []


def test_fields_lists_and_areas_without_a_name_are_found(look: Look, qtbot: QtBot) -> None:
    rows = QListWidget()
    rows.addItem("A row")
    hidden = QLineEdit()
    whole = page(qtbot, QLineEdit(), rows, QScrollArea(), hidden)
    hidden.hide()

    assert [find.split()[0] for find in nameless(whole)] == ["EditableText", "List", "Client"]


def test_a_small_button_is_found_with_its_size(look: Look, qtbot: QtBot) -> None:
    small = QPushButton("+")
    small.setObjectName("plus")
    small.setProperty("kind", "painted")
    whole = page(qtbot, small)

    assert too_small(whole) == [f"QPushButton plus is {small.width()}×{small.height()}"]


def test_a_control_without_a_name_for_tests_is_found(look: Look, qtbot: QtBot) -> None:
    assert unnamed_controls(page(qtbot, QPushButton("Pay"))) == ["QPushButton in QWidget"]


def test_a_focus_that_nobody_sees_is_found(look: Look, qtbot: QtBot) -> None:
    unseen = QPushButton("Pay")
    unseen.setObjectName("pay")
    unseen.setProperty("kind", "painted")

    assert unseen_focus(page(qtbot, unseen, Button(look, "Cash", name="cash"))) == ["QPushButton pay"]
