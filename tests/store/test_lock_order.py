"""Sales, voids, merges and erasures of one customer beside each other on PostgreSQL: one waits, none is undone.

Each pair is begun so that the first one holds what it locks first before the second one begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, add_product, set_cart_discount, set_cart_note, set_customer, set_note
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.ids import CartId, CustomerId, OrderId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.merging import MergePlan
from aurora_desk.services.orders import PlaceOrder
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.beside import nothing, once_locked, side_by_side, write_undisturbed
from store.making import ESPRESSO, MARA, Shop, services_on

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))
WEB_SHOP = Actor.client(CAFE, "web")
ADDRESS = {"line1": "Seestrasse 4"}
WORDS = "Lena rings at the side door"

Doing = Callable[[Store, Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A unit, and the table of which it holds a row when the other one begins."""

    unit: Callable[[Services, Work], object]
    holds: str

    def __call__(self, store: Store, meanwhile: Callable[[], None]) -> None:
        """Write it, undisturbed."""
        services = services_on(store)
        if meanwhile is nothing:
            write_undisturbed(store, partial(self.unit, services))
            return
        with once_locked(store, self.holds, meanwhile):
            write_undisturbed(store, partial(self.unit, services))


def lenas_cart(services: Services, work: Work) -> CartId:
    """A cart of Lena's that is open at the till, with words about her in it."""
    cart = services.sales.open_cart(work, MARA)
    espresso = work.catalogue.get(CAFE, ESPRESSO)

    def fill(cart: Cart) -> Cart:
        filled = add_product(set_customer(cart, LENA), product=espresso, quantity_milli=1000)
        return set_cart_note(set_note(filled, filled.lines[0].line_id, WORDS), WORDS)

    return services.sales.change(work, MARA, cart.cart_id, fill).cart_id


def sale_of(cart_id: CartId) -> Step:
    """Take cash for a cart at the till."""
    return Step(lambda s, work: s.payments.take_cash(work, MARA, CartTarget(cart_id), 100_00), holds="cart")


ERASURE = Step(lambda services, work: services.customer_data._erase(work, MARA, LENA), holds="customer")


def in_store(shop: Shop, query: str) -> list[tuple[Any, ...]]:
    """What stands in the store."""
    with shop.raw() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def words_kept(shop: Shop) -> int:
    """How often something about Lena stands in carts and orders."""
    queries = (
        "SELECT 1 FROM shop_order WHERE notes <> ''",
        "SELECT 1 FROM order_line WHERE note <> ''",
        "SELECT 1 FROM order_note",
        "SELECT 1 FROM cart WHERE note <> '' OR held_as <> ''",
        "SELECT 1 FROM cart_line WHERE note <> ''",
    )
    return sum(len(in_store(shop, query)) for query in queries)


@pytest.mark.parametrize("erasure_first", [False, True])
def test_a_sale_beside_an_erasure_is_made_and_keeps_nothing_of_the_person(
    postgres_shop: Shop, *, erasure_first: bool
) -> None:
    store = postgres_shop.open()
    cart_id = store.write(partial(lenas_cart, services_on(store)))
    sale = sale_of(cart_id)

    ends = side_by_side(postgres_shop, *((ERASURE, sale) if erasure_first else (sale, ERASURE)))

    assert ends == [None, None]
    assert in_store(postgres_shop, "SELECT payment_status, shipping_address, billing_address FROM shop_order") == [
        ("paid", None, None)
    ]
    assert words_kept(postgres_shop) == 0
    assert in_store(postgres_shop, "SELECT firstname, email FROM customer WHERE customer_id = 123") == [("", "")]


@pytest.mark.parametrize("merge_first", [False, True])
def test_a_sale_beside_a_merge_is_that_of_the_one_who_is_kept(postgres_shop: Shop, *, merge_first: bool) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    kept = store.write(lambda work: services.customers.create(work, MARA, email="lena@work.example")).ref
    sale = sale_of(store.write(partial(lenas_cart, services)))
    merge = Step(lambda s, work: s.merging.merge(work, MARA, MergePlan(kept=kept, gone=LENA)), holds="customer")

    ends = side_by_side(postgres_shop, *((merge, sale) if merge_first else (sale, merge)))

    assert ends == [None, None]
    ((paid, number),) = in_store(postgres_shop, "SELECT payment_status, customer_id FROM shop_order")
    assert paid == "paid"
    assert number == (kept if merge_first else LENA).customer_id
    assert in_store(postgres_shop, "SELECT merged_into FROM customer WHERE customer_id = 123") == [(kept.customer_id,)]


@pytest.mark.parametrize("erasure_first", [False, True])
def test_an_order_of_a_session_beside_an_erasure_is_placed_for_nobody_or_waited_for(
    postgres_shop: Shop, *, erasure_first: bool
) -> None:
    store = postgres_shop.open()

    def fill(services: Services, work: Work) -> None:
        cart = services.sales.session_add(work, WEB_SHOP, "s1", ESPRESSO, Decimal(1), None)
        work.carts.save(cart, set_customer(cart, LENA))

    store.write(partial(fill, services_on(store)))
    request = PlaceOrder(None, "s1", None, None, None)
    place = Step(lambda services, work: services.orders.place(work, WEB_SHOP, request), holds="cart")

    ends = side_by_side(postgres_shop, *((ERASURE, place) if erasure_first else (place, ERASURE)))

    orders = in_store(postgres_shop, "SELECT customer_id FROM shop_order")
    if erasure_first:
        assert (ends, orders) == ([None, None], [(None,)])
    else:
        assert ends[0] is None
        assert getattr(ends[1], "code", ends[1]) == "still_unpaid"
        assert orders == [(123,)]


@pytest.mark.parametrize("erasure_first", [False, True])
def test_a_void_beside_an_erasure_counts_the_visits_anew(postgres_shop: Shop, *, erasure_first: bool) -> None:
    store = postgres_shop.open()
    given_away = store.write(partial(five_free_orders, services_on(store)))[-1]
    void = Step(lambda s, work: s.orders.void(work, MARA, given_away, WORDS), holds="shop_order")

    ends = side_by_side(postgres_shop, *((ERASURE, void) if erasure_first else (void, ERASURE)))

    assert ends == [None, None]
    assert in_store(postgres_shop, "SELECT order_id FROM shop_order WHERE status = 'void'") == [(given_away,)]
    assert in_store(postgres_shop, "SELECT fifth_order_at FROM customer WHERE customer_id = 123") == [(None,)]


def five_free_orders(services: Services, work: Work) -> list[OrderId]:
    """Orders of Lena's, as many as make a regular; nothing is to be paid, and nobody has collected them."""
    made = []
    for number in range(5):
        session = f"s{number}"
        cart = services.sales.session_add(work, WEB_SHOP, session, ESPRESSO, Decimal(1), None)
        work.carts.save(cart, set_cart_discount(cart, Discount(DiscountKind.PERCENT, 100_00, "a gift")))
        made.append(services.orders.place(work, WEB_SHOP, PlaceOrder(None, session, LENA, None, None)).order_id)
    return made


def test_a_note_that_is_being_written_on_an_order_goes_with_the_erasure(postgres_shop: Shop) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    cart_id = store.write(partial(lenas_cart, services))
    order = store.write(partial(sale_of(cart_id).unit, services))
    order_id = order.order_id  # type: ignore[attr-defined]  # what a sale answers

    def note(own: Store, meanwhile: Callable[[], None]) -> None:
        def unit(work: Work) -> None:
            services.orders.note(work, MARA, order_id, WORDS)
            meanwhile()

        write_undisturbed(own, unit)

    assert side_by_side(postgres_shop, note, ERASURE) == [None, None]

    assert words_kept(postgres_shop) == 0


@pytest.mark.parametrize("erasure_first", [False, True])
def test_a_change_of_a_cart_beside_an_erasure_keeps_nothing_of_the_person(
    postgres_shop: Shop, *, erasure_first: bool
) -> None:
    store = postgres_shop.open()
    cart_id = store.write(partial(lenas_cart, services_on(store)))

    def say_less(cart: Cart) -> Cart:
        return set_note(cart, cart.lines[0].line_id, "")

    def say_more(cart: Cart) -> Cart:
        return set_note(cart, cart.lines[0].line_id, f"{WORDS}, at eight")

    change = say_less if erasure_first else say_more
    noting = Step(lambda services, work: services.sales.change(work, MARA, cart_id, change), holds="cart")
    erasing = Step(ERASURE.unit, holds="cart_line")

    ends = side_by_side(postgres_shop, *((erasing, noting) if erasure_first else (noting, erasing)))

    assert ends == [None, None]
    assert words_kept(postgres_shop) == 0


@pytest.mark.parametrize("undo_first", [False, True])
def test_a_merge_is_taken_back_beside_an_erasure_or_not_any_more(postgres_shop: Shop, *, undo_first: bool) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    kept = store.write(lambda work: services.customers.create(work, MARA, email="lena@work.example")).ref
    _, merge_id = store.write(lambda work: services.merging.merge(work, MARA, MergePlan(kept=kept, gone=LENA)))
    undo = Step(lambda s, work: s.merging.undo(work, MARA, merge_id), holds="customer")
    erasure = Step(lambda s, work: s.customer_data._erase(work, MARA, kept), holds="customer")

    ends = side_by_side(postgres_shop, *((undo, erasure) if undo_first else (erasure, undo)))

    erased = in_store(postgres_shop, "SELECT customer_id FROM customer WHERE erased_at IS NOT NULL ORDER BY 1")
    if undo_first:
        assert (ends, erased) == ([None, None], [(kept.customer_id,)])
    else:
        assert ends[0] is None
        assert getattr(ends[1], "code", ends[1]) == "merge_refused"
        assert erased == [(123,), (kept.customer_id,)]


def test_a_cart_is_recalled_beside_the_merge_of_its_customer(postgres_shop: Shop) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    kept = store.write(lambda work: services.customers.create(work, MARA, email="lena@work.example")).ref
    opened = store.write(partial(lenas_cart, services))
    store.write(lambda work: services.sales.hold(work, MARA, opened, ""))
    held = store.write(partial(lenas_cart, services))
    store.write(lambda work: services.sales.recall(work, MARA, opened))
    assert opened < held, "else the cart that is recalled comes first whatever locks them"
    merge = Step(lambda s, work: s.merging.merge(work, MARA, MergePlan(kept=kept, gone=LENA)), holds="cart")
    recall = Step(lambda s, work: s.sales.recall(work, MARA, held), holds="cart")

    assert side_by_side(postgres_shop, recall, merge) == [None, None]

    carts = in_store(postgres_shop, "SELECT status, customer_id FROM cart WHERE customer_id IS NOT NULL ORDER BY 1")
    assert carts == [("held", kept.customer_id), ("open", kept.customer_id)]
