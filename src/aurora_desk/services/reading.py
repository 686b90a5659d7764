"""Putting an order together from its rows."""

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.orders import Order, OrderLine, Refund
from aurora_desk.domain.payments import Payment
from aurora_desk.domain.words import say
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work


def head_of(work: Work, tenant_id: TenantId, order_id: OrderId, *, lock: bool = False) -> OrderHead:
    """An order's own row; raises `NotFoundError`."""
    head = work.orders.find(tenant_id, order_id, lock=lock)
    if head is None:
        raise NotFoundError(say("There is no order {order_id}.", order_id=order_id))
    return head


def whole_order(work: Work, head: OrderHead) -> Order:
    """The order with its lines, payments, refunds and the names that screens show."""
    return _order(
        work,
        head,
        work.orders.lines(head.tenant_id, head.order_id),
        work.payments.of_order(head.tenant_id, head.order_id),
        work.refunds.of_order(head.tenant_id, head.order_id),
    )


def fresh_order(work: Work, head: OrderHead, lines: tuple[OrderLine, ...]) -> Order:
    """An order that this very unit has placed: nobody has paid yet, and its lines need no reading."""
    return _order(work, head, lines, (), ())


def _order(
    work: Work,
    head: OrderHead,
    lines: tuple[OrderLine, ...],
    payments: tuple[Payment, ...],
    refunds: tuple[Refund, ...],
) -> Order:
    return Order(
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        number=head.number,
        status=head.status,
        payment_status=head.payment_status,
        handover=head.handover,
        customer=head.customer,
        contact=work.customers.contact(head.tenant_id, head.customer) if head.customer is not None else None,
        lines=lines,
        shipping_address=head.shipping_address,
        billing_address=head.billing_address,
        notes=head.notes,
        subtotal=head.subtotal,
        discount=head.discount,
        tax=head.tax,
        total=head.total,
        prices_include_tax=head.prices_include_tax,
        payments=payments,
        refunds=refunds,
        cart_id=head.cart_id,
        till_id=head.till_id,
        person_id=head.person_id,
        person_name=work.people.get(head.tenant_id, head.person_id).name if head.person_id is not None else "",
        client=head.client,
        void_reason=head.void_reason,
        created_at=head.created_at,
        updated_at=head.updated_at,
    )
