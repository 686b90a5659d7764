"""Cash: order, payment, drawer and stock in one transaction, on disk before the drawer opens."""

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.money import LARGEST_MINOR
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import Method, PaymentStatus, Target
from aurora_desk.domain.shifts import CashKind, NoShiftError
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.settling import refresh_order
from aurora_desk.services.tendering import new_payment, order_to_pay
from aurora_desk.store.unit_of_work import Work


def take_cash(work: Work, actor: Actor, target: Target, tendered_minor: int) -> Order:
    """Take what the customer gave, in minor units; more than is due comes back as change, less pays a part."""
    head = order_to_pay(work, actor, target)
    due = head.due_minor
    if due == 0 and head.total.amount_minor:
        raise ConflictError("This order is paid already. Nothing was taken.")
    if not 0 <= tendered_minor <= LARGEST_MINOR or (due and not tendered_minor):
        raise InvalidError("received", "Enter the amount that the customer gave.")
    assert actor.till_id is not None
    shift = work.shifts.current(actor.till_id)
    if shift is None:
        raise NoShiftError
    if due:
        amount = min(due, tendered_minor)
        change = tendered_minor - amount
        payment = new_payment(
            work,
            actor,
            head,
            Method.CASH,
            amount,
            status=PaymentStatus.SUCCEEDED,
            tendered_minor=tendered_minor,
            change_minor=change,
        )
        work.shifts.move_cash(
            shift.shift_id, CashKind.TAKEN, tendered_minor, payment_id=payment.payment_id, now=work.now
        )
        if change:
            work.shifts.move_cash(shift.shift_id, CashKind.CHANGE, -change, payment_id=payment.payment_id, now=work.now)
    refresh_order(work, actor, head)
    return whole_order(work, head_of(work, head.tenant_id, head.order_id))
