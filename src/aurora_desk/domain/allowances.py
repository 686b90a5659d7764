"""What a change of a cart asks of the person who makes it: rights, how much of them, and who said yes.

A yes counts for one place: a line, or the cart as a whole. It is told by its subject, `cart:…/line:2` or `cart:…`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from aurora_desk.domain.cart import Cart, CartLine
from aurora_desk.domain.rights import ONCE, ApprovalId, Limits, NeedsApprovalError, Right
from aurora_desk.domain.totals import WHOLE, Discount, DiscountKind
from aurora_desk.domain.words import Sentence, say

THE_CART = 0
"""Where lines are told by their ids, the cart itself; ids of lines begin at 1."""
Matter = tuple[Right, str]
"""What a yes is for: the right, and the subject."""
Approvals = Mapping[Matter, ApprovalId]


@dataclass(frozen=True, slots=True)
class Ask:
    """A right that a change needs, how much of it and where, and the yes that the place carries for it already."""

    right: Right
    amount: int
    """What the person would have to be allowed alone; of a discount that of the line and the cart together."""
    subject: str
    approval: ApprovalId | None = None
    place: int = THE_CART
    asked: int = ONCE
    """What a yes has to cover: of a discount what is given at this place."""
    before: int = 0
    """How much of it there was at this place already."""

    @property
    def matter(self) -> Matter:
        """What a yes to it is for."""
        return self.right, self.subject


def subject_of(cart: Cart, place: int = THE_CART) -> str:
    """How a yes names the cart or one of its lines."""
    return f"cart:{cart.cart_id}" if place == THE_CART else f"cart:{cart.cart_id}/line:{place}"


def asks_of(before: Cart, after: Cart) -> tuple[Ask, ...]:
    """What must be allowed for `before` to become `after`: more of a discount, no tax, another price list.

    The same or less of a discount asks for nothing; but an amount off of fewer things is more of a discount. Each
    place asks by itself, the largest discount first.
    """
    asks = sorted(_discount_asks(before, after), key=lambda ask: -ask.amount)
    cart = subject_of(after)
    if after.tax_free and not before.tax_free:
        asks.append(Ask(Right.TAX_FREE, ONCE, cart, after.tax_free_approval))
    if after.price_list is not None and _list_of(after) != _list_of(before):
        asks.append(Ask(Right.PRICE_LIST, ONCE, cart, after.price_list_approval))
    return tuple(asks)


def approved(before: Cart, after: Cart, covering: Approvals) -> Cart:
    """`after` where each place that the change asks for carries the yes that covers it, and no other one.

    They stay with the cart: held, undone and done again.
    """
    for ask in asks_of(before, after):
        yes = covering.get(ask.matter)
        if ask.right is Right.DISCOUNT:
            discount = discount_at(after, ask.place)
            assert discount is not None
            after = _with_discount(after, ask.place, replace(discount, approval=yes))
        elif ask.right is Right.TAX_FREE:
            after = replace(after, tax_free_approval=yes)
        else:
            after = replace(after, price_list_approval=yes)
    return after


def approvals_on(cart: Cart) -> tuple[ApprovalId, ...]:
    """Every yes that a cart carries, each once."""
    places = (*(line.line_id for line in cart.lines), THE_CART)
    return approvals_at(cart, tuple(subject_of(cart, place) for place in places))


def approvals_at(cart: Cart, subjects: tuple[str, ...]) -> tuple[ApprovalId, ...]:
    """The yeses that a cart carries at these places."""
    places = (THE_CART, *(line.line_id for line in cart.lines))
    discounts = [discount_at(cart, place) for place in places if subject_of(cart, place) in subjects]
    found = [discount.approval for discount in discounts if discount is not None]
    if subject_of(cart) in subjects:
        found += [cart.tax_free_approval, cart.price_list_approval]
    return tuple(approval for approval in found if approval is not None)


def gone(before: Cart, after: Cart) -> tuple[str, ...]:
    """The places whose yeses end by a change: lines that went, and with the last of them the cart as it was.

    Numbers of lines are given again, and the next thing in an empty cart is another buyer's.
    """
    left = {_identity(line) for line in after.lines}
    lines = [subject_of(before, line.line_id) for line in before.lines if _identity(line) not in left]
    return tuple([*lines, subject_of(before)] if before.lines and not after.lines else lines)


def cut_to(cart: Cart, place: int, share: int) -> Cart:
    """The cart with an amount off that is at most so large a share, in hundredths of a percent; none for 0.

    What is given in percent, or as a new price, is as large a share as ever and stays.
    """
    discount = discount_at(cart, place)
    if discount is None or discount.kind is not DiscountKind.AMOUNT:
        return cart
    value = _worth(cart, place) * share // WHOLE
    if value >= discount.value:
        return cart
    return _with_discount(cart, place, replace(discount, value=value) if value else None)


def discount_at(cart: Cart, place: int) -> Discount | None:
    """The discount of a line, or of the cart as a whole; None too where the line is gone."""
    if place == THE_CART:
        return cart.discount
    return next((line.discount for line in cart.lines if line.line_id == place), None)


def stacked(cart: Cart, place: int) -> bool:
    """Whether a line's discount and the cart's add up at this place."""
    if place != THE_CART:
        return cart.discount is not None
    return any(line.discount is not None for line in cart.lines)


def refusal(ask: Ask, limits: Limits) -> NeedsApprovalError:
    """What to say to the person, and what to ask a manager."""
    return NeedsApprovalError(ask.right, ask.asked, ask.subject, _words(ask, limits))


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


@dataclass(frozen=True, slots=True)
class _Size:
    """How much is taken off at a place, in hundredths of a percent: by its own discount, and with the cart's."""

    own: int = 0
    together: int = 0


def _discount_asks(before: Cart, after: Cart) -> Iterator[Ask]:
    was, now = _sizes(before), _sizes(after)
    for place, size in now.items():
        known = was.get(place, _Size())
        if size.own <= known.own:
            continue
        amount = size.together
        if place == THE_CART:
            # What is on a line already counts too, where the cart's discount comes on top of it.
            amount = max(one.together for one in now.values())
        discount = discount_at(after, place)
        yes = discount.approval if discount is not None else None
        yield Ask(Right.DISCOUNT, amount, subject_of(after, place), yes, place, size.own, known.own)


def _sizes(cart: Cart) -> dict[int, _Size]:
    whole = cart.discount.size(_worth(cart, THE_CART), 1000) if cart.discount is not None else 0
    sizes = {THE_CART: _Size(whole, whole)}
    for line in cart.lines:
        own = line.discount.size(line.price_minor, line.quantity_milli) if line.discount is not None else 0
        sizes[line.line_id] = _Size(own, WHOLE - (WHOLE - own) * (WHOLE - whole) // WHOLE)
    return sizes


def _worth(cart: Cart, place: int) -> int:
    """What a discount at a place is taken off, in minor units."""
    # Selling without tax changes no discount: what counts is what was taken off the price on the shelf.
    shelf = replace(cart, tax_free=False, discount=None)
    if place == THE_CART:
        figures = shelf.totals()
        return figures.subtotal_minor - figures.discount_minor
    line = cart.line(place)
    return replace(shelf, lines=(replace(line, discount=None),)).totals().subtotal_minor


def _with_discount(cart: Cart, place: int, discount: Discount | None) -> Cart:
    if place == THE_CART:
        return replace(cart, discount=discount)
    lines = (replace(line, discount=discount) if line.line_id == place else line for line in cart.lines)
    return replace(cart, lines=tuple(lines))


def _identity(line: CartLine) -> tuple[object, ...]:
    return line.line_id, line.product_id, line.name


def _list_of(cart: Cart) -> int | None:
    return cart.price_list.price_list_id if cart.price_list is not None else None
