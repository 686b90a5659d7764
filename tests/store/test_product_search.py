"""How well products fit the words, the same on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.typing_mistakes import one_mistake
from aurora_desk.services.demo import CAFE
from aurora_desk.store.store import Store
from store.making import Shop
from store.test_paging import add_products, product

SHIRT = "Barista T-shirt"


@pytest.fixture(scope="module")
def shared(sold_shop: Shop) -> Store:
    """A store that this module's tests only read."""
    return sold_shop.open()


def found(store: Store, words: str, *, variants: bool = False, limit: int = 50) -> list[str]:
    """Names of all that is found, page by page."""
    names: list[str] = []
    after: str | None = None
    while True:

        def search(work: object, after: str | None = after) -> object:
            return work.catalogue.search(CAFE, words, after=after, limit=limit, variants=variants)  # type: ignore[attr-defined]

        page = store.read(search)
        names += [row.name.replace("\u00a0", " ") for row in page.rows]  # type: ignore[attr-defined]
        after = page.after  # type: ignore[attr-defined]
        if after is None:
            return names


def coffee(store: Store, number: int, name: str) -> Product:
    """A product of the category Coffee."""
    category = store.read(lambda work: work.catalogue.categories(CAFE))[0]
    return replace(product(number, name), category=category)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_names_come_first_then_words_then_parts_then_the_category(store: Store, limit: int) -> None:
    add_products(
        store,
        product(900, "Decoffeeinated tonic"),
        product(901, "Iced coffee"),
        coffee(store, 902, "Ristretto"),
        product(903, "Coffee mill"),
        product(904, "Coffee"),
    )

    names = found(store, "coffee", limit=limit)

    assert names[:2] == ["Coffee", "Coffee liqueur 0.5 l"]
    assert names[2:5] == ["Coffee mill", "Iced coffee", "Decoffeeinated tonic"]
    assert names[5] == "Espresso"
    assert "Ristretto" in names[6:]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("espreso", "Espresso"), ("esprsso", "Espresso"), ("espersso", "Espresso"), ("espressso", "Espresso"),
        ("ezpresso", "Espresso"), ("corissant", "Almond croissant"), ("capucc", "Cappuccino"),
        ("flat whitte", "Flat white"), ("avocaddo sour", "Avocado sourdough"), ("cinnamom", "Cinnamon bun"),
    ],
)  # fmt: skip
def test_one_typing_mistake_is_forgiven_where_nothing_else_is_found(shared: Store, typed: str, meant: str) -> None:
    assert meant in found(shared, typed)


@pytest.mark.parametrize("typed", ["espresssso", "zzzz", "qqqqq wwwww", "xyz"])
def test_two_mistakes_are_not(shared: Store, typed: str) -> None:
    assert found(shared, typed) == []


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("latte", "latte", True), ("late", "latte", True), ("lattte", "latte", True), ("lagte", "latte", True),
        ("altte", "latte", True), ("latet", "latte", True), ("alttee", "latte", False), ("tale", "latte", False),
        ("", "a", True), ("", "ab", False),
    ],
)  # fmt: skip
def test_a_mistake_is_one_letter_or_two_neighbours(typed: str, word: str, near: bool) -> None:
    assert one_mistake(typed, word) is near
    assert one_mistake(word, typed) is near


def test_the_grid_shows_a_product_and_not_its_variants(shared: Store) -> None:
    everything = shared.read(
        lambda work: work.catalogue.browse(CAFE, category_id=8, favourites=False, after=None, limit=50)
    ).rows

    names = [row.name for row in everything]
    assert SHIRT in names
    assert not [name for name in names if name.startswith(f"{SHIRT},")]
    assert found(shared, "t-shirt") == [SHIRT]
    assert found(shared, "t-shirt sand") == [SHIRT], "by the words of a variant too"
    assert found(shared, "liqueur") == ["Coffee liqueur 0.5 l"]


def test_a_variant_is_found_by_its_code_and_programs_see_each_of_them(shared: Store) -> None:
    variants = shared.read(lambda work: work.catalogue.variants(CAFE, _shirt(shared).product_id))

    assert found(shared, variants[1].barcode) == [variants[1].name]
    assert shared.read(lambda work: work.catalogue.find_code(CAFE, variants[1].barcode)) == variants[1]
    assert sorted(found(shared, "barista t-shirt", variants=True)) == sorted(one.name for one in variants)


def test_what_is_left_of_a_product_is_what_its_variants_have(store: Store) -> None:
    shirt = _shirt(store)
    assert shirt.stock_milli == 38_000

    variants = store.read(lambda work: work.catalogue.variants(CAFE, shirt.product_id))
    moves = [(one.product_id, -(one.stock_milli or 0) - 1000) for one in variants]
    store.write(lambda work: work.catalogue.move_stock(CAFE, moves, reason="count", order_id=None, now=work.now))

    assert _shirt(store).sold_out
    assert _shirt(store).stock_milli == 0


def _shirt(store: Store) -> Product:
    code = store.read(lambda work: work.catalogue.search(CAFE, SHIRT, after=None, limit=1)).rows[0]
    return store.read(lambda work: work.catalogue.get(CAFE, ProductId(code.product_id)))
