"""Changes of a cart that the desk puts together from the domain's."""

from __future__ import annotations

from aurora_desk.domain.cart import Cart, CartLine, add_product, check_age, restore_lines
from aurora_desk.domain.catalogue import Product


def add_checked(cart: Cart, *, product: Product, quantity_milli: int, age: int) -> Cart:
    """Add a product for a customer who was seen to be `age`; 0 where nobody looked."""
    return add_product(check_age(cart, age) if age else cart, product, quantity_milli)


def put_line_back(cart: Cart, *, line: CartLine, place: int) -> Cart:
    """A removed line back at its place; nothing where it is in the cart again already."""
    if any(other.line_id == line.line_id for other in cart.lines):
        return cart
    lines = (*cart.lines[:place], line, *cart.lines[place:])
    return restore_lines(cart, lines, cart.discount)
