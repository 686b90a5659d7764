"""An order placed beside the erasure of its customer, on two connections of PostgreSQL: none keeps a person's data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.services.customer_data import StillUnpaidError
from aurora_desk.services.demo import CAFE
from aurora_desk.services.merging import MergePlan
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.beside import nothing, side_by_side
from store.making import ESPRESSO, MARA, Shop, services_on

LENA = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))
WEB_SHOP = Actor.client(CAFE, "web")
ADDRESS = {"line1": "Seestrasse 4"}


def place(store: Store, meanwhile: Callable[[], None]) -> None:
    """Place an order for Lena, and let something happen before it is committed."""
    services = services_on(store)
    request = PlaceOrder((PlaceItem(ESPRESSO, Decimal(1), None),), None, LENA, ADDRESS, ADDRESS)

    def unit(work: Work) -> None:
        services.orders.place(work, WEB_SHOP, request)
        meanwhile()

    store.write(unit)


def sell_paid(store: Store, meanwhile: Callable[[], None]) -> None:
    """The same, paid at the till in the same step."""
    services = services_on(store)
    request = PlaceOrder((PlaceItem(ESPRESSO, Decimal(1), None),), None, LENA, ADDRESS, ADDRESS)

    def unit(work: Work) -> None:
        order = services.orders.place(work, WEB_SHOP, request)
        services.payments.take_cash(work, MARA, OrderTarget(order.order_id), 100_00)
        meanwhile()

    store.write(unit)


def erase(store: Store, meanwhile: Callable[[], None]) -> None:
    """Erase Lena, and let something happen before it is committed."""
    data = services_on(store).customer_data

    def unit(work: Work) -> None:
        data._erase(work, MARA, LENA)
        meanwhile()

    store.write(unit)


def kept(shop: Shop) -> list[Any]:
    with shop.raw() as connection:
        query = text("SELECT shipping_address FROM shop_order WHERE customer_id = 123")
        return list(connection.execute(query).scalars())


def test_an_erasure_beside_an_order_waits_and_hears_of_it(postgres_shop: Shop) -> None:
    placed, erased = side_by_side(postgres_shop, place, erase)

    assert placed is None
    assert isinstance(erased, StillUnpaidError)
    assert kept(postgres_shop) == [ADDRESS]


def test_an_order_beside_an_erasure_waits_and_is_refused(postgres_shop: Shop) -> None:
    erased, placed = side_by_side(postgres_shop, erase, place)

    assert erased is None
    assert isinstance(placed, NotFoundError)
    assert kept(postgres_shop) == []


def test_a_paid_order_beside_an_erasure_is_erased_with_the_others(postgres_shop: Shop) -> None:
    placed, erased = side_by_side(postgres_shop, sell_paid, erase)

    assert (placed, erased) == (None, None)
    assert kept(postgres_shop) == [None]


def test_what_is_written_about_an_order_beside_an_erasure_goes_with_it(postgres_shop: Shop) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    sell_paid(store, nothing)
    (order,) = store.read(lambda work: services.orders.page(work, CAFE, OrderFilter.ALL)).rows

    def write(own: Store, meanwhile: Callable[[], None]) -> None:
        def unit(work: Work) -> None:
            services.orders.note(work, MARA, order.order_id, "Lena phoned")
            services.order_mails.receipt(work, MARA, order.order_id, "lena@work.example")
            meanwhile()

        own.write(unit)

    assert side_by_side(postgres_shop, write, erase) == [None, None]

    with postgres_shop.raw() as connection:
        assert connection.execute(text("SELECT count(*) FROM order_note")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM mail")).scalar_one() == 0


def test_an_order_of_a_duplicate_that_is_merged_meanwhile_is_that_of_the_one_who_is_kept(postgres_shop: Shop) -> None:
    store = postgres_shop.open()
    services = services_on(store)
    kept = store.write(lambda work: services.customers.create(work, MARA, email="lena@work.example")).ref

    def merge(own: Store, meanwhile: Callable[[], None]) -> None:
        def unit(work: Work) -> None:
            services.merging.merge(work, MARA, MergePlan(kept=kept, gone=LENA))
            meanwhile()

        own.write(unit)

    assert side_by_side(postgres_shop, merge, place) == [None, None]

    with postgres_shop.raw() as connection:
        query = text("SELECT customer_id FROM shop_order")
        assert connection.execute(query).scalars().all() == [kept.customer_id]
