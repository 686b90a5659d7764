"""Whether a person may change a cart so, alone or with a manager's yes."""

from __future__ import annotations

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import Approvals, Ask, approved, asks_of, refusal
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.services.approvals import must_be_allowed
from aurora_desk.services.settings import Preferences, limits_of
from aurora_desk.store.settings import WHOLE_SHOP
from aurora_desk.store.unit_of_work import Work


class NotTaxFreeError(ConflictError):
    """The shop sells nothing without tax."""

    code = "not_tax_free"

    def __init__(self) -> None:
        super().__init__("This shop sells nothing tax-free. Nothing was changed. The owner can allow it in Settings.")


def allowed(work: Work, actor: Actor, before: Cart, after: Cart, approvals: Approvals) -> Cart:
    """`after` with the yeses it needs; raises `NeedsApprovalError`. A yes stays with its cart and is not used up."""
    asks = asks_of(before, after)
    for ask in asks:
        if ask.right is Right.TAX_FREE and not sells_tax_free(work, actor):
            raise NotTaxFreeError
        _must_be_allowed(work, actor, after, ask, approvals)
    return approved(before, after, approvals)


def sells_tax_free(work: Work, actor: Actor) -> bool:
    """Whether the shop sells anything without tax."""
    return Preferences(work.settings.of(actor.tenant_id, WHOLE_SHOP), {})(ALLOW_TAX_FREE)


def _must_be_allowed(work: Work, actor: Actor, cart: Cart, ask: Ask, approvals: Approvals) -> None:
    error = refusal(ask, cart, limits_of(work, actor.tenant_id))
    yeses = (*ask.approvals, approvals.get(ask.right))
    for yes in yeses:
        try:
            must_be_allowed(
                work, actor, ask.right, amount=ask.amount, subject=error.subject, words=error.said, approval_id=yes
            )
        except NeedsApprovalError as refused:
            error = refused
        else:
            return
    raise error
