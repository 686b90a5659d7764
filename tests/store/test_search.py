"""Searching, the same on both engines: codes first, beginnings of words, accents, and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.services.demo import CAFE
from aurora_desk.store.search import phone_key, plain_key, word_key
from aurora_desk.store.store import Store
from store.making import CROISSANT, ESPRESSO, Shop, sell
from store.test_paging import LONG_AGO, add_customers, add_products, customer, product

ODD = [
    '"', "'", "*", "AND", "OR NOT", "NEAR(", "(", ")", "\\", ":", "a:b", "name_key:x", "-", "^", "+", "%", "_", "&",
    "|", "!", "<->", "a & !b", "''", '""', "x' OR '1'='1", "'; DROP TABLE product; --", "\x00", "a\x00b", "\ud800",
    "caf\\'", "a*", "*a", '"a" "b', "ß", "İ", "😀", "\u202e", "(((", "a\tb\nc", "NULL", "%%%", "x" * 3000, " ",
]  # fmt: skip


def products(store: Store, words: str) -> list[str]:
    """Names of the products found."""
    return [row.name for row in store.read(lambda work: work.catalogue.search(CAFE, words, after=None, limit=50)).rows]


def customers(store: Store, words: str) -> list[int]:
    """Numbers of the customers found."""
    page = store.read(lambda work: work.customer_list.page(CAFE, words, after=None, limit=50))
    return [row.ref.customer_id for row in page.rows]


def orders(store: Store, words: str) -> list[int]:
    """Numbers of the orders found."""
    page = store.read(
        lambda work: work.order_list.page(CAFE, OrderFilter.ALL, today_from=LONG_AGO, words=words, after=None, limit=50)
    )
    return [row.order_id for row in page.rows]


@pytest.fixture(scope="module")
def shared(sold_shop: Shop) -> Store:
    """A store that this module's tests only read."""
    return sold_shop.open()


@pytest.mark.parametrize("words", ODD)
def test_any_text_is_looked_for_and_none_is_an_error(shared: Store, words: str) -> None:
    products(shared, words)
    customers(shared, words)
    orders(shared, words)
    shared.read(lambda work: work.catalogue.find_code(CAFE, words))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=12))
def test_no_text_breaks_a_search(sold_shop: Shop, words: str) -> None:
    with sold_shop.raw() as connection:
        from aurora_desk.store.unit_of_work import Work

        work = Work(connection, sold_shop.surroundings())
        work.catalogue.search(CAFE, words, after=None, limit=5)
        work.customer_list.page(CAFE, words, after=None, limit=5)
        work.order_list.page(CAFE, OrderFilter.ALL, today_from=LONG_AGO, words=words, after=None, limit=5)


def test_an_exact_barcode_or_sku_comes_first(store: Store) -> None:
    add_products(
        store,
        product(500, "Guide to 4006381333931"),
        product(501, "A book about AB12"),
        product(502, "Pencil", sku="AB12", barcode="4006381333931"),
    )

    assert products(store, "4006381333931")[0] == "Pencil"
    assert products(store, "AB12")[0] == "Pencil"
    assert products(store, " AB12 ")[0] == "Pencil"
    assert products(store, "ab12"), "also without its capitals, though not as an exact code"


def test_a_code_is_found_exactly_or_not_at_all(shared: Store) -> None:
    espresso = shared.read(lambda work: work.catalogue.get(CAFE, ESPRESSO))

    def found(code: str) -> Product | None:
        return shared.read(lambda work: work.catalogue.find_code(CAFE, code))

    for code in (espresso.sku, espresso.barcode):
        assert found(code) == espresso
    for code in ("", espresso.sku.lower(), espresso.barcode[:-1], espresso.barcode + "0", f" {espresso.sku}"):
        assert found(code) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("espr", "Espresso"), ("ESPRESSO", "Espresso"), ("crois", "Butter croissant"),
        ("butter crois", "Butter croissant"),
        ("crois butter", "Butter croissant"), ("bl", None), ("house bl", "House blend\u00a01 kg"),
        ("v60", "V60 dripper, white"),
        ("ham cheese", "Ham & cheese toastie"), ("ham &", "Ham & cheese toastie"), ("0.5", "Still water 0.5 l"),
        ("oat", "Oat & raisin cookie"), ("e", "Espresso"), ("zzz", None),
    ],
)  # fmt: skip
def test_products_are_found_by_the_beginnings_of_their_words(shared: Store, words: str, found: str | None) -> None:
    names = [name.replace("\u00a0", " ") for name in products(shared, words)]

    if found is not None:
        assert found.replace("\u00a0", " ") in names
    elif words == "zzz":
        assert names == []


ACCENTS = (
    ("Café crème", "cafe creme"), ("Cafe creme", "café crème"), ("Smörgås", "SMORGAS"), ("Straße", "strasse"),
    ("Crème brûlée", "brulee"), ("Piña colada", "pina"), ("Šunka", "sunka"), ("Ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
    ("Привет кофе", "привет"), ("咖啡豆", "咖啡豆"), ("Cre\u0300me", "crème"),
)  # fmt: skip


def test_accents_and_capitals_do_not_matter(store: Store) -> None:
    add_products(store, *(product(500 + number, name) for number, (name, _) in enumerate(ACCENTS)))

    for name, words in ACCENTS:
        assert name in products(store, words), words


def test_one_letter_finds_what_begins_with_it(store: Store) -> None:
    add_products(store, product(500, "Quince"), product(501, "Quark"))

    names = products(store, "q")

    assert {"Quince", "Quark", "Quiche of the day"} <= set(names)
    assert all(name.lower().startswith("q") or " q" in name.lower() for name in names)


def test_what_begins_with_the_words_stands_before_what_holds_them(store: Store) -> None:
    add_products(store, product(500, "Grape lemonade"), product(501, "Lemonade"))

    names = products(store, "lemonade")

    assert names.index("Lemonade") < names.index("Grape lemonade")


def test_nothing_to_look_for_shows_everything(shared: Store) -> None:
    assert len(products(shared, "   ")) == 50
    assert customers(shared, "") == [123, 122, 121]
    assert customers(shared, "  ") == [123, 122, 121]


@pytest.mark.parametrize(
    "words",
    [
        "lena", "LENA", "len", "bergström", "bergstrom", "berg", "lena b", "berg lena", "lena@example.com", "lena@ex",
        "lena@", "l", "4123", "+1 555 010 4123", "15550104123", "555 010 4123", "5550104123", "(555) 010-4123",
        "010 41",
        "0555 010 4123",
    ],
)  # fmt: skip
def test_a_customer_is_found_by_name_email_and_phone(shared: Store, words: str) -> None:
    assert 123 in customers(shared, words)


@pytest.mark.parametrize("words", ["ena", "lena x", "41234", "@", "lena@example.org", "bergstromm"])
def test_a_customer_is_not_found_by_what_is_not_theirs(shared: Store, words: str) -> None:
    assert 123 not in customers(shared, words)


def test_a_customer_without_phone_or_email_is_found_by_name(store: Store) -> None:
    add_customers(store, customer(200, "Öykü", "O'Brien-Łukasz"))

    for words in ("oyku", "o'brien", "O’Brien", "brien", "öykü o"):
        assert 200 in customers(store, words), words


def test_orders_are_found_by_number_in_each_spelling(store: Store) -> None:
    sell(store)
    order = sell(store)

    for words in ("5002", "#5002", " 5002 ", "ORD-2026-5002", "ord-2026-5002"):
        assert orders(store, words) == [order.order_id], words
    for words in ("500", "5003", "99999999999999", "ORD-", "ORD-2026-"):
        assert orders(store, words) == [], words


def test_orders_are_found_by_the_last_four_digits_of_the_card(store: Store) -> None:
    order = sell(store)
    sell(store)
    payment = order.payments[0].payment_id
    store.write(lambda work: work.payments.change(payment, now=work.now, card_brand="visa", card_last4="4242"))

    assert orders(store, "4242") == [5001]
    assert orders(store, "242") == []


def test_four_digits_find_the_order_and_the_card(store: Store) -> None:
    order = sell(store)
    sell(store)
    payment = order.payments[0].payment_id
    store.write(lambda work: work.payments.change(payment, now=work.now, card_brand="visa", card_last4="5002"))

    assert orders(store, "5002") == [5002, 5001]


def test_orders_are_found_by_the_customers_name(store: Store) -> None:
    from functools import partial

    from aurora_desk.domain.cart import add_product, set_customer
    from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
    from aurora_desk.domain.ids import CustomerId
    from aurora_desk.domain.payments import CartTarget
    from aurora_desk.store.unit_of_work import Work
    from store.making import MARA, services_on

    services = services_on(store)
    lena = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))

    def to_lena(work: Work) -> None:
        cart_id = services.sales.open_cart(work, MARA).cart_id
        croissant = work.catalogue.get(CAFE, CROISSANT)
        services.sales.change(work, MARA, cart_id, partial(add_product, product=croissant, quantity_milli=1000))
        services.sales.change(work, MARA, cart_id, lambda cart: set_customer(cart, lena))
        services.payments.take_cash(work, MARA, CartTarget(cart_id), 10_000)

    sell(store)
    store.write(to_lena)

    assert orders(store, "bergstrom") == [5002]
    assert orders(store, "Lena") == [5002]
    assert orders(store, "aylin") == []
    page = store.read(
        lambda work: work.order_list.page(CAFE, OrderFilter.ALL, today_from=LONG_AGO, words="lena", after=None, limit=9)
    )
    assert page.rows[0].customer_name == "Lena Bergström"
    found = store.read(lambda work: work.customer_list.first(CAFE, lena))
    assert found is not None
    assert found.orders == 1


@given(st.text())
def test_a_key_is_the_same_for_what_is_compared_as_the_same(text: str) -> None:
    assert plain_key(plain_key(text)) == plain_key(plain_key(plain_key(text)))
    assert word_key(text) == " ".join(word_key(text).split())
    assert "\x00" not in plain_key(text)


@pytest.mark.parametrize(
    ("phone", "key"),
    [("", ""), ("12", "12"), ("+1 (555) 01", "155501 55501 5501"), ("1234", "1234"), ("12345", "12345 2345")],
)
def test_a_phone_number_is_kept_from_each_of_its_digits_on(phone: str, key: str) -> None:
    assert phone_key(phone) == key


def test_the_product_of_that_very_name_stands_before_those_that_go_on(store: Store) -> None:
    add_products(store, product(500, "Zabaglione duo"), product(501, "Zabaglione"), product(502, "A zabaglione"))

    assert products(store, "zabaglione ") == ["Zabaglione", "Zabaglione duo", "A zabaglione"]
