"""Tenants: who is named, and that nobody ever sees another's rows."""

import pytest

from api.shop import ORIGIN, OTHER_ORIGIN, OTHER_SHOP, SHOP, Shop


def test_left_out_the_stores_default_tenant_counts(shop: Shop) -> None:
    assert shop.order()["orderID"] >= 5001
    assert shop.order(appID=SHOP)["orderID"] > 5001


def test_orders_count_per_tenant_and_in_its_own_currency(shop: Shop) -> None:
    placed = shop.data("createOrder", {"items": [{"productID": 1, "quantity": 2}], "appID": OTHER_SHOP}, 201)

    order = shop.data("getOrder", {"orderID": placed["orderID"], "appID": OTHER_SHOP})
    assert placed["orderID"] < 100
    assert (order["currency"], order["total"]) == ("JPY", 8000)


def test_another_tenants_row_is_not_found_with_the_same_words_as_one_that_does_not_exist(shop: Shop) -> None:
    mine = shop.order()["orderID"]
    foreign = shop.post("getOrder", {"orderID": mine, "appID": OTHER_SHOP})
    missing = shop.post("getOrder", {"orderID": mine + 10_000, "appID": OTHER_SHOP})

    assert foreign.status_code == missing.status_code == 404
    assert foreign.text.replace(str(mine), "N") == missing.text.replace(str(mine + 10_000), "N")


def test_nothing_of_another_tenant_can_be_used(shop: Shop) -> None:
    public_id = shop.data("getOrder", {"orderID": shop.order(customerID=123)["orderID"]})["customer"]["_id"]
    shop.data("addCart", {"sessionID": "shared", "productID": 101, "quantity": 1})
    theirs = {"items": [{"productID": 1, "quantity": 1}], "appID": OTHER_SHOP}

    assert shop.post("createOrder", {**theirs, "customerID": public_id}).status_code == 404
    assert shop.post("createOrder", {**theirs, "customerID": 123}).status_code == 404
    assert shop.post("createOrder", {**theirs, "items": [{"productID": 101, "quantity": 1}]}).status_code == 404
    assert shop.post("getCart", {"sessionID": "shared", "appID": OTHER_SHOP}).status_code == 404
    assert shop.client.get("/ecommerce/genCode/101?type=product&appID=43").status_code == 404
    assert (
        shop.client.get("/ecommerce/products", params={"search": "Grinder", "appID": 43}).json()["data"]["items"] == []
    )


@pytest.mark.parametrize("app_id", [7, 0, -1, 10**24])
def test_an_unknown_app_id_is_refused(shop: Shop, app_id: int) -> None:
    assert shop.post("getOrder", {"orderID": 5001, "appID": app_id}).status_code == 403


def test_a_get_names_its_tenant_in_the_query_or_in_a_header(shop: Shop) -> None:
    def names(query: str, **headers: str) -> set[str]:
        answer = shop.client.get(f"/ecommerce/products{query}", headers=headers)
        assert answer.status_code == 200
        return {item["name"] for item in answer.json()["data"]["items"]}

    assert names("?appID=43") == {"Kettle"}
    assert names("", **{"X-App-ID": "43"}) == {"Kettle"}
    assert names("?appID=43", **{"X-App-ID": "43"}) == {"Kettle"}
    assert "Grinder" in names("?search=Grinder&appID=42")


@pytest.mark.parametrize(
    ("query", "header", "status"),
    [("?appID=7", None, 403), ("?appID=x", None, 422), ("?appID=42", "43", 422), ("", "0x2a", 422), ("", "７", 422)],
)
def test_a_get_that_names_no_tenant_rightly_is_refused(shop: Shop, query: str, header: str | None, status: int) -> None:
    headers = [] if header is None else [(b"X-App-ID", header.encode())]

    assert shop.client.get(f"/ecommerce/products{query}", headers=headers).status_code == status


def test_an_origin_speaks_to_its_own_tenant_only(shop: Shop) -> None:
    body = {"orderID": shop.order()["orderID"]}

    assert shop.post("getOrder", body, Origin=ORIGIN).status_code == 200
    assert shop.post("getOrder", body, Origin=OTHER_ORIGIN).status_code == 403
    assert shop.post("getOrder", {**body, "appID": OTHER_SHOP}, Origin=ORIGIN).status_code == 403
    assert (
        shop.post("addCart", {"sessionID": "o", "productID": 101, "quantity": 1}, Origin=OTHER_ORIGIN).status_code
        == 403
    )
    assert shop.post("getCart", {"sessionID": "o"}).status_code == 404
