"""One customer at the side of the list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.customers import Customer
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.customers.reading import CustomerReader
from aurora_desk.gui.screens.customers.visits import Visits
from aurora_desk.gui.screens.orders.live_orders import LiveOrders
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.avatar import Avatar
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.text import Text

AVATAR = 56


class CustomerDetail(Detail):
    """Name, address, figures and orders; beneath them the way to a new cart."""

    order_chosen = Signal(object)
    """An `OrderRow`."""
    cart_pressed = Signal()

    def __init__(self, context: Context, reader: CustomerReader, parent: QWidget | None = None) -> None:
        look = context.look
        super().__init__(look, name="customer-detail", parent=parent)
        self._look, self._context, self._reader = look, context, reader
        self._customer: Customer | None = None
        self.avatar = Avatar(look, side=AVATAR)
        self.email = Text(look, "", Type.BODY, name="customer-email")
        self.phone = Text(look, "", Type.BODY, tone="muted", name="customer-phone")
        self.figures = Text(look, "", Type.BODY, tone="muted", wrap=True, name="customer-figures")
        self._no_orders = Text(look, self.tr("No orders yet"), Type.BODY, tone="muted", name="customer-no-orders")
        self.model = LiveOrders(look, self._fetch, parent=self)
        self.visits = Visits(look, self.model)
        self.cart = Button(
            look,
            self.tr("Start a cart"),
            icon="shopping-cart",
            kind=Kind.PRIMARY,
            variant=Variant.XL,
            name="customer-cart",
        )
        who = QVBoxLayout()
        who.setSpacing(2)
        who.addWidget(self.email)
        who.addWidget(self.phone)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(who, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.figures)
        self.body.addWidget(rule())
        self.body.addWidget(Text(look, self.tr("Orders"), Type.LABEL, tone="muted", weight=600))
        self.body.addWidget(self._no_orders)
        self.body.addWidget(self.visits, 1)
        self.body.addWidget(self.cart)
        self.visits.order_chosen.connect(self.order_chosen)
        self.cart.clicked.connect(self.cart_pressed)
        look.changed.connect(self._write)

    @property
    def customer(self) -> Customer | None:
        """The customer who is shown."""
        return self._customer

    def show_customer(self, customer: Customer) -> None:
        """Show a customer, or the new figures of the one shown."""
        other = self._customer is None or self._customer.ref != customer.ref
        self._customer = customer
        self._write()
        if other:
            self.model.show_rows(())
            self.model.restart()

    def _write(self) -> None:
        customer = self._customer
        if customer is None:
            return
        look = self._look
        metrics = look.metrics(Type.TITLE)
        self.title.setText(metrics.elidedText(customer.name, Qt.TextElideMode.ElideRight, look.px(260)))
        self.title.setToolTip(customer.name)
        self.avatar.set_initials(customer.initials)
        self.email.setText(isolated(customer.email, look.locale) if customer.email else self.tr("No email"))
        self.email.set_tone("text" if customer.email else "muted")
        self.phone.setText(isolated(customer.phone, look.locale) if customer.phone else self.tr("No phone number"))
        self.figures.setText(self._figures(customer))
        self._no_orders.setVisible(not customer.orders)

    def _figures(self, customer: Customer) -> str:
        orders = self.tr("%n orders", "", customer.orders)
        spent = self._look.money(Money(customer.spent_minor, self._context.session.tenant.currency))
        since = self.tr("since %1").replace("%1", self._look.date(customer.created_at))
        return " · ".join((orders, spent, since))

    def _fetch(self, after: str | None) -> None:
        if self._customer is None:
            return
        self._context.jobs.start(
            self,
            partial(self._reader.orders, self._customer.ref, after),
            done=partial(self._on_page, self.model.serial),
            failed=lambda _error: self.model.page_failed(),
        )

    def _on_page(self, serial: int, page: Page[OrderRow]) -> None:
        self.model.append_page(page, serial)
