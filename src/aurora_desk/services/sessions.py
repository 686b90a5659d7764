"""The carts that programs on the network fill, each by the code of its session."""

from __future__ import annotations

from decimal import Decimal

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, CartStatus, add_product, remove_line, set_quantity
from aurora_desk.domain.catalogue import Product, must_be_one_thing
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.money import Money, money_of
from aurora_desk.domain.quantity import quantity_of
from aurora_desk.domain.words import say
from aurora_desk.services.allowing import within_rights
from aurora_desk.services.keeping import new_cart, save_cart
from aurora_desk.services.price_lists import price_in
from aurora_desk.store.unit_of_work import Work

LONGEST_SESSION = 128


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


class SessionCarts:
    """Use cases on the carts of clients' sessions; all of them units."""

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
        before = live or new_cart(work, actor, session_id=session_id)
        return _keep(work, actor, before, add_product(before, product, quantity_milli, price_minor=price_minor))

    def session_remove(self, work: Work, actor: Actor, session_id: str, product_id: ProductId) -> Cart:
        """Take a product out of the cart of a session; raises `NotFoundError` where it isn't in it."""
        before = self._session(work, actor, session_id, lock=True)
        after = before
        for line in before.lines:
            if line.product_id == product_id:
                after = remove_line(after, line.line_id)
        if after is before:
            raise NotFoundError(say("Product {product_id} is not in this cart.", product_id=product_id))
        return _keep(work, actor, before, after)

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
        return _keep(work, actor, before, after)

    def _session(self, work: Work, actor: Actor, session_id: str, *, lock: bool) -> Cart:
        _check_session(session_id)
        cart = work.carts.of_session(actor.tenant_id, actor.client_id, session_id, lock=lock)
        if cart is None or cart.status is CartStatus.ORDERED:
            raise NotFoundError("There is no cart for this session.")
        return cart


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


def _keep(work: Work, actor: Actor, before: Cart, after: Cart) -> Cart:
    """Save a client's change; discounts that staff gave become none larger by it, and the till is told."""
    after, cuts = within_rights(work, before, after)
    saved = save_cart(work, actor, before, after)
    for cut in cuts:
        facts = {"cart_id": saved.cart_id, "line_id": cut.place, "before": cut.before_minor, "after": cut.after_minor}
        work.log(actor, "cart.discount_cut", f"cart:{saved.cart_id}", facts)
    return saved


def _check_session(session_id: str) -> None:
    if not (1 <= len(session_id) <= LONGEST_SESSION and session_id.isprintable() and not session_id.isspace()):
        raise InvalidError("sessionID", say("A sessionID has 1 to {most} visible characters.", most=LONGEST_SESSION))
