"""Lists page by key: every row exactly once, also while rows are added, and never by counting from the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, event

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import CustomerId, OrderId, PersonId, ProductId
from aurora_desk.domain.orders import EVERYTHING, Days, Narrowed, OrderFilter, OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.services.demo import CAFE, NO_TAX
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import CROISSANT, ESPRESSO, MARA, Shop, sell

Row = TypeVar("Row")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))
SPAN = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
"""The month that a test's sales are made in, and the moments it begins and ends."""


def walk(store: Store, page: Callable[[Work, str | None], Page[Row]], between: Callable[[], object]) -> list[Row]:
    """All rows of a list, page by page, with something happening between the pages."""
    rows: list[Row] = []
    after: str | None = None
    while True:
        found = store.read(partial(_call, page=page, after=after))
        rows += found.rows
        if found.after is None:
            return rows
        after = found.after
        between()


def _call(work: Work, *, page: Callable[[Work, str | None], Page[Row]], after: str | None) -> Page[Row]:
    return page(work, after)


def product(number: int, name: str, *, sku: str = "", barcode: str = "") -> Product:
    """A product that sells for 1.00."""
    return Product(
        ProductId(number), CAFE, name, sku, barcode, 100, "USD", NO_TAX, None, by_weight=False, stock_milli=None,
        low_stock_milli=0, favourite=True, picture="",
    )  # fmt: skip


def add_products(store: Store, *products: Product) -> None:
    """Add products to the café."""
    store.write(lambda work: work.catalogue.add_products([(one, 1) for one in products], now=work.now))


def customer(number: int, first: str, last: str, *, email: str = "", phone: str = "") -> Customer:
    """A customer of the café."""
    return Customer(
        CAFE, CustomerRef(CUSTOMERS_TABLE, CustomerId(number)), email, first, last, "", phone, LONG_AGO, 0, 0, None
    )


def add_customers(store: Store, *customers: Customer) -> None:
    """Add customers to the café."""

    def add(work: Work) -> None:
        for one in customers:
            work.customers.add(one)

    store.write(add)


def orders(
    work: Work,
    after: str | None,
    which: OrderFilter = OrderFilter.ALL,
    words: str = "",
    narrowed: Narrowed = EVERYTHING,
    span: tuple[datetime, datetime] | None = None,
) -> Page[OrderRow]:
    """A page of two orders."""
    return work.order_list.page(
        CAFE, which, today_from=LONG_AGO, words=words, after=after, limit=2, narrowed=narrowed, span=span
    )


@pytest.mark.parametrize("which", [OrderFilter.ALL, OrderFilter.TODAY])
def test_orders_are_walked_newest_first_each_once_while_others_are_placed(store: Store, which: OrderFilter) -> None:
    placed = [sell(store).order_id for _ in range(7)]

    walked = walk(store, partial(orders, which=which), between=partial(sell, store))

    assert [row.order_id for row in walked] == placed[::-1]


NARROWED = {
    "product": Narrowed(product_id=CROISSANT),
    "person": Narrowed(person_id=PersonId(1)),
    "product of a person": Narrowed(product_id=CROISSANT, person_id=PersonId(1)),
    "days": Narrowed(days=MARCH),
}


@pytest.mark.parametrize("how", NARROWED)
def test_a_narrowed_list_is_walked_each_once_and_holds_nothing_else(store: Store, how: str) -> None:
    placed = [sell(store, *products).order_id for products in ([CROISSANT], [ESPRESSO], [ESPRESSO, CROISSANT]) * 2]
    narrowed = NARROWED[how]
    wanted = placed if narrowed.product_id is None else [placed[0], placed[2], placed[3], placed[5]]

    walked = walk(store, partial(orders, narrowed=narrowed, span=SPAN if how == "days" else None), lambda: None)

    assert [row.order_id for row in walked] == wanted[::-1]
    before = (LONG_AGO, SPAN[0])
    assert not store.read(lambda work: orders(work, None, narrowed=narrowed, span=before)).rows
    nobody = replace(narrowed, person_id=PersonId(2))
    assert not store.read(lambda work: orders(work, None, narrowed=nobody)).rows


@pytest.mark.parametrize("which", [OrderFilter.ALL, OrderFilter.TODAY, OrderFilter.WAITING])
@pytest.mark.parametrize("how", ["all", *NARROWED])
def test_asked_about_some_orders_the_list_tells_of_those_alone(store: Store, which: OrderFilter, how: str) -> None:
    placed = [sell(store, *products).order_id for products in ([CROISSANT], [ESPRESSO], [ESPRESSO, CROISSANT]) * 3]
    narrowed = NARROWED.get(how, EVERYTHING)
    span = SPAN if how == "days" else None
    listed = walk(store, partial(orders, which=which, narrowed=narrowed, span=span), lambda: None)
    some = {placed[0], placed[1], placed[5], OrderId(2**31 - 2)}

    found = store.read(
        lambda work: work.order_list.page(
            CAFE, which, today_from=LONG_AGO, words="", after=None, limit=9, narrowed=narrowed, span=span, among=some
        )
    )

    assert list(found.rows) == [row for row in listed if row.order_id in some]


def test_products_are_walked_each_once_while_others_are_added(store: Store) -> None:
    before = store.read(
        lambda work: work.catalogue.browse(CAFE, category_id=None, favourites=False, after=None, limit=999)
    )
    numbers = iter(range(900, 999))

    walked = walk(
        store,
        lambda work, after: work.catalogue.browse(CAFE, category_id=None, favourites=False, after=after, limit=20),
        between=lambda: add_products(store, product(next(numbers), "Later")),
    )

    ids = [row.product_id for row in walked]
    assert ids[: len(before.rows)] == [row.product_id for row in before.rows]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("words", ["o", "oa", "oat", "oat milk", "oat m", "m", "AC103"])
def test_a_search_is_walked_each_once_and_finds_what_one_big_page_finds(store: Store, words: str) -> None:
    add_products(store, *(product(500 + number, f"Oat milk {number % 3} l", sku=f"X{number}") for number in range(9)))
    add_products(store, product(600, "Oat cake", barcode="oat"), product(601, "Zebra", sku="m"))
    big = store.read(lambda work: work.catalogue.search(CAFE, words, after=None, limit=999))

    walked = walk(store, lambda work, after: work.catalogue.search(CAFE, words, after=after, limit=2), lambda: None)

    assert sorted(row.product_id for row in walked) == sorted(row.product_id for row in big.rows)
    assert big.rows


def test_categories_and_favourites_are_walked_each_once(store: Store) -> None:
    everything = store.read(
        lambda work: work.catalogue.browse(CAFE, category_id=None, favourites=False, after=None, limit=999)
    )

    favourites = walk(
        store,
        lambda work, after: work.catalogue.browse(CAFE, category_id=None, favourites=True, after=after, limit=7),
        lambda: None,
    )
    coffee = walk(
        store,
        lambda work, after: work.catalogue.browse(CAFE, category_id=1, favourites=False, after=after, limit=3),
        lambda: None,
    )

    assert favourites == [row for row in everything.rows if row.favourite]
    assert coffee == [row for row in everything.rows if row.category is not None and row.category.category_id == 1]


def test_customers_are_walked_newest_first_each_once_while_others_are_added(store: Store) -> None:
    add_customers(store, *(customer(200 + number, "Ann", f"Lee {number}") for number in range(7)))
    numbers = iter(range(300, 399))

    for words in ("", "lee"):
        walked = walk(
            store,
            partial(_customers, words=words),
            between=lambda: add_customers(store, customer(next(numbers), "Ann", "Lee")),
        )
        ids = [row.ref.customer_id for row in walked if row.ref.customer_id < 300]
        assert ids == [*range(206, 199, -1), *([] if words else [123, 122, 121])]


def _customers(work: Work, after: str | None, *, words: str) -> Page[Customer]:
    return work.customer_list.page(CAFE, words, after=after, limit=3)


@pytest.mark.parametrize(
    "after", ["", "x", "-1", "1.5", "٣", "1" * 19, "99999999999999999999", "1; DROP TABLE product"]
)
def test_what_names_no_place_is_refused_in_words(store: Store, after: str) -> None:
    for read in (
        lambda work: orders(work, after),
        lambda work: work.customer_list.page(CAFE, "", after=after, limit=2),
    ):
        with pytest.raises(InvalidError, match="not a place in the list") as caught:
            store.read(read)
        assert caught.value.field == "after"


@pytest.mark.parametrize("after", ["0", "2147483647", "99999999999", "9" * 18])
def test_a_place_far_outside_the_list_is_no_error(store: Store, after: str) -> None:
    sell(store)

    store.read(lambda work: orders(work, after))
    store.read(lambda work: work.customer_list.page(CAFE, "", after=after, limit=2))
    store.read(lambda work: work.catalogue.browse(CAFE, category_id=None, favourites=False, after=after, limit=2))
    store.read(lambda work: work.catalogue.search(CAFE, "e", after=f"n {after} x", limit=2))


def test_no_tenant_sees_another_ones_rows(store: Store) -> None:
    from aurora_desk.services.demo import SECOND

    sell(store)

    assert not store.read(lambda work: work.order_list.page(
        SECOND, OrderFilter.ALL, today_from=LONG_AGO, words="", after=None, limit=9)).rows  # fmt: skip
    assert [
        row.name for row in store.read(lambda work: work.catalogue.search(SECOND, "t", after=None, limit=9)).rows
    ] == ["Tide tables"]
    assert not store.read(lambda work: work.catalogue.search(SECOND, "espresso", after=None, limit=9)).rows
    assert not store.read(lambda work: work.customer_list.page(SECOND, "lena", after=None, limit=9)).rows
    assert store.read(lambda work: work.orders.find(SECOND, sell_id(work))) is None


def sell_id(work: Work) -> OrderId:
    """The number of the café's newest order."""
    found = work.orders.last_at(MARA.till_id or 0)  # type: ignore[arg-type]  # the till is known
    assert found is not None
    return found.order_id


HOT = {
    "open_at": "uq_cart_till", "by_email": "uq_customer_email",
    "waiting": "ix_shop_order_waiting", "page waiting": "ix_shop_order_waiting",
    "page refunds": "ix_shop_order_refunded", "last4": "ix_payment_card", "open_before": "ix_payment_open",
    "favourites": "ix_product_favourite", "held": "ix_cart_status", "last_at": "ix_shop_order_till",
    "of_customer": "ix_shop_order_customer", "of_intent": "uq_payment_intent",
    "open refunds": "ix_refund_pending", "of_stripe": "uq_refund_stripe", "came_back": "ix_refund_line_order",
    "refunds of an order": "ix_refund_payment", "undecided refunds": "ix_refund_created",
    "page collect": "ix_shop_order_collect", "by person": "ix_shop_order_person", "by product": "ix_order_line_product",
    "product waiting": "ix_order_line_product", "days": "ix_shop_order_created",
    "by customer": "ix_shop_order_customer",
    "given_by": "ix_payment_order", "notes": "ix_order_note_order", "collected": "ix_order_collection_order",
}  # fmt: skip


UNITS: dict[str, Callable[[Work], object]] = {
    "open_at": lambda work: work.carts.open_at(MARA.till_id),  # type: ignore[arg-type]  # the till is known
    "by_email": lambda work: work.customers.by_email(CAFE, "lena@example.com"),
    "waiting": lambda work: work.order_list.waiting(CAFE),
    "page waiting": lambda work: orders(work, None, OrderFilter.WAITING),
    "page refunds": lambda work: orders(work, None, OrderFilter.REFUNDS),
    "last4": lambda work: orders(work, None, words="4242"),
    "open_before": lambda work: work.payments.open_before(work.now, limit=9),
    "favourites": lambda work: work.catalogue.browse(CAFE, category_id=None, favourites=True, after=None, limit=9),
    "held": lambda work: work.carts.held(CAFE),
    "last_at": lambda work: work.orders.last_at(MARA.till_id),  # type: ignore[arg-type]  # the till is known
    "of_customer": lambda work: work.order_list.of_customer(
        CAFE, CustomerRef(CUSTOMERS_TABLE, CustomerId(1)), after=None, limit=9
    ),
    "open refunds": lambda work: work.refunds.pending_before(work.now, limit=9),
    "of_stripe": lambda work: work.refunds.of_stripe("re"),
    "undecided refunds": lambda work: work.refunds.undecided_since(CAFE, LONG_AGO),
    "came_back": lambda work: work.refunds.came_back(CAFE, OrderId(1)),
    "refunds of an order": lambda work: work.refunds.of_order(CAFE, OrderId(1)),
    "page collect": lambda work: orders(work, None, OrderFilter.COLLECT),
    "by person": lambda work: orders(work, None, narrowed=Narrowed(person_id=PersonId(1))),
    "by product": lambda work: orders(work, "9", narrowed=Narrowed(product_id=ESPRESSO)),
    "product waiting": lambda work: orders(work, None, OrderFilter.WAITING, narrowed=Narrowed(product_id=ESPRESSO)),
    "days": lambda work: orders(work, None, narrowed=Narrowed(days=MARCH), span=SPAN),
    "by customer": lambda work: orders(
        work, None, narrowed=Narrowed(customer=CustomerRef(CUSTOMERS_TABLE, CustomerId(1)))
    ),
    "given_by": lambda work: work.refunds.given_by(CAFE, OrderId(1), PersonId(1)),
    "notes": lambda work: work.order_file.notes(CAFE, OrderId(1)),
    "collected": lambda work: work.order_file.collected(CAFE, OrderId(1)),
    "of_intent": lambda work: work.payments.of_intent("pi"),  # type: ignore[arg-type]  # any text
}


def asked_by(connection: Connection, unit: Callable[[Work], object], work: Work) -> list[tuple[str, Any]]:
    """The statements that a unit runs, with their parameters."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _context: object, _many: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection.engine, "before_cursor_execute", note)
    unit(work)
    event.remove(connection.engine, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize("query", HOT)
def test_what_is_asked_all_day_finds_its_index(sqlite_shop: Shop, query: str) -> None:
    with sqlite_shop.raw() as connection:
        plans = [
            row[3]
            for statement, parameters in asked_by(
                connection, UNITS[query], Work(connection, sqlite_shop.surroundings())
            )
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]

    assert any(f"INDEX {HOT[query]} " in plan for plan in plans), plans
    assert not any(plan.startswith("SCAN") and "VIRTUAL" not in plan and "INDEX" not in plan for plan in plans), plans


LISTS = (
    "page waiting",
    "page refunds",
    "page collect",
    "by person",
    "by product",
    "days",
    "by customer",
    "of_customer",
)


def test_postgres_finds_the_same_indexes_for_lists_of_orders(shop: Shop) -> None:
    if shop.on_sqlite:
        return
    plans: dict[str, str] = {}
    with shop.raw() as connection:
        # A table of a few rows is read whole, whatever its indexes; forbidden to, the planner shows which one fits.
        for method in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            connection.exec_driver_sql(f"SET {method} = off")
        for query in LISTS:
            asked = asked_by(connection, UNITS[query], Work(connection, shop.surroundings()))
            found = [connection.exec_driver_sql(f"EXPLAIN {statement}", values).all() for statement, values in asked]
            plans[query] = "\n".join(str(row[0]) for rows in found for row in rows)

    assert {query for query, plan in plans.items() if HOT[query] not in plan} == set(), plans
    assert not any("Seq Scan on shop_order" in plan for plan in plans.values()), plans
