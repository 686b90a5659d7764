"""The page that describes the API, in a real browser."""

from urllib.parse import urlsplit

import pytest

from api.shop import Shop
from browser import Browser

BLOCK = "#operations-Orders-get_order_ecommerce_getOrder_post"


@pytest.fixture(scope="module")
def address(shop: Shop) -> str:
    shop.order()
    return str(shop.client.base_url).rstrip("/")


def test_a_request_is_tried_out_with_its_example_and_answered(browser: Browser, address: str) -> None:
    browser.open(f"{address}/docs")

    browser.find(f"{BLOCK} .opblock-summary-control").click()
    browser.find(f"{BLOCK} .try-out__btn").click()
    browser.find(f"{BLOCK} .execute").click()

    answer = browser.find(f"{BLOCK} .live-responses-table .response")
    assert answer.text.startswith("200")
    assert '"orderNumber"' in answer.text
    assert browser.logged() == [], "neither a script nor a style was refused"


def test_the_page_asks_nobody_but_the_program(browser: Browser, address: str) -> None:
    browser.open(f"{address}/docs")
    browser.find(BLOCK)

    asked = browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)")

    assert f"{address}/openapi.json" in asked
    outside = [name for name in asked if urlsplit(name).scheme != "data" and not name.startswith(f"{address}/")]
    assert outside == []


def test_without_javascript_it_says_where_the_description_is(browser_without_javascript: Browser, address: str) -> None:
    browser_without_javascript.open(f"{address}/docs")

    assert "/openapi.json" in browser_without_javascript.find("body").text
