"""How the lines of a cart are painted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.gui.models.cart_lines import ShownLine
from aurora_desk.gui.theme.kept_pictures import KeptPictures
from aurora_desk.gui.theme.line_text import LineText, Placed, Side
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

HEIGHT = 50
BOX = 34
MOST_BOXES = 32
GLOW = 0.3
"""How much of the strong colour lies over a selected line as it begins to glow."""
BOX_LEFT, TEXT_LEFT, RIGHT = 12, 58, 10


class PlacedLine(NamedTuple):
    """A line of the cart, and where it is in the list."""

    box: QRect
    shown: ShownLine
    selected: bool
    focused: bool


class CartLineDelegate(QStyledItemDelegate):
    """Quantity box, name, note or unit price, amount, and the struck price of a discounted line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._boxes = look, KeptPictures(look, MOST_BOXES)
        self._quantities = LineText(look, Type.STRONG)
        self._names = LineText(look, Type.LINE)
        self._amounts = LineText(look, Type.LINE, weight=600)
        self._notes = LineText(look, Type.LABEL, weight=400)
        self._struck = LineText(look, Type.LABEL, weight=400, struck=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(300), self._look.px(HEIGHT))

    def paint_lines(self, painter: QPainter, rows: Sequence[PlacedLine], direction: Qt.LayoutDirection) -> None:
        """Paint lines: their grounds and boxes, then all words of a kind after the other.

        The list asks for it itself: by Qt's own way, one after the other, lines take four times as long.
        """
        for row in rows:
            self._paint_ground(painter, row, direction)
        self._paint_quantities(painter, rows, direction)
        self._paint_words(painter, rows, direction)

    def _paint_ground(self, painter: QPainter, row: PlacedLine, direction: Qt.LayoutDirection) -> None:
        look, ground, glow = self._look, row.box.adjusted(0, 1, 0, -1), row.shown.glow
        soft = look.colour("primary_soft")
        if row.selected:
            ring = look.colour("focus") if row.focused else None
            rounded(painter, ground, Radius.BUTTON, fill=soft, edge=ring, width=2.0)
            if glow:
                # On the ground of the selection the soft colour itself would not be seen.
                strong = look.colour("primary")
                strong.setAlphaF(GLOW * glow)
                rounded(painter, ground, Radius.BUTTON, fill=strong)
            bar = QRect(ground.left(), ground.top() + 12, 3, ground.height() - 24)
            rounded(painter, QStyle.visualRect(direction, row.box, bar), 1.5, fill=look.colour("primary"))
        elif glow:
            soft.setAlphaF(glow)
            rounded(painter, ground, Radius.BUTTON, fill=soft)

    def _paint_quantities(self, painter: QPainter, rows: Sequence[PlacedLine], direction: Qt.LayoutDirection) -> None:
        look, lines = self._look, []
        height = look.px(30)
        for row in rows:
            box, text = row.box, row.shown.quantity
            width = max(look.px(BOX), self._quantities.width(text) + 12)
            at = QRect(box.left() + BOX_LEFT, box.top() + (box.height() - height) // 2, width, height)
            shown = QStyle.visualRect(direction, box, at)
            fill = "surface" if row.selected else "sunken"
            self._boxes.paint(painter, shown, fill, partial(self._paint_box, fill))
            lines.append(Placed(shown, text, Side.MIDDLE))
        self._quantities.paint(painter, lines, look.colour("text"), direction)

    def _paint_box(self, fill: str, painter: QPainter, rect: QRect) -> None:
        rounded(painter, rect, 8, fill=self._look.colour(fill))

    def _paint_words(self, painter: QPainter, rows: Sequence[PlacedLine], direction: Qt.LayoutDirection) -> None:
        look = self._look
        names: list[Placed] = []
        amounts: list[Placed] = []
        notes: dict[str, list[Placed]] = {}
        struck: list[Placed] = []
        for row in rows:
            box, shown = row.box, row.shown
            placed = partial(QStyle.visualRect, direction, box)
            left = box.left() + max(look.px(TEXT_LEFT), BOX_LEFT + self._quantities.width(shown.quantity) + 24)
            right, half, first = box.right() - RIGHT, look.px(22), box.top() + look.px(4)
            top = first if shown.note or shown.struck else box.top() + (box.height() - half) // 2
            amount = self._amounts.width(shown.amount) + 4
            names.append(Placed(placed(QRect(left, top, right - left - amount - 8, half)), shown.name))
            amounts.append(Placed(placed(QRect(right - amount + 1, top, amount, half)), shown.amount, Side.END))
            lower, taken = first + half - look.px(1), 0
            if shown.struck:
                taken = self._struck.width(shown.struck) + 4
                at = QRect(right - taken + 1, lower, taken, look.px(19))
                struck.append(Placed(placed(at), shown.struck, Side.END))
            if shown.note:
                at = QRect(left, lower, right - left - taken - 8, look.px(19))
                notes.setdefault(shown.note_tone, []).append(Placed(placed(at), shown.note))
        self._names.paint(painter, names, look.colour("text"), direction)
        self._amounts.paint(painter, amounts, look.colour("text"), direction)
        for tone, lines in notes.items():
            self._notes.paint(painter, lines, look.colour(tone), direction)
        self._struck.paint(painter, struck, look.colour("muted"), direction)
