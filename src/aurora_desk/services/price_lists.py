"""Price lists: which there are, what a cart costs by one, and making them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.price_lists import PriceList, PriceListId, check_price_list
from aurora_desk.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class CartPrices:
    """What a cart needs to be sold by a list, or at the usual prices again: in minor units by product."""

    price_list: PriceList | None
    usual: Mapping[ProductId, int]


class PriceLists:
    """Use cases on price lists; all of them units."""

    def everyone(self, work: Work, tenant_id: TenantId) -> tuple[tuple[PriceListId, str], ...]:
        """The lists of a shop by number and name."""
        return work.price_lists.everyone(tenant_id)

    def for_cart(self, work: Work, cart: Cart, price_list_id: PriceListId | None) -> CartPrices:
        """The prices of a list, none for the usual ones, and the usual prices of what is in a cart."""
        price_list = None
        if price_list_id is not None:
            price_list = work.price_lists.find(cart.tenant_id, price_list_id)
            if price_list is None:
                raise NotFoundError("This price list is gone. Nothing was changed. Choose another one.")
        products = {line.product_id for line in cart.lines if line.product_id is not None}
        return CartPrices(price_list, work.price_lists.usual_prices(cart.tenant_id, products))

    def add(self, work: Work, actor: Actor, name: str, prices: Mapping[ProductId, int]) -> PriceList:
        """Make a list; raises `InvalidError`, and `NotFoundError` for a product that is not in the catalogue."""
        check_price_list(name, prices)
        known = work.price_lists.usual_prices(actor.tenant_id, prices)
        if len(known) != len(prices):
            raise NotFoundError("A product of the list is not in the catalogue. Nothing was saved.")
        price_list = PriceList(work.price_lists.next_id(actor.tenant_id), name.strip(), dict(prices))
        work.price_lists.put(actor.tenant_id, price_list)
        number = price_list.price_list_id
        facts = {"price_list_id": number, "prices": len(prices)}
        work.log(actor, "price_list.added", f"price_list:{number}", facts)
        return price_list


def price_in(cart: Cart | None, product: Product) -> int:
    """What a product costs in a cart, in minor units; in none yet as usual."""
    return product.price_minor if cart is None else cart.price_of(product)
