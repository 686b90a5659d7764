"""The rows of the order list, kept true while they are shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

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

    def put(self, rows: Iterable[OrderRow]) -> int:
        """Show orders' state where they belong; tells how many were not in the list before."""
        states = {row.order_id: row for row in rows}
        at_hand = {row.order_id for row in self._rows}
        self.replace_rows(row for row in states.values() if row.order_id in at_hand)
        fresh = sorted((row for order_id, row in states.items() if order_id not in at_hand), key=_age)
        if self._after is not None:
            # What is older than the pages at hand comes with its page.
            fresh = [row for row in fresh if self._rows and row.order_id > self._rows[-1].order_id]
        # From the end on: what is put in below moves no place above.
        for place, group in reversed([(at, list(few)) for at, few in groupby(fresh, self._place_for)]):
            self.beginInsertRows(QModelIndex(), place, place + len(group) - 1)
            self._rows[place:place] = group
            self.endInsertRows()
        return len(fresh)

    def _place_for(self, row: OrderRow) -> int:
        return bisect_left(self._rows, _age(row), key=_age)

    def _when(self, row: OrderRow) -> Cell:
        """The time of day of today's orders, the day of older ones."""
        day = self.look.date(row.created_at)
        return Cell(self.look.time(row.created_at) if day == self.look.date(datetime.now(UTC)) else day, tone="muted")


def _age(row: OrderRow) -> int:
    """Newest first: numbers rise with time."""
    return -row.order_id
