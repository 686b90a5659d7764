"""How a cart line is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.gui.models.cart_lines import CartRole
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

HEIGHT = 50
BOX = 34
BOX_LEFT, TEXT_LEFT, RIGHT = 12, 58, 10


class CartLineDelegate(QStyledItemDelegate):
    """Quantity box, name, note or unit price, amount, and the struck price of a discounted line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(300), self._look.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        direction: Qt.LayoutDirection = option.direction
        state: QStyle.StateFlag = option.state
        cell = QRect(option.rect)
        painter.save()
        painter.setLayoutDirection(direction)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        glow = float(index.data(CartRole.GLOW) or 0.0)
        if glow and not selected:
            soft = self._look.colour("primary_soft")
            soft.setAlphaF(glow)
            rounded(painter, cell.adjusted(0, 1, 0, -1), Radius.BUTTON, fill=soft)
        if selected:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            self._paint_selection(painter, cell, direction, focused=focused)
        self._paint_quantity(painter, cell, direction, str(index.data(CartRole.QUANTITY)), selected=selected)
        self._paint_words(painter, cell, direction, index)
        painter.restore()

    def _paint_selection(self, painter: QPainter, cell: QRect, direction: Qt.LayoutDirection, *, focused: bool) -> None:
        ground = cell.adjusted(0, 1, 0, -1)
        ring = self._look.colour("focus") if focused else None
        rounded(painter, ground, Radius.BUTTON, fill=self._look.colour("primary_soft"), edge=ring, width=2.0)
        bar = QRect(ground.left(), ground.top() + 12, 3, ground.height() - 24)
        rounded(painter, QStyle.visualRect(direction, cell, bar), 1.5, fill=self._look.colour("primary"))

    def _paint_quantity(
        self, painter: QPainter, cell: QRect, direction: Qt.LayoutDirection, text: str, *, selected: bool
    ) -> None:
        look, side = self._look, self._look.px(BOX)
        width = max(side, look.metrics(Type.STRONG).horizontalAdvance(text) + 12)
        box = QRect(cell.left() + BOX_LEFT, cell.top() + (cell.height() - look.px(30)) // 2, width, look.px(30))
        shown = QStyle.visualRect(direction, cell, box)
        rounded(painter, shown, 8, fill=look.colour("surface" if selected else "sunken"))
        words(painter, shown, text, look.font(Type.STRONG), look.colour("text"), Qt.AlignmentFlag.AlignCenter)

    def _paint_words(
        self,
        painter: QPainter,
        cell: QRect,
        direction: Qt.LayoutDirection,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = self._look
        note, amount, struck = (
            str(index.data(role) or "") for role in (CartRole.NOTE, CartRole.AMOUNT, CartRole.STRUCK)
        )
        amount_width = look.metrics(Type.LINE, weight=600).horizontalAdvance(amount) + 4
        quantity_width = look.metrics(Type.STRONG).horizontalAdvance(str(index.data(CartRole.QUANTITY))) + 12
        left = cell.left() + max(look.px(TEXT_LEFT), BOX_LEFT + quantity_width + 12)
        right = cell.right() - RIGHT
        half, first = look.px(22), cell.top() + look.px(4)
        name_top = first if note or struck else cell.top() + (cell.height() - half) // 2

        def placed(box: QRect) -> QRect:
            return QStyle.visualRect(direction, cell, box)

        name = QRect(left, name_top, right - left - amount_width - 8, half)
        words(painter, placed(name), str(index.data() or ""), look.font(Type.LINE), look.colour("text"))
        amount_box = QRect(right - amount_width + 1, name_top, amount_width, half)
        words(painter, placed(amount_box), amount, look.font(Type.LINE, weight=600), look.colour("text"), END)
        small = look.font(Type.LABEL, weight=400)
        lower = first + half - look.px(1)
        struck_width = look.metrics(Type.LABEL, weight=400).horizontalAdvance(struck) + 4 if struck else 0
        tone = str(index.data(CartRole.NOTE_TONE))
        note_box = QRect(left, lower, right - left - struck_width - 8, look.px(19))
        words(painter, placed(note_box), note, small, look.colour(tone))
        if struck:
            small.setStrikeOut(True)
            struck_box = QRect(right - struck_width + 1, lower, struck_width, look.px(19))
            words(painter, placed(struck_box), struck, small, look.colour("muted"), END)
