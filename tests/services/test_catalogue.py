"""Products with variants, and favourites."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.errors import InvalidError
from aurora_desk.services.demo import CAFE
from services.counter import ESPRESSO, LOOPBACK, MARA, Counter, item, order_of


def shirt(counter: Counter) -> Product:
    """A product of the demo store that has variants."""
    return counter.read(counter.services.catalogue.search, CAFE, "barista t-shirt").rows[0]


def test_a_product_with_variants_is_never_sold_itself(counter: Counter) -> None:
    services, parent = counter.services, shirt(counter)
    one = counter.read(services.catalogue.variants, CAFE, parent.product_id)[0]

    with pytest.raises(InvalidError, match="Choose one of its variants") as ordered:
        counter.write(services.orders.place, LOOPBACK, order_of(item(one.product_id), item(parent.product_id)))
    with pytest.raises(InvalidError, match="Choose one of its variants") as added:
        counter.write(services.sales.session_add, LOOPBACK, "s", parent.product_id, Decimal(1), None)
    with pytest.raises(InvalidError, match="Choose one of its variants"):
        counter.cart(parent.product_id)

    assert (ordered.value.field, added.value.field) == ("items.1.productID", "productID")
    order = counter.write(services.orders.place, LOOPBACK, order_of(item(one.product_id)))
    assert order.lines[0].name == "Barista T-shirt, S, Black"


def test_programs_see_variants_in_place_of_their_product(counter: Counter) -> None:
    rows = counter.read(counter.services.catalogue.browse, CAFE, limit=200, variants=True).rows

    names = {row.name for row in rows}
    assert "Barista T-shirt, S, Black" in names
    assert "Barista T-shirt" not in names
    assert "Espresso" in names


def test_a_favourite_is_kept_and_told_once(counter: Counter) -> None:
    catalogue = counter.services.catalogue

    counter.write(catalogue.set_favourite, MARA, ESPRESSO, favourite=False)
    counter.write(catalogue.set_favourite, MARA, ESPRESSO, favourite=False)

    assert ESPRESSO not in {row.product_id for row in counter.read(catalogue.browse, CAFE, favourites=True).rows}
    assert counter.events(f"product:{ESPRESSO}") == ["product.changed"]
