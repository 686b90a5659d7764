"""A bookkeeper who keeps a shop's books beside the program, from what was said over HTTP and from the rules alone.

Nothing of the program is imported: arithmetic is done here with fractions, so that a fault of the program's own is not
repeated. Every mismatch is a `BooksError` that says which rule is broken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Json = Mapping[str, Any]
STATUS_STEPS = {
    "pending": {"processing", "ready", "completed", "void"},
    "processing": {"ready", "completed", "void"},
    "ready": {"completed", "void"},
    "completed": set[str](),
    "void": set[str](),
}
PAYMENT_STEPS = {
    "unpaid": {"checking", "part_paid", "paid"},
    "checking": {"unpaid", "part_paid", "paid"},
    "part_paid": {"checking", "paid", "part_refunded", "refunded"},
    "paid": {"part_refunded", "refunded"},
    # A bank may send a refund back days later.
    "part_refunded": {"refunded", "paid", "part_paid"},
    "refunded": {"part_refunded", "paid", "part_paid"},
}


class BooksError(AssertionError):
    """The books and the program differ."""


def must(condition: object, rule: str, *facts: object) -> None:
    """Raise `BooksError` unless a rule holds."""
    if not condition:
        raise BooksError(f"{rule} {' · '.join(map(str, facts))}")


def rounded(amount: Fraction) -> int:
    """Half up, away from zero never: amounts here are not negative."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def exact(number: object) -> Fraction:
    """A number of an answer as it was written; JSON is to be read with `parse_float=Decimal`."""
    must(isinstance(number, int | Decimal) and not isinstance(number, bool), "Numbers are decimal numbers.", number)
    return Fraction(str(number))


@dataclass(frozen=True)
class Ware:
    """A product: its price in minor units, its tax in percent (in the price), and its stock where that is counted."""

    price_minor: int
    tax_percent: Decimal
    stock: int | None


@dataclass(frozen=True)
class Bought:
    """A line as it was asked for."""

    product_id: int
    quantity: Decimal
    price_minor: int

    @property
    def total_minor(self) -> int:
        """round(quantity × price)."""
        return rounded(Fraction(self.quantity) * self.price_minor)


@dataclass
class BookedOrder:
    """An order as the books have it."""

    order_id: int
    lines: tuple[Bought, ...]
    status: str = "pending"
    payment_status: str = "unpaid"
    notes: str = ""
    intent_id: str | None = None
    """The one that pays it; once there is one it stays the same here, for nobody cancels any."""
    charged: bool = False
    """Stripe has the money."""
    booked: bool = False
    """The program has been told to look."""

    @property
    def total_minor(self) -> int:
        """Σ line totals, and nothing else."""
        return sum(line.total_minor for line in self.lines)


@dataclass
class Bookkeeper:
    """The books of one shop whose prices hold their tax, in a currency of two decimals."""

    wares: Mapping[int, Ware]
    next_order: int
    orders: dict[int, BookedOrder] = field(default_factory=dict)
    carts: dict[str, list[Bought]] = field(default_factory=dict)
    """Those that are open, by session."""
    ordered: dict[str, int] = field(default_factory=dict)
    """The order that a session's last cart became."""
    answered: dict[tuple[str, str], tuple[Json, Json]] = field(default_factory=dict)
    """What was asked with a path and a key, and the answer to it."""

    def placed(self, answer: Json, lines: Sequence[Bought]) -> BookedOrder:
        """A new order was answered."""
        order = BookedOrder(answer["orderID"], tuple(lines))
        must(order.order_id == self.next_order, "Numbers have no gap and no repeat.", answer, self.next_order)
        must(re.fullmatch(rf"ORD-20\d\d-{order.order_id}", answer["orderNumber"]), "The number is ORD-year-id.", answer)
        must(exact(answer["total"]) * 100 == order.total_minor, "An order's total is the sum of its lines.", answer)
        must(answer["status"] == "pending", "An order begins pending.", answer)
        self.next_order += 1
        self.orders[order.order_id] = order
        return order

    def placed_from_cart(self, session: str, answer: Json) -> BookedOrder:
        """The cart of a session was answered to have become an order."""
        if session in self.carts:
            order = self.placed(answer, self.carts.pop(session))
            self.ordered[session] = order.order_id
            return order
        order_id = self.ordered[session]
        must(answer["orderID"] == order_id, "A cart becomes at most one order.", answer, order_id)
        return self.orders[order_id]

    def repeated(self, path: str, key: str, body: Json, answer: Json) -> None:
        """A call with a key was answered with a success: it must be the first one's answer."""
        first_body, first = self.answered.setdefault((path, key), (body, answer))
        must(first_body == body, "A key serves one body.", body, first_body)
        must(first == answer, "A key gives at most one result.", answer, first)

    def check_cart(self, session: str, cart: Json) -> None:
        """What a cart endpoint answered."""
        lines = self.carts[session]
        must(cart["sessionID"] == session, "A cart is its session's.", cart)
        said = [(item["productID"], exact(item["quantity"]), exact(item["price"]) * 100) for item in cart["items"]]
        booked = [(line.product_id, Fraction(line.quantity), Fraction(line.price_minor)) for line in lines]
        must(said == booked, "A cart holds what was put into it.", said, booked)
        totals = [exact(item["lineTotal"]) * 100 for item in cart["items"]]
        must(totals == [line.total_minor for line in lines], "A line total is quantity × price.", totals)
        must(exact(cart["total"]) * 100 == sum(totals), "A cart's total is the sum of its lines.", cart)

    def check_order(self, data: Json) -> None:
        """What getOrder answered; its statuses are kept, to be compared with those of the next time."""
        order = self.orders[data["orderID"]]
        self._check_lines(order, data["items"])
        total = sum(exact(item["lineTotal"]) * 100 for item in data["items"])
        must(exact(data["total"]) * 100 == total == order.total_minor, "An order's total is Σ line totals.", data)
        taxes = sum(exact(item["tax"]) for item in data["items"])
        must(exact(data["tax"]) == taxes, "An order's tax is the sum of its lines'.", data)
        self._check_money(order, data)
        self._check_steps(order, data)
        must(data["notes"] == order.notes, "Notes are kept as sent.", data["notes"], order.notes)

    def check_stock(self, products: Sequence[Json]) -> None:
        """What the catalogue says of stock: what there was at the start less what was sold."""
        for product in products:
            ware = self.wares.get(product["productID"])
            if ware is None:
                continue
            if ware.stock is None:
                must(product["stock"] is None, "Stock that is not counted is null.", product)
                continue
            sold = sum(
                (
                    Fraction(line.quantity)
                    for order in self.orders.values()
                    for line in order.lines
                    if line.product_id == product["productID"]
                ),
                Fraction(),
            )
            must(exact(product["stock"]) == ware.stock - sold, "stock = start − sold.", product, ware.stock, sold)

    def check_stripe(self, intents: Sequence[Json]) -> None:
        """What Stripe says it has charged is what the orders are paid."""
        charged: dict[int, list[Json]] = {}
        for intent in intents:
            if intent["status"] == "succeeded":
                charged.setdefault(int(intent["metadata"]["order_id"]), []).append(intent)
        for order in self.orders.values():
            mine = charged.pop(order.order_id, [])
            must(len(mine) <= 1, "An order is charged once.", mine)
            received = sum(intent["amount_received"] for intent in mine)
            must(received == (order.total_minor if order.charged else 0), "Stripe has what was due.", order, mine)
            must(not order.charged or mine[0]["id"] == order.intent_id, "An intent pays its own order.", order, mine)
            must(order.booked == (order.payment_status == "paid"), "What Stripe has is booked.", order)
        must(not charged, "Nobody is charged for nothing.", charged)

    def _check_lines(self, order: BookedOrder, items: Sequence[Json]) -> None:
        must(len(items) == len(order.lines), "An order keeps its lines.", items, order.lines)
        for item, line in zip(items, order.lines, strict=True):
            said = (item["productID"], exact(item["quantity"]), exact(item["price"]) * 100)
            placed = (line.product_id, Fraction(line.quantity), Fraction(line.price_minor))
            must(said == placed, "A line is as placed.", item)
            must(exact(item["lineTotal"]) * 100 == line.total_minor, "A line total is quantity × price.", item)
            rate = Fraction(self.wares[line.product_id].tax_percent) / 100
            must(exact(item["taxRate"]) == rate * 100, "A line keeps its tax rate.", item)
            tax = rounded(line.total_minor * rate / (1 + rate))
            must(exact(item["tax"]) * 100 == tax, "Tax is rounded half up once a line.", item, tax)

    def _check_money(self, order: BookedOrder, data: Json) -> None:
        captured = [payment for payment in data["payments"] if payment["status"] == "succeeded"]
        names = [payment["paymentIntentID"] for payment in captured]
        must(len(names) == len(set(names)), "One intent counts once.", names)
        must(set(names) <= {order.intent_id}, "An order is paid by its own intent alone.", names, order.intent_id)
        live = [payment for payment in data["payments"] if payment["status"] in ("pending", "unknown")]
        must(len(live) <= 1, "An order has one live payment.", live)
        refunds = sum(exact(refund["amount"]) for refund in data["refunds"] if refund["status"] != "failed")
        paid = sum(exact(payment["amount"]) for payment in captured) - refunds
        must(exact(data["amountRefunded"]) == refunds, "Refunded is the sum of the refunds.", data)
        must(exact(data["amountPaid"]) - refunds == paid, "Paid is captured less refunded.", data)
        must(exact(data["amountPaid"]) + exact(data["amountDue"]) == exact(data["total"]), "Paid + due = total.", data)
        must(paid * 100 == (order.total_minor if order.booked else 0), "Paid is what Stripe said, and no more.", data)
        must((data["paymentStatus"] == "paid") == order.booked, "Paid is said of what is paid.", data)

    def _check_steps(self, order: BookedOrder, data: Json) -> None:
        for name, was, steps in (
            ("status", order.status, STATUS_STEPS),
            ("paymentStatus", order.payment_status, PAYMENT_STEPS),
        ):
            must(data[name] == was or data[name] in steps[was], "A status goes along its steps.", was, data[name])
        must(data["handover"] == "none", "Nobody has handed anything over.", data)
        order.status, order.payment_status = data["status"], data["paymentStatus"]
