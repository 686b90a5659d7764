"""Paged models that are shown as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt

from aurora_desk.gui.models.cells import CELL_ROLE, Cell
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

    def sentence(self, row: Row) -> str:
        """The row as one sentence."""
        return ", ".join(column.cell(row).text for column in self.columns if column.cell(row).text)

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
        if role == CELL_ROLE:
            return shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(row)
        return None
