"""Cells of tables, and the delegate that paints them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, START, words
from aurora_desk.gui.theme.status import Status, paint_pill, pill_width
from aurora_desk.gui.theme.typography import Type

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
PADDING = 14
ROW_HEIGHT = 52


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


class TableDelegate(QStyledItemDelegate):
    """Paints rows 52 high: hairline, soft selection with an edge of 3 px, pills, amounts at the end."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(60), self._look.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, rect = self._look, QRect(option.rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, look.colour("primary_soft"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("border"))
        if selected and index.column() == 0:
            edge = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, rect, edge), look.colour("primary"))
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            painter.setLayoutDirection(option.direction)
            self._paint_cell(painter, rect.adjusted(PADDING, 0, -PADDING, -1), cell, option.direction)
        painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRect, cell: Cell, direction: Qt.LayoutDirection) -> None:
        look = self._look
        if cell.status is None:
            font = look.font(Type.BODY, weight=cell.weight)
            words(painter, box, cell.text, font, look.colour(cell.tone), END if cell.at_end else START, least=0.85)
            return
        height, width = look.px(26), min(box.width(), pill_width(look, cell.text, icon=True))
        pill = QRect(box.left(), box.top() + (box.height() - height) // 2, width, height)
        paint_pill(
            painter, look, QStyle.visualRect(direction, box, pill), cell.text, cell.status.tone, cell.status.icon
        )
