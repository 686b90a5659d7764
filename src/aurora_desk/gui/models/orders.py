"""Orders as a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.payments import Method
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.theme.format import isolated, quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import status_of


def _tr(text: str) -> str:
    return QCoreApplication.translate("OrdersModel", text)


class OrdersModel(TableModel[OrderRow]):
    """Order, time, customer, items, method, status and total."""

    def __init__(
        self, look: Look, fetch: Callable[[str | None], None] | None = None, parent: QObject | None = None
    ) -> None:
        columns = (
            Column(_tr("Order"), self._order, 92),
            Column(_tr("Time"), self._time, 80),
            Column(_tr("Customer"), self._customer),
            Column(_tr("Items"), self._items, 76, at_end=True),
            Column(_tr("Method"), self._method, 92),
            Column(_tr("Status"), self._status, 160),
            Column(_tr("Total"), self._total, 112, at_end=True),
        )
        super().__init__(look, columns, fetch, parent)

    def key(self, row: OrderRow) -> object:
        return row.order_id

    def sentence(self, row: OrderRow) -> str:
        words = self.tr("Order %1, %2, %3, %4, %5")
        who = row.customer_name or self.tr("walk-in customer")
        parts = (
            str(row.order_id),
            self.look.time(row.created_at),
            who,
            status_of(row).word,
            self.look.money(row.total),
        )
        for place, part in enumerate(parts, start=1):
            words = words.replace(f"%{place}", part)
        return words

    def _order(self, row: OrderRow) -> Cell:
        return Cell(isolated(f"#{row.order_id}", self.look.locale), weight=600)

    def _time(self, row: OrderRow) -> Cell:
        return Cell(self.look.time(row.created_at), tone="muted")

    def _customer(self, row: OrderRow) -> Cell:
        if row.customer_name:
            return Cell(row.customer_name)
        return Cell(self.tr("Walk-in"), tone="muted")

    def _items(self, row: OrderRow) -> Cell:
        return Cell(quantity_label(row.items_milli, self.look.locale), at_end=True)

    def _method(self, row: OrderRow) -> Cell:
        return Cell(" + ".join(method_word(method) for method in row.methods), tone="muted")

    def _status(self, row: OrderRow) -> Cell:
        status = status_of(row)
        return Cell(status.word, status=status)

    def _total(self, row: OrderRow) -> Cell:
        return Cell(self.look.money(row.total), weight=600, at_end=True)


def method_word(method: Method) -> str:
    """How a payment was made, in a word."""
    return {
        Method.CARD: _tr("Card"),
        Method.STRIPE: _tr("Online"),
        Method.CASH: _tr("Cash"),
        Method.QR: _tr("QR code"),
        Method.OTHER_CARD: _tr("Card, other machine"),
        Method.TRANSFER: _tr("Bank transfer"),
        Method.OWN: _tr("Own tender"),
    }[method]
