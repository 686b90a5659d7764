"""The ground of tiles with their art, painted once for all tiles that look alike."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded
from aurora_desk.gui.theme.spacing import Radius

ART_INSIDE = 7
ART_HEIGHT = 62
MOST_KEPT = 64


class Ground(NamedTuple):
    """What tells one ground from another."""

    width: int
    height: int
    tint: str
    icon: str
    """Empty: the art is a photo that is painted on top."""
    grey: bool
    edge: str
    """A token; tiles in the cart, the best match and the one with the focus have edges of their own."""
    edge_width: float
    fill: str


class Grounds(QObject):
    """Pixmaps of grounds. Nearly all the time of a tile went into its four rounded boxes; there are few kinds."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kept: dict[object, QPixmap] = {}
        look.changed.connect(self._kept.clear)

    def pixmap(self, ground: Ground, ratio: float) -> QPixmap:
        """The picture of a ground for a screen of this density."""
        key = (ground, ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[key] = self._painted(ground, ratio)
        return found

    def art(self, tile: QRect) -> QRect:
        """Where the art of a tile is."""
        return QRect(
            tile.left() + ART_INSIDE,
            tile.top() + ART_INSIDE,
            tile.width() - 2 * ART_INSIDE,
            self._look.px(ART_HEIGHT),
        )

    def _painted(self, ground: Ground, ratio: float) -> QPixmap:
        look = self._look
        size = QSize(ground.width, ground.height + 1)
        # With the page behind its corners a ground has nothing to blend: it is copied, not mixed.
        made = QImage(size * ratio, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(ratio)
        made.fill(look.colour("bg"))
        painter = QPainter(made)
        tile = QRect(0, 0, ground.width, ground.height)
        if not look.theme.dark:
            rounded(painter, tile.adjusted(0, 0, 0, 1), Radius.CARD, fill=look.colour("pressed"))
        edge = look.colour(ground.edge)
        rounded(painter, tile, Radius.CARD, fill=look.colour(ground.fill), edge=edge, width=ground.edge_width)
        tint = look.theme.tint(ground.tint)
        soft, ink = (look.theme.sunken, look.theme.disabled) if ground.grey else (tint.soft, tint.ink)
        rounded(painter, self.art(tile), Radius.BUTTON, fill=QColor(soft))
        if ground.icon:
            picture(painter, self.art(tile), look.icons.pixmap(ground.icon, ink, look.px(30), ratio))
        painter.end()
        return QPixmap.fromImage(made)
