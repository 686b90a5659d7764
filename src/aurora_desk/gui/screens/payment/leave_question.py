"""What is asked before a part-paid order is left."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.confirm import Confirm


def leave_question(look: Look, host: QWidget, order: Order) -> Confirm:
    """Tells what is paid and that the order stays; gone once it is answered."""
    paid = look.money(Money(order.paid_minor, order.total.currency))
    text = _tr("%1 is paid, %2 is still to pay. The order stays Waiting and can be paid from Orders.")
    question = Confirm(
        look,
        host,
        _tr("Leave %1 part paid?").replace("%1", f"#{order.order_id}"),
        text.replace("%1", paid).replace("%2", look.money(order.due)),
        verb=_tr("Leave it waiting"),
        safe=_tr("Go on paying"),
        danger=False,
        name="payment-leave",
    )
    question.closed.connect(question.deleteLater)
    return question


def _tr(source: str) -> str:
    return QCoreApplication.translate("PaymentSheet", source)
