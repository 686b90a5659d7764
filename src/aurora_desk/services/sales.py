"""Carts: ringing up at a till, holding, recalling, and the carts that programs on the network fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from aurora_desk.domain.access import LOOPBACK_CLIENT
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import Approvals
from aurora_desk.domain.cart import Cart, CartStatus
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, ProductId, TenantId, TillId
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.services.allowing import allowed
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.keeping import age_facts, new_cart, save_cart
from aurora_desk.services.questions import accept_sold_out, must_be_answered
from aurora_desk.services.sessions import SessionCarts
from aurora_desk.store.unit_of_work import Work

PAYING_FOR = timedelta(minutes=10)
"""How long a till that began to take a payment keeps the cart to itself before its first tender."""
NONE_GIVEN: Approvals = MappingProxyType({})


class HeldElsewhereError(ConflictError):
    """Somebody has the cart open."""

    code = "held_elsewhere"


class Sales(SessionCarts):
    """Use cases on carts, those of clients' sessions included; all of them units."""

    def open_cart(self, work: Work, actor: Actor) -> Cart:
        """The till's open cart, a new empty one if there is none; whoever asks for it has it open now."""
        assert actor.till_id is not None
        found = work.carts.open_at(actor.till_id)
        if found is None:
            return new_cart(work, actor)
        if found.opened_by == actor.person_id and found.paying_at is None:
            return found
        found = work.carts.get(actor.tenant_id, found.cart_id, lock=True)
        if found.till_id != actor.till_id or found.status is not CartStatus.OPEN:
            return new_cart(work, actor)  # another till or a payment was faster
        mine = replace(found, opened_by=actor.person_id, paying_at=None)
        work.carts.save(found, mine)
        facts: dict[str, object] = {"cart_id": mine.cart_id, "before": found.opened_by, "after": mine.opened_by}
        if found.paying_at is not None:
            facts["paying_ended"] = True
        work.log(actor, "cart.taken_up", f"cart:{mine.cart_id}", facts)
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
        after = _without_the_erased(work, before, change(before))
        return save_cart(work, actor, before, allowed(work, actor, before, after, approvals))

    def begin_paying(self, work: Work, actor: Actor, cart_id: CartId) -> Cart:
        """The till shows what is to be paid: for a while no other till takes the cart over.

        Raises `AgeNotCheckedError` and `SoldOutError` where the cashier has to be asked first, whoever filled it.
        """
        before = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, before)
        must_be_answered(work, actor, before)
        paying = replace(before, paying_at=work.now)
        work.carts.save(before, paying)
        facts = {"cart_id": cart_id, "lines": len(paying.lines), "total": paying.totals().total_minor}
        work.log(actor, "cart.paying", f"cart:{cart_id}", facts)
        return paying

    def accept_sold_out(self, work: Work, actor: Actor, cart_id: CartId, product_id: ProductId) -> None:
        """Keep that somebody sells what is sold out, because it lies here all the same."""
        cart = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, cart)
        accept_sold_out(work, actor, cart, [product_id])

    def hold(self, work: Work, actor: Actor, cart_id: CartId, name: str) -> Cart:
        """Put a cart aside under a name; gives the till a new empty one."""
        before = work.carts.get(actor.tenant_id, cart_id, lock=True)
        must_be_open_here(work, actor, before)
        if not before.lines:
            raise InvalidError("cart", "The cart is empty. Add an item before holding it.")
        _hold(work, actor, before, name.strip())
        return new_cart(work, actor)

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
        wanted = cart_to_open(work, actor, cart_id)
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
        wanted = cart_to_open(work, actor, cart_id)
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

    def refuse_age(self, work: Work, actor: Actor, cart_id: CartId, product_id: ProductId, age: int) -> None:
        """Keep that a product was refused to a customer who is not old enough, or could not show it."""
        facts = age_facts(cart_id, age) | {"product_id": product_id}
        work.log(actor, "cart.age_refused", f"cart:{cart_id}", facts)


def must_be_open_here(work: Work, actor: Actor, cart: Cart) -> None:
    """Raise unless the actor's till has the cart open: a late change of the till that had it before changes nothing."""
    if cart.status is CartStatus.ORDERED:
        raise ConflictError("This cart is already an order. Open it in Orders to take the payment.")
    if cart.till_id != actor.till_id:
        if cart.till_id is None:
            raise HeldElsewhereError("This cart is on hold. Nothing was changed. Recall it first.")
        raise _open_elsewhere(work, cart)


def cart_to_open(work: Work, actor: Actor, cart_id: CartId) -> Cart:
    """A cart that is to be opened at the actor's till, locked together with the one that is open there."""
    assert actor.till_id is not None
    here = work.carts.open_at(actor.till_id)
    work.carts.hold(actor.tenant_id, [cart_id] if here is None else [cart_id, here.cart_id])
    return work.carts.get(actor.tenant_id, cart_id, lock=True)


def open_at_till(
    work: Work,
    actor: Actor,
    wanted: Cart,
    *,
    event: str = "cart.recalled",
    facts: Mapping[str, object] = MappingProxyType({}),
) -> Cart:
    """Open a cart of `cart_to_open` at the actor's till; what is open there is held, an empty one deleted."""
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


def _without_the_erased(work: Work, before: Cart, after: Cart) -> Cart:
    """The cart without a customer whom an undo would bring back after the erasure; chosen anew, `NotFoundError`."""
    if after.customer in (None, before.customer) or work.customers.exists(after.tenant_id, after.customer):
        return after
    if replace(after, customer=before.customer, customer_name=before.customer_name) == before:
        raise NotFoundError("This customer was erased. The cart is as it was; go on without one, or choose another.")
    return replace(after, customer=None, customer_name="")


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
