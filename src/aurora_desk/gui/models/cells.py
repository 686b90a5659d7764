"""Cells of tables, and how their rows are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from aurora_desk.gui.theme.line_text import LineText, Placed, Side
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.pills import Pills
from aurora_desk.gui.theme.status import Status, pill_width
from aurora_desk.gui.theme.typography import Type

PADDING = 14
ROW_HEIGHT = 52
LEAST = 0.85
"""Down to which part of its size a text is set smaller before it is shortened."""


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


class Line(NamedTuple):
    """A row of a table, and where it is."""

    top: int
    height: int
    selected: bool
    cells: Sequence[Cell]
    """One for each column in sight."""


class Span(NamedTuple):
    """Where a column is."""

    left: int
    width: int


class LinePainter:
    """Paints rows 52 high: hairline, soft selection with an edge of 3 px, pills, amounts at the end."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._pills = Pills(look)
        self._texts: dict[int, LineText] = {}

    def paint(
        self, painter: QPainter, lines: Sequence[Line], columns: Sequence[Span], direction: Qt.LayoutDirection
    ) -> None:
        """Paint all grounds, then all words and pills: by Qt's own way, cell by cell, it takes twice as long."""
        for line in lines:
            self._paint_ground(painter, line, columns, direction)
        words: list[tuple[QRect, Cell]] = []
        for line in lines:
            for (left, width), cell in zip(columns, line.cells, strict=True):
                box = QRect(left + PADDING, line.top, width - 2 * PADDING, line.height - 1)
                if cell.status is not None:
                    self._paint_pill(painter, box, cell, direction)
                elif cell.text:
                    words.append((box, cell))
        self._paint_words(painter, words, direction)

    def _paint_ground(
        self, painter: QPainter, line: Line, columns: Sequence[Span], direction: Qt.LayoutDirection
    ) -> None:
        look = self._look
        left, width = min(column.left for column in columns), sum(column.width for column in columns)
        whole = QRect(left, line.top, width, line.height)
        if line.selected:
            painter.fillRect(whole, look.colour("primary_soft"))
            edge = QRect(left, line.top, 3, line.height)
            painter.fillRect(QStyle.visualRect(direction, whole, edge), look.colour("primary"))
        painter.fillRect(QRect(left, whole.bottom(), width, 1), look.colour("border"))

    def _paint_words(
        self, painter: QPainter, words: Sequence[tuple[QRect, Cell]], direction: Qt.LayoutDirection
    ) -> None:
        alike: dict[tuple[int, str], list[Placed]] = {}
        for box, cell in words:
            placed = Placed(box, cell.text, Side.END if cell.at_end else Side.START)
            alike.setdefault((cell.weight, cell.tone), []).append(placed)
        for (weight, tone), lines in alike.items():
            self._text(weight).paint(painter, lines, self._look.colour(tone), direction)

    def _text(self, weight: int) -> LineText:
        if weight not in self._texts:
            self._texts[weight] = LineText(self._look, Type.BODY, weight=weight, least=LEAST)
        return self._texts[weight]

    def _paint_pill(self, painter: QPainter, box: QRect, cell: Cell, direction: Qt.LayoutDirection) -> None:
        look, status = self._look, cell.status
        assert status is not None
        height, width = look.px(26), min(box.width(), pill_width(look, cell.text, icon=True))
        pill = QRect(box.left(), box.top() + (box.height() - height) // 2, width, height)
        shown = QStyle.visualRect(direction, box, pill)
        self._pills.paint(painter, shown, cell.text, status.tone, direction, status.icon)
