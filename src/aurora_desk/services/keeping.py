"""Carts on disk: made, and saved with what the journal tells of a change."""

from __future__ import annotations

from dataclasses import replace

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import THE_CART, approvals_on, gone
from aurora_desk.domain.cart import Cart, CartStatus
from aurora_desk.domain.ids import CartId
from aurora_desk.domain.totals import Discount
from aurora_desk.services.approvals import end_yeses
from aurora_desk.store.unit_of_work import Work


def new_cart(work: Work, actor: Actor, *, session_id: str | None = None) -> Cart:
    """An empty cart: open at the actor's till, or that of a client's session."""
    tenant = work.tenants.get(actor.tenant_id)
    cart = Cart(
        cart_id=CartId(work.new_id()),
        tenant_id=actor.tenant_id,
        status=CartStatus.OPEN,
        session_id=session_id,
        client=actor.client_id,
        till_id=None if session_id is not None else actor.till_id,
        held_as="",
        held_by="",
        lines=(),
        customer=None,
        customer_name="",
        discount=None,
        currency=tenant.currency,
        prices_include_tax=tenant.prices_include_tax,
        order_id=None,
        updated_at=work.now,
        opened_by=None if session_id is not None else actor.person_id,
        opened_at=None if session_id is not None else work.now,
    )
    work.carts.add(cart)
    return cart


def save_cart(work: Work, actor: Actor, before: Cart, after: Cart) -> Cart:
    """Keep a changed cart; the yeses of places that went with the change end with them."""
    after = replace(after, updated_at=work.now)
    work.carts.save(before, after)
    work.log(
        actor,
        "cart.changed",
        f"cart:{after.cart_id}",
        sold_as(after)
        | {
            "cart_id": after.cart_id,
            "lines": _changed_lines(before, after),
            "total": after.totals().total_minor,
        }
        | _changed_discounts(before, after),
    )
    if after.age_checked > before.age_checked:
        work.log(actor, "cart.age_checked", f"cart:{after.cart_id}", age_facts(after.cart_id, after.age_checked))
    end_yeses(work, actor, gone(before, after))
    return after


def sold_as(cart: Cart) -> dict[str, object]:
    """What makes a cart another than it would be by the shelf's prices alone."""
    facts: dict[str, object] = {"tax_free": True} if cart.tax_free else {}
    if cart.price_list is not None:
        facts["price_list_id"] = cart.price_list.price_list_id
    approvals = approvals_on(cart)
    return facts | {"approvals": list(approvals)} if approvals else facts


def age_facts(cart_id: CartId, age: int) -> dict[str, object]:
    """What the journal says of an age that was asked for."""
    return {"cart_id": cart_id, "age": age}


def _changed_lines(before: Cart, after: Cart) -> list[dict[str, object]]:
    was = {line.line_id: line for line in before.lines}
    now = {line.line_id: line for line in after.lines}
    changed = [line_id for line_id in was.keys() | now.keys() if was.get(line_id) != now.get(line_id)]
    return [
        {
            "line_id": line_id,
            "product_id": (now.get(line_id) or was[line_id]).product_id,
            "before": was[line_id].quantity_milli if line_id in was else 0,
            "after": now[line_id].quantity_milli if line_id in now else 0,
        }
        for line_id in sorted(changed)
    ]


def _changed_discounts(before: Cart, after: Cart) -> dict[str, object]:
    """The discounts that are others than before, by line; line 0 is the whole cart."""
    was = {line.line_id: line.discount for line in before.lines} | {THE_CART: before.discount}
    now = {line.line_id: line.discount for line in after.lines} | {THE_CART: after.discount}
    changed = [
        {"line_id": place, "before": _told(was.get(place)), "after": _told(now.get(place))}
        for place in sorted(was.keys() | now.keys())
        if was.get(place) != now.get(place)
    ]
    return {"discounts": changed} if changed else {}


def _told(discount: Discount | None) -> dict[str, object] | None:
    return None if discount is None else {"kind": discount.kind.value, "value": discount.value}
