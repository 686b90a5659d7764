"""Carts of client sessions, and the orders they become."""

from functools import partial
from typing import Any

import httpx
import pytest

from api.shop import OTHER_SHOP, SHOP, Shop
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import set_line_discount
from aurora_desk.domain.totals import Discount, DiscountKind


def test_the_same_product_again_adds_to_its_quantity(shop: Shop) -> None:
    for _ in range(2):
        cart = shop.data("addCart", {"sessionID": "twice", "productID": 101, "quantity": 2})

    assert (cart["items"][0]["quantity"], cart["itemCount"], cart["total"]) == (4, 4, 1199.96)
    assert shop.data("getCart", {"sessionID": "twice"}) == cart


def test_a_quantity_is_set_and_zero_removes(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "set", "productID": 101, "quantity": 2})

    assert shop.data("updateCart", {"sessionID": "set", "productID": 101, "quantity": 7})["itemCount"] == 7
    assert shop.data("updateCart", {"sessionID": "set", "productID": 101, "quantity": 0})["items"] == []
    assert shop.post("updateCart", {"sessionID": "set", "productID": 101, "quantity": 1}).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("getCart", {"sessionID": "never"}, 404),
        ("removeCart", {"sessionID": "never", "productID": 101}, 404),
        ("updateCart", {"sessionID": "never", "productID": 101, "quantity": 1}, 404),
        ("addCart", {"sessionID": "s", "productID": 999, "quantity": 1}, 404),
        ("addCart", {"sessionID": "s", "productID": 101, "quantity": 1, "price": 1}, 409),
        ("addCart", {"sessionID": "s", "productID": 101, "quantity": 1, "price": 299.991}, 422),
        ("addCart", {"sessionID": "s", "productID": 101, "quantity": 0}, 422),
        ("addCart", {"sessionID": "s", "productID": 101, "quantity": 0.5}, 422),
        ("addCart", {"sessionID": "s", "productID": 101, "quantity": 10_000}, 422),
        ("addCart", {"sessionID": "", "productID": 101, "quantity": 1}, 422),
        ("addCart", {"sessionID": "x" * 129, "productID": 101, "quantity": 1}, 422),
        ("addCart", {"sessionID": "a\nb", "productID": 101, "quantity": 1}, 422),
        ("addCart", {"sessionID": "\u200b", "productID": 101, "quantity": 1}, 422),
        ("addCart", {"sessionID": 5, "productID": 101, "quantity": 1}, 422),
        ("addCart", {"productID": 101, "quantity": 1}, 422),
        ("updateCart", {"sessionID": "s", "productID": 101, "quantity": -1}, 404),
    ],
)
def test_what_can_not_be_done_is_refused(shop: Shop, path: str, body: dict[str, Any], status: int) -> None:
    answer = shop.post(path, body)

    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == "Failed"
    assert shop.post("getCart", {"sessionID": "s"}).status_code == 404


def test_a_line_never_grows_beyond_its_bound(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "full", "productID": 200, "quantity": 9_999})

    assert shop.post("addCart", {"sessionID": "full", "productID": 200, "quantity": 1}).status_code == 422
    assert shop.data("getCart", {"sessionID": "full"})["itemCount"] == 9_999


def test_a_shop_that_allows_it_sells_at_the_clients_prices(shop: Shop) -> None:
    item = {"productID": 1, "quantity": 2, "price": 3500}

    cart = shop.data("addCart", {"sessionID": "own-price", "appID": OTHER_SHOP, **item})
    assert cart["total"] == 7000
    placed = shop.data("createOrder", {"items": [item], "appID": OTHER_SHOP}, 201)
    assert placed["total"] == 7000


def test_all_programs_of_this_computer_share_their_carts(shop: Shop) -> None:
    cart = shop.data("addCart", {"sessionID": "shared", "productID": 101, "quantity": 1})

    with httpx.Client(base_url=shop.client.base_url, headers={"User-Agent": "another"}) as another:
        answer = another.post("/ecommerce/getCart", json={"sessionID": "shared"})

    assert answer.json()["data"] == cart


def test_a_weighed_product_takes_three_decimals_and_counts_as_one_item(shop: Shop) -> None:
    cart = shop.data("addCart", {"sessionID": "weighed", "productID": 103, "quantity": 0.355})

    assert (cart["items"][0]["quantity"], cart["items"][0]["lineTotal"], cart["itemCount"]) == (0.355, 10.65, 1)
    body = {"sessionID": "weighed", "productID": 103, "quantity": 0.3555}
    assert shop.post("addCart", body).status_code == 422


def test_a_cart_becomes_one_order_and_the_session_starts_anew(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "buy", "productID": 101, "quantity": 1})
    placed = shop.data("createOrder", {"sessionID": "buy", "customerID": 123}, 201)
    again = shop.data("createOrder", {"sessionID": "buy"}, 201)

    assert again == placed
    assert placed["total"] == 299.99
    assert shop.post("getCart", {"sessionID": "buy"}).status_code == 404
    assert shop.post("removeCart", {"sessionID": "buy", "productID": 101}).status_code == 404

    shop.data("addCart", {"sessionID": "buy", "productID": 102, "quantity": 1})
    assert shop.data("createOrder", {"sessionID": "buy"}, 201)["orderID"] == placed["orderID"] + 1


def test_an_empty_or_unknown_cart_becomes_no_order(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "empty", "productID": 101, "quantity": 1})
    shop.data("removeCart", {"sessionID": "empty", "productID": 101})

    assert shop.post("createOrder", {"sessionID": "empty"}).status_code == 422
    assert shop.post("createOrder", {"sessionID": "nobody"}).status_code == 404


def test_a_discount_of_the_staff_becomes_no_larger_by_what_a_client_takes_out(shop: Shop) -> None:
    shop.data("addCart", {"sessionID": "desk", "productID": 101, "quantity": 4})
    plain = shop.data("updateCart", {"sessionID": "desk", "productID": 101, "quantity": 1})
    shop.data("updateCart", {"sessionID": "desk", "productID": 101, "quantity": 4})
    services, staff = shop.services, Actor.program(SHOP)
    cart = services.read(lambda work: services.sales.find_by_session(work, SHOP, "desk"))
    assert cart is not None
    hundred = Discount(DiscountKind.AMOUNT, 100_00)
    give = partial(set_line_discount, line_id=cart.lines[0].line_id, discount=hundred)
    services.write(lambda work: services.sales.change(work, staff, cart.cart_id, give))
    before = shop.data("getCart", {"sessionID": "desk"})

    after = shop.data("updateCart", {"sessionID": "desk", "productID": 101, "quantity": 1})

    # A hundred off of four are 8.3 %, off of one 33 %: it is cut to the 10 % that a cashier gives alone.
    assert (before["total"], after["total"]) == (1099.96, 270.0)
    assert after.keys() == plain.keys()
    assert after["items"][0].keys() == plain["items"][0].keys()
