"""Keeping the rows where they are while others come and go around them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.models.tables import Row, TableModel
from aurora_desk.gui.widgets.table import Table


@contextmanager
def still(table: Table, model: TableModel[Row]) -> Iterator[None]:
    """Whatever changes inside, the row that is at the top stays there; a list at its very top follows the news.

    A selected row stays where it is as well, for somebody may be aiming at it.
    """
    bar = table.verticalScrollBar()
    top = table.rowAt(0)
    aimed = bar.value() > 0 or table.currentIndex().isValid()
    row = model.index(top, 0).data(ROW_ROLE) if aimed and top >= 0 else None
    offset = table.rowViewportPosition(top) if top >= 0 else 0
    yield
    place = model.place_of(model.key(row)) if row is not None else None
    if place is not None:
        table.updateGeometries()
        bar.setValue(table.verticalHeader().sectionPosition(place) - offset)
