"""QR codes as pictures, read back by an independent decoder."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from api.shop import OTHER_SHOP, SHOP, Shop


@pytest.mark.parametrize("size", [64, 100, 512, 2048])
def test_a_code_of_any_size_has_that_size_and_reads_back(shop: Shop, size: int) -> None:
    order_id = shop.order()["orderID"]

    answer = shop.client.get(f"/ecommerce/genCode/{order_id}", params={"size": size})

    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (size, size)
    text = zxingcpp.read_barcodes(picture)[0].text
    assert len(text) <= 29
    assert shop.services.codes.read(SHOP, text.lower()).number == order_id


def test_a_number_that_is_no_order_is_tried_as_a_product(shop: Shop) -> None:
    for query in ("", "?type=product"):
        answer = shop.client.get(f"/ecommerce/genCode/101{query}")
        text = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)))[0].text
        assert shop.services.codes.read(SHOP, text).kind == "product"


def test_a_number_of_both_is_the_order_unless_the_product_is_asked_for(shop: Shop) -> None:
    placed = shop.data("createOrder", {"items": [{"productID": 1, "quantity": 1}], "appID": OTHER_SHOP}, 201)
    assert placed["orderID"] == 1

    kinds = []
    for query in ("", "&type=order", "&type=product"):
        answer = shop.client.get(f"/ecommerce/genCode/1?appID={OTHER_SHOP}{query}")
        text = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)))[0].text
        kinds.append(shop.services.codes.read(OTHER_SHOP, text).kind)

    assert kinds == ["order", "order", "product"]


def test_a_code_is_a_drawing_where_one_is_asked_for(shop: Shop) -> None:
    answer = shop.client.get("/ecommerce/genCode/101?format=svg")

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "<svg" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("101?size=63", 422),
        ("101?size=2049", 422),
        ("101?size=big", 422),
        ("101?size=512.0", 422),
        ("101?size=%20512", 422),
        ("101?size=5_12", 422),
        ("101?format=gif", 422),
        ("101?type=customer", 422),
        ("abc", 422),
        ("1.5", 422),
        ("１０１", 422),
        ("101?type=order", 404),
        ("999999", 404),
        ("0", 404),
        ("-5", 404),
        ("9" * 40, 404),
    ],
)
def test_no_code_is_made_of_what_is_not_there(shop: Shop, address: str, status: int) -> None:
    answer = shop.client.get(f"/ecommerce/genCode/{address}")

    assert answer.status_code == status
    assert answer.json()["status"] == "Failed"


def test_a_number_of_nothing_is_called_neither_order_nor_product(shop: Shop) -> None:
    answer = shop.client.get("/ecommerce/genCode/999999")

    assert answer.json()["message"] == "There is no order or product with this number."
