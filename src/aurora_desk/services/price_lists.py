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
from aurora_desk.domain.words import say
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

    def keep(self, work: Work, actor: Actor, name: str, prices: Mapping[str, int]) -> PriceList:
        """Make a list of prices by SKU or barcode, or give the one of that name other prices.

        Raises `InvalidError`, and `NotFoundError` for a code that no product has. Carts keep the prices they have.
        """
        name = name.strip()
        found: dict[ProductId, int] = {}
        for code, price in prices.items():
            product = work.catalogue.find_code(actor.tenant_id, code)
            if product is None:
                raise NotFoundError(say("No product has the code {code}. Nothing was saved.", code=code))
            found[product.product_id] = price
        check_price_list(name, found)
        number = self._number(work, actor.tenant_id, name)
        before = work.price_lists.find(actor.tenant_id, number) if number is not None else None
        if number is None:
            # From a series: the number of a list that was removed still stands in carts, and never means another.
            number = PriceListId(work.tenants.take_number(actor.tenant_id, "price_list"))
        price_list = PriceList(number, name, found)
        work.price_lists.put(actor.tenant_id, price_list)
        facts = {"price_list_id": number, "prices": len(found), "changed": _changed(before, price_list)}
        work.log(actor, "price_list.kept", f"price_list:{number}", facts)
        return price_list

    def remove(self, work: Work, actor: Actor, name: str) -> None:
        """Take a list away; carts that are sold by it keep their prices, and what comes after has its usual one."""
        number = self._number(work, actor.tenant_id, name.strip())
        if number is None:
            raise NotFoundError(say("There is no price list {name}. Nothing was changed.", name=name))
        before = work.price_lists.find(actor.tenant_id, number)
        work.price_lists.delete(actor.tenant_id, number)
        facts = {"price_list_id": number, "changed": _changed(before, None)}
        work.log(actor, "price_list.removed", f"price_list:{number}", facts)

    def _number(self, work: Work, tenant_id: TenantId, name: str) -> PriceListId | None:
        return next((number for number, known in work.price_lists.everyone(tenant_id) if known == name), None)


def _changed(before: PriceList | None, after: PriceList | None) -> list[dict[str, int | None]]:
    """Every price that is another one than before, in minor units; None where the product is not on the list."""
    was = before.prices if before is not None else {}
    now = after.prices if after is not None else {}
    return [
        {"product_id": product_id, "before": was.get(product_id), "after": now.get(product_id)}
        for product_id in sorted(was.keys() | now.keys())
        if was.get(product_id) != now.get(product_id)
    ]


def price_in(cart: Cart | None, product: Product) -> int:
    """What a product costs in a cart, in minor units; in none yet as usual."""
    return product.price_minor if cart is None else cart.price_of(product)
