"""The cart: what is being rung up, and the pure rules of changing it.

The desk applies these functions at once to what is on screen, and the service applies the very same ones to the rows
on disk, so that the two can't differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.catalogue import Product, must_be_one_thing
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, OrderId, PersonId, ProductId, TenantId, TillId
from aurora_desk.domain.money import LARGEST_MINOR, Money
from aurora_desk.domain.price_lists import PriceList
from aurora_desk.domain.quantity import LARGEST, ONE, check_quantity
from aurora_desk.domain.rights import ApprovalId
from aurora_desk.domain.tax_free import without_tax
from aurora_desk.domain.totals import Discount, PricedLine, TaxRate, Totals, check_discount, totals
from aurora_desk.domain.words import say

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
    note: str = ""
    """For whoever prepares the order; it becomes the order's."""
    tax_free: bool = False
    tax_free_approval: ApprovalId | None = None
    price_list: PriceList | None = None
    price_list_approval: ApprovalId | None = None
    opened_by: PersonId | None = None
    """Who has it open at `till_id`, since `opened_at`."""
    opened_at: datetime | None = None
    paying_at: datetime | None = field(default=None, compare=False)
    """When its till began to take the payment; None while it does not."""
    till_name: str = ""
    """Where a list of carts says who has one open, the till and the person by name."""
    opened_by_name: str = ""
    age_checked: int = 0
    """The age that the customer was seen to have; it lapses with the last line: the next buyer is another."""
    _totals: Totals | None = field(default=None, init=False, repr=False, compare=False)
    """Kept once they are known: a screen asks for them several times at each tap, and a cart never changes."""

    def totals(self) -> Totals:
        """The cart's figures."""
        if self._totals is None:
            known = totals(
                [line.priced() for line in self.sold_lines()],
                prices_include_tax=self.prices_include_tax,
                discount=self.discount,
            )
            object.__setattr__(self, "_totals", known)
            return known
        return self._totals

    def sold_lines(self) -> tuple[CartLine, ...]:
        """The lines as they are sold: without tax, and at the net price, where the cart is tax-free."""
        if not self.tax_free:
            return self.lines
        return tuple(_tax_free(line, prices_include_tax=self.prices_include_tax) for line in self.lines)

    def price_of(self, product: Product) -> int:
        """What a product costs in this cart, in minor units: by its price list, else as usual."""
        if self.price_list is None:
            return product.price_minor
        return self.price_list.prices.get(product.product_id, product.price_minor)

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
    if cart.lines and not lines:
        changed = replace(changed, **_NO_FAVOURS)
    if changed.totals().subtotal_minor > LARGEST_MINOR:
        raise InvalidError("quantity", "The cart is too large for one order.")
    return changed


_NO_FAVOURS: Mapping[str, Any] = MappingProxyType(
    {
        "discount": None,
        "tax_free": False,
        "tax_free_approval": None,
        "price_list": None,
        "price_list_approval": None,
    }
)
"""What goes with the last line: it was given to one buyer, and the next one is another."""


def _with_line(cart: Cart, line: CartLine) -> Cart:
    return _changed(cart, tuple(line if old.line_id == line.line_id else old for old in cart.lines))


def _next_line_id(cart: Cart) -> int:
    return max((line.line_id for line in cart.lines), default=0) + 1


def add_product(cart: Cart, product: Product, quantity_milli: int, *, price_minor: int | None = None) -> Cart:
    """Add a product; the same one again, at the same price and without note or discount, adds to its quantity."""
    must_be_one_thing(product, field="productID")
    check_quantity(quantity_milli, by_weight=product.by_weight)
    price = cart.price_of(product) if price_minor is None else price_minor
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
    return _with_line(cart, replace(cart.line(line_id), note=_checked_note(note)))


def set_cart_note(cart: Cart, note: str) -> Cart:
    """Write a note on the whole cart, which its order keeps («Collected at five»)."""
    return _changed(replace(cart, note=_checked_note(note)), cart.lines)


def set_tax_free(cart: Cart, tax_free: bool) -> Cart:
    """Sell the cart without tax, or with it again."""
    return _changed(replace(cart, tax_free=tax_free, tax_free_approval=None), cart.lines)


def set_price_list(cart: Cart, price_list: PriceList | None, usual: Mapping[ProductId, int]) -> Cart:
    """Sell by a list, or at the usual prices again; `usual` are those of the cart's products, in minor units.

    Every product's line gets the price of the list, also where somebody set a lower one by hand: that stays on top as
    the discount that it is, reckoned and allowed from the price underneath, so no price of a list outlives the list.
    On no list is a custom item: its price stays.
    """

    def repriced(line: CartLine) -> CartLine:
        if line.product_id is None:
            return line
        price = usual.get(line.product_id, line.price_minor)
        if price_list is not None:
            price = price_list.prices.get(line.product_id, price)
        return replace(line, price_minor=price)

    changed = replace(cart, price_list=price_list, price_list_approval=None)
    return _changed(changed, tuple(repriced(line) for line in cart.lines))


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


def clear_cart(cart: Cart) -> Cart:
    """Take everything out, with the discount, the note, the price list and the customer: the next one starts anew."""
    return restore(cart, replace(cart, lines=(), customer=None, customer_name="", note="", **_NO_FAVOURS))


def restore(cart: Cart, as_it_was: Cart) -> Cart:
    """Undo: all that a person can change as it was."""
    changed = replace(
        cart,
        discount=as_it_was.discount,
        customer=as_it_was.customer,
        customer_name=as_it_was.customer_name,
        note=as_it_was.note,
        tax_free=as_it_was.tax_free,
        tax_free_approval=as_it_was.tax_free_approval,
        price_list=as_it_was.price_list,
        price_list_approval=as_it_was.price_list_approval,
        age_checked=max(cart.age_checked, as_it_was.age_checked),
    )
    return _changed(changed, as_it_was.lines)


def check_age(cart: Cart, age: int) -> Cart:
    """The customer was seen to be at least this old; said together with the first line that asks for it."""
    return replace(cart, age_checked=max(cart.age_checked, age))


def restore_lines(cart: Cart, lines: tuple[CartLine, ...], discount: Discount | None) -> Cart:
    """Undo: the lines and the discount as they were before a change."""
    return _changed(replace(cart, discount=discount), lines)


def _checked_note(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise InvalidError("note", say("A note has at most {most} characters.", most=LONGEST_NOTE))
    refuse_card_number("note", note)
    return note.strip()


def _tax_free(line: CartLine, *, prices_include_tax: bool) -> CartLine:
    sold = without_tax(line.priced(), prices_include_tax=prices_include_tax)
    return replace(line, price_minor=sold.price_minor, tax=sold.tax, discount=sold.discount)
