"""The ground of tiles with their art, painted once for all tiles that look alike."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QColor, QPainter

from aurora_desk.gui.theme.kept_pictures import KeptPictures
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded
from aurora_desk.gui.theme.spacing import Radius

ART_INSIDE = 7
ART_HEIGHT = 62
MOST_KEPT = 64
"""There are about ten kinds; at twice the density and 150 % one takes 0.9 MB."""


class Ground(NamedTuple):
    """What tells one ground from another of its size."""

    tint: str
    icon: str
    """Empty: the art is a photo that is painted on top."""
    grey: bool
    edge: str
    """A token; tiles in the cart, the best match and the one with the focus have edges of their own."""
    edge_width: float
    fill: str


class Grounds(QObject):
    """Nearly all the time of a tile went into its four rounded boxes; there are few kinds."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._kept = look, KeptPictures(look, MOST_KEPT)

    def paint(self, painter: QPainter, tile: QRect, ground: Ground) -> None:
        """The ground of a tile, on the page."""
        with_shadow = tile.adjusted(0, 0, 0, 1)
        self._kept.paint(painter, with_shadow, ground, partial(self._paint, ground), behind=self._look.colour("bg"))

    def art(self, tile: QRect) -> QRect:
        """Where the art of a tile is."""
        return QRect(
            tile.left() + ART_INSIDE,
            tile.top() + ART_INSIDE,
            tile.width() - 2 * ART_INSIDE,
            self._look.px(ART_HEIGHT),
        )

    def _paint(self, ground: Ground, painter: QPainter, with_shadow: QRect) -> None:
        look, tile = self._look, with_shadow.adjusted(0, 0, 0, -1)
        if not look.theme.dark:
            rounded(painter, with_shadow, Radius.CARD, fill=look.colour("pressed"))
        edge = look.colour(ground.edge)
        rounded(painter, tile, Radius.CARD, fill=look.colour(ground.fill), edge=edge, width=ground.edge_width)
        tint = look.theme.tint(ground.tint)
        soft, ink = (look.theme.sunken, look.theme.disabled) if ground.grey else (tint.soft, tint.ink)
        rounded(painter, self.art(tile), Radius.BUTTON, fill=QColor(soft))
        if ground.icon:
            ratio = painter.device().devicePixelRatio()
            picture(painter, self.art(tile), look.icons.pixmap(ground.icon, ink, look.px(30), ratio))
