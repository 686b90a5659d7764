from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.gallery.gallery import PAGES, Gallery
from aurora_desk.gui.gallery.laying import GalleryPage
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.tokens import DARK, high_contrast
from aurora_desk.gui.widgets.chip import Chip
from gui.walking import controls, nameless, operated, too_small, unnamed_controls, unseen_focus


@pytest.fixture(params=PAGES)
def page(look: Look, qtbot: QtBot, request: pytest.FixtureRequest) -> GalleryPage:
    """Each page of samples."""
    page = PAGES[request.param](look)
    qtbot.addWidget(page)
    page.resize(1200, page.sizeHint().height())
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def gallery(look: Look, qtbot: QtBot) -> Gallery:
    gallery = Gallery(look)
    qtbot.addWidget(gallery)
    gallery.resize(1280, 800)
    with qtbot.waitExposed(gallery):
        gallery.show()
    return gallery


def test_every_component_can_be_operated_by_everybody(page: GalleryPage) -> None:
    assert len(operated(page)) > 5
    assert nameless(page) == []
    assert too_small(page) == []
    assert unnamed_controls(page) == []
    assert unseen_focus(page) == []


@pytest.mark.parametrize("scale", [115, 150])
def test_targets_grow_with_the_text(look: Look, page: GalleryPage, scale: int) -> None:
    look.set_scale(scale)
    QApplication.processEvents()
    page.resize(page.sizeHint())
    QApplication.processEvents()

    assert too_small(page, TARGET * scale // 100) == []


def choose(gallery: Gallery, name: str) -> None:
    chip = gallery.findChild(Chip, name)
    assert chip is not None, name
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)


def test_chips_at_the_top_change_page_theme_size_and_direction(gallery: Gallery, look: Look) -> None:
    try:
        choose(gallery, "gallery-page-Lists")
        choose(gallery, "gallery-theme-Dark, high contrast")
        choose(gallery, "gallery-size-130 %")
        choose(gallery, "gallery-direction-Right to left")
        QApplication.processEvents()

        assert gallery.findChild(QWidget, "gallery-orders") is not None
        assert (look.theme, look.scale) == (high_contrast(DARK), 130)
        assert gallery.layoutDirection() is Qt.LayoutDirection.RightToLeft
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_next_page_takes_the_place_of_the_one_before(gallery: Gallery) -> None:
    assert gallery.findChild(QAbstractButton, "gallery-pay") is not None

    gallery.show_page("News")

    assert gallery.findChild(QAbstractButton, "gallery-pay") is None
    assert len(controls(gallery)) > 10
