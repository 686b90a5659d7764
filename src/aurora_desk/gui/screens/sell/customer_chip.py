"""Whose cart it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.customers import Customer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

HEIGHT = 56


class CustomerChip(QWidget):
    """«Add customer», or the customer with the orders so far and a way to take the customer off; always as high."""

    wanted = Signal()
    removed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._cart: Cart | None = None
        self.setObjectName("cart-customer")
        self.add = Button(look, self.tr("Add customer"), icon="user-plus", variant=Variant.LG, name="add-customer")
        self.add.setToolTip(self.tr("Add customer (F3)"))
        hint = QHBoxLayout(self.add)
        hint.setContentsMargins(0, 0, 14, 0)
        hint.addWidget(KeyHint(look, "F3"), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._avatar = Avatar(look, side=36)
        self.name = Text(look, "", Type.STRONG, name="customer-name")
        self._facts = Text(look, "", Type.LABEL, tone="muted", name="customer-facts")
        self.cross = Button(
            look,
            icon="x",
            kind=Kind.GHOST,
            variant=Variant.SQUARE,
            label=self.tr("Remove the customer"),
            name="remove-customer",
        )
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self.add)
        self._pages.addWidget(self._chip())
        self.add.clicked.connect(self.wanted)
        self.cross.clicked.connect(self.removed)
        look.follow(self._dress)

    def show_cart(self, cart: Cart) -> None:
        """Show the customer's name as the cart has it; the figures come with `show_facts`."""
        before, self._cart = self._cart, cart
        if before is not None and before.customer == cart.customer and before.customer_name == cart.customer_name:
            return
        self.name.setText(cart.customer_name)
        self._avatar.set_initials("".join(word[0] for word in cart.customer_name.split()[:2]).upper())
        self._facts.setText("")
        self._facts.hide()
        self._pages.setCurrentIndex(0 if cart.customer is None else 1)

    def show_facts(self, customer: Customer) -> None:
        """Orders so far and the last visit; dropped where the cart is somebody else's by now."""
        if self._cart is None or self._cart.customer != customer.ref:
            return
        if customer.last_order_at is None:
            words = self.tr("No orders yet")
        else:
            count = self.tr("%n orders", "", customer.orders)
            visit = self.tr("last visit %1").replace("%1", self._look.date(customer.last_order_at))
            words = f"{count} · {visit}"
        self._facts.setText(words)
        self._facts.show()

    def _chip(self) -> QWidget:
        chip = Ground("bar", name="customer-chip")
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch(1)
        names.addWidget(self.name)
        names.addWidget(self._facts)
        names.addStretch(1)
        row = QHBoxLayout(chip)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(11)
        row.addWidget(self._avatar)
        row.addLayout(names, 1)
        row.addWidget(self.cross)
        return chip

    def _dress(self) -> None:
        self.setFixedHeight(self._look.px(HEIGHT))
