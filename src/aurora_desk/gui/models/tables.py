"""Paged models that are shown as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt

from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.paged import Index, PagedModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A heading, how to make its cells, and how wide it is (0: takes what is left)."""

    title: str
    cell: Callable[[Row], Cell]
    width: int = 0
    at_end: bool = False
    order: Callable[[Row], Any] | None = None
    """What its heading sorts by, where all rows are at hand."""


class TableModel(PagedModel[Row]):
    """Columns of cells. `sentence` says a row to people who listen."""

    def __init__(
        self,
        look: Look,
        columns: tuple[Column[Row], ...],
        fetch: Callable[[str | None], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(fetch, parent)
        self.look, self.columns = look, columns
        self.sorted_by: int | None = None
        """The column that somebody has sorted by; None: as the rows came."""
        self.descending = False

    def sorts(self, column: int) -> bool:
        """Whether a heading sorts: never where only the first pages are at hand."""
        return self._fetch is None and self.columns[column].order is not None

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Sort by a column from now on."""
        self.sorted_by, self.descending = column, descending
        self.show_rows(self.rows)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        order = None if self.sorted_by is None else self.columns[self.sorted_by].order
        super().show_rows(rows if order is None else tuple(sorted(rows, key=order, reverse=self.descending)))

    def sentence(self, row: Row) -> str:
        """The row as one sentence."""
        return ", ".join(column.cell(row).text for column in self.columns if column.cell(row).text)

    def cells_at(self, place: int, columns: Iterable[int]) -> tuple[Cell, ...]:
        """What some columns show of a row, asked for at once."""
        row = self._rows[place]
        return tuple(self.columns[column].cell(row) for column in columns)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if column.at_end else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return self.look.font(Type.LABEL, weight=600)
        return None

    def cell(self, row: Row, column: int, role: int) -> Any:
        shown = self.columns[column].cell(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(row)
        return None
