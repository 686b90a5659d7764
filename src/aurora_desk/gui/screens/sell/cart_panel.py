"""The cart at the side of Sell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.cart import Cart, CartLine
from aurora_desk.domain.orders import Order
from aurora_desk.gui.screens.sell.cart_marks import CartMarks
from aurora_desk.gui.screens.sell.cart_menu import CartMenu
from aurora_desk.gui.screens.sell.customer_chip import CustomerChip
from aurora_desk.gui.screens.sell.totals import TotalsPanel
from aurora_desk.gui.theme.format import isolated, quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.cart_list import CartList
from aurora_desk.gui.widgets.detail import panel_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.line_bar import LineBar
from aurora_desk.gui.widgets.menu_place import open_below
from aurora_desk.gui.widgets.pay_button import PayButton
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

SIDE, REACH = 14, 4
"""Space at the sides, and how far the selection of a line reaches into it, so that all words stand in one line."""


class CartPanel(Ground):
    """Shows a cart and passes on what a person wants done with it; it changes nothing itself."""

    discount_wanted = Signal()
    hold_wanted = Signal()
    pay_wanted = Signal(str)
    """The tender: `cash`, or empty for the payment sheet to ask."""
    shift_wanted = Signal()
    reprint_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("panel", name="cart", parent=parent)
        self._look = look
        self._cart: Cart | None = None
        self._shift_open = True
        self.setAccessibleName(self.tr("Cart"))
        self.customer = CustomerChip(look)
        self.marks = CartMarks(look)
        self.lines = CartList(look, name="cart-lines")
        self.empty = Empty(look, "shopping-cart", self.tr("Scan or tap a product"), name="cart-empty")
        self.line_bar = LineBar(look, name="line-bar")
        self.totals = TotalsPanel(look)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE - REACH, 8, SIDE - REACH, 12)
        column.setSpacing(8)
        column.addLayout(self._heading())
        column.addLayout(_inset(self.customer))
        column.addLayout(_inset(self.marks))
        column.addWidget(self._pages, 1)
        column.addLayout(_inset(self.line_bar))
        column.addLayout(_inset(self.totals))
        column.addSpacing(2)
        column.addLayout(_inset(self._tenders()))
        self.lines.line_selected.connect(self._on_line)
        self.empty.acted.connect(self.reprint_wanted)
        look.follow(self.fit)

    @property
    def line(self) -> CartLine | None:
        """The selected line."""
        return self.lines.selected_line

    def show_cart(self, cart: Cart, *, can_undo: bool) -> None:
        """Show a cart, and whether there is a change to take back."""
        self._cart = cart
        self.menu.show_cart(cart, can_undo=can_undo)
        self.marks.show_cart(cart)
        words = self.tr("%n items", "", cart.item_count_milli // 1000)
        self._count.setText(words if cart.lines else "")
        self.customer.show_cart(cart)
        self.lines.show_cart(cart)
        self._on_line(self.line)
        self._pages.setCurrentWidget(self.lines if cart.lines else self.empty)
        self.totals.show_cart(cart)
        for button in (self.discount, self.hold):
            if cart.lines:
                button.enable()
            else:
                button.disable(self.tr("Add an item first"))
        self._offer()

    def show_shift(self, *, is_open: bool) -> None:
        """Whether anything can be paid here."""
        self._shift_open = is_open
        self._offer()

    def show_last_order(self, order: Order | None) -> None:
        """The order that an empty cart offers to reprint."""
        title = self.tr("Scan or tap a product")
        if order is None:
            self.empty.show_words(title)
            return
        number = isolated(f"#{order.order_id}", self._look.locale)
        hint = self.tr("Last order %1 · %2").replace("%1", number).replace("%2", self._look.money(order.total))
        self.empty.show_words(title, hint, self.tr("Reprint"))

    def fit(self) -> None:
        """Take the width that belongs to the window's."""
        self.setFixedWidth(panel_width(self._look, self.window().width()))

    def _heading(self) -> QHBoxLayout:
        look, ghost, square = self._look, Kind.GHOST, Variant.SQUARE
        self._count = Text(look, "", Type.LABEL, tone="muted", weight=500, least=0.7, name="cart-count")
        self.discount = Button(
            look,
            icon="percent",
            kind=ghost,
            variant=square,
            label=self.tr("Discount on the cart (Shift+F4)"),
            name="cart-discount",
        )
        self.hold = Button(
            look, icon="pause", kind=ghost, variant=square, label=self.tr("Hold the cart (F6)"), name="cart-hold"
        )
        self.more = Button(look, icon="ellipsis", kind=ghost, variant=square, label=self.tr("More"), name="cart-more")
        self.menu = CartMenu(self)
        self.discount.clicked.connect(self.discount_wanted)
        self.hold.clicked.connect(self.hold_wanted)
        self.more.clicked.connect(self._on_more)
        row = QHBoxLayout()
        row.setContentsMargins(REACH + 6, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Text(look, self.tr("Cart"), Type.TITLE, least=0.8, name="cart-title"))
        row.addSpacing(3)
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.discount, self.hold, self.more):
            row.addWidget(button)
        return row

    def _tenders(self) -> QHBoxLayout:
        look = self._look
        self.cash = Button(look, self.tr("Cash"), icon="banknote", variant=Variant.PAY, name="pay-cash")
        self.pay = PayButton(look, name="pay")
        self.open_shift = Button(
            look, self.tr("Open shift first"), kind=Kind.PRIMARY, variant=Variant.PAY, name="open-shift"
        )
        self.cash.clicked.connect(self._on_cash)
        self.pay.clicked.connect(self._on_pay)
        self.open_shift.clicked.connect(self.shift_wanted)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.cash)
        row.addWidget(self.pay, 1)
        row.addWidget(self.open_shift, 1)
        return row

    def _offer(self) -> None:
        self.pay.setVisible(self._shift_open)
        self.open_shift.setVisible(not self._shift_open)
        if not self._shift_open:
            self.cash.disable(self.tr("Open shift first"))
        elif self._cart is None or not self._cart.lines:
            self.cash.disable(self.tr("Add an item"))
            self.pay.refuse(self.tr("Add an item"))
        else:
            self.cash.enable()
            self.pay.offer(self._cart.total)

    def _on_line(self, line: CartLine | None) -> None:
        self.line_bar.show_quantity(quantity_label(line.quantity_milli, self._look.locale) if line else "")

    def _on_more(self) -> None:
        open_below(self.menu, self.more)

    def _on_cash(self) -> None:
        self.pay_wanted.emit("cash")

    def _on_pay(self) -> None:
        self.pay_wanted.emit("")


def _inset(part: QWidget | QLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(REACH, 0, REACH, 0)
    if isinstance(part, QLayout):
        row.addLayout(part)
    else:
        row.addWidget(part)
    return row
