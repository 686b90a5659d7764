"""How a product's tile is painted: once, and then copied as long as it looks the same."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.models.tile_ground import ART_HEIGHT, ART_INSIDE, Ground, Grounds
from aurora_desk.gui.models.tile_text import TileText
from aurora_desk.gui.models.tiles import Tile, TileModel
from aurora_desk.gui.photos import Photos
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.status import paint_pill, pill_width
from aurora_desk.gui.theme.typography import Type

GAP = 12
WIDTH = 158
HEIGHT = 154
TEXT_INSIDE = 11
PALE = 0.4
"""How strong the photo of something sold out is."""
KEPT_BYTES = 24 * 2**20
"""How much of whole tiles is kept, several windows full: what a letter finds the letter before has mostly found."""


class TileDelegate(QStyledItemDelegate):
    """Art, name on up to two lines, price, and pills for stock and what the cart holds."""

    def __init__(self, look: Look, photos: Photos | None = None) -> None:
        super().__init__()
        self._look, self._photos = look, photos
        self._grounds = Grounds(look)
        self._names = TileText(look, Type.BODY, weight=500)
        self._prices = TileText(look, Type.STRONG, weight=600)
        self._kept: dict[object, QPixmap] = {}
        self._pills: dict[object, QPixmap] = {}
        self.cell = QSize(look.px(WIDTH), look.px(HEIGHT))
        """The size of a cell, tile and gap together; the grid sets it from its width."""
        look.changed.connect(self._kept.clear)
        look.changed.connect(self._pills.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, TileModel)
        shown = model.tile_at(index.row())
        direction: Qt.LayoutDirection = option.direction
        cell = QRect(option.rect)
        tile = QStyle.visualRect(direction, cell, cell.adjusted(0, 0, -GAP, -GAP))
        ratio = painter.device().devicePixelRatio()
        size = tile.size()
        name = shown.product.picture
        photo = None
        if self._photos is not None and name:
            photo = self._photos.pixmap(name, self._grounds.art(QRect(QPoint(), size)).size(), ratio)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        pressed = bool(option.state & QStyle.StateFlag.State_Sunken)
        ground = _ground(size, shown, focused=focused, pressed=pressed, with_icon=photo is None)
        pill = self._pill_of(shown.product)
        # What is seen, and no more: a product is compared slowly, and another one each time that it is read.
        key = (ground, shown.product.name, shown.price, pill, shown.in_cart, ratio, direction, photo and name)
        found = self._kept.get(key)
        if found is None:
            found = self._painted(shown, self._grounds.pixmap(ground, ratio), photo, pill, direction)
            self._keep(key, found)
        painter.drawPixmap(tile.topLeft(), found)

    def _keep(self, key: object, painted: QPixmap) -> None:
        while len(self._kept) >= KEPT_BYTES // (4 * painted.width() * painted.height()):
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = painted

    def _painted(
        self,
        shown: Tile,
        ground: QPixmap,
        photo: QPixmap | None,
        pill: tuple[str, str] | None,
        direction: Qt.LayoutDirection,
    ) -> QPixmap:
        """A tile on a copy of its ground."""
        made = QPixmap(ground)
        painter = QPainter(made)
        painter.setLayoutDirection(direction)
        tile = QRect(0, 0, round(made.deviceIndependentSize().width()), self.cell.height() - GAP)
        if photo is not None:
            painter.setOpacity(PALE if shown.product.sold_out else 1.0)
            painter.drawPixmap(self._grounds.art(tile).topLeft(), photo)
            painter.setOpacity(1.0)
        self._paint_words(painter, tile, shown, direction)
        if pill is not None:
            self._paint_pill(painter, tile, *pill, direction)
        if shown.in_cart:
            self._paint_badge(painter, tile, quantity_label(shown.in_cart, self._look.locale), direction)
        painter.end()
        return made

    def _paint_words(self, painter: QPainter, tile: QRect, shown: Tile, direction: Qt.LayoutDirection) -> None:
        look = self._look
        inner = tile.adjusted(TEXT_INSIDE, 0, -TEXT_INSIDE, 0)
        top = tile.top() + ART_INSIDE + look.px(ART_HEIGHT) + look.px(6)
        name = QRect(inner.left(), top, inner.width(), look.px(38))
        self._names.paint(painter, name, shown.product.name, look.colour("text"), direction)
        price = QRect(inner.left(), tile.bottom() - look.px(29), inner.width(), look.px(22))
        self._prices.paint(painter, price, shown.price, look.colour("muted"), direction)

    def _pill_of(self, product: Product) -> tuple[str, str] | None:
        if product.sold_out:
            return self.tr("Sold out"), "danger"
        if product.low and product.stock_milli is not None:
            left = quantity_label(product.stock_milli, self._look.locale)
            return self.tr("%1 left").replace("%1", left), "warning"
        return None

    def _paint_pill(self, painter: QPainter, tile: QRect, text: str, tone: str, direction: Qt.LayoutDirection) -> None:
        look = self._look
        ratio = painter.device().devicePixelRatio()
        pill = self._pills.get((text, tone, ratio, direction))
        if pill is None:
            pill = self._pills[text, tone, ratio, direction] = self._painted_pill(text, tone, ratio, direction)
        width, height = pill.width() / ratio, look.px(20)
        box = QRect(tile.right() - ART_INSIDE - round(width) + 1, tile.bottom() - look.px(27), round(width), height)
        painter.drawPixmap(QStyle.visualRect(direction, tile, box).topLeft(), pill)

    def _painted_pill(self, text: str, tone: str, ratio: float, direction: Qt.LayoutDirection) -> QPixmap:
        """The same few stand on many tiles."""
        look = self._look
        size = QSize(pill_width(look, text, icon=False), look.px(20))
        made = QPixmap(size * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setLayoutDirection(direction)
        paint_pill(painter, look, QRect(QPoint(), size), text, tone)
        painter.end()
        return made

    def _paint_badge(self, painter: QPainter, tile: QRect, text: str, direction: Qt.LayoutDirection) -> None:
        look, side = self._look, self._look.px(24)
        font = look.font(Type.LABEL, weight=700)
        width = max(side, look.metrics(Type.LABEL, weight=700).horizontalAdvance(text) + 12)
        box = QRect(tile.right() - 11 - width, tile.top() + 12, width, side)
        shown = QStyle.visualRect(direction, tile, box)
        rounded(painter, shown.adjusted(-2, -2, 2, 2), side / 2 + 2, fill=look.colour("surface"))
        rounded(painter, shown, side / 2, fill=look.colour("primary"))
        words(painter, shown, text, font, look.colour("on_primary"), Qt.AlignmentFlag.AlignCenter)


def _ground(size: QSize, shown: Tile, *, focused: bool, pressed: bool, with_icon: bool) -> Ground:
    edge, width = "border", 1.0
    if shown.in_cart or shown.best:
        edge, width = "primary", 1.5
    if focused:
        edge, width = "focus", 2.0
    category = shown.product.category
    return Ground(
        width=size.width(),
        height=size.height(),
        tint=category.tint if category else "",
        icon="" if not with_icon else category.icon if category else "package",
        grey=shown.product.sold_out,
        edge=edge,
        edge_width=width,
        fill="sunken" if pressed else "primary_soft" if shown.best else "surface",
    )
