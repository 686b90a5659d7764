"""The rows of the order list, kept true while they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QObject

from aurora_desk.domain.orders import OrderRow
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.orders import OrdersModel
from aurora_desk.gui.theme.look import Look

TIME_COLUMN, ITEMS_COLUMN, METHOD_COLUMN = 1, 3, 4
TIME_WIDTH = 96


class LiveOrders(OrdersModel):
    """Newest first. An order that appears, changes or leaves does so alone; the rows around it stay."""

    def __init__(
        self, look: Look, fetch: Callable[[str | None], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(look, fetch, parent)
        when = replace(self.columns[TIME_COLUMN], cell=self._when, width=TIME_WIDTH)
        self.columns = (*self.columns[:TIME_COLUMN], when, *self.columns[TIME_COLUMN + 1 :])

    def put(self, row: OrderRow) -> bool:
        """Show an order's state where it belongs; tells whether it was not in the list before."""
        if self.replace_row(row):
            return False
        reached = self._after is None or (bool(self._rows) and row.order_id > self._rows[-1].order_id)
        if not reached:
            return False
        place = next((i for i, other in enumerate(self._rows) if other.order_id < row.order_id), len(self._rows))
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self.endInsertRows()
        return True

    def _when(self, row: OrderRow) -> Cell:
        """The time of day of today's orders, the day of older ones."""
        today = self.look.date(row.created_at) == self.look.date(datetime.now(UTC))
        return Cell(self.look.time(row.created_at) if today else self.look.date(row.created_at), tone="muted")
