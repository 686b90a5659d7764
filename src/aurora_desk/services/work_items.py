"""Differences between this store and Stripe: found, gone by themselves, or settled by a person with one deed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.work_items import Ending, WorkItem, WorkKind
from aurora_desk.services.judging import Difference
from aurora_desk.store.unit_of_work import Work

T = TypeVar("T")
Found = tuple[TenantId, Difference]
"""A difference and whose it is."""
REMEMBERED = timedelta(days=90)
"""For so long a difference that the owner has settled otherwise is not told again."""


def open_item(
    work: Work,
    kind: WorkKind,
    *,
    tenant_id: TenantId,
    about: str,
    order_id: OrderId | None = None,
    payment_id: PaymentId | None = None,
    refund_id: RefundId | None = None,
    intent_id: IntentId | None = None,
    here_minor: int = 0,
    stripe_minor: int = 0,
    currency: str,
) -> None:
    """Tell a difference once: where it is open already, only its amounts are brought up to date.

    `about` is what `WorkKind` says of the kind. One that the owner has settled otherwise stays settled until its
    amounts change.
    """
    for known in work.work_items.open_about([about]):
        if known.kind is kind:
            _refresh(work, known, here_minor, stripe_minor)
            return
    accepted = work.work_items.accepted(tenant_id, kind, about, since=work.now - REMEMBERED)
    amounts = (here_minor, stripe_minor)
    if accepted is not None and (accepted.here.amount_minor, accepted.stripe.amount_minor) == amounts:
        return
    item = WorkItem(
        item_id=work.new_id(),
        tenant_id=tenant_id,
        kind=kind,
        about=about,
        order_id=order_id,
        payment_id=payment_id,
        refund_id=refund_id,
        intent_id=intent_id,
        here=Money(here_minor, currency),
        stripe=Money(stripe_minor, currency),
        attempt=1,
        refunding=False,
        stripe_refund_id=None,
        found_at=work.now,
        seen_at=work.now,
        ended_at=None,
        ending=None,
        note="",
        ended_by="",
    )
    work.work_items.add(item)
    tell(work, Actor.program(tenant_id), "money.difference_found", item)


def bring_up_to_date(
    work: Work,
    abouts: Sequence[str],
    kinds: Collection[WorkKind],
    found: Sequence[Found],
) -> None:
    """Tell what differs, and end what of these kinds about these things no longer does."""
    still = {(one.kind, one.about) for _, one in found}
    for item in work.work_items.open_about(abouts):
        if item.kind in kinds and (item.kind, item.about) not in still and not item.refunding:
            end_item(work, Actor.program(item.tenant_id), item, Ending.AGREES)
    for tenant_id, one in found:
        open_item(
            work,
            one.kind,
            tenant_id=tenant_id,
            about=one.about,
            order_id=one.order_id,
            payment_id=one.payment_id,
            refund_id=one.refund_id,
            intent_id=one.intent_id,
            here_minor=one.here_minor,
            stripe_minor=one.stripe_minor,
            currency=one.currency,
        )


def end_item(work: Work, actor: Actor, item: WorkItem, ending: Ending, note: str = "") -> None:
    """Settle a difference; one that has ended in the meantime stays as it is."""
    found = work.work_items.get(item.tenant_id, item.item_id, lock=True)
    if found.ended_at is not None:
        return
    told = f"{ending.value}: {note}" if note else ending.value
    work.work_items.change(item.item_id, ended_at=work.now, ending=told, ended_by=actor.who)
    tell(work, actor, f"money.difference_{ending.value}", found)


def tell(work: Work, actor: Actor, event: str, item: WorkItem) -> None:
    """Write what happens to a difference to the journal, into its order's timeline where it has one."""
    subject = f"difference:{item.item_id}" if item.order_id is None else f"order:{item.order_id}"
    facts = {
        "item_id": item.item_id,
        "kind": item.kind.value,
        "order_id": item.order_id,
        "payment_id": item.payment_id,
        "refund_id": item.refund_id,
        "intent_id": item.intent_id,
        "here": item.here.amount_minor,
        "stripe": item.stripe.amount_minor,
        "currency": item.here.currency,
    }
    work.log(actor, event, subject, {name: value for name, value in facts.items() if value is not None})


def _refresh(work: Work, item: WorkItem, here_minor: int, stripe_minor: int) -> None:
    # What Stripe was asked to give back stays what was asked: the same key may only come with the same amount.
    amounts = {} if item.refunding else {"here_minor": here_minor, "stripe_minor": stripe_minor}
    work.work_items.change(item.item_id, seen_at=work.now, **amounts)


def sliced(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Rows in slices, so that no transaction keeps a till waiting."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
