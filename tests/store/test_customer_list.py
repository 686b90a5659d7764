"""The customer list's chips on both engines: each paged by key over an index, regulars kept with every order."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, text

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, REGULAR_WITHIN, Customer, CustomerFilter, CustomerRef
from aurora_desk.domain.ids import CustomerId, OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.paging import Page
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceItem, PlaceOrder, void_unpaid
from aurora_desk.services.reading import head_of
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import ESPRESSO, PROGRAM, Shop, services_on
from store.plans import first_plan
from store.test_paging import add_customers, customer, walk

AYLIN, TOMASZ, LENA = (CustomerRef(CUSTOMERS_TABLE, CustomerId(number)) for number in (121, 122, 123))
LOOPBACK = Actor.client(CAFE, "loopback")


def place(services: Services, ref: CustomerRef) -> Order:
    """An order of a customer."""
    from decimal import Decimal

    request = PlaceOrder((PlaceItem(ESPRESSO, Decimal(1), None),), None, ref, None, None)
    return services.write(partial(services.orders.place, actor=LOOPBACK, request=request))


def shown(store: Store, which: CustomerFilter, words: str = "", later: timedelta = timedelta()) -> list[int]:
    """The numbers behind a chip."""

    def page(work: Work, after: str | None) -> Page[Customer]:
        now = work.now + later
        return work.customer_list.page(CAFE, words, which=which, now=now, after=after, limit=2)

    return [row.ref.customer_id for row in walk(store, page, lambda: None)]


def test_five_orders_in_ninety_days_make_a_regular_and_a_void_or_time_ends_it(store: Store) -> None:
    services = services_on(store)
    for ref in (LENA, AYLIN):
        orders = [place(services, ref) for _ in range(5)]
    for _ in range(4):
        place(services, TOMASZ)

    assert shown(store, CustomerFilter.REGULARS) == [121, 123], "who was here often most lately comes first"
    assert shown(store, CustomerFilter.REGULARS, "lena") == [123]
    assert shown(store, CustomerFilter.REGULARS, later=REGULAR_WITHIN + timedelta(seconds=1)) == []

    def void(work: Work, order_id: OrderId) -> None:
        void_unpaid(work, PROGRAM, head_of(work, CAFE, order_id, lock=True), "not paid")

    store.write(partial(void, order_id=orders[0].order_id))
    assert shown(store, CustomerFilter.REGULARS) == [123]


def test_accounts_and_consent_are_walked_each_once(store: Store) -> None:
    services = services_on(store)
    add_customers(store, *(customer(200 + number, "Ann", f"Lee {number}") for number in range(4)))

    def give(work: Work) -> None:
        for number in (201, 122):
            row = work.customers.stored(CAFE, CustomerRef(CUSTOMERS_TABLE, CustomerId(number)))
            assert row is not None
            work.credentials.set_password(row.row_id, "hash", now=work.now)

    store.write(give)
    for ref in (LENA, TOMASZ):
        services.write(partial(services.customers.set_consent, actor=PROGRAM, ref=ref, given=True))

    assert shown(store, CustomerFilter.ACCOUNT) == [201, 122]
    assert shown(store, CustomerFilter.NO_CONSENT) == [203, 202, 201, 200, 121]
    assert shown(store, CustomerFilter.NO_CONSENT, "lee") == [203, 202, 201, 200]


USES = {
    # PostgreSQL may walk the primary key backwards while nearly all rows are of one shop.
    CustomerFilter.ALL: ("ix_customer_newest", "pk_customer"),
    CustomerFilter.REGULARS: ("ix_customer_regular",),
    CustomerFilter.ACCOUNT: ("ix_customer_account",),
    CustomerFilter.NO_CONSENT: ("ix_customer_no_consent",),
}


@pytest.mark.parametrize("which", CustomerFilter)
def test_a_page_of_a_chip_is_read_from_its_index_and_never_sorted(shop: Shop, which: CustomerFilter) -> None:
    with shop.raw() as connection:
        if not shop.on_sqlite:
            fill(connection)
        work = Work(connection, shop.surroundings())
        after = "1700000000000000-99" if which is CustomerFilter.REGULARS else "99999"
        page = partial(work.customer_list.page, CAFE, "", which=which, now=work.now, after=after, limit=50)
        plan = first_plan(shop, connection, page)

    assert any(index in plan for index in USES[which]), plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


def fill(connection: Connection) -> None:
    """Enough customers that PostgreSQL looks for an index at all."""
    connection.execute(
        text(
            "INSERT INTO customer (tenant_id, customer_id, email, email_key, firstname, lastname, displayname, phone,"
            " search_key, created_at, has_account, consent_at, fifth_order_at) SELECT 42, 10000 + n, '', '', 'Ann',"
            " 'Lee', '', '', 'ann lee', 0, n % 50 = 0, CASE WHEN n % 50 = 1 THEN NULL ELSE 1 END,"
            " CASE WHEN n % 50 = 2 THEN 1772366400000000 + n END FROM generate_series(1, 20000) n"
        )
    )
    connection.execute(text("ANALYZE customer"))
