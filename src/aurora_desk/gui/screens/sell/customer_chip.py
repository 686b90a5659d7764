"""Whose cart it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.customers import Customer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.key_hint import KeyHint
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

HEIGHT = 56
PILL_HEIGHT = 20


@dataclass(frozen=True, slots=True)
class Visitor:
    """The customer of a cart with what whoever serves wants to know."""

    customer: Customer
    regular: bool


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
        self.regular = Pill(look, self.tr("Regular"), "violet", name="customer-regular")
        self._facts = Text(look, "", Type.LABEL, tone="muted", least=0.7, name="customer-facts")
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
        self.name.setToolTip(cart.customer_name)
        self.regular.hide()
        self._write_name()
        self._avatar.set_initials("".join(word[0] for word in cart.customer_name.split()[:2]).upper())
        self._facts.setText("")
        self._facts.hide()
        self._pages.setCurrentIndex(0 if cart.customer is None else 1)

    def show_facts(self, visitor: Visitor) -> None:
        """Orders so far and the last visit; dropped where the cart is somebody else's by now."""
        customer = visitor.customer
        if self._cart is None or self._cart.customer != customer.ref:
            return
        self.regular.setVisible(visitor.regular)
        self._write_name()
        if customer.last_order_at is None:
            words = self.tr("No orders yet")
        else:
            count = self.tr("%n orders", "", customer.orders)
            words = f"{count} · {self._last_visit(customer.last_order_at)}"
        self._facts.setText(words)
        self._facts.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_name()

    def _last_visit(self, at: datetime) -> str:
        now = datetime.now(UTC)
        days = self._look.days_ago(at, now)
        if days == 0:
            return self.tr("last visit today")
        if days == 1:
            return self.tr("last visit yesterday")
        return self.tr("last visit %1").replace("%1", self._look.day(at, now))

    def _write_name(self) -> None:
        name = self._cart.customer_name if self._cart is not None else ""
        beside = self._look.px(130) + (self.regular.sizeHint().width() + 8 if self.regular.isVisibleTo(self) else 0)
        room = max(self.width() - beside, self._look.px(80))
        metrics = self._look.metrics(Type.STRONG)
        self.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.name.setAccessibleName(name)

    def _chip(self) -> QWidget:
        chip = Ground("bar", name="customer-chip")
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name)
        first.addWidget(self.regular)
        first.addStretch(1)
        names.addLayout(first)
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
        self.regular.setFixedHeight(self._look.px(PILL_HEIGHT))
        self._write_name()
