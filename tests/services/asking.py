"""A cashier who changes carts, and the managers she asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import THE_CART, subject_of
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import OrderId, PersonId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.rights import Approval, Right
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.demo import CAFE, TILL
from services.counter import Counter

PRIYA = Actor.person(CAFE, PersonId(3), TILL)
QUARTER = Discount(DiscountKind.PERCENT, 25_00)
Change = Callable[[Cart], Cart]


def change(counter: Counter, actor: Actor, cart: Cart, change: Change, *yeses: Approval) -> Cart:
    """Change a cart, with what managers said."""
    approvals = {(yes.right, yes.subject): yes.approval_id for yes in yeses}
    return counter.write(counter.services.sales.change, actor, cart.cart_id, change, approvals)


def approve(
    counter: Counter,
    cart: Cart,
    up_to: int = 25_00,
    right: Right = Right.DISCOUNT,
    *,
    place: int = THE_CART,
    asked_by: Actor = PRIYA,
) -> Approval:
    """The manager's yes."""
    subject = subject_of(cart, place)
    return counter.services.approvals.give(asked_by, PersonId(2), "2345", right=right, subject=subject, up_to=up_to)


def on_disk(counter: Counter, cart: Cart) -> Cart:
    """A cart as it is kept."""
    return counter.read(counter.services.sales.get, CAFE, cart.cart_id)


def sold(counter: Counter, cart: Cart) -> OrderId:
    """Take cash for a cart."""
    target = CartTarget(cart.cart_id, shown_minor=on_disk(counter, cart).total.amount_minor)
    return counter.write(counter.services.payments.take_cash, PRIYA, target, 1_000_00).order_id


def facts(counter: Counter, event: str) -> list[dict[str, Any]]:
    """What the journal's rows of an event say, oldest first."""
    rows = counter.rows("SELECT facts FROM journal WHERE event = ? ORDER BY seq", event)
    return [json.loads(told) for (told,) in rows]
