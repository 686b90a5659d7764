"""The cart: what is being rung up, and the pure rules of changing it.

The desk applies these functions at once to what is on screen, and the service applies the very same ones to the rows
on disk, so that the two can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from aurora_desk.domain.catalogue import Product, must_be_one_thing
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, OrderId, ProductId, TenantId, TillId
from aurora_desk.domain.money import LARGEST_MINOR, Money
from aurora_desk.domain.quantity import LARGEST, ONE, check_quantity
from aurora_desk.domain.totals import Discount, PricedLine, TaxRate, Totals, check_discount, totals

LONGEST_NOTE = 200


class CartStatus(StrEnum):
    """Where a cart is in its life."""

    OPEN = "open"
    HELD = "held"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True)
class CartLine:
    """One product in a cart; `product_id` is None for a custom item. Price in minor units, quantity in thousandths."""

    line_id: int
    product_id: ProductId | None
    name: str
    quantity_milli: int
    price_minor: int
    tax: TaxRate
    by_weight: bool = False
    discount: Discount | None = None
    note: str = ""

    def priced(self) -> PricedLine:
        """The line as the total engine takes it."""
        return PricedLine(self.price_minor, self.quantity_milli, self.tax, self.discount)


@dataclass(frozen=True, slots=True)
class Cart:
    """What is being rung up, at a till or by a program on the network (`session_id`)."""

    cart_id: CartId
    tenant_id: TenantId
    status: CartStatus
    session_id: str | None
    client: str
    till_id: TillId | None
    held_as: str
    """The name it was held under; empty while open."""
    held_by: str
    lines: tuple[CartLine, ...]
    customer: CustomerRef | None
    customer_name: str
    discount: Discount | None
    currency: str
    prices_include_tax: bool
    order_id: OrderId | None
    updated_at: datetime
    client_name: str = ""
    """What the owner calls the client, where a list of carts says whose each is."""
    age_checked: int = 0
    """The age that the customer was seen to have; it lapses with the last line: the next buyer is another."""

    def totals(self) -> Totals:
        """The cart's figures."""
        return totals(
            [line.priced() for line in self.lines],
            prices_include_tax=self.prices_include_tax,
            discount=self.discount,
        )

    @property
    def total(self) -> Money:
        """What the customer is to pay."""
        return Money(self.totals().total_minor, self.currency)

    @property
    def item_count_milli(self) -> int:
        """Pieces in the cart in thousandths; a weighed line counts as one."""
        return sum(ONE if line.by_weight else line.quantity_milli for line in self.lines)

    def line(self, line_id: int) -> CartLine:
        """The line of that id; raises `NotFoundError`."""
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise NotFoundError("This line is no longer in the cart.")

    def line_of(self, product_id: ProductId) -> CartLine | None:
        """The first line of a product, if there is one."""
        return next((line for line in self.lines if line.product_id == product_id), None)


def _changed(cart: Cart, lines: tuple[CartLine, ...]) -> Cart:
    """The cart with these lines; raises where it can't be changed or would grow past what money can hold."""
    if cart.status is CartStatus.ORDERED:
        raise ConflictError("This cart is already an order and can no longer change.")
    changed = replace(cart, lines=lines, age_checked=cart.age_checked if lines else 0)
    if changed.totals().subtotal_minor > LARGEST_MINOR:
        raise InvalidError("quantity", "The cart is too large for one order.")
    return changed


def _with_line(cart: Cart, line: CartLine) -> Cart:
    return _changed(cart, tuple(line if old.line_id == line.line_id else old for old in cart.lines))


def _next_line_id(cart: Cart) -> int:
    return max((line.line_id for line in cart.lines), default=0) + 1


def add_product(cart: Cart, product: Product, quantity_milli: int, *, price_minor: int | None = None) -> Cart:
    """Add a product; the same one again, at the same price and without note or discount, adds to its quantity."""
    must_be_one_thing(product, field="productID")
    check_quantity(quantity_milli, by_weight=product.by_weight)
    price = product.price_minor if price_minor is None else price_minor
    for line in cart.lines:
        same = line.product_id == product.product_id and line.price_minor == price
        if same and not line.note and line.discount is None:
            return set_quantity(cart, line.line_id, line.quantity_milli + quantity_milli)
    line = CartLine(
        line_id=_next_line_id(cart),
        product_id=product.product_id,
        name=product.name,
        quantity_milli=quantity_milli,
        price_minor=price,
        tax=product.tax,
        by_weight=product.by_weight,
    )
    return _changed(cart, (*cart.lines, line))


def add_custom(cart: Cart, name: str, price_minor: int, tax: TaxRate) -> Cart:
    """Add something that is not in the catalogue."""
    if not name.strip():
        raise InvalidError("name", "Give the item a name.")
    if price_minor < 0:
        raise InvalidError("price", "The price can't be below zero.")
    line = CartLine(_next_line_id(cart), None, name.strip(), ONE, price_minor, tax)
    return _changed(cart, (*cart.lines, line))


def set_quantity(cart: Cart, line_id: int, quantity_milli: int) -> Cart:
    """Set a line's quantity in thousandths; 0 removes the line."""
    line = cart.line(line_id)
    if quantity_milli == 0:
        return remove_line(cart, line_id)
    if quantity_milli > LARGEST:
        raise InvalidError("quantity", "A line can hold at most 9,999.")
    check_quantity(quantity_milli, by_weight=line.by_weight)
    return _with_line(cart, replace(line, quantity_milli=quantity_milli))


def remove_line(cart: Cart, line_id: int) -> Cart:
    """Take a line out."""
    cart.line(line_id)
    return _changed(cart, tuple(line for line in cart.lines if line.line_id != line_id))


def set_note(cart: Cart, line_id: int, note: str) -> Cart:
    """Write a note on a line («Oat milk»)."""
    if len(note) > LONGEST_NOTE:
        raise InvalidError("note", f"A note has at most {LONGEST_NOTE} characters.")
    return _with_line(cart, replace(cart.line(line_id), note=note.strip()))


def set_line_discount(cart: Cart, line_id: int, discount: Discount | None) -> Cart:
    """Give or take back a discount on a line."""
    if discount is not None:
        check_discount(discount)
    return _with_line(cart, replace(cart.line(line_id), discount=discount))


def set_cart_discount(cart: Cart, discount: Discount | None) -> Cart:
    """Give or take back a discount on the whole cart."""
    if discount is not None:
        check_discount(discount)
    return _changed(replace(cart, discount=discount), cart.lines)


def set_customer(cart: Cart, customer: CustomerRef | None, name: str = "") -> Cart:
    """Say whose cart it is, or that it is nobody's."""
    return _changed(replace(cart, customer=customer, customer_name=name), cart.lines)


def check_age(cart: Cart, age: int) -> Cart:
    """The customer was seen to be at least this old; said together with the first line that asks for it."""
    return replace(cart, age_checked=max(cart.age_checked, age))


def restore_lines(cart: Cart, lines: tuple[CartLine, ...], discount: Discount | None) -> Cart:
    """Undo: the lines and the discount as they were before a change."""
    return _changed(replace(cart, discount=discount), lines)
