"""The bookkeeper of the model tests sees each fault that it is there to see."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from api.bookkeeper import Bookkeeper, BooksError, Bought, Ware, exact, rounded

LINES = (Bought(101, Decimal(2), 29_999), Bought(103, Decimal("0.355"), 3_000))
PLACED = {"orderID": 5001, "orderNumber": "ORD-2026-5001", "total": Decimal("610.63"), "status": "pending"}
PAYMENT = {"paymentIntentID": "pi_1", "status": "succeeded", "amount": Decimal("610.63")}
ORDER: dict[str, Any] = {
    "orderID": 5001,
    "status": "pending",
    "paymentStatus": "paid",
    "handover": "none",
    "items": [
        {
            "productID": 101,
            "quantity": 2,
            "price": Decimal("299.99"),
            "lineTotal": Decimal("599.98"),
            "taxRate": Decimal("8.875"),
            "tax": Decimal("48.91"),
        },
        {
            "productID": 103,
            "quantity": Decimal("0.355"),
            "price": Decimal("30.00"),
            "lineTotal": Decimal("10.65"),
            "taxRate": Decimal("8.875"),
            "tax": Decimal("0.87"),
        },
    ],
    "notes": "",
    "tax": Decimal("49.78"),
    "total": Decimal("610.63"),
    "amountPaid": Decimal("610.63"),
    "amountRefunded": 0,
    "amountDue": 0,
    "payments": [PAYMENT],
    "refunds": [],
}
INTENT = {"id": "pi_1", "status": "succeeded", "amount_received": 61_063, "metadata": {"order_id": "5001"}}
CART = {
    "sessionID": "s",
    "items": [{"productID": 101, "quantity": 2, "price": Decimal("299.99"), "lineTotal": Decimal("599.98")}],
    "total": Decimal("599.98"),
}


def books() -> Bookkeeper:
    """Books with one order that is paid, and one cart."""
    kept = Bookkeeper(
        {101: Ware(29_999, Decimal("8.875"), 100), 103: Ware(3_000, Decimal("8.875"), None)}, next_order=5001
    )
    order = kept.placed(PLACED, LINES)
    order.intent_id, order.charged, order.booked = "pi_1", True, True
    kept.carts["s"] = [LINES[0]]
    return kept


def test_right_answers_are_right() -> None:
    kept = books()

    kept.check_order(ORDER)
    kept.check_order(ORDER)
    kept.check_cart("s", CART)
    kept.check_stock([{"productID": 101, "stock": 98}, {"productID": 103, "stock": None}, {"productID": 7}])
    kept.check_stripe([INTENT, {"id": "pi_2", "status": "requires_payment_method", "metadata": {}}])
    kept.repeated("/createOrder", "k", {}, PLACED)
    kept.repeated("/createOrder", "k", {}, PLACED)


def changed(value: Any, *path: str | int, to: object) -> Any:
    """A copy with one thing changed in it."""
    copy = deepcopy(value)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("total",), Decimal("610.64")),
        (("tax",), Decimal("49.79")),
        (("amountPaid",), 0),
        (("amountDue",), Decimal("0.01")),
        (("amountRefunded",), 1),
        (("paymentStatus",), "unpaid"),
        (("paymentStatus",), "unheard_of"),
        (("status",), "open"),
        (("handover",), "collected"),
        (("notes",), "x"),
        (("items",), ORDER["items"][:1]),
        (("items", 0, "price"), Decimal("299.98")),
        (("items", 0, "quantity"), 3),
        (("items", 0, "quantity"), True),
        (("items", 0, "quantity"), 2.0),
        (("items", 1, "lineTotal"), Decimal("10.66")),
        (("items", 1, "tax"), Decimal("0.86")),
        (("items", 1, "taxRate"), Decimal("8.87")),
        (("payments",), []),
        (("payments",), [PAYMENT, PAYMENT]),
        (("payments", 0, "paymentIntentID"), "pi_2"),
        (("payments", 0, "amount"), Decimal("610.62")),
        (("payments",), [PAYMENT, {**PAYMENT, "status": "pending"}, {**PAYMENT, "status": "unknown"}]),
        (("refunds",), [{"amount": 1, "status": "succeeded"}]),
    ],
)
def test_a_wrong_order_is_seen(path: tuple[str | int, ...], wrong: object) -> None:
    with pytest.raises(BooksError):
        books().check_order(changed(ORDER, *path, to=wrong))


def test_a_status_that_goes_back_is_seen() -> None:
    kept = books()
    kept.check_order(changed(ORDER, "status", to="processing"))

    with pytest.raises(BooksError, match="steps"):
        kept.check_order(ORDER)


def test_an_order_that_is_paid_without_stripe_is_seen() -> None:
    kept = books()
    kept.orders[5001].booked = False

    with pytest.raises(BooksError, match="Stripe"):
        kept.check_order(ORDER)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kept: kept.placed(PLACED, LINES),
        lambda kept: kept.placed({**PLACED, "orderID": 5003, "orderNumber": "ORD-2026-5003"}, LINES),
        lambda kept: kept.placed({**PLACED, "orderID": 5002}, LINES),
        lambda kept: kept.placed({**PLACED, "orderID": 5002, "orderNumber": "ORD-2026-5002"}, LINES[:1]),
        lambda kept: (kept.repeated("/p", "k", {}, PLACED), kept.repeated("/p", "k", {}, ORDER)),
        lambda kept: (kept.repeated("/p", "k", {}, PLACED), kept.repeated("/p", "k", {"a": 1}, PLACED)),
        lambda kept: (kept.ordered.update(t=5001), kept.placed_from_cart("t", {"orderID": 5002})),
        lambda kept: kept.check_cart("s", {**CART, "items": []}),
        lambda kept: kept.check_cart("s", {**CART, "total": 1}),
        lambda kept: kept.check_cart("s", {**CART, "sessionID": "t"}),
        lambda kept: kept.check_stock([{"productID": 101, "stock": 97}]),
        lambda kept: kept.check_stock([{"productID": 103, "stock": 0}]),
        lambda kept: kept.check_stripe([]),
        lambda kept: kept.check_stripe([INTENT, INTENT]),
        lambda kept: kept.check_stripe([{**INTENT, "amount_received": 1}]),
        lambda kept: kept.check_stripe([{**INTENT, "id": "pi_3"}]),
        lambda kept: kept.check_stripe([INTENT, {**INTENT, "metadata": {"order_id": "7"}}]),
    ],
)
def test_a_wrong_course_is_seen(wrong: Callable[[Bookkeeper], object]) -> None:
    kept = books()
    kept.check_order(ORDER)

    with pytest.raises(BooksError):
        wrong(kept)


def test_arithmetic_is_exact_and_rounds_half_up() -> None:
    assert [rounded(Fraction(n, 2)) for n in range(5)] == [0, 1, 1, 2, 2]
    assert exact(Decimal("0.1")) + exact(Decimal("0.2")) == exact(Decimal("0.3"))
