"""What a cashier is asked before goods are sold, whoever chose them: is the customer old enough, is it sold out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import OrderId, ProductId, TenantId
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.domain.words import Sentence, say
from aurora_desk.services.preferences import of_shop
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

ACCEPTED = "cart.sold_out_accepted"
AGE_CHECKED, AGE_REFUSED = "order.age_checked", "order.age_refused"


class AgeNotCheckedError(ConflictError):
    """Nobody has looked whether the customer is old enough for this product."""

    code = "age_not_checked"

    def __init__(self, product: Product, words: Sentence) -> None:
        super().__init__(words)
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
    _must_be_old_enough(products, cart.age_checked)
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
    _must_be_old_enough(products, cart.age_checked)
    sold_out = next((product for product in products if product.sold_out), None)
    if sold_out is not None and not of_shop(work, cart.tenant_id)(SELL_SOLD_OUT):
        raise SoldOutError(sold_out, may_sell=False)


def accept_sold_out(work: Work, actor: Actor, cart: Cart, products: Iterable[ProductId]) -> None:
    """Keep who said that these lie here although none should be left."""
    facts = {"cart_id": cart.cart_id, "products": sorted(products)}
    work.log(actor, ACCEPTED, f"cart:{cart.cart_id}", facts)


def order_may_be_paid(work: Work, actor: Actor, head: OrderHead) -> None:
    """Raise `AgeNotCheckedError` before a till takes money for an order of goods that nobody was asked the age for."""
    product = _unasked(work, actor, head, None)
    if product is not None:
        words = say(
            "{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. "
            "Close this and take the payment of the order again: the till asks for the age first.",
            product=product.name,
            age=product.age_limit,
        )
        raise AgeNotCheckedError(product, words)


def may_be_handed_over(work: Work, actor: Actor, head: OrderHead, positions: Collection[int]) -> None:
    """Raise `AgeNotCheckedError` before lines of an order are handed over that nobody was asked the age for."""
    product = _unasked(work, actor, head, positions)
    if product is not None:
        words = say(
            "{product} is sold to people of {age} or older only, and nobody has looked. Nothing was handed over. "
            "Ask for the age first, or hand over the rest without it.",
            product=product.name,
            age=product.age_limit,
        )
        raise AgeNotCheckedError(product, words)


def keep_age_checked(work: Work, actor: Actor, order_id: OrderId, age: int) -> None:
    """Keep who saw that the customer of an order is old enough; nobody is asked twice for one order."""
    work.log(actor, AGE_CHECKED, f"order:{order_id}", {"order_id": order_id, "age": age})


def keep_age_refused(work: Work, actor: Actor, order_id: OrderId, product_id: ProductId, age: int) -> None:
    """Keep that a product of an order was refused to a customer who is not old enough, or could not show it."""
    facts = {"order_id": order_id, "age": age, "product_id": product_id}
    work.log(actor, AGE_REFUSED, f"order:{order_id}", facts)


def _unasked(work: Work, actor: Actor, head: OrderHead, positions: Collection[int] | None) -> Product | None:
    """The product of an order, or of some lines of it, that asks for more than anybody has seen of the customer."""
    if actor.person_id is None:
        return None
    lines = work.orders.lines(head.tenant_id, head.order_id)
    wanted = [line.product_id for line in lines if positions is None or line.position in positions]
    oldest = _oldest(_in_order(work, head.tenant_id, wanted))
    return oldest if oldest is not None and oldest.age_limit > _age_seen(work, head) else None


def _age_seen(work: Work, head: OrderHead) -> int:
    """The age that the customer was seen to have, in the cart of an order or since."""
    in_cart = work.carts.get(head.tenant_id, head.cart_id).age_checked if head.cart_id is not None else 0
    rows = work.journal.of_subject(head.tenant_id, [f"order:{head.order_id}"])
    return max(in_cart, *(int(str(row.facts["age"])) for row in rows if row.event == AGE_CHECKED), 0)


def _must_be_old_enough(products: tuple[Product, ...], age_seen: int) -> None:
    oldest = _oldest(products)
    if oldest is not None and oldest.age_limit > age_seen:
        words = say(
            "{product} is sold to people of {age} or older only, and nobody has looked. Nothing was charged. "
            "Close this and press Pay again: the till asks for the age first.",
            product=oldest.name,
            age=oldest.age_limit,
        )
        raise AgeNotCheckedError(oldest, words)


def _oldest(products: tuple[Product, ...]) -> Product | None:
    """The first of those that ask for the highest age."""
    asking = [product for product in products if product.age_limit]
    return max(asking, key=lambda product: product.age_limit, default=None)


def _products(work: Work, actor: Actor, cart: Cart) -> tuple[Product, ...]:
    """The products of a cart, in its order, where somebody is there to be asked."""
    if actor.person_id is None:
        return ()
    return _in_order(work, cart.tenant_id, [line.product_id for line in cart.lines])


def _in_order(work: Work, tenant_id: TenantId, product_ids: Sequence[ProductId | None]) -> tuple[Product, ...]:
    """Those products that there still are, in this order."""
    places = {product_id: place for place, product_id in enumerate(product_ids) if product_id is not None}
    found = work.catalogue.get_many(tenant_id, list(places)) if places else ()
    return tuple(sorted(found, key=lambda product: places[product.product_id]))


def _accepted(work: Work, cart: Cart) -> frozenset[ProductId]:
    """What somebody has said about this cart already; the journal is where that is kept."""
    rows = work.journal.of_subject(cart.tenant_id, [f"cart:{cart.cart_id}"])
    told = [row.facts["products"] for row in rows if row.event == ACCEPTED]
    return frozenset(ProductId(int(one)) for products in told if isinstance(products, list) for one in products)
