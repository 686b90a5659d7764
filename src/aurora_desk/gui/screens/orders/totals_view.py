"""What an order comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.tax_free import TAX_FREE
from aurora_desk.domain.totals import TaxRate
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its words; the last one of an order is the one that counts."""

    words: str
    money: Money


def _tr(text: str) -> str:
    return QCoreApplication.translate("OrderTotals", text)


def figures_of(order: Order) -> tuple[Figure, ...]:
    """The figures of an order from its subtotal to what was kept, is left to pay, or it came to."""
    currency = order.total.currency
    figures = [Figure(_tr("Subtotal"), order.subtotal)]
    if order.discount:
        figures.append(Figure(_tr("Discount"), -order.discount))
    taxes: defaultdict[TaxRate, int] = defaultdict(int)
    for line in order.lines:
        taxes[line.tax] += line.tax_minor
    words = _tr("Including %1") if order.prices_include_tax else "%1"
    for rate, amount in taxes.items():
        if rate.rate_ppm:
            figures.append(Figure(words.replace("%1", rate.name), Money(amount, currency)))
        elif rate == TAX_FREE:
            figures.append(Figure(_tr("Sold tax-free"), Money(amount, currency)))
    figures.append(Figure(_tr("Total"), order.total))
    if order.refunded_minor:
        figures.append(Figure(_tr("Refunded"), Money(-order.refunded_minor, currency)))
        figures.append(Figure(_tr("Kept"), Money(order.paid_minor - order.refunded_minor, currency)))
    elif order.due and order.paid_minor:
        figures.append(Figure(_tr("Paid"), Money(-order.paid_minor, currency)))
        figures.append(Figure(_tr("Left to pay"), order.due))
    return tuple(figures)


class TotalsView(QWidget):
    """Words at the start, amounts at the end; the last figure is large."""

    def __init__(self, look: Look, *, name: str = "order-totals", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_order(self, order: Order) -> None:
        """Show the figures of an order."""
        figures = figures_of(order)
        while item := self._column.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, figure in enumerate(figures, start=1):
            self._column.addWidget(self._row(figure, last=place == len(figures)))

    def _row(self, figure: Figure, *, last: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2 if last else 0, 0, 0)
        role, tone = Type.STRONG if last else Type.BODY, "text" if last else "muted"
        # A long name of a tax goes on in a second line: it never pushes an amount out of the panel.
        line.addWidget(Text(self._look, figure.words, role, tone=tone, wrap=True), 1)
        line.addWidget(MoneyLabel(self._look, figure.money, Type.MONEY if last else Type.BODY, tone=tone))
        return row
