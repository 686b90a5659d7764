"""How large a product's tile is, and how it is painted: words on a ground that is painted once for all alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.models.tile_ground import ART_HEIGHT, ART_INSIDE, Ground, Grounds
from aurora_desk.gui.models.tile_names import TileNames
from aurora_desk.gui.models.tiles import Tile
from aurora_desk.gui.photos import Photos
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.line_text import LineText, Placed
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.pills import Pills
from aurora_desk.gui.theme.status import pill_width
from aurora_desk.gui.theme.typography import Type

GAP = 12
WIDTH = 158
HEIGHT = 154
TEXT_INSIDE = 11
PALE = 0.4
"""How strong the photo of something sold out is."""


class PlacedTile(NamedTuple):
    """A tile, and the corner of its cell in the grid."""

    left: int
    top: int
    shown: Tile
    focused: bool = False
    pressed: bool = False


class TileDelegate(QStyledItemDelegate):
    """Art, name on up to two lines, price, and pills for stock and what the cart holds."""

    def __init__(self, look: Look, photos: Photos | None = None) -> None:
        super().__init__()
        self._look, self._photos = look, photos
        self._grounds = Grounds(look)
        self._names = TileNames(look)
        self._prices = LineText(look, Type.STRONG, weight=600)
        self._pills = Pills(look)
        self.cell = QSize(look.px(WIDTH), look.px(HEIGHT))
        """The size of a cell, tile and gap together; the grid sets it from its width."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint_tiles(self, painter: QPainter, cells: Sequence[PlacedTile], direction: Qt.LayoutDirection) -> None:
        """Paint tiles into their cells: all grounds, then all names, then all prices, then what lies on them.

        The grid asks for it itself: by Qt's own way, one after the other, tiles take twice as long.
        """
        size = self.cell - QSize(GAP, GAP)
        aside = GAP if direction is Qt.LayoutDirection.RightToLeft else 0
        tiles = [(QRect(QPoint(cell.left + aside, cell.top), size), cell) for cell in cells]
        for tile, cell in tiles:
            self._paint_ground(painter, tile, cell)
        self._paint_words(painter, tiles, size, direction)
        for tile, cell in tiles:
            shown = cell.shown
            pill = self._pill_of(shown.product)
            if pill is not None:
                self._paint_pill(painter, tile, *pill, direction)
            if shown.in_cart:
                self._paint_badge(painter, tile, quantity_label(shown.in_cart, self._look.locale), direction)

    def _paint_ground(self, painter: QPainter, tile: QRect, cell: PlacedTile) -> None:
        product, art = cell.shown.product, self._grounds.art(tile)
        photo = self._photo_of(product, art.size(), painter) if product.picture else None
        self._grounds.paint(painter, tile, _ground(cell, with_icon=photo is None))
        if photo is not None:
            painter.setOpacity(PALE if product.sold_out else 1.0)
            painter.drawPixmap(art.topLeft(), photo)
            painter.setOpacity(1.0)

    def _photo_of(self, product: Product, size: QSize, painter: QPainter) -> QPixmap | None:
        if self._photos is None:
            return None
        return self._photos.pixmap(product.picture, size, painter.device().devicePixelRatio())

    def _paint_words(
        self, painter: QPainter, tiles: Sequence[tuple[QRect, PlacedTile]], size: QSize, direction: Qt.LayoutDirection
    ) -> None:
        look, width = self._look, size.width() - 2 * TEXT_INSIDE
        name_top = ART_INSIDE + look.px(ART_HEIGHT) + look.px(6)
        price_top = size.height() - 1 - look.px(29)
        names: list[tuple[QRect, str]] = []
        prices: list[Placed] = []
        for tile, cell in tiles:
            left, top = tile.left() + TEXT_INSIDE, tile.top()
            names.append((QRect(left, top + name_top, width, look.px(38)), cell.shown.product.name))
            prices.append(Placed(QRect(left, top + price_top, width, look.px(22)), cell.shown.price))
        self._names.paint(painter, names, look.colour("text"), direction)
        self._prices.paint(painter, prices, look.colour("muted"), direction)

    def _pill_of(self, product: Product) -> tuple[str, str] | None:
        if product.sold_out:
            return self.tr("Sold out"), "danger"
        if product.low and product.stock_milli is not None:
            left = quantity_label(product.stock_milli, self._look.locale)
            return self.tr("%1 left").replace("%1", left), "warning"
        return None

    def _paint_pill(self, painter: QPainter, tile: QRect, text: str, tone: str, direction: Qt.LayoutDirection) -> None:
        look = self._look
        width = pill_width(look, text, icon=False)
        box = QRect(tile.right() - ART_INSIDE - width + 1, tile.bottom() - look.px(27), width, look.px(20))
        self._pills.paint(painter, QStyle.visualRect(direction, tile, box), text, tone, direction)

    def _paint_badge(self, painter: QPainter, tile: QRect, text: str, direction: Qt.LayoutDirection) -> None:
        look, side = self._look, self._look.px(24)
        font = look.font(Type.LABEL, weight=700)
        width = max(side, look.metrics(Type.LABEL, weight=700).horizontalAdvance(text) + 12)
        box = QRect(tile.right() - 11 - width, tile.top() + 12, width, side)
        shown = QStyle.visualRect(direction, tile, box)
        rounded(painter, shown.adjusted(-2, -2, 2, 2), side / 2 + 2, fill=look.colour("surface"))
        rounded(painter, shown, side / 2, fill=look.colour("primary"))
        words(painter, shown, text, font, look.colour("on_primary"), Qt.AlignmentFlag.AlignCenter)


def _ground(cell: PlacedTile, *, with_icon: bool) -> Ground:
    shown, edge, width = cell.shown, "border", 1.0
    if shown.in_cart or shown.best:
        edge, width = "primary", 1.5
    if cell.focused:
        edge, width = "focus", 2.0
    category = shown.product.category
    return Ground(
        tint=category.tint if category else "",
        icon="" if not with_icon else category.icon if category else "package",
        grey=shown.product.sold_out,
        edge=edge,
        edge_width=width,
        fill="sunken" if cell.pressed else "primary_soft" if shown.best else "surface",
    )
