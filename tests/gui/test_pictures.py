"""Every component in every state, theme, size and direction looks as it did when somebody last looked at it.

After a change that is meant, take the pictures anew and look at them before they are committed:

    pytest tests/gui/test_pictures.py --renew-pictures
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.gallery.gallery import PAGES
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import DARK, LIGHT, high_contrast
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.polish import Ground
from gui.picturing import FEW, Variant, differ, difference, kept, picture_of, take, write

FOLDER = Path(__file__).parent / "pictures"
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def variants() -> Iterator[Variant]:
    for theme in (LIGHT, DARK):
        for scale in (100, 150):
            for direction, word in ((LTR, "ltr"), (RTL, "rtl")):
                yield Variant(theme, scale, direction, f"{theme.name}-{scale}-{word}")
        yield Variant(high_contrast(theme), 100, LTR, f"{theme.name}-contrast")


@pytest.mark.parametrize("variant", list(variants()), ids=lambda variant: variant.name)
def test_the_gallery_looks_as_it_did(
    look: Look, qtbot: QtBot, variant: Variant, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    changed = []

    for page in PAGES:
        got = take(look, qtbot, page, variant)
        path = FOLDER / f"{page.lower()}-{variant.name}.png"
        if request.config.getoption("--renew-pictures"):
            write(got, path)
        with Image.open(path) as file:
            wanted = file.convert("RGB")
        if differ(got, wanted) > FEW:
            got.save(tmp_path / f"{path.stem}-got.png")
            difference(got, wanted).save(tmp_path / f"{path.stem}-difference.png")
            changed.append(path.stem)

    assert changed == [], f"What was got, and where it differs, is in {tmp_path}"


@pytest.fixture
def sample(look: Look, qtbot: QtBot) -> QWidget:
    """A page with one button on it."""
    page = Ground("page")
    page.resize(1120, 200)
    button = Button(look, "Take cash", name="sample", parent=page)
    button.move(40, 40)
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_same_picture_twice_is_the_same(sample: QWidget) -> None:
    assert differ(kept(picture_of(sample)), kept(picture_of(sample))) == 0


def test_a_widget_that_moved_by_two_pixels_is_seen(sample: QWidget) -> None:
    before = kept(picture_of(sample))
    button = sample.findChild(Button, "sample")
    assert button is not None

    button.move(42, 40)

    assert differ(kept(picture_of(sample)), before) > FEW


def test_a_colour_that_changed_is_seen(look: Look, sample: QWidget) -> None:
    before = kept(picture_of(sample))
    button = sample.findChild(Button, "sample")
    assert button is not None

    button.setDown(True)
    pressed = kept(picture_of(sample))
    button.setDown(False)
    button.setEnabled(False)
    off = kept(picture_of(sample))

    assert differ(pressed, before) > FEW
    assert differ(off, before) > FEW


def test_pictures_of_different_sizes_differ_everywhere(sample: QWidget) -> None:
    before = kept(picture_of(sample))
    sample.resize(1120, 240)

    assert differ(kept(picture_of(sample)), before) == 560 * 120
