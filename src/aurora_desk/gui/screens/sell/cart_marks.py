"""What makes a cart another than usual: without tax, by a price list, a note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.text import Text


class CartMarks(QWidget):
    """Pills and the note in one row; gone where there is nothing to say."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._note = look, ""
        self.setObjectName("cart-marks")
        self.tax_free = Pill(look, self.tr("Tax-free"), "info", name="cart-tax-free")
        self.price_list = Pill(look, "", "violet", name="cart-price-list")
        self.note = Text(look, "", Type.LABEL, tone="muted", weight=400, name="cart-note")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self.tax_free)
        row.addWidget(self.price_list)
        row.addWidget(self.note, 1)
        self.hide()
        look.changed.connect(self._write)

    def show_cart(self, cart: Cart) -> None:
        """Show how the cart is sold."""
        name = cart.price_list.name if cart.price_list is not None else ""
        if name:
            self.price_list.show_text(self.tr("%1 prices").replace("%1", name), "violet")
        self.tax_free.setVisible(cart.tax_free)
        self.price_list.setVisible(bool(name))
        self._note = cart.note
        self._write()
        self.setVisible(cart.tax_free or bool(name or cart.note))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        room = max(self.note.width(), self._look.px(60))
        metrics = self._look.metrics(Type.LABEL, weight=400)
        self.note.setText(metrics.elidedText(self._note, Qt.TextElideMode.ElideRight, room))
        self.note.setToolTip(self._note)
        self.note.setAccessibleName(self.tr("Note: %1").replace("%1", self._note) if self._note else "")
