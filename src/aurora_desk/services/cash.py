"""Cash: order, payment, drawer and stock in one transaction, on disk before the drawer opens."""

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cash import take
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import Method, PaymentStatus, Target
from aurora_desk.domain.shifts import CashKind, NoShiftError
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.settling import refresh_order
from aurora_desk.services.tendering import new_payment, order_to_pay
from aurora_desk.store.unit_of_work import Work


def take_cash(work: Work, actor: Actor, target: Target, tendered_minor: int, part_minor: int | None = None) -> Order:
    """Take what the customer gave, in minor units, for what is due or for a part of it.

    More than asked for comes back as change, less pays just that; what closes the order is rounded to the smallest
    coin. Raises `InvalidError` for what nobody can have handed over.
    """
    head = order_to_pay(work, actor, target)
    due = Money(head.due_minor, head.total.currency)
    if not due and head.total:
        raise ConflictError("This order is paid already. Nothing was taken.")
    step_minor = work.tenants.get(head.tenant_id).cash_step_minor
    taken = take(due, tendered_minor, step_minor=step_minor, part_minor=part_minor)
    assert actor.till_id is not None
    shift = work.shifts.current(actor.till_id)
    if shift is None:
        raise NoShiftError
    if due:
        payment = new_payment(
            work,
            actor,
            head,
            Method.CASH,
            taken.amount_minor,
            status=PaymentStatus.SUCCEEDED,
            rounding_minor=taken.rounding_minor,
            tendered_minor=taken.tendered_minor,
            change_minor=taken.change_minor,
        )
        for kind, minor in ((CashKind.TAKEN, taken.tendered_minor), (CashKind.CHANGE, -taken.change_minor)):
            if minor:
                work.shifts.move_cash(shift.shift_id, kind, minor, payment_id=payment.payment_id, now=work.now)
    refresh_order(work, actor, head)
    return whole_order(work, head_of(work, head.tenant_id, head.order_id))
