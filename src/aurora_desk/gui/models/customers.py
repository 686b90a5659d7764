"""Customers as a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.money import Money
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomersModel", text)


class CustomersModel(TableModel[Customer]):
    """Name, email, phone, orders, spent and last visit; `currency` is the tenant's."""

    def __init__(
        self,
        look: Look,
        currency: str,
        fetch: Callable[[str | None], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        self._currency = currency
        columns = (
            Column(_tr("Name"), self._name, 190),
            Column(_tr("Email"), self._email),
            Column(_tr("Orders"), self._orders, 84, at_end=True),
            Column(_tr("Spent"), self._spent, 120, at_end=True),
            Column(_tr("Last visit"), self._last, 116),
        )
        super().__init__(look, columns, fetch, parent)

    def key(self, row: Customer) -> object:
        return row.ref

    def _name(self, row: Customer) -> Cell:
        return Cell(row.name, weight=600)

    def _email(self, row: Customer) -> Cell:
        return Cell(isolated(row.email, self.look.locale), tone="muted")

    def _orders(self, row: Customer) -> Cell:
        return Cell(self.look.locale.toString(row.orders), at_end=True)

    def _spent(self, row: Customer) -> Cell:
        return Cell(self.look.money(Money(row.spent_minor, self._currency)), weight=600, at_end=True)

    def _last(self, row: Customer) -> Cell:
        return Cell(self.look.date(row.last_order_at) if row.last_order_at else "–", tone="muted")
