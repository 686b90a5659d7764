"""Whether a person may change a cart so, alone or with a manager's yes; and what a program's change leaves of it."""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import (
    Approvals,
    Ask,
    Matter,
    approved,
    asks_of,
    cut_to,
    discount_at,
    refusal,
    stacked,
)
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.rights import Approval, ApprovalId, NeedsApprovalError, Right
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.services.approvals import GOOD_FOR_A_CART, covered_by, must_be_allowed
from aurora_desk.services.preferences import limits_of, of_shop
from aurora_desk.store.unit_of_work import Work


class NotTaxFreeError(ConflictError):
    """The shop sells nothing without tax."""

    code = "not_tax_free"

    def __init__(self) -> None:
        super().__init__(
            "This shop sells nothing tax-free. Nothing was changed. "
            "The owner can allow it (aurora-desk rules set allow_tax_free yes)."
        )


@dataclass(frozen=True, slots=True)
class DiscountCut:
    """An amount off that a program's change of the cart made less, in minor units; place 0 is the whole cart."""

    place: int
    before_minor: int
    after_minor: int


def allowed(work: Work, actor: Actor, before: Cart, after: Cart, approvals: Approvals) -> Cart:
    """`after` with the yeses it needs; raises `NeedsApprovalError`. A yes stays with its place and is not used up."""
    covering: dict[Matter, ApprovalId] = {}
    for ask in asks_of(before, after):
        if ask.right is Right.TAX_FREE and not sells_tax_free(work, actor):
            raise NotTaxFreeError
        yes = _must_be_allowed(work, actor, ask, approvals)
        if yes is not None:
            covering[ask.matter] = yes.approval_id
    return approved(before, after, covering)


def within_rights(work: Work, before: Cart, after: Cart) -> tuple[Cart, tuple[DiscountCut, ...]]:
    """What a program's change of a cart comes to: nobody is there to be asked, so no discount becomes a larger one.

    An amount off that would be more than staff may give alone, or than a manager said yes to, is cut to the largest
    share that it may be: what it was before, what was said, or what cashiers give alone.
    """
    limit = limits_of(work, after.tenant_id).discount
    cuts: list[DiscountCut] = []
    for ask in asks_of(before, after):
        discount = discount_at(after, ask.place)
        if ask.right is not Right.DISCOUNT or discount is None or ask.amount <= limit:
            continue
        alone = 0 if stacked(after, ask.place) else limit
        said = covered_by(work, after.tenant_id, discount.approval, Right.DISCOUNT, ask.subject)
        cut = cut_to(after, ask.place, max(ask.before, alone, said))
        if cut is not after:
            left = discount_at(cut, ask.place)
            cuts.append(DiscountCut(ask.place, discount.value, left.value if left is not None else 0))
            after = cut
    return after, tuple(cuts)


def sells_tax_free(work: Work, actor: Actor) -> bool:
    """Whether the shop sells anything without tax."""
    return of_shop(work, actor.tenant_id)(ALLOW_TAX_FREE)


def _must_be_allowed(work: Work, actor: Actor, ask: Ask, approvals: Approvals) -> Approval | None:
    error = refusal(ask, limits_of(work, actor.tenant_id))
    # What the place carries was said once; what was said just now may be for more.
    for approval_id in (ask.approval, approvals.get(ask.matter)):
        try:
            return must_be_allowed(
                work,
                actor,
                ask.right,
                amount=ask.amount,
                asked=ask.asked,
                subject=ask.subject,
                words=error.said,
                approval_id=approval_id,
                good_for=GOOD_FOR_A_CART,
            )
        except NeedsApprovalError as refused:
            error = refused
    raise error
