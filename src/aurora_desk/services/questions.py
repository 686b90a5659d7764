"""What a cashier is asked before a cart is paid, whoever filled it: is the customer old enough, is it sold out."""

from __future__ import annotations

from collections.abc import Iterable

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.domain.words import say
from aurora_desk.services.preferences import of_shop
from aurora_desk.store.unit_of_work import Work

ACCEPTED = "cart.sold_out_accepted"


class AgeNotCheckedError(ConflictError):
    """Nobody has looked whether the customer is old enough for this product of the cart."""

    code = "age_not_checked"

    def __init__(self, product: Product) -> None:
        super().__init__(
            say(
                "{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. "
                "Close this and press Pay again: the till asks for the age first.",
                product=product.name,
                age=product.age_limit,
            )
        )
        self.product = product


class SoldOutError(ConflictError):
    """Something in the cart is sold out: the cashier is asked, or the shop does not sell it."""

    code = "sold_out"

    def __init__(self, product: Product, *, may_sell: bool) -> None:
        refused = say(
            "{product} is sold out, and this shop sells nothing that is. Nothing was charged. "
            "Take it out of the cart to go on.",
            product=product.name,
        )
        question = say("{product} is sold out. Nothing was charged. Ask whether to sell it.", product=product.name)
        super().__init__(question if may_sell else refused)
        self.product, self.may_sell = product, may_sell


def must_be_answered(work: Work, actor: Actor, cart: Cart) -> None:
    """Raise for the first question of a cart that nobody has answered; programs are not asked."""
    products = _products(work, actor, cart)
    _must_be_old_enough(cart, products)
    sold_out = [product for product in products if product.sold_out]
    if not sold_out:
        return
    may_sell = of_shop(work, cart.tenant_id)(SELL_SOLD_OUT)
    accepted = _accepted(work, cart) if may_sell else frozenset()
    for product in sold_out:
        if product.product_id not in accepted:
            raise SoldOutError(product, may_sell=may_sell)


def must_be_sellable(work: Work, actor: Actor, cart: Cart) -> None:
    """Raise for what a cart is not sold with, when its tender begins: an unknown age, what the shop does not sell.

    What another till has sold meanwhile is no reason to ask once more: the goods lie on this counter.
    """
    products = _products(work, actor, cart)
    _must_be_old_enough(cart, products)
    sold_out = next((product for product in products if product.sold_out), None)
    if sold_out is not None and not of_shop(work, cart.tenant_id)(SELL_SOLD_OUT):
        raise SoldOutError(sold_out, may_sell=False)


def accept_sold_out(work: Work, actor: Actor, cart: Cart, products: Iterable[ProductId]) -> None:
    """Keep who said that these lie here although none should be left."""
    facts = {"cart_id": cart.cart_id, "products": sorted(products)}
    work.log(actor, ACCEPTED, f"cart:{cart.cart_id}", facts)


def _must_be_old_enough(cart: Cart, products: tuple[Product, ...]) -> None:
    oldest = max(products, key=lambda product: product.age_limit, default=None)
    if oldest is not None and oldest.age_limit > cart.age_checked:
        raise AgeNotCheckedError(oldest)


def _products(work: Work, actor: Actor, cart: Cart) -> tuple[Product, ...]:
    """The products of a cart, in its order, where somebody is there to be asked."""
    places = {line.product_id: place for place, line in enumerate(cart.lines) if line.product_id is not None}
    if actor.person_id is None or not places:
        return ()
    found = work.catalogue.get_many(cart.tenant_id, list(places))
    return tuple(sorted(found, key=lambda product: places[product.product_id]))


def _accepted(work: Work, cart: Cart) -> frozenset[ProductId]:
    """What somebody has said about this cart already; the journal is where that is kept."""
    rows = work.journal.of_subject(cart.tenant_id, [f"cart:{cart.cart_id}"])
    told = [row.facts["products"] for row in rows if row.event == ACCEPTED]
    return frozenset(ProductId(int(one)) for products in told if isinstance(products, list) for one in products)
