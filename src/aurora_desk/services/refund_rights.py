"""How much a person may give back of an order alone."""

from __future__ import annotations

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.money import Money
from aurora_desk.domain.rights import Approval, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.preferences import limits_of
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work


def may_refund(
    work: Work, actor: Actor, head: OrderHead, given_minor: int, approval_id: ApprovalId | None
) -> Approval | None:
    """Raise `NeedsApprovalError` above the person's limit; the approval that was needed is used up.

    All that the person has given back of this order counts: many small refunds are one large one.
    """
    if actor.person_id is not None:
        given_minor += work.refunds.given_by(head.tenant_id, head.order_id, actor.person_id)
    limit = Money(limits_of(work, head.tenant_id).refund_minor, head.total.currency)
    words = say("Refunds over {limit} need a manager.", limit=limit) if limit else say("Refunds need a manager.")
    approval = must_be_allowed(
        work,
        actor,
        Right.REFUND,
        amount=given_minor,
        subject=f"order:{head.order_id}",
        words=words,
        approval_id=approval_id,
    )
    use_up(work, actor, approval)
    return approval
