"""What the sheet says of the bill: what is due in all or for a part, what is paid, and which order it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import PaymentStatus
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.stage import Stage
from aurora_desk.gui.screens.payment.tender_column import CASH, SPLIT, TenderColumn
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look


class BillView:
    """Writes to the column and the panels; asks nobody."""

    def __init__(self, look: Look, bill: Bill, column: TenderColumn, stage: Stage) -> None:
        self._look, self._bill, self._column, self._stage = look, bill, column, stage

    def show(self, order: Order | None, tender: str) -> None:
        """What the next tender is asked for; on the plan of a split bill, what is due in all."""
        bill, column = self._bill, self._column
        self._stage.ask(bill)
        paid = self._paid(order)
        if tender == SPLIT or bill.plan is None or bill.part_minor is None:
            column.show_due(bill.due, paid)
        else:
            caption = _tr("Part %1 of %2").replace("%1", str(bill.plan.current + 1))
            column.show_due(bill.asked, paid, caption=caption.replace("%2", str(len(bill.plan.parts))))
        column.show_rounded(bill.rounded if tender == CASH else None)

    def show_done(self, order: Order, *, elsewhere: bool) -> None:
        """All of it is paid: by this sheet, or by somebody else."""
        paid = [payment for payment in order.payments if payment.status is PaymentStatus.SUCCEEDED]
        taken = order.total + self._sum(payment.rounding_minor for payment in paid)
        last = [] if elsewhere else paid[-1:]
        self._column.show_paid(taken, paid)
        self._stage.done.show_paid(
            taken,
            self._sum(payment.change_minor for payment in last),
            order.number,
            tip=self._sum(payment.tip_minor for payment in paid),
            elsewhere=elsewhere,
        )
        self._stage.show_panel(self._stage.done)

    def title(self, order_id: OrderId | None) -> str:
        """Which order it is, once it is one."""
        if order_id is None:
            return ""
        return _tr("Order %1").replace("%1", isolated(f"#{order_id}", self._look.locale))

    def _paid(self, order: Order | None) -> str:
        if order is None or not order.paid_minor:
            return ""
        paid = self._look.money(self._sum([order.paid_minor]))
        return _tr("Paid %1 of %2").replace("%1", paid).replace("%2", self._look.money(order.total))

    def _sum(self, amounts_minor: Iterable[int]) -> Money:
        return Money(sum(amounts_minor), self._bill.due.currency)


def _tr(source: str) -> str:
    return QCoreApplication.translate("PaymentSheet", source)
