"""Products for programs: pages and searches."""

import pytest

from api.shop import Shop


def test_all_products_come_page_by_page_and_none_twice(shop: Shop) -> None:
    seen: list[int] = []
    after: str | None = ""
    while after is not None:
        data = shop.client.get("/ecommerce/products", params={"after": after}).json()["data"]
        assert len(data["items"]) <= 50
        seen += [item["productID"] for item in data["items"]]
        after = data["next"]

    assert sorted(seen) == [101, 102, 103, *range(200, 320)]


def test_a_search_pages_too_and_shows_what_a_shop_window_needs(shop: Shop) -> None:
    found = shop.client.get("/ecommerce/products", params={"search": "Espresso"}).json()

    assert found["data"]["next"] is None
    (item,) = found["data"]["items"]
    assert item.pop("stock") <= 100_000
    assert item == {
        "productID": 101,
        "name": "Espresso machine",
        "sku": "SKU-101",
        "barcode": "4000000000101",
        "price": 299.99,
        "currency": "USD",
    }
    first = shop.client.get("/ecommerce/products", params={"search": "Mug"}).json()["data"]
    second = shop.client.get("/ecommerce/products", params={"search": "Mug", "after": first["next"]}).json()["data"]
    assert len(first["items"]) == len(second["items"]) == 50
    assert not {item["productID"] for item in first["items"]} & {item["productID"] for item in second["items"]}


@pytest.mark.parametrize("after", ["garbage", "' OR 1=1", "\u0000", "x" * 600])
def test_a_made_up_place_in_the_list_is_refused_in_words(shop: Shop, after: str) -> None:
    answer = shop.client.get("/ecommerce/products", params={"after": after})

    assert answer.status_code == 422
    assert answer.json()["data"]["errors"][0]["field"] == "after"


@pytest.mark.parametrize("words", ["'", '"', "*", "a AND", "NEAR(", "%", "\\", "\u0000", "ß😀"])
def test_any_words_may_be_searched_for(shop: Shop, words: str) -> None:
    assert shop.client.get("/ecommerce/products", params={"search": words}).status_code == 200
