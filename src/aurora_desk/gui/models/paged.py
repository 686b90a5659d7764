"""Models of long lists: they hold the pages they were given and ask for the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from aurora_desk.domain.paging import Page

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The domain object of a row."""


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Rows in pages. `fetch(after)` starts the job that brings a page; its answer goes to `append_page`.

    An answer to a question that has been asked anew meanwhile is dropped: pass `serial` as it was when asking.
    """

    def __init__(self, fetch: Callable[[str | None], None] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._rows: list[Row] = []
        self._after: str | None = None
        self._fresh = self._asked = False
        self.serial = 0
        """Counts the restarts."""

    def key(self, row: Row) -> object:
        """What makes a row the same row after it changed."""
        raise NotImplementedError

    def cell(self, row: Row, column: int, role: int) -> Any:
        """The data of a cell."""
        raise NotImplementedError

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows at hand."""
        return tuple(self._rows)

    @property
    def reading(self) -> bool:
        """Whether a page is on its way: it may be older than what is known of its rows by the time it is there."""
        return self._asked

    def set_fetch(self, fetch: Callable[[str | None], None]) -> None:
        """Say where pages come from."""
        self._fetch = fetch

    def restart(self) -> None:
        """Ask for the first page again; the old rows stay until it is there."""
        self.serial += 1
        self._fresh = self._asked = True
        if self._fetch is not None:
            self._fetch(None)

    def append_page(self, page: Page[Row], serial: int | None = None) -> None:
        """Take a page: the first one after a restart replaces the rows, later ones follow them."""
        if serial is not None and serial != self.serial:
            return
        self._asked = False
        self._after = page.after
        if self._fresh or not self._rows:
            self._fresh = False
            self.show_rows(page.rows)
        elif page.rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()

    def page_failed(self) -> None:
        """The page did not come; scrolling asks again."""
        self._asked = False

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show exactly these rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def replace_row(self, row: Row) -> bool:
        """Show a row's new state where it stands; tells whether it is at hand."""
        place = self.place_of(self.key(row))
        if place is None:
            return False
        if self._rows[place] != row:
            self._rows[place] = row
            self.row_changed(place)
        return True

    def replace_rows(self, rows: Iterable[Row]) -> None:
        """Show the new state of those that are at hand; only what differs is painted again."""
        places = {self.key(row): place for place, row in enumerate(self._rows)}
        for row in rows:
            place = places.get(self.key(row))
            if place is not None and self._rows[place] != row:
                self._rows[place] = row
                self.row_changed(place)

    def take_out(self, key: object) -> None:
        """The row of that key is gone; the rows behind it close up."""
        place = self.place_of(key)
        if place is not None:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place]
            self.endRemoveRows()

    def place_of(self, key: object) -> int | None:
        """Where the row of that key stands."""
        return next((place for place, row in enumerate(self._rows) if self.key(row) == key), None)

    def row_changed(self, place: int) -> None:
        """Have one row painted again."""
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def row_at(self, index: Index) -> Row | None:
        """The domain object behind an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        return row if role == ROW_ROLE else self.cell(row, index.column(), role)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._after is not None and not self._asked and self._fetch is not None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._fetch is not None:
            self._asked = True
            self._fetch(self._after)
