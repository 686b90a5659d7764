from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.tokens import DARK
from aurora_desk.gui.widgets.gallery import Gallery

OPERATED = (
    QAccessible.Role.Button,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Table,
    QAccessible.Role.Cell,
)


@pytest.fixture
def gallery(look: Look, qtbot: QtBot) -> Gallery:
    gallery = Gallery(look)
    qtbot.addWidget(gallery)
    gallery.resize(1680, 1360)
    with qtbot.waitExposed(gallery):
        gallery.show()
    return gallery


def nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Every node below, what can't be seen left out."""
    for place in range(node.childCount()):
        child = node.child(place)
        if not child.state().invisible:
            yield child
            yield from nodes(child)


def test_everything_that_is_tapped_is_large_enough(gallery: Gallery) -> None:
    buttons = [button for button in gallery.findChildren(QAbstractButton) if button.isVisible()]

    small = [b.objectName() for b in buttons if min(b.width(), b.height()) < TARGET and not b.visibleRegion().isEmpty()]

    assert len(buttons) > 40
    assert small == []


@pytest.mark.parametrize("scale", [115, 150])
def test_targets_grow_with_the_text(look: Look, gallery: Gallery, scale: int) -> None:
    look.set_scale(scale)
    QApplication.processEvents()

    for name in ("primary", "take-cash", "gallery-pay", "gallery-pad-7", "tender-banknote"):
        button = gallery.findChild(QAbstractButton, name)
        assert button is not None
        assert button.height() >= TARGET * scale // 100, name


def test_every_part_that_is_operated_has_a_name_to_say(gallery: Gallery) -> None:
    root = QAccessible.queryAccessibleInterface(gallery)
    assert root is not None

    operated = [node for node in nodes(root) if node.role() in OPERATED]
    nameless = [node for node in operated if not node.text(QAccessible.Text.Name)]

    assert len(operated) > 60
    assert [(node.role(), node.object()) for node in nameless] == []


def test_the_focus_can_be_seen_wherever_the_tab_key_leads(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.activateWindow()
    stops = [
        part
        for part in gallery.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and part.isEnabled()
    ]
    first, unseen = stops[0], []

    for stop in stops[1:]:
        area = QRect(stop.mapTo(gallery, QPoint(0, 0)), stop.size()).adjusted(-20, -20, 20, 20)
        first.setFocus()
        qtbot.waitUntil(first.hasFocus)
        without = gallery.grab(area).toImage()
        stop.setFocus()
        if gallery.grab(area).toImage() == without:
            unseen.append(stop.objectName())

    assert len(stops) > 30
    assert unseen == []


def test_buttons_and_fields_have_a_name_for_tests_and_styles(gallery: Gallery) -> None:
    parts = [*gallery.findChildren(QAbstractButton), *gallery.findChildren(QLineEdit)]

    assert [part for part in parts if not part.objectName()] == []


def test_the_page_is_painted_in_both_themes_and_directions(look: Look, gallery: Gallery, qapp: QApplication) -> None:
    light = gallery.grab().toImage()

    look.set_theme(DARK)
    dark = gallery.grab().toImage()
    gallery.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    mirrored = gallery.grab().toImage()

    assert light.pixelColor(95, 5).name().upper() == "#F3F5F6"
    assert dark.pixelColor(95, 5).name().upper() == DARK.bg
    assert mirrored.pixelColor(mirrored.width() - 95, 5).name().upper() == DARK.bg
