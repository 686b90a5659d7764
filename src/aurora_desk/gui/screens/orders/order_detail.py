"""One order at the side of the list."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.orders import Order, OrderStatus
from aurora_desk.domain.payments import PaymentStatus
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.screens.orders.handover_view import HandoverView
from aurora_desk.gui.screens.orders.lines_view import LinesView
from aurora_desk.gui.screens.orders.order_actions import OrderActions, left_online
from aurora_desk.gui.screens.orders.reading import OpenedOrder
from aurora_desk.gui.screens.orders.refund.troubles import Troubles
from aurora_desk.gui.screens.orders.timeline_words import JOIN, TimelineWords
from aurora_desk.gui.screens.orders.totals_view import TotalsView
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import status_of
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.detail import Detail
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.side_scroll import SideScroll
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.timeline import Timeline


def piece_count(order: Order) -> int:
    """How many pieces an order has; as everywhere, what is sold by weight counts as one."""
    return sum(line.quantity_milli // ONE if line.quantity_milli % ONE == 0 else 1 for line in order.lines)


class OrderDetail(Detail):
    """Number, state, lines, totals and timeline; beneath them what can be done with the order."""

    reprint_pressed = Signal()
    code_pressed = Signal()
    pay_pressed = Signal()
    check_pressed = Signal()
    refund_pressed = Signal()
    void_pressed = Signal()
    ready_pressed = Signal()
    part_pressed = Signal()
    collect_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, name="order-detail", parent=parent)
        self._look, self._words = look, TimelineWords(look)
        self._shown: OpenedOrder | None = None
        self._asked = False
        self.pill = Pill(look, name="order-pill")
        self.header.addWidget(self.pill)
        self.about = Text(look, "", Type.BODY, tone="muted", wrap=True, name="order-about")
        self.lines, self.totals, self.timeline = LinesView(look), TotalsView(look), Timeline(look)
        self.troubles = Troubles(look)
        self.warning = Text(look, "", Type.LABEL, tone="warning", wrap=True, name="order-warning")
        self.handover = HandoverView(look)
        self.note = Text(look, "", Type.BODY, wrap=True, name="order-note")
        self.body.addWidget(self.about)
        self.body.addWidget(self.note)
        self.body.addWidget(self.handover)
        self.body.addWidget(rule())
        self._scroll = self._scrolled()
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.warning)
        self.actions_of_order = OrderActions(look)
        self.body.addWidget(self.actions_of_order)
        self._connect()
        look.changed.connect(self._write)

    @property
    def order(self) -> Order | None:
        """The order that is shown."""
        return self._shown.order if self._shown is not None else None

    def show_order(self, opened: OpenedOrder, *, asked: bool = False) -> None:
        """Show an order, or its new state; `asked` where its customer stands here with its code.

        A reading that a newer one has overtaken changes nothing.
        """
        other = self._shown is None or self._shown.order.order_id != opened.order.order_id
        if self._shown is not None and not other and opened.as_of < self._shown.as_of:
            opened = self._shown
        self._shown, self._asked = opened, asked
        self._write()
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    @property
    def opened(self) -> OpenedOrder | None:
        """The order with all that is shown of it."""
        return self._shown

    def focus_actions(self) -> None:
        """Put the focus on the next step, else on the first thing that can be done."""
        first = self.actions_of_order.main() or self.reprint
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Take the next step, if there is one."""
        main = self.actions_of_order.main()
        if main is not None:
            main.click()

    def _scrolled(self) -> SideScroll:
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
        area = SideScroll(name="order-scroll", label=self.tr("Lines, totals and what happened"))
        area.setWidget(inside)
        return area

    def _connect(self) -> None:
        actions = self.actions_of_order
        self.reprint, self.code, self.more = actions.reprint, actions.code, actions.more
        self.pay, self.check, self.refund = actions.pay, actions.check, actions.refund
        self.collect = actions.collect
        self.reprint.clicked.connect(self.reprint_pressed)
        self.code.clicked.connect(self.code_pressed)
        self.refund.clicked.connect(self.refund_pressed)
        self.pay.clicked.connect(self.pay_pressed)
        self.check.clicked.connect(self.check_pressed)
        actions.void.clicked.connect(self.void_pressed)
        actions.ready.clicked.connect(self.ready_pressed)
        actions.part.clicked.connect(self.part_pressed)
        actions.collect.clicked.connect(self.collect_pressed)

    def _write(self) -> None:
        if self._shown is None:
            return
        order = self._shown.order
        self.pill.show_status(status_of(order))
        self._write_title(order)
        self.about.setText(self._about(order))
        self.note.setText(self.tr("Note: %1").replace("%1", order.notes))
        self.note.setVisible(bool(order.notes))
        self.lines.show_order(order)
        self.totals.show_order(order)
        self.troubles.show_order(order)
        self.timeline.show_entries(self._words.entries(self._shown.timeline))
        self.handover.show_order(self._shown, asked=self._asked)
        self.actions_of_order.show_order(self._shown)
        self.warning.setText(self._warning(order))
        self.warning.setVisible(bool(self.warning.text()))

    def _write_title(self, order: Order) -> None:
        """The number is always whole: in a narrow panel, beside a long state, it stands alone."""
        number = isolated(f"#{order.order_id}", self._look.locale)
        self.show_title(self.tr("Order %1").replace("%1", number), less=number)

    def _warning(self, order: Order) -> str:
        live = order.live_payment
        if live is None or order.status is OrderStatus.VOID:
            return ""
        if live.status is PaymentStatus.UNKNOWN:
            return self.tr("We cannot tell yet whether this was charged. Do not charge again.")
        if left_online(live):
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
