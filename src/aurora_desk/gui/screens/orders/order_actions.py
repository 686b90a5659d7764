"""What can be done with the order that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from aurora_desk.domain.orders import Handover, Order, OrderStatus
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.orders.reading import OpenedOrder
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.menu_place import open_above

_NOT_READY = (OrderStatus.PENDING, OrderStatus.PROCESSING)


def left_online(live: Payment) -> bool:
    """Whether an attempt is one that a customer began online and left: a tender at the desk ends it, with proof."""
    return live.method in (Method.STRIPE, Method.QR) and live.status is not PaymentStatus.UNKNOWN


class OrderActions(QWidget):
    """The next step at the top, then what is always there; what takes something back is last, away from it."""

    mail_pressed = Signal()
    link_pressed = Signal()
    stripe_pressed = Signal()
    note_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        xl, row, primary = Variant.XL, Variant.ROW, Kind.PRIMARY
        tr = self.tr
        self.pay = Button(look, tr("Take payment"), icon="wallet", kind=primary, variant=xl, name="order-pay")
        self.check = Button(look, tr("Check now"), icon="refresh-cw", variant=xl, name="order-check")
        self.ready = Button(look, tr("Mark ready"), variant=row, name="order-ready")
        self.part = Button(look, tr("Hand over part…"), variant=row, name="order-part")
        self.collect = Button(look, tr("Hand over all"), icon="package", kind=primary, variant=xl, name="order-collect")
        self.reprint = Button(look, tr("Reprint"), icon="printer", variant=row, name="order-reprint")
        self.code = Button(look, tr("QR"), icon="qr-code", variant=row, name="order-qr")
        self.more = Button(look, tr("More"), icon="ellipsis", variant=row, name="order-more")
        self.refund = Button(look, tr("Refund…"), icon="rotate-ccw", kind=Kind.DANGER, variant=xl, name="order-refund")
        self.void = Button(look, tr("Void…"), icon="ban", kind=Kind.DANGER, variant=xl, name="order-void")
        self.menu = QMenu(self)
        self.menu.setObjectName("order-menu")
        self._mail = self._add(tr("Email receipt…"), self.mail_pressed, "order-mail")
        self._link = self._add(tr("Copy link"), self.link_pressed, "order-link")
        self._stripe = self._add(tr("Open in Stripe"), self.stripe_pressed, "order-stripe")
        self._note = self._add(tr("Add note…"), self.note_pressed, "order-note")
        self._next = QWidget()
        self._build()
        self.more.clicked.connect(self._on_more)
        look.follow(self._dress)

    def show_order(self, opened: OpenedOrder) -> None:
        """Offer what this order can be asked for now."""
        order, left = opened.order, opened.left_to_collect
        live = order.live_payment
        void = order.status is OrderStatus.VOID
        unpaid = bool(order.due) and not void
        self.pay.setVisible(unpaid and (live is None or left_online(live)))
        self.check.setVisible(unpaid and live is not None and live.method is Method.CARD)
        self.ready.setVisible(
            left and order.status in _NOT_READY and order.handover is Handover.NONE and order.till_id is None
        )
        self.collect.setVisible(left and not unpaid)
        pieces = sum(-(-line.left_milli // ONE) for line in opened.goods)
        self.part.setVisible(left and not unpaid and pieces > 1)
        self.refund.setVisible(order.paid_minor > order.refunded_minor)
        self.void.setVisible(_may_be_voided(order))
        self._next.setVisible(any(not button.isHidden() for button in self._next_steps))
        self._mail.setVisible(not void and bool(order.paid_minor))
        self._link.setVisible(bool(opened.page))
        self._stripe.setVisible(bool(opened.at_stripe))

    def main(self) -> Button | None:
        """The one obvious next step, if there is one."""
        steps = (self.pay, self.check, self.collect, self.ready)
        return next((button for button in steps if button.isVisible()), None)

    def _add(self, words: str, signal: SignalInstance, name: str) -> QAction:
        action = self.menu.addAction(words, signal.emit)
        action.setObjectName(name)
        return action

    def _build(self) -> None:
        main, beside = (self.collect, self.check, self.pay), (self.ready, self.part)
        self._next_steps = (*main, *beside)
        following = QVBoxLayout(self._next)
        following.setContentsMargins(0, 0, 0, 0)
        following.setSpacing(6)
        following.addLayout(_row(main))
        following.addLayout(_row(beside))
        tools = _row((self.reprint, self.code, self.more))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._next)
        column.addLayout(tools)
        column.addWidget(self.refund)
        column.addWidget(self.void)

    def _on_more(self) -> None:
        open_above(self.menu, self.more)

    def _dress(self) -> None:
        self.menu.setFont(self._look.font(Type.STRONG, weight=500))


def _row(buttons: tuple[Button, ...]) -> QHBoxLayout:
    """Buttons side by side, each with its share of the row."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(button)
    return row


def _may_be_voided(order: Order) -> bool:
    return (
        order.status not in (OrderStatus.VOID, OrderStatus.COMPLETED)
        and not order.paid_minor
        and order.live_payment is None
        and order.handover is Handover.NONE
    )
