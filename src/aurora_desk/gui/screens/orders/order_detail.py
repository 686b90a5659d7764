"""One order at the side of the list."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aurora_desk.domain.orders import Order, OrderStatus
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.orders.lines_view import LinesView
from aurora_desk.gui.screens.orders.reading import OpenedOrder
from aurora_desk.gui.screens.orders.refund.troubles import Troubles
from aurora_desk.gui.screens.orders.timeline_words import JOIN, TimelineWords
from aurora_desk.gui.screens.orders.totals_view import TotalsView
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import status_of
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.timeline import Timeline


def piece_count(order: Order) -> int:
    """How many pieces an order has; as everywhere, what is sold by weight counts as one."""
    return sum(line.quantity_milli // ONE if line.quantity_milli % ONE == 0 else 1 for line in order.lines)


def _left_online(live: Payment) -> bool:
    return live.method in (Method.STRIPE, Method.QR) and live.status is not PaymentStatus.UNKNOWN


class OrderDetail(Detail):
    """Number, state, lines, totals and timeline; beneath them what can be done with the order."""

    reprint_pressed = Signal()
    code_pressed = Signal()
    pay_pressed = Signal()
    check_pressed = Signal()
    refund_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, name="order-detail", parent=parent)
        self._look, self._words = look, TimelineWords(look)
        self._shown: OpenedOrder | None = None
        self.pill = Pill(look, name="order-pill")
        self.header.addWidget(self.pill)
        self.about = Text(look, "", Type.BODY, tone="muted", wrap=True, name="order-about")
        self.lines, self.totals, self.timeline = LinesView(look), TotalsView(look), Timeline(look)
        self.troubles = Troubles(look)
        self.warning = Text(look, "", Type.LABEL, tone="warning", wrap=True, name="order-warning")
        self.body.addWidget(self.about)
        self.body.addWidget(rule())
        self._scroll = self._scrolled()
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.warning)
        self.body.addLayout(self._actions(look))
        look.changed.connect(self._write)

    @property
    def order(self) -> Order | None:
        """The order that is shown."""
        return self._shown.order if self._shown is not None else None

    def show_order(self, opened: OpenedOrder) -> None:
        """Show an order, or its new state."""
        other = self._shown is None or self._shown.order.order_id != opened.order.order_id
        self._shown = opened
        self._write()
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def focus_actions(self) -> None:
        """Put the focus on the first thing that can be done."""
        first = self.pay if self.pay.isVisible() else self.check if self.check.isVisible() else self.reprint
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Do the main action, if there is one."""
        for button in (self.pay, self.check):
            if button.isVisible():
                button.click()

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.lines, rule(), self.totals, self.troubles, rule(), self.timeline):
            column.addWidget(part)
            if part is not self.lines:
                column.addSpacing(2)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("order-scroll")
        area.setAccessibleName(self.tr("Lines, totals and what happened"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _actions(self, look: Look) -> QVBoxLayout:
        self.reprint = Button(
            look, self.tr("Reprint"), icon="printer", variant=Variant.LG, name="order-reprint", parent=self
        )
        self.code = Button(look, self.tr("QR"), icon="qr-code", variant=Variant.LG, name="order-qr", parent=self)
        self.pay = Button(
            look,
            self.tr("Take payment"),
            icon="wallet",
            kind=Kind.PRIMARY,
            variant=Variant.XL,
            name="order-pay",
            parent=self,
        )
        self.check = Button(
            look, self.tr("Check now"), icon="refresh-cw", variant=Variant.XL, name="order-check", parent=self
        )
        self.refund = Button(
            look, self.tr("Refund…"), icon="rotate-ccw", variant=Variant.LG, name="order-refund", parent=self
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, share in ((self.reprint, 5), (self.code, 4), (self.refund, 6)):
            row.addWidget(button, share)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.pay)
        column.addWidget(self.check)
        self.reprint.clicked.connect(self.reprint_pressed)
        self.code.clicked.connect(self.code_pressed)
        self.refund.clicked.connect(self.refund_pressed)
        self.pay.clicked.connect(self.pay_pressed)
        self.check.clicked.connect(self.check_pressed)
        return column

    def _write(self) -> None:
        if self._shown is None:
            return
        order = self._shown.order
        number = isolated(f"#{order.order_id}", self._look.locale)
        self.title.setText(self.tr("Order %1").replace("%1", number))
        self.pill.show_status(status_of(order))
        self.about.setText(self._about(order))
        self.lines.show_order(order)
        self.totals.show_order(order)
        self.troubles.show_order(order)
        self.refund.setVisible(order.paid_minor > order.refunded_minor)
        self.timeline.show_entries(self._words.entries(self._shown.timeline))
        live = order.live_payment
        unpaid = bool(order.due) and order.status is not OrderStatus.VOID
        # An online payment that is begun and left is ended by a tender at the desk, with proof; a running one refuses.
        self.pay.setVisible(unpaid and (live is None or _left_online(live)))
        self.check.setVisible(unpaid and live is not None and live.method is Method.CARD)
        self.warning.setText(self._warning(order))
        self.warning.setVisible(bool(self.warning.text()))

    def _warning(self, order: Order) -> str:
        live = order.live_payment
        if live is None or order.status is OrderStatus.VOID:
            return ""
        if live.status is PaymentStatus.UNKNOWN:
            return self.tr("We cannot tell yet whether this was charged. Do not charge again.")
        if _left_online(live):
            return self.tr("An online payment was started. Taking payment here ends it first, or says that it is paid.")
        return self.tr("A payment of this order is under way. It cannot be paid a second time.")

    def _about(self, order: Order) -> str:
        look = self._look
        today = look.date(order.created_at) == look.date(datetime.now(UTC))
        day = self.tr("Today") if today else look.date(order.created_at)
        when = self.tr("%1 %2").replace("%1", day).replace("%2", look.time(order.created_at))
        count = piece_count(order)
        items = self.tr("%n items", "", count)
        return JOIN.join((when, order.customer_name or self.tr("Walk-in"), items))
