"""What the program wears: one stylesheet, changed under open windows."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.gui.gallery.gallery import PAGES
from aurora_desk.gui.theme.look import SCALES, Look
from aurora_desk.gui.theme.stylesheet import stylesheet
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme, high_contrast
from gui.picturing import FEW, differ, picture_of, show

OTHERS = (DARK, high_contrast(LIGHT), high_contrast(DARK))


def without_colours(theme: Theme, scale: int) -> str:
    return re.sub(r"#[0-9A-Fa-f]{6,8}|rgba?\([^)]*\)", "colour", stylesheet(theme, scale))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("theme", OTHERS, ids=lambda theme: theme.name)
def test_no_theme_changes_a_size(theme: Theme, scale: int) -> None:
    assert without_colours(theme, scale) == without_colours(LIGHT, scale)


@pytest.mark.parametrize("where", ["in sight", "behind another page"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_open_wears_a_new_theme_as_one_made_in_it(
    look: Look, qtbot: QtBot, page: str, where: str
) -> None:
    part = show(look, qtbot, page)
    before = picture_of(part)
    if where == "behind another page":
        part.hide()

    look.set_theme(DARK)
    part.show()
    QApplication.processEvents()

    after = picture_of(part)
    assert differ(before, after) > after.width * after.height / 2, "it did not change at all"
    assert differ(after, picture_of(show(look, qtbot, page))) <= FEW


def test_a_page_wears_its_first_theme_again_after_another(look: Look, qtbot: QtBot) -> None:
    part = show(look, qtbot, "Buttons")
    before = picture_of(part)

    look.set_theme(DARK)
    look.set_scale(150)
    look.set_theme(high_contrast(LIGHT))
    look.set_scale(100)
    look.set_theme(LIGHT)
    QApplication.processEvents()

    assert differ(before, picture_of(part)) <= FEW
