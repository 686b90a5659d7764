"""A model of carts, orders and payments, tried against a real server and the real simulator in made-up courses.

`make test` tries a few short courses, the same ones each time. For a long run:

    AURORA_MODEL_COURSES=500 make test ARGS=tests/api/test_shop_model.py
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from api.bookkeeper import BookedOrder, Bookkeeper, Bought, Json, Ware, must
from api.shop import STRIPE_KEY, Shop, open_shop

TAX = Decimal("8.875")
WARES = {
    101: Ware(29_999, TAX, 100_000),
    102: Ware(39_999, TAX, 100_000),
    103: Ware(3_000, TAX, None),
    200: Ware(500, TAX, 100_000),
}
BY_WEIGHT = {103}
UNKNOWN = 999
LEAST_CHARGED, MOST_CHARGED = 50, 99_999_999
"""In minor units: what a card takes in US dollars."""

Item = tuple[int, Decimal, str]
"""Product, quantity, and which price is named."""


def some(*numbers: str) -> st.SearchStrategy[Decimal]:
    """One of these numbers."""
    return st.sampled_from([Decimal(number) for number in numbers])


RIGHT_PRICES = st.sampled_from(["right", "none"])
PIECES = st.tuples(st.sampled_from([101, 102, 200]), some("1", "2", "3", "12"), RIGHT_PRICES)
WEIGHED = st.tuples(st.just(103), some("0.355", "1.5", "2"), RIGHT_PRICES)
RIGHT_ITEMS = st.one_of(PIECES, PIECES, WEIGHED)
ANY_ITEMS = st.tuples(
    st.sampled_from([*WARES, UNKNOWN]),
    some("1", "2", "0.355", "0.001", "9999", "0", "10000", "-1"),
    st.sampled_from(["right", "none", "wrong"]),
)
SESSIONS = st.sampled_from(["one", "two"])
CUSTOMERS = st.sampled_from([None, 123, 123, 9_999])
KEYS = st.sampled_from([None, None, None, "first", "second"])


class ShopModel(RuleBasedStateMachine):
    """Does what clients do, right and wrong, and holds each answer against the books."""

    orders: Bundle[BookedOrder] = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self._shop: Shop = self._open.enter_context(open_shop(folder))
        self._stripe = self._open.enter_context(
            httpx.Client(base_url=self._shop.stripe, headers={"Authorization": f"Bearer {STRIPE_KEY}"}, timeout=30)
        )
        self._books = Bookkeeper(WARES, next_order=5001)

    # What clients do

    @initialize(target=orders, items=st.lists(RIGHT_ITEMS, min_size=1, max_size=3))
    def order_something(self, items: list[Item]) -> Any:
        return self._order(items, None, None)

    @rule(session=SESSIONS, item=RIGHT_ITEMS, key=KEYS)
    def add_to_cart(self, session: str, item: Item, key: str | None) -> None:
        self._add(session, item, key)

    @rule(session=SESSIONS, item=ANY_ITEMS)
    def add_anything(self, session: str, item: Item) -> None:
        self._add(session, item, None)

    @rule(session=SESSIONS, item=st.one_of(RIGHT_ITEMS, ANY_ITEMS))
    def update_cart(self, session: str, item: Item) -> None:
        product, quantity, _ = item
        cart = self._books.carts.get(session, [])
        refusals = refusals_of(product, quantity, "none") if quantity else set()
        if all(line.product_id != product for line in cart):
            refusals.add(404)

        body = {"sessionID": session, "productID": product, "quantity": quantity}
        answer = self._ask("updateCart", body, None, refusals)
        if answer is not None:
            self._set_line(cart, product, quantity)
            self._books.check_cart(session, answer)

    @rule(session=SESSIONS, product=st.sampled_from([101, 102, 103, 200]))
    def remove_from_cart(self, session: str, product: int) -> None:
        cart = self._books.carts.get(session, [])
        is_there = any(line.product_id == product for line in cart)

        body = {"sessionID": session, "productID": product}
        answer = self._ask("removeCart", body, None, set() if is_there else {404})
        if answer is not None:
            self._set_line(cart, product, Decimal(0))
            self._books.check_cart(session, answer)

    @rule(target=orders, items=st.lists(RIGHT_ITEMS, min_size=1, max_size=3), customer=CUSTOMERS, key=KEYS)
    def order_items(self, items: list[Item], customer: int | None, key: str | None) -> Any:
        return self._order(items, customer, key)

    @rule(target=orders, items=st.lists(ANY_ITEMS, min_size=1, max_size=2), customer=CUSTOMERS)
    def order_anything(self, items: list[Item], customer: int | None) -> Any:
        return self._order(items, customer, None)

    @rule(target=orders, session=SESSIONS, key=KEYS)
    def order_cart(self, session: str, key: str | None) -> Any:
        cart = self._books.carts.get(session)
        refusals: set[int] = set()
        if cart is None and session not in self._books.ordered:
            refusals.add(404)
        elif cart is not None and not cart:
            refusals.add(422)

        answer = self._ask("createOrder", {"sessionID": session}, key, refusals)
        return multiple() if answer is None else self._books.placed_from_cart(session, answer)

    @rule(order=orders, key=KEYS)
    def prepare_payment(self, order: BookedOrder, key: str | None) -> None:
        self._prepare(order, 0, key)

    @rule(order=orders, off_by=st.sampled_from([1, -1]))
    def prepare_wrong_payment(self, order: BookedOrder, off_by: int) -> None:
        self._prepare(order, off_by, None)

    @rule(order=orders)
    def pay_at_stripe(self, order: BookedOrder) -> None:
        self._confirm(order, "pm_card_visa", charged=True)

    @rule(order=orders)
    def be_declined_at_stripe(self, order: BookedOrder) -> None:
        self._confirm(order, "pm_card_visa_chargeDeclined", charged=False)

    @rule(order=orders, key=KEYS)
    def complete_payment(self, order: BookedOrder, key: str | None) -> None:
        self._complete(order, order, key)

    @rule(order=orders, other=orders)
    def complete_with_anothers_intent(self, order: BookedOrder, other: BookedOrder) -> None:
        self._complete(order, other, None)

    @rule(order=orders, key=KEYS)
    def pay(self, order: BookedOrder, key: str | None) -> None:
        self._prepare(order, 0, key)
        self._confirm(order, "pm_card_visa", charged=True)
        self._complete(order, order, key)

    @rule(order=orders, method=st.sampled_from(["stripe", "cash", "invoice"]), notes=st.sampled_from(["", "Ring"]))
    def submit(self, order: BookedOrder, method: str, notes: str) -> None:
        refusals = {409} if method == "stripe" and not order.booked else set()

        body = {"orderID": order.order_id, "paymentMethod": method, "notes": notes}
        answer = self._ask("submitOrder", body, None, refusals)
        if answer is None:
            return
        if order.status == "pending":
            order.notes = notes
        order.status = "processing"
        must((answer["status"], answer["notes"]) == ("processing", order.notes), "Submitted once.", answer, order)

    # What is always true

    @invariant()
    def every_order_is_as_booked(self) -> None:
        for order in self._books.orders.values():
            self._books.check_order(self._data("getOrder", {"orderID": order.order_id}))

    @invariant()
    def every_cart_is_as_booked(self) -> None:
        for session in ("one", "two"):
            if session in self._books.carts:
                self._books.check_cart(session, self._data("getCart", {"sessionID": session}))
            else:
                must(self._post("getCart", {"sessionID": session}).status_code == 404, "A done cart is gone.", session)

    @invariant()
    def stock_is_what_was_not_sold(self) -> None:
        answer = self._shop.client.get("/ecommerce/products")
        self._books.check_stock(read(answer)["data"]["items"])

    @invariant()
    def nothing_has_another_number(self) -> None:
        unknown = {"orderID": self._books.next_order}
        must(self._post("getOrder", unknown).status_code == 404, "No order is made unasked.", unknown)

    def teardown(self) -> None:
        """The books are closed: what Stripe has is told to the program, and then all must agree."""
        try:
            for order in self._books.orders.values():
                if order.charged and not order.booked:
                    self._complete(order, order, None)
            self.every_order_is_as_booked()
            self._books.check_stripe(self._intents())
            must(self._shop.services.first_bad_row() is None, "The journal verifies.")
        finally:
            self._open.close()

    # How it is asked

    def _add(self, session: str, item: Item, key: str | None) -> None:
        product, quantity, _ = item
        refusals = refusals_of(*item)
        cart = self._books.carts.get(session, [])
        same = next((line for line in cart if line.product_id == product), None)
        if same is not None and same.quantity + quantity > 9_999:
            refusals.add(422)

        answer = self._ask("addCart", {"sessionID": session, **item_of(*item)}, key, refusals)
        if answer is not None:
            self._books.carts[session] = cart
            self._set_line(cart, product, quantity + (same.quantity if same else 0))
            self._books.check_cart(session, answer)

    def _order(self, items: list[Item], customer: int | None, key: str | None) -> Any:
        refusals = set[int]().union(*(refusals_of(*item) for item in items))
        if customer == 9_999:
            refusals.add(404)

        body = {"items": [item_of(*item) for item in items], "customerID": customer}
        answer = self._ask("createOrder", body, key, refusals)
        if answer is None:
            return multiple()
        return self._books.placed(answer, [bought(product, quantity) for product, quantity, _ in items])

    def _prepare(self, order: BookedOrder, off_by: int, key: str | None) -> None:
        due = order.total_minor
        refusals: set[int] = set()
        if order.booked or off_by or not LEAST_CHARGED <= due <= MOST_CHARGED:
            refusals.add(422 if due + off_by < 1 else 409)
        elif order.charged:
            refusals.add(409)
            order.booked = True  # asked about its intent, Stripe says that it is paid

        body = {"amount": due + off_by, "currency": "usd", "orderID": order.order_id}
        answer = self._ask("createPaymentIntent", body, key, refusals)
        if answer is not None:
            intent_id = answer["paymentIntentID"]
            must(order.intent_id in (None, intent_id), "An order has one live intent.", order, answer)
            must(answer["clientSecret"].startswith(f"{intent_id}_secret_"), "A secret is its intent's.", answer)
            order.intent_id = intent_id

    def _confirm(self, order: BookedOrder, card: str, *, charged: bool) -> None:
        """The customer pays, where there is something that waits for it."""
        if order.intent_id is not None and not order.charged:
            path = f"/v1/payment_intents/{order.intent_id}/confirm"
            answer = self._stripe.post(path, data={"payment_method": card}).json()
            order.charged = answer.get("status") == "succeeded"
            must(order.charged is charged, "The simulator declines what it should.", answer)

    def _complete(self, order: BookedOrder, other: BookedOrder, key: str | None) -> None:
        refusals: set[int] = set()
        if other.intent_id is None or other is not order:
            refusals.add(409)
        elif not order.charged:
            refusals.add(402)

        body = {"paymentIntentID": other.intent_id or "pi_nothing", "orderID": order.order_id}
        answer = self._ask("paymentComplete", body, key, refusals)
        if answer is not None:
            order.booked = True
            must(answer["paymentStatus"] == "paid", "What Stripe has is paid.", answer)
            must(answer["amountPaid"] * 100 == order.total_minor, "Paid is what was due.", answer, order)

    def _ask(self, path: str, body: dict[str, Any], key: str | None, refusals: set[int]) -> Json | None:
        """The data of a success that had an effect; None where the call was refused, as it had to be, or repeated."""
        earlier = self._books.answered.get((path, key)) if key is not None else None
        answer = self._post(path, body, key)
        if earlier is not None and earlier[0] != body:
            must(answer.status_code == 409, "A key serves one body.", path, body, answer.text)
            return None
        if earlier is None and refusals:
            must(answer.status_code in refusals, "What is wrong is refused.", path, body, answer.text, refusals)
            return None
        must(answer.status_code == (201 if path == "createOrder" else 200), "It is right.", path, body, answer.text)
        data: Json = read(answer)["data"]
        if key is not None:
            self._books.repeated(path, key, body, data)
        return data if earlier is None else None

    def _data(self, path: str, body: dict[str, Any]) -> Json:
        answer = self._post(path, body)
        must(answer.status_code == 200, "What is there is answered.", path, body, answer.text)
        data: Json = read(answer)["data"]
        return data

    def _post(self, path: str, body: dict[str, Any], key: str | None = None) -> httpx.Response:
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key is not None else {})
        return self._shop.client.post(f"/ecommerce/{path}", content=written(body), headers=headers)

    def _intents(self) -> Sequence[Json]:
        """Stripe's own list."""
        page: dict[str, Any] = self._stripe.get("/v1/payment_intents", params={"limit": 100}).json()
        assert not page["has_more"]
        found: list[Json] = page["data"]
        return found

    def _set_line(self, cart: list[Bought], product: int, quantity: Decimal) -> None:
        """A product's line as it is now; where it stands stays."""
        at = next((place for place, line in enumerate(cart) if line.product_id == product), len(cart))
        cart[at : at + 1] = [bought(product, quantity)] if quantity else []


def bought(product: int, quantity: Decimal) -> Bought:
    """A line at the catalogue's price."""
    return Bought(product, quantity, WARES[product].price_minor)


def item_of(product: int, quantity: Decimal, price: str) -> dict[str, Any]:
    """An item as a client asks for it."""
    item: dict[str, Any] = {"productID": product, "quantity": quantity}
    right = Decimal(WARES[product].price_minor if product in WARES else 100) / 100
    return item | {"none": {}, "right": {"price": right}, "wrong": {"price": right - Decimal("0.01")}}[price]


def refusals_of(product: int, quantity: Decimal, price: str) -> set[int]:
    """What an item may be refused with; empty where it is right."""
    if product not in WARES:
        return {404, 422}
    refusals: set[int] = set()
    least = Decimal("0.001") if product in BY_WEIGHT else Decimal(1)
    if not least <= quantity <= 9_999 or (quantity % 1 and product not in BY_WEIGHT):
        refusals.add(422)
    if price == "wrong":
        refusals.add(409)
    return refusals


def written(body: dict[str, Any]) -> bytes:
    """JSON with decimals as they are."""

    def text(value: object) -> str:
        if isinstance(value, Decimal):
            return f"{value:f}"
        if isinstance(value, dict):
            return "{" + ",".join(f"{json.dumps(name)}:{text(item)}" for name, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(text, value)) + "]"
        return json.dumps(value)

    return text(body).encode()


def read(answer: httpx.Response) -> dict[str, Any]:
    """An answer, its numbers as written."""
    body: dict[str, Any] = json.loads(answer.content, parse_float=Decimal)
    return body


@pytest.mark.long
def test_the_shop_keeps_its_books_right() -> None:
    courses = int(os.environ.get("AURORA_MODEL_COURSES", "0"))
    run_state_machine_as_test(
        ShopModel,
        settings=settings(
            max_examples=courses or 8,
            stateful_step_count=30,
            derandomize=not courses,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
