"""Carts: ringing up at a till, holding, recalling, and the carts that programs on the network fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from aurora_desk.domain.access import LOOPBACK_CLIENT
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import Approvals, approvals_on
from aurora_desk.domain.cart import Cart, CartStatus, add_product, remove_line, set_quantity
from aurora_desk.domain.catalogue import Product, must_be_one_thing
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, ProductId, TenantId, TillId
from aurora_desk.domain.money import Money, money_of
from aurora_desk.domain.quantity import quantity_of
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.services.allowing import allowed
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.price_lists import price_in
from aurora_desk.store.unit_of_work import Work

LONGEST_SESSION = 128
PAYING_FOR = timedelta(minutes=10)
"""How long a till that began to take a payment keeps the cart to itself before its first tender."""
NONE_GIVEN: Approvals = MappingProxyType({})


class PriceChangedError(ConflictError):
    """The price asked for is not the catalogue's; `facts` give the right one."""

    code = "price_mismatch"

    def __init__(self, products: list[tuple[Product, int]]) -> None:
        super().__init__(
            "The price of a product is not the one asked for. Nothing was changed. Ask again with the right price.",
            facts={
                "prices": [
                    {"productID": product.product_id, "price": Money(price, product.currency)}
                    for product, price in products
                ]
            },
        )


class HeldElsewhereError(ConflictError):
    """Somebody has the cart open."""

    code = "held_elsewhere"


class Sales:
    """Use cases on carts; all of them units."""

    def open_cart(self, work: Work, actor: Actor) -> Cart:
        """The till's open cart, a new empty one if there is none; whoever asks for it has it open now."""
        assert actor.till_id is not None
        found = work.carts.open_at(actor.till_id)
        if found is None:
            return self._new_cart(work, actor)
        if found.opened_by == actor.person_id and found.paying_at is None:
            return found
        found = work.carts.get(actor.tenant_id, found.cart_id, lock=True)
        if found.till_id != actor.till_id or found.status is not CartStatus.OPEN:
            return self._new_cart(work, actor)  # another till or a payment was faster
        mine = replace(found, opened_by=actor.person_id, paying_at=None)
        work.carts.save(found, mine)
        return mine

    def get(self, work: Work, tenant_id: TenantId, cart_id: CartId) -> Cart:
        """A cart; raises `NotFoundError`."""
        return work.carts.get(tenant_id, cart_id)

    def change(
        self,
        work: Work,
        actor: Actor,
        cart_id: CartId,
        change: Callable[[Cart], Cart],
        approvals: Approvals = NONE_GIVEN,
    ) -> Cart:
        """Apply one of the pure changes of `domain.cart` to the cart as it is on disk now.

        Raises `NeedsApprovalError` for what the person may not do alone; a manager's yes comes in `approvals`.
        """
        before = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, before)
        return self._save(work, actor, before, allowed(work, actor, before, change(before), approvals))

    def begin_paying(self, work: Work, actor: Actor, cart_id: CartId) -> Cart:
        """The till shows what is to be paid: for a while no other till takes the cart over."""
        before = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, before)
        paying = replace(before, paying_at=work.now)
        work.carts.save(before, paying)
        return paying

    def hold(self, work: Work, actor: Actor, cart_id: CartId, name: str) -> Cart:
        """Put a cart aside under a name; gives the till a new empty one."""
        before = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, before)
        if not before.lines:
            raise InvalidError("cart", "The cart is empty. Add an item before holding it.")
        _hold(work, actor, before, name.strip())
        return self._new_cart(work, actor)

    def held(self, work: Work, tenant_id: TenantId, till_id: TillId | None = None) -> tuple[Cart, ...]:
        """Carts that no till has open, those of network clients included; newest first.

        For a till, those too that another one has open.
        """
        carts = work.carts.held(tenant_id, but_at=till_id)
        clients = _client_names(work, carts)
        return tuple(_named(work, cart, clients) for cart in carts)

    def find_by_session(self, work: Work, tenant_id: TenantId, code: str) -> Cart | None:
        """The cart that a network client is filling, by the code of its session; None where none is live or filled."""
        cart = work.carts.by_code(tenant_id, code)
        if cart is None or not cart.lines:
            return None
        return _named(work, cart, _client_names(work, (cart,)))

    def recall(self, work: Work, actor: Actor, cart_id: CartId) -> Cart:
        """Open a held cart here; what is open here is held first. The claim is one transaction."""
        assert actor.till_id is not None
        wanted = work.carts.get(actor.tenant_id, cart_id, lock=True)
        _must_not_be_ordered(wanted)
        if wanted.till_id is not None and wanted.till_id != actor.till_id:
            raise _open_elsewhere(work, wanted)
        return open_at_till(work, actor, wanted)

    def take_over(
        self, work: Work, actor: Actor, cart_id: CartId, seen_at: TillId, approval_id: ApprovalId | None = None
    ) -> Cart:
        """Open a cart here that the till `seen_at` has open; of several tills that want it one gets it.

        Raises `HeldElsewhereError` where yet another till has it by now, or where it is being paid.
        """
        assert actor.till_id is not None
        wanted = work.carts.get(actor.tenant_id, cart_id, lock=True)
        _must_not_be_ordered(wanted)
        if wanted.till_id is not None and wanted.till_id not in (seen_at, actor.till_id):
            raise _open_elsewhere(work, wanted)
        if wanted.till_id in (None, actor.till_id):
            return open_at_till(work, actor, wanted)
        if wanted.paying_at is not None and work.now - wanted.paying_at < PAYING_FOR:
            raise HeldElsewhereError(
                say(
                    "{till} is taking the payment of this cart. Nothing was changed. Wait until it is paid or closed.",
                    till=work.tenants.till(seen_at).name,
                )
            )
        subject = f"cart:{cart_id}"
        words = say("Taking over a cart that another till has open needs a manager.")
        yes = must_be_allowed(
            work, actor, Right.TAKE_OVER, amount=ONCE, subject=subject, words=words, approval_id=approval_id
        )
        use_up(work, actor, yes)
        facts: dict[str, object] = {"from_till": seen_at, "approval_id": yes.approval_id if yes else None}
        return open_at_till(work, actor, wanted, event="cart.taken_over", facts=facts)

    def delete_held(self, work: Work, actor: Actor, cart_id: CartId) -> None:
        """Delete a cart that no till has open."""
        cart = work.carts.get(actor.tenant_id, cart_id, lock=True)
        if cart.status is CartStatus.ORDERED or cart.till_id is not None:
            raise ConflictError("This cart is in use and was not deleted.")
        work.carts.delete(cart_id)
        work.log(actor, "cart.deleted", f"cart:{cart_id}", {"cart_id": cart_id, "lines": len(cart.lines)})

    def session_cart(self, work: Work, actor: Actor, session_id: str) -> Cart:
        """The live cart of a client's session; raises `NotFoundError`."""
        return self._session(work, actor, session_id, lock=False)

    def session_add(
        self,
        work: Work,
        actor: Actor,
        session_id: str,
        product_id: ProductId,
        quantity: Decimal,
        price: Decimal | None,
    ) -> Cart:
        """Add a product to the cart of a session, made if it is new; the price must be the catalogue's."""
        _check_session(session_id)
        product = work.catalogue.get(actor.tenant_id, product_id)
        must_be_one_thing(product, field="productID")
        quantity_milli = quantity_of(quantity, by_weight=product.by_weight)
        before = work.carts.of_session(actor.tenant_id, actor.client_id, session_id, lock=True)
        live = before if before is not None and before.status is not CartStatus.ORDERED else None
        price_minor = asked_price(work, actor.tenant_id, product, price, field="price", cart=live)
        before = live or self._new_cart(work, actor, session_id=session_id)
        return self._save(work, actor, before, add_product(before, product, quantity_milli, price_minor=price_minor))

    def session_remove(self, work: Work, actor: Actor, session_id: str, product_id: ProductId) -> Cart:
        """Take a product out of the cart of a session; raises `NotFoundError` where it isn't in it."""
        before = self._session(work, actor, session_id, lock=True)
        after = before
        for line in before.lines:
            if line.product_id == product_id:
                after = remove_line(after, line.line_id)
        if after is before:
            raise NotFoundError(say("Product {product_id} is not in this cart.", product_id=product_id))
        return self._save(work, actor, before, after)

    def session_set(self, work: Work, actor: Actor, session_id: str, product_id: ProductId, quantity: Decimal) -> Cart:
        """Set the quantity of a product in the cart of a session; 0 removes it."""
        if quantity == 0:
            return self.session_remove(work, actor, session_id, product_id)
        before = self._session(work, actor, session_id, lock=True)
        product = work.catalogue.get(actor.tenant_id, product_id)
        quantity_milli = quantity_of(quantity, by_weight=product.by_weight)
        line = before.line_of(product_id)
        if line is None:
            raise NotFoundError(say("Product {product_id} is not in this cart.", product_id=product_id))
        after = set_quantity(before, line.line_id, quantity_milli)
        for other in before.lines:
            if other.product_id == product_id and other.line_id != line.line_id:
                after = remove_line(after, other.line_id)
        return self._save(work, actor, before, after)

    def refuse_age(self, work: Work, actor: Actor, cart_id: CartId, product_id: ProductId, age: int) -> None:
        """Keep that a product was refused to a customer who is not old enough, or could not show it."""
        facts = _age_facts(cart_id, age) | {"product_id": product_id}
        work.log(actor, "cart.age_refused", f"cart:{cart_id}", facts)

    def _session(self, work: Work, actor: Actor, session_id: str, *, lock: bool) -> Cart:
        _check_session(session_id)
        cart = work.carts.of_session(actor.tenant_id, actor.client_id, session_id, lock=lock)
        if cart is None or cart.status is CartStatus.ORDERED:
            raise NotFoundError("There is no cart for this session.")
        return cart

    def _new_cart(self, work: Work, actor: Actor, *, session_id: str | None = None) -> Cart:
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

    def _save(self, work: Work, actor: Actor, before: Cart, after: Cart) -> Cart:
        after = replace(after, updated_at=work.now)
        work.carts.save(before, after)
        was = {line.line_id: line for line in before.lines}
        now = {line.line_id: line for line in after.lines}
        changed = [line_id for line_id in was.keys() | now.keys() if was.get(line_id) != now.get(line_id)]
        work.log(
            actor,
            "cart.changed",
            f"cart:{after.cart_id}",
            sold_as(after)
            | {
                "cart_id": after.cart_id,
                "lines": [
                    {
                        "line_id": line_id,
                        "product_id": (now.get(line_id) or was[line_id]).product_id,
                        "before": was[line_id].quantity_milli if line_id in was else 0,
                        "after": now[line_id].quantity_milli if line_id in now else 0,
                    }
                    for line_id in sorted(changed)
                ],
                "total": after.totals().total_minor,
            },
        )
        if after.age_checked > before.age_checked:
            work.log(actor, "cart.age_checked", f"cart:{after.cart_id}", _age_facts(after.cart_id, after.age_checked))
        return after


def sold_as(cart: Cart) -> dict[str, object]:
    """What makes a cart another than it would be by the shelf's prices alone."""
    facts: dict[str, object] = {"tax_free": True} if cart.tax_free else {}
    if cart.price_list is not None:
        facts["price_list_id"] = cart.price_list.price_list_id
    approvals = approvals_on(cart)
    return facts | {"approvals": list(approvals)} if approvals else facts


def must_be_open_here(work: Work, actor: Actor, cart: Cart) -> None:
    """Raise unless the actor's till has the cart open: a late change of the till that had it before changes nothing."""
    if cart.status is CartStatus.ORDERED:
        raise ConflictError("This cart is already an order. Open it in Orders to take the payment.")
    if cart.till_id != actor.till_id:
        if cart.till_id is None:
            raise HeldElsewhereError("This cart is on hold. Nothing was changed. Recall it first.")
        raise _open_elsewhere(work, cart)


def open_at_till(
    work: Work,
    actor: Actor,
    wanted: Cart,
    *,
    event: str = "cart.recalled",
    facts: Mapping[str, object] = MappingProxyType({}),
) -> Cart:
    """Open a cart, locked by the caller, at the actor's till; what is open there is held, an empty one deleted."""
    assert actor.till_id is not None
    current = work.carts.open_at(actor.till_id, lock=True)
    if current is not None and current.cart_id != wanted.cart_id:
        if current.lines:
            _hold(work, actor, current, "")
        else:
            work.carts.delete(current.cart_id)
    opened = replace(
        wanted,
        status=CartStatus.OPEN,
        till_id=actor.till_id,
        held_as="",
        held_by="",
        updated_at=work.now,
        opened_by=actor.person_id,
        opened_at=work.now,
        paying_at=None,
    )
    work.carts.save(wanted, opened)
    work.log(actor, event, f"cart:{wanted.cart_id}", {"cart_id": wanted.cart_id, **facts})
    return opened


def _age_facts(cart_id: CartId, age: int) -> dict[str, object]:
    return {"cart_id": cart_id, "age": age}


def _hold(work: Work, actor: Actor, before: Cart, name: str) -> None:
    holder = work.people.get(actor.tenant_id, actor.person_id).name if actor.person_id is not None else ""
    held = replace(
        before,
        status=CartStatus.HELD,
        till_id=None,
        held_as=name,
        held_by=holder,
        updated_at=work.now,
        opened_by=None,
        opened_at=None,
        paying_at=None,
    )
    work.carts.save(before, held)
    work.log(actor, "cart.held", f"cart:{before.cart_id}", {"cart_id": before.cart_id, "lines": len(before.lines)})


def _must_not_be_ordered(cart: Cart) -> None:
    if cart.status is CartStatus.ORDERED:
        raise ConflictError("This cart has become an order in the meantime. Find it in Orders.")


def _open_elsewhere(work: Work, cart: Cart) -> HeldElsewhereError:
    assert cart.till_id is not None
    words = say(
        "{till} has this cart open. Nothing was changed. Ask there to hold it, or take it over from the held carts.",
        till=work.tenants.till(cart.till_id).name,
    )
    return HeldElsewhereError(words)


def _client_names(work: Work, carts: tuple[Cart, ...]) -> dict[str, str]:
    if all(cart.client in ("", LOOPBACK_CLIENT) for cart in carts):
        return {}
    return {client.prefix: client.name for client in work.clients.everyone()}


def _named(work: Work, cart: Cart, clients: dict[str, str]) -> Cart:
    if cart.till_id is None:
        return replace(cart, client_name=clients.get(cart.client, ""))
    person = work.people.get(cart.tenant_id, cart.opened_by).name if cart.opened_by is not None else ""
    till = work.tenants.till(cart.till_id).name
    return replace(cart, client_name=clients.get(cart.client, ""), till_name=till, opened_by_name=person)


def asked_price(
    work: Work, tenant_id: TenantId, product: Product, price: Decimal | None, *, field: str, cart: Cart | None = None
) -> int:
    """The price in minor units that a client may have a product for; raises `PriceChangedError`."""
    right = price_in(cart, product)
    if price is None:
        return right
    asked = money_of(price, product.currency, field=field).amount_minor
    if asked < 0:
        raise InvalidError(field, "A price can't be below zero.")
    if asked != right and not work.tenants.get(tenant_id).client_prices:
        raise PriceChangedError([(product, right)])
    return asked


def _check_session(session_id: str) -> None:
    if not (1 <= len(session_id) <= LONGEST_SESSION and session_id.isprintable() and not session_id.isspace()):
        raise InvalidError("sessionID", say("A sessionID has 1 to {most} visible characters.", most=LONGEST_SESSION))
