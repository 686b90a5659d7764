"""Taking back what one scan added, whatever happened to the cart since."""

from __future__ import annotations

from aurora_desk.domain.cart import Cart, set_quantity
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.words import say


def take_off(cart: Cart, *, product_id: ProductId, quantity_milli: int, name: str) -> Cart:
    """That many less of a product, from the newest line that has them; raises `ConflictError` where none has."""
    for line in reversed(cart.lines):
        if line.product_id == product_id and line.quantity_milli >= quantity_milli:
            return set_quantity(cart, line.line_id, line.quantity_milli - quantity_milli)
    raise ConflictError(say("{name} was taken out of the cart since. Nothing was changed.", name=name))
