"""Cells of tables, and the delegate that paints them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting, running
from aurora_desk.gui.theme.pills import Pills
from aurora_desk.gui.theme.status import Status, pill_width
from aurora_desk.gui.theme.typography import Type

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PADDING = 14
ROW_HEIGHT = 52
LEAST = 0.85
"""Down to which part of its size a text is set smaller before it is shortened."""
MOST_FITTED = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows in one place."""

    text: str
    tone: str = "text"
    weight: int = 400
    at_end: bool = False
    status: Status | None = None


def cell_width(look: Look, cell: Cell) -> int:
    """The room that a cell needs to be read whole."""
    if cell.status is not None:
        return pill_width(look, cell.text, icon=True) + 2 * PADDING
    return look.metrics(Type.BODY, weight=cell.weight).horizontalAdvance(cell.text) + 2 * PADDING + 1


Fitted = tuple[str, QFont, QFontMetrics, float]
"""Words as they fit into a room, their font, its measures, and how wide they are."""


class TableDelegate(QStyledItemDelegate):
    """Paints rows 52 high: hairline, soft selection with an edge of 3 px, pills, amounts at the end."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pills = Pills(look)
        self._fitted: dict[tuple[str, int, int], Fitted] = {}
        look.changed.connect(self._fitted.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(60), self._look.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, rect, direction = self._look, QRect(option.rect), option.direction
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected:
            painter.fillRect(rect, look.colour("primary_soft"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("border"))
        if selected and index.column() == 0:
            edge = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(QStyle.visualRect(direction, rect, edge), look.colour("primary"))
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            box = rect.adjusted(PADDING, 0, -PADDING, -1)
            paint = self._paint_words if cell.status is None else self._paint_pill
            paint(painter, box, cell, direction)

    def _paint_words(self, painter: QPainter, box: QRect, cell: Cell, direction: Qt.LayoutDirection) -> None:
        text, font, metrics, width = self._fit(cell.text, cell.weight, box.width())
        at_right = cell.at_end != (direction is Qt.LayoutDirection.RightToLeft)
        left = box.left() + (box.width() - width if at_right else 0.0)
        runs = running(text)
        painter.setFont(font)
        painter.setPen(self._look.colour(cell.tone))
        if runs is not painter.layoutDirection():
            painter.setLayoutDirection(runs)
        base = box.top() + (box.height() - metrics.height()) // 2 + metrics.ascent()
        painter.drawText(QPointF(left, base), text)

    def _fit(self, text: str, weight: int, room: int) -> Fitted:
        """Measured once: a frame of scrolling shows dozens."""
        found = self._fitted.get((text, weight, room))
        if found is None:
            if len(self._fitted) >= MOST_FITTED:
                self._fitted.clear()
            found = self._fitted[text, weight, room] = fitted(text, self._look.font(Type.BODY, weight=weight), room)
        return found

    def _paint_pill(self, painter: QPainter, box: QRect, cell: Cell, direction: Qt.LayoutDirection) -> None:
        look, status = self._look, cell.status
        assert status is not None
        height, width = look.px(26), min(box.width(), pill_width(look, cell.text, icon=True))
        pill = QRect(box.left(), box.top() + (box.height() - height) // 2, width, height)
        shown = QStyle.visualRect(direction, box, pill)
        self._pills.paint(painter, shown, cell.text, status.tone, direction, status.icon)


def fitted(text: str, font: QFont, room: int) -> Fitted:
    """Words set a little smaller, and then shortened, until they fit."""
    font = fitting(font, text, room, least=LEAST)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    return shown, font, QFontMetrics(font), QFontMetricsF(font).horizontalAdvance(shown)
