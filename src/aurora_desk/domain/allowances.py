"""What a change of a cart asks of the person who makes it: rights, how much of them, and who said yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.rights import ONCE, ApprovalId, Limits, NeedsApprovalError, Right
from aurora_desk.domain.totals import WHOLE, Discount
from aurora_desk.domain.words import Sentence, say

_THE_CART = 0
"""Where lines are told by their ids, the cart itself; ids of lines begin at 1."""
Approvals = Mapping[Right, ApprovalId]


@dataclass(frozen=True, slots=True)
class Ask:
    """A right that a change needs, how much of it, and the yeses that the cart carries for it already."""

    right: Right
    amount: int
    approvals: tuple[ApprovalId, ...]


def asks_of(before: Cart, after: Cart) -> tuple[Ask, ...]:
    """What must be allowed for `before` to become `after`: more of a discount, no tax, another price list.

    Less of a discount asks for nothing; but an amount off of fewer things is more of a discount. Of asks that are
    answered by the same yeses only the largest is named, and the largest of all comes first.
    """
    largest: dict[tuple[ApprovalId, ...], int] = {}
    sizes = _sizes(after)
    for place in _grown(before, after):
        yeses = tuple(discount.approval for discount in _discounts(after, place) if discount.approval is not None)
        largest[yeses] = max(largest.get(yeses, 0), sizes[place])
    asks = [Ask(Right.DISCOUNT, amount, yeses) for yeses, amount in largest.items()]
    asks.sort(key=lambda ask: -ask.amount)
    if after.tax_free and not before.tax_free:
        asks.append(Ask(Right.TAX_FREE, ONCE, _some(after.tax_free_approval)))
    if after.price_list is not None and _list_of(after) != _list_of(before):
        asks.append(Ask(Right.PRICE_LIST, ONCE, _some(after.price_list_approval)))
    return tuple(asks)


def approved(before: Cart, after: Cart, approvals: Approvals) -> Cart:
    """`after` with these yeses where the change asks for them: they stay with the cart, held and undone and redone."""
    yes = approvals.get(Right.DISCOUNT)
    if yes is not None:
        for place in _grown(before, after):
            after = _with_yes(after, place, yes)
    if after.tax_free and not before.tax_free and Right.TAX_FREE in approvals:
        after = replace(after, tax_free_approval=approvals[Right.TAX_FREE])
    if after.price_list is not None and _list_of(after) != _list_of(before) and Right.PRICE_LIST in approvals:
        after = replace(after, price_list_approval=approvals[Right.PRICE_LIST])
    return after


def approvals_on(cart: Cart) -> tuple[ApprovalId, ...]:
    """Every yes that a cart carries, each once."""
    discounts = [line.discount for line in cart.lines] + [cart.discount]
    found = [discount.approval for discount in discounts if discount is not None]
    kept = [*found, cart.tax_free_approval, cart.price_list_approval]
    return tuple(dict.fromkeys(approval for approval in kept if approval is not None))


def refusal(ask: Ask, cart: Cart, limits: Limits) -> NeedsApprovalError:
    """What to say to the person, and what to ask a manager."""
    return NeedsApprovalError(ask.right, ask.amount, f"cart:{cart.cart_id}", _words(ask, limits))


def _words(ask: Ask, limits: Limits) -> Sentence:
    if ask.right is Right.TAX_FREE:
        return say("Selling tax-free needs a manager.")
    if ask.right is Right.PRICE_LIST:
        return say("Selling by another price list needs a manager.")
    if not limits.discount:
        return say("Discounts need a manager.")
    whole, part = divmod(limits.discount, 100)
    percent = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    return say("Discounts over {percent} % need a manager.", percent=percent)


def _grown(before: Cart, after: Cart) -> list[int]:
    """The lines, or the cart itself, of which more is taken off than before."""
    was = _sizes(before)
    return [place for place, size in _sizes(after).items() if size > was.get(place, was[_THE_CART])]


def _sizes(cart: Cart) -> dict[int, int]:
    """How much is taken off each line, by its own discount and the cart's; and by the cart's alone."""
    # Selling without tax changes no discount: what counts is what was taken off the price on the shelf.
    figures = replace(cart, tax_free=False, discount=None).totals()
    left = figures.subtotal_minor - figures.discount_minor
    whole = cart.discount.size(left, 1000) if cart.discount is not None else 0
    sizes = {_THE_CART: whole}
    for line in cart.lines:
        own = line.discount.size(line.price_minor, line.quantity_milli) if line.discount is not None else 0
        sizes[line.line_id] = WHOLE - (WHOLE - own) * (WHOLE - whole) // WHOLE
    return sizes


def _discounts(cart: Cart, place: int) -> tuple[Discount, ...]:
    own = cart.line(place).discount if place != _THE_CART else None
    return tuple(discount for discount in (own, cart.discount) if discount is not None)


def _with_yes(cart: Cart, place: int, yes: ApprovalId) -> Cart:
    lines = tuple(
        replace(line, discount=replace(line.discount, approval=yes))
        if line.line_id == place and line.discount is not None
        else line
        for line in cart.lines
    )
    whole = replace(cart.discount, approval=yes) if cart.discount is not None else None
    return replace(cart, lines=lines, discount=whole)


def _list_of(cart: Cart) -> int | None:
    return cart.price_list.price_list_id if cart.price_list is not None else None


def _some(approval: ApprovalId | None) -> tuple[ApprovalId, ...]:
    return () if approval is None else (approval,)
