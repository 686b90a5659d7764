"""The figures under the cart lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.text import Text


class TotalsPanel(QWidget):
    """Subtotal, discounts and tax; always three rows, so that nothing above or below them moves."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("cart-totals")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 0, 6, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.subtotal = self._row(0, self.tr("Subtotal"), "subtotal", tone="text")
        self.discounts = self._row(1, self.tr("Discounts"), "discounts", tone="muted")
        self.tax = self._row(2, "", "tax", tone="muted")
        self._tax_label = self._labels(2)
        look.follow(self._dress)

    def show_cart(self, cart: Cart) -> None:
        """Show a cart's figures."""
        figures = cart.totals()
        self.subtotal.set_money(Money(figures.subtotal_minor, cart.currency))
        self.discounts.set_money(Money(-figures.discount_minor, cart.currency))
        self.discounts.set_tone("success" if figures.discount_minor else "muted")
        self.tax.set_money(Money(figures.tax_minor, cart.currency))
        named = [tax.name for tax, amount in figures.taxes if amount]
        tax = named[0] if len(named) == 1 else self.tr("tax")
        words = self.tr("Includes %1") if cart.prices_include_tax else self.tr("Plus %1")
        self._tax_label.setText(self.tr("Sold tax-free") if cart.tax_free else words.replace("%1", tax))

    def _row(self, place: int, words: str, name: str, *, tone: str) -> MoneyLabel:
        label = Text(self._look, words, Type.BODY, tone="muted", name=f"{name}-label")
        amount = MoneyLabel(self._look, tone=tone, name=name)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(amount, place, 1, Qt.AlignmentFlag.AlignVCenter)
        return amount

    def _labels(self, place: int) -> Text:
        item = self._grid.itemAtPosition(place, 0)
        widget = item.widget() if item is not None else None
        assert isinstance(widget, Text)
        return widget

    def _dress(self) -> None:
        for place in range(3):
            self._grid.setRowMinimumHeight(place, self._look.px(21))
