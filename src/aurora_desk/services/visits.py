"""Keeping what makes a customer a regular, with every order that is placed or voided."""

from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work


def count_visit(work: Work, head: OrderHead) -> None:
    """An order of a customer was placed or voided."""
    if head.customer is None:
        return
    ref = work.customers.live_ref(head.tenant_id, head.customer)
    if ref is not None:
        count_visits(work, head.tenant_id, ref)


def count_visits(work: Work, tenant_id: TenantId, ref: CustomerRef) -> None:
    """The orders of a customer, or whose orders these are, have changed."""
    ids = (ref.customer_id, *work.customer_file.merged_into(tenant_id, ref.customer_id))
    work.customers.note_orders(tenant_id, ref, work.customer_list.fifth_order_at(tenant_id, ref.table, ids))
