"""Space, shape and time of the desk in pixels and milliseconds at a text size of 100 %."""

from enum import IntEnum


class Space(IntEnum):
    """The steps that gaps and margins are made of."""

    XS = 4
    SM = 8
    MD = 12
    LG = 16
    XL = 20
    XXL = 24
    HUGE = 32


class Radius(IntEnum):
    """Corners by what they belong to."""

    HINT = 6
    BUTTON = 10
    FIELD = 12
    CARD = 14
    SHEET = 20


ENTER_MS = 140
LEAVE_MS = 90
"""How long sheets, menus and toasts take to come and to go."""

FLASH_MS = 600
"""How long a line just added glows."""

TARGET = 44
"""The smallest side of anything that is tapped."""
