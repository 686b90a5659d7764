"""What others did to the cart on screen: a program on the network, another till."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.ids import TillId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.tenants import Till
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of

TAKEN_OVER = "cart.taken_over"
CUT = "cart.discount_cut"
CART_ROWS = ("cart.changed", "cart.held", "cart.recalled", "cart.deleted", TAKEN_OVER)


class CartNews(QObject):
    """Puts rows of the journal into words for whoever works on the cart."""

    noticed = Signal(str)
    refused = Signal(str)
    """Why something could not be told."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def tell(self, row: JournalRow) -> bool:
        """Tell what a row about the cart says; whether the cart is another one by it."""
        if row.event == "order.placed":
            self.noticed.emit(
                self.tr("A program on the network made this cart an order. It is in Orders; a new cart is open.")
            )
            return True
        if row.event == CUT:
            self.noticed.emit(
                self.tr(
                    "A program on the network took something out of this cart. A discount would have been more than "
                    "was allowed, so it is less now. Look at the total."
                )
            )
        elif row.event == TAKEN_OVER and row.till_id is not None:
            self._tell_taken_over(row.till_id)
        return row.event in CART_ROWS

    def _tell_taken_over(self, till_id: TillId) -> None:
        services = self._context.services
        read = partial(services.read, partial(services.tenants.till, till_id=till_id))
        self._context.jobs.start(self, read, done=self._on_taken_over, failed=self._on_unread)

    def _on_taken_over(self, till: Till) -> None:
        words = self.tr("%1 took this cart over. Nothing in it is lost; a new cart is open here.")
        self.noticed.emit(words.replace("%1", till.name))

    def _on_unread(self, error: Exception) -> None:
        self.refused.emit(words_of(error))
