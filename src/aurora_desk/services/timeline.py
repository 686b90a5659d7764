"""An order's timeline: journal rows about the order and its cart, with the names and cards behind the ids."""

from __future__ import annotations

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.orders import Handover, OrderEvent
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

OTHER_REASON = "other"
"""Stands in the journal for a reason in a person's own words."""
_LEFT_OUT = frozenset(
    {
        "approval.ended",
        "cart.changed",
        "cart.held",
        "cart.paying",
        "cart.recalled",
        "cart.taken_over",
        "cart.taken_up",
    }
)


def timeline_of(work: Work, head: OrderHead) -> tuple[OrderEvent, ...]:
    """What happened to an order, oldest first, beginning with the first line in its cart."""
    subjects = [f"order:{head.order_id}"] + ([f"cart:{head.cart_id}"] if head.cart_id else [])
    rows = work.journal.of_subject(head.tenant_id, subjects)
    notes = work.order_file.notes(head.tenant_id, head.order_id)
    names = {line.position: line.name for line in work.orders.lines(head.tenant_id, head.order_id)}
    cards = {payment.payment_id: payment for payment in work.payments.of_order(head.tenant_id, head.order_id)}
    first_change = next((row for row in rows if row.event == "cart.changed"), None)
    events = []
    for row in rows:
        if row is first_change:
            events.append(OrderEvent(row.at, "cart.opened", _who(work, row), _till(work, row), {}))
        elif row.event not in _LEFT_OUT:
            facts = dict(row.facts)
            payment = cards.get(row.facts.get("payment_id", ""))  # type: ignore[call-overload]  # ids are texts
            if payment is not None:
                facts |= {
                    "brand": payment.card_brand,
                    "last4": payment.card_last4,
                    "read_method": payment.read_method,
                    "tendered": payment.tendered_minor,
                    "change": payment.change_minor,
                    "slip": payment.slip_number,
                    "tender": payment.tender_name,
                }
            lines = facts.get("lines")
            if isinstance(lines, list):
                facts["lines"] = [{**line, "name": names.get(line["position"], "")} for line in lines]
            if row.event == "order.noted":
                # A note goes with the personal data of its customer; that there was one stays.
                facts["words"] = notes.get(str(facts.get("note_id")), "")
            if row.event == "approval.given":
                facts["by_name"] = _name(work, row.tenant_id, PersonId(int(str(facts["by"]))))
            if row.event == "order.voided" and facts.get("reason") == OTHER_REASON:
                facts["words"] = head.void_reason
            events.append(OrderEvent(row.at, row.event, _who(work, row), _till(work, row), facts))
    return tuple(events)


def last_handover(work: Work, head: OrderHead) -> OrderEvent | None:
    """When, where and by whom goods of an order were handed over last; a sale at the till is, as it is paid."""
    rows = work.journal.of_subject(head.tenant_id, [f"order:{head.order_id}"])
    collected = [row for row in rows if row.event == "order.collected"]
    if not collected and head.handover is Handover.COLLECTED:
        collected = [row for row in rows if row.event == "order.paid"]
    if not collected:
        return None
    row = collected[-1]
    return OrderEvent(row.at, row.event, _who(work, row), _till(work, row), row.facts)


def _who(work: Work, row: JournalRow) -> str:
    kind, _, name = row.who.partition(":")
    if kind == "client":
        paired = work.clients.by_prefix(name)
        return name if paired is None else paired.client.name
    return _name(work, row.tenant_id, PersonId(int(name))) if kind == "person" else ""


def _name(work: Work, tenant_id: TenantId, person_id: PersonId) -> str:
    try:
        return work.people.get(tenant_id, person_id).name
    except NotFoundError:
        return ""


def _till(work: Work, row: JournalRow) -> str:
    return work.tenants.till(row.till_id).name if row.till_id is not None else ""
