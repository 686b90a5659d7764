"""How a product's tile is painted."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.money import Money
from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.models.tiles import BEST_ROLE, QUANTITY_ROLE
from aurora_desk.gui.theme.format import NO_BREAK, quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.status import paint_pill
from aurora_desk.gui.theme.typography import Type

GAP = 12
WIDTH = 158
HEIGHT = 154
ART_INSIDE = 7
ART_HEIGHT = 62
TEXT_INSIDE = 11


class TileDelegate(QStyledItemDelegate):
    """Art, name on up to two lines, price, and pills for stock and what the cart holds."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.cell = QSize(look.px(WIDTH), look.px(HEIGHT))
        """The size of a cell, tile and gap together; the grid sets it from its width."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        product = index.data(ROW_ROLE)
        if not isinstance(product, Product):
            return
        painter.save()
        direction: Qt.LayoutDirection = option.direction
        painter.setLayoutDirection(direction)
        cell = QRect(option.rect)
        tile = QStyle.visualRect(direction, cell, cell.adjusted(0, 0, -GAP, -GAP))
        in_cart = int(index.data(QUANTITY_ROLE) or 0)
        state: QStyle.StateFlag = option.state
        self._paint_ground(painter, tile, state, in_cart=bool(in_cart), best=bool(index.data(BEST_ROLE)))
        self._paint_art(painter, tile, product)
        self._paint_words(painter, tile, product, direction)
        if in_cart:
            self._paint_badge(painter, tile, quantity_label(in_cart, self._look.locale), direction)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, tile: QRect, state: QStyle.StateFlag, *, in_cart: bool, best: bool
    ) -> None:
        look = self._look
        if not look.theme.dark:
            shadow = look.colour("pressed")
            rounded(painter, tile.adjusted(0, 0, 0, 1), Radius.CARD, fill=shadow)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        pressed = bool(state & QStyle.StateFlag.State_Sunken)
        edge, width = look.colour("border"), 1.0
        if in_cart or best:
            edge, width = look.colour("primary"), 1.5
        if focused:
            edge, width = look.colour("focus"), 2.0
        fill = look.colour("sunken" if pressed else "primary_soft" if best else "surface")
        rounded(painter, tile, Radius.CARD, fill=fill, edge=edge, width=width)

    def _paint_art(self, painter: QPainter, tile: QRect, product: Product) -> None:
        look = self._look
        art = QRect(
            tile.left() + ART_INSIDE, tile.top() + ART_INSIDE, tile.width() - 2 * ART_INSIDE, look.px(ART_HEIGHT)
        )
        tint = look.theme.tint(product.category.tint if product.category else "")
        soft, ink = (look.theme.sunken, look.theme.disabled) if product.sold_out else (tint.soft, tint.ink)
        rounded(painter, art, Radius.BUTTON, fill=QColor(soft))
        name = product.category.icon if product.category else "package"
        picture(painter, art, look.icons.pixmap(name, ink, look.px(30), painter.device().devicePixelRatio()))

    def _paint_words(self, painter: QPainter, tile: QRect, product: Product, direction: Qt.LayoutDirection) -> None:
        look = self._look
        inner = tile.adjusted(TEXT_INSIDE, 0, -TEXT_INSIDE, 0)
        top = tile.top() + ART_INSIDE + look.px(ART_HEIGHT) + look.px(6)
        name = QRect(inner.left(), top, inner.width(), look.px(38))
        self._paint_name(painter, name, product.name)
        price = QRect(inner.left(), tile.bottom() - look.px(29), inner.width(), look.px(22))
        text = look.money(Money(product.price_minor, product.currency))
        words(painter, price, text, look.font(Type.STRONG), look.colour("muted"))
        pill = self._pill_of(product)
        if pill is not None:
            self._paint_pill(painter, tile, *pill, direction)

    def _pill_of(self, product: Product) -> tuple[str, str] | None:
        if product.sold_out:
            return self.tr("Sold out"), "danger"
        if product.low and product.stock_milli is not None:
            left = quantity_label(product.stock_milli, self._look.locale)
            return self.tr("%1 left").replace("%1", left), "warning"
        return None

    def _paint_pill(self, painter: QPainter, tile: QRect, text: str, tone: str, direction: Qt.LayoutDirection) -> None:
        look = self._look
        width = look.metrics(Type.CAPTION, weight=600).horizontalAdvance(text) + 20
        height = look.px(20)
        box = QRect(tile.right() - ART_INSIDE - width + 1, tile.bottom() - look.px(27), width, height)
        paint_pill(painter, look, QStyle.visualRect(direction, tile, box), text, tone)

    def _paint_name(self, painter: QPainter, box: QRect, name: str) -> None:
        font, metrics = self._look.font(Type.BODY, weight=500), self._look.metrics(Type.BODY, weight=500)
        painter.setPen(self._look.colour("text"))
        painter.setFont(font)
        for place, line in enumerate(two_lines(name, font, box.width())):
            row = QRect(box.left(), box.top() + place * self._look.px(18), box.width(), self._look.px(18))
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_badge(self, painter: QPainter, tile: QRect, text: str, direction: Qt.LayoutDirection) -> None:
        look, side = self._look, self._look.px(24)
        font = look.font(Type.LABEL, weight=700)
        width = max(side, look.metrics(Type.LABEL, weight=700).horizontalAdvance(text) + 12)
        box = QRect(tile.right() - 11 - width, tile.top() + 12, width, side)
        shown = QStyle.visualRect(direction, tile, box)
        rounded(painter, shown.adjusted(-2, -2, 2, 2), side / 2 + 2, fill=look.colour("surface"))
        rounded(painter, shown, side / 2, fill=look.colour("primary"))
        words(painter, shown, text, font, look.colour("on_primary"), Qt.AlignmentFlag.AlignCenter)


def two_lines(name: str, font: QFont, width: int) -> tuple[str, ...]:
    """A name broken into at most two lines; a number keeps its unit («250 g»)."""
    layout = QTextLayout(_keep_units(name), font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeading))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    text = _keep_units(name)
    rest = text[line.textLength() :].strip()
    return (text[: line.textLength()].strip(), rest) if rest else (text,)


def _keep_units(name: str) -> str:
    words = name.split(" ")
    joined = words[0]
    for before, word in pairwise(words):
        short = len(word) <= 3 and before[-1:].isdigit()
        joined += (NO_BREAK if short else " ") + word
    return joined
