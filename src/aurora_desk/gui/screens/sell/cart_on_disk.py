"""The till's open cart on disk, as the cart lane changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import Approvals
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CartId, ProductId, TillId
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.services.facade import Services

Change = Callable[[Cart], Cart]


class CartOnDisk:
    """The till's open cart as the cart lane knows it. Its jobs run one after the other; nobody else touches it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._cart_id: CartId | None = None

    def open(self, actor: Actor) -> Cart:
        """The till's open cart."""
        return self._keep(self._services.write(partial(self._services.sales.open_cart, actor=actor)))

    def change(self, actor: Actor, change: Change, approvals: Approvals) -> Cart:
        """Change the cart that is open when its turn comes: after a hold that is the new one."""
        cart_id = self._cart_id or self.open(actor).cart_id
        sales = self._services.sales
        return self._keep(
            self._services.write(
                partial(sales.change, actor=actor, cart_id=cart_id, change=change, approvals=approvals)
            )
        )

    def hold(self, actor: Actor, name: str) -> Cart:
        """Put the cart aside; gives the new one."""
        cart_id = self._cart_id or self.open(actor).cart_id
        return self._keep(
            self._services.write(partial(self._services.sales.hold, actor=actor, cart_id=cart_id, name=name))
        )

    def recall(self, actor: Actor, cart_id: CartId) -> Cart:
        """Open a held cart."""
        return self._keep(self._services.write(partial(self._services.sales.recall, actor=actor, cart_id=cart_id)))

    def take_over(self, actor: Actor, cart_id: CartId, seen_at: TillId, approval_id: ApprovalId | None) -> Cart:
        """Open a cart that another till has open."""
        claim = partial(
            self._services.sales.take_over, actor=actor, cart_id=cart_id, seen_at=seen_at, approval_id=approval_id
        )
        return self._keep(self._services.write(claim))

    def begin_paying(self, actor: Actor, cart_id: CartId) -> Cart:
        """Let no other till take the cart over while its payment is being taken."""
        return self._services.write(partial(self._services.sales.begin_paying, actor=actor, cart_id=cart_id))

    def accept_sold_out(self, actor: Actor, product_id: ProductId) -> None:
        """Keep that somebody sells what is sold out."""
        cart_id = self._cart_id or self.open(actor).cart_id
        sales = self._services.sales
        self._services.write(partial(sales.accept_sold_out, actor=actor, cart_id=cart_id, product_id=product_id))

    def _keep(self, cart: Cart) -> Cart:
        self._cart_id = cart.cart_id
        return cart
