"""Pictures of the gallery, and how far two may differ."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.gallery.gallery import PAGES
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import Theme
from aurora_desk.gui.widgets.skeleton import Skeleton

WIDTH = 1120
"""Of a page at 100 % text."""
KEPT_WIDTH = 560
"""Pictures are kept at half the size: small files, and deaf to how the edges of letters are smoothed."""
NEAR = 12
"""Two pixels are the same up to this difference, of 255, in their worst channel; 256 colours cost up to 9 of it."""
FEW = 6
"""So many pixels may differ by more: no line of text or edge is that short."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to look at a page."""

    theme: Theme
    scale: int
    direction: Qt.LayoutDirection
    name: str


def take(look: Look, qtbot: QtBot, page: str, variant: Variant) -> Image.Image:
    """A picture of a page of the gallery."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(variant.direction)
    try:
        look.wear(variant.theme, scale=variant.scale)
        return kept(picture_of(show(look, qtbot, page)))
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def show(look: Look, qtbot: QtBot, page: str) -> QWidget:
    """A page of the gallery as high as it wants to be, with nothing on it still to come."""
    part = PAGES[page](look)
    part.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    part.resize(look.px(WIDTH), 600)
    part.show()
    QApplication.processEvents()
    part.resize(look.px(WIDTH), max(part.sizeHint().height(), part.heightForWidth(look.px(WIDTH))))
    waiting = part.findChildren(Skeleton)
    qtbot.waitUntil(lambda: all(skeleton.shown for skeleton in waiting))
    return part


def picture_of(part: QWidget) -> Image.Image:
    """What a widget shows."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    part.grab().save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data())).convert("RGB")


def kept(picture: Image.Image) -> Image.Image:
    """A picture at the size that is kept."""
    return picture.resize((KEPT_WIDTH, round(picture.height * KEPT_WIDTH / picture.width)), Image.Resampling.BOX)


def write(picture: Image.Image, path: Path) -> None:
    """Keep a picture, small: 256 colours of its own."""
    path.parent.mkdir(exist_ok=True)
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def difference(got: Image.Image, wanted: Image.Image) -> Image.Image:
    """White where two pictures differ, black where they are the same; all white if their sizes differ."""
    if got.size != wanted.size:
        return Image.new("L", got.size, 255)
    red, green, blue = ImageChops.difference(got, wanted).split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return worst.point([255 if value > NEAR else 0 for value in range(256)])


def differ(got: Image.Image, wanted: Image.Image) -> int:
    """How many pixels are not the same."""
    return difference(got, wanted).histogram()[255]
