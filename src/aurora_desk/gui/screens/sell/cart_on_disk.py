"""The till's open cart on disk, as the cart lane changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.allowances import Approvals
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import CartId, ProductId, TillId
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.words import say
from aurora_desk.services.facade import Services

Change = Callable[[Cart], Cart]


class OtherCartError(AuroraError):
    """A change was made to a cart on screen that is not the one the till has open."""

    code = "other_cart"

    def __init__(self) -> None:
        super().__init__(
            say(
                "Another cart is open here than the one on screen. "
                "The last change was not made, and nothing else has changed. Look at the cart and do it once more."
            )
        )


@dataclass(eq=False, slots=True)
class Opening:
    """One cart from when it comes on screen until another one does.

    It is on screen before the store has opened it: until then nobody knows its number, and what is changed meanwhile
    is meant for it all the same, and for no other cart.
    """

    cart_id: CartId | None = None
    failed: bool = False
    """The store did not open it."""
    steps: list[Callable[[], bool]] = field(default_factory=list)
    """What takes the changes of this cart back, the last one at the end; each tells whether it could."""

    @property
    def awaited(self) -> bool:
        """Whether the store has yet to open it."""
        return self.cart_id is None and not self.failed


class CartOnDisk:
    """The till's open cart as the cart lane knows it. Its jobs run one after the other; nobody else touches it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._cart_id: CartId | None = None

    def open(self, actor: Actor, opening: Opening) -> Cart:
        """The till's open cart."""
        cart = self._keep(self._services.write(partial(self._services.sales.open_cart, actor=actor)))
        if opening.awaited:
            opening.cart_id = cart.cart_id
        return cart

    def change(self, actor: Actor, change: Change, approvals: Approvals, opening: Opening) -> Cart:
        """Change the cart that was on screen: after a hold that is the new one. Raises `OtherCartError`."""
        cart_id = self._number(actor, opening)
        sales = self._services.sales
        return self._keep(
            self._services.write(
                partial(sales.change, actor=actor, cart_id=cart_id, change=change, approvals=approvals)
            )
        )

    def hold(self, actor: Actor, name: str, held: Opening, opening: Opening) -> Cart:
        """Put the cart aside; gives the new one. Raises `OtherCartError`."""
        with _opens(opening):
            cart_id = self._number(actor, held)
            unit = partial(self._services.sales.hold, actor=actor, cart_id=cart_id, name=name)
            cart = self._keep(self._services.write(unit))
            opening.cart_id = cart.cart_id
            return cart

    def recall(self, actor: Actor, cart_id: CartId, opening: Opening) -> Cart:
        """Open a held cart."""
        with _opens(opening):
            cart = self._keep(self._services.write(partial(self._services.sales.recall, actor=actor, cart_id=cart_id)))
            opening.cart_id = cart.cart_id
            return cart

    def take_over(self, actor: Actor, cart_id: CartId, seen_at: TillId, approval_id: ApprovalId | None) -> Cart:
        """Open a cart that another till has open."""
        claim = partial(
            self._services.sales.take_over, actor=actor, cart_id=cart_id, seen_at=seen_at, approval_id=approval_id
        )
        return self._keep(self._services.write(claim))

    def begin_paying(self, actor: Actor, cart_id: CartId) -> Cart:
        """Let no other till take the cart over while its payment is being taken."""
        return self._services.write(partial(self._services.sales.begin_paying, actor=actor, cart_id=cart_id))

    def accept_sold_out(self, actor: Actor, product_id: ProductId, opening: Opening) -> None:
        """Keep that somebody sells what is sold out in the cart that was on screen. Raises `OtherCartError`."""
        cart_id = self._number(actor, opening)
        sales = self._services.sales
        self._services.write(partial(sales.accept_sold_out, actor=actor, cart_id=cart_id, product_id=product_id))

    def _number(self, actor: Actor, opening: Opening) -> CartId:
        """Which cart was on screen, if that is the one that is open."""
        if opening.awaited and self._cart_id is None:
            self.open(actor, opening)
        if opening.cart_id is None or opening.cart_id != self._cart_id:
            raise OtherCartError
        return opening.cart_id

    def _keep(self, cart: Cart) -> Cart:
        self._cart_id = cart.cart_id
        return cart


@contextmanager
def _opens(opening: Opening) -> Iterator[None]:
    try:
        yield
    except Exception:
        opening.failed = True
        raise
