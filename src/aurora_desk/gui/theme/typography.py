"""The ten type roles and the fonts they are set in."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase

from aurora_desk.gui.theme.resources import resource

FAMILY = "Inter"
STYLES = ("Regular", "Medium", "SemiBold", "Bold")
DISPLAY_FROM_PX = 20
DISPLAY_SPACING = 97.5


class Type(Enum):
    """A role of text: pixels at 100 % and weight."""

    CAPTION = (12, 500)
    LABEL = (13, 500)
    BODY = (14, 400)
    STRONG = (14, 600)
    LINE = (15, 500)
    """Name and amount of a cart line."""
    LEAD = (16, 400)
    TITLE = (18, 600)
    MONEY = (20, 600)
    HEADING = (22, 600)
    TOTAL = (30, 700)
    DISPLAY = (40, 700)

    @property
    def pixels(self) -> int:
        """Pixel size at a text size of 100 %."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """Weight, 400 to 700."""
        return self.value[1]


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; call once, after the application exists."""
    for style in STYLES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{FAMILY}-{style}.ttf")))


def font_for(role: Type, scale_percent: int, *, weight: int | None = None) -> QFont:
    """The font of a role with figures of equal width, at a text size."""
    pixels = role.pixels * scale_percent // 100
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight or role.weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    if role.pixels >= DISPLAY_FROM_PX:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, DISPLAY_SPACING)
    return font
