"""The order last made at this till, which an empty cart offers to reprint."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.orders import Order
from aurora_desk.gui.context import Context

ORDER_EVENTS = ("order.placed", "order.voided")


class LastOrder(QObject):
    """Reads it again after every order that this till makes or voids."""

    known = Signal(object)
    """The `Order`, or None."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.order: Order | None = None
        context.events.happened.connect(self._on_journal)

    def read(self) -> None:
        """Ask the store."""
        services, till_id = self._context.services, self._context.session.till.till_id
        work = partial(services.read, partial(services.orders.last_at_till, till_id=till_id))
        self._context.jobs.start(self, work, done=self._on_read, failed=self._on_failed)

    def _on_read(self, order: Order | None) -> None:
        self.order = order
        self.known.emit(order)

    def _on_failed(self, _error: Exception) -> None:
        # Nothing depends on it: the empty cart goes on offering what it knew.
        return

    def _on_journal(self, row: JournalRow) -> None:
        if row.event in ORDER_EVENTS and row.till_id == self._context.session.till.till_id:
            self.read()
