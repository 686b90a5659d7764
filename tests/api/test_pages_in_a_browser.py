"""The pages for a phone in a real browser, with JavaScript off: a link sets a password, a code shows an order."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from api.shop import SHOP, Shop
from aurora_desk.domain.ids import OrderId
from browser import Browser

OLD, NEW = "Str0ngPass!", "NewStr0ngPass!"


def mailed_link(shop: Shop, email: str) -> str:
    """A link to the program's own page, as the mail has it."""
    own = str(shop.client.base_url).rstrip("/")
    shop.client.post("/customers/signup", json={"email": email, "password": OLD})
    asked = shop.client.post("/customers/request-reset", json={"email": email, "url": f"{own}/reset"})
    assert asked.status_code == 200, asked.text
    services = shop.services
    mail_id = services.read(services.outbox.due)[0][-1]
    ready = services.write(partial(services.outbox.take, mail_id=mail_id, owner="test"))
    assert ready is not None
    return ready.link


def lets_in(shop: Shop, email: str, password: str) -> bool:
    return shop.client.post("/customers/login", json={"email": email, "password": password}).status_code == 200


def fill_in(browser: Browser, first: str, second: str) -> None:
    browser.find("#password").type(first)
    browser.find("#again").type(second)
    browser.find("button").click()


def test_a_shopper_sets_a_new_password_without_javascript(shop: Shop, browser_without_javascript: Browser) -> None:
    browser = browser_without_javascript
    link = mailed_link(shop, "phone@example.com")

    browser.open(link)
    assert browser.find(".shop").text == "Aurora Café"
    fill_in(browser, NEW, OLD)
    browser.wait(lambda: browser.find_all(".fault"), "what is wrong")
    assert "not the same" in browser.find(".fault").text
    fill_in(browser, "weak", "weak")
    browser.wait(lambda: "at least 8" in browser.find(".fault").text, "the rule")
    fill_in(browser, NEW, NEW)

    browser.wait(lambda: browser.find("h1").text == "The password is set", "the end")
    assert lets_in(shop, "phone@example.com", NEW)
    browser.open(link)
    assert "used up or has expired" in browser.find(".fault").text


def test_the_form_works_with_javascript_and_the_browser_refuses_nothing_of_the_page(
    shop: Shop, browser: Browser
) -> None:
    browser.open(mailed_link(shop, "desktop@example.com"))
    asked = browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)")
    styled = browser.run("return getComputedStyle(document.querySelector('button')).minHeight")
    fill_in(browser, NEW, NEW)

    browser.wait(lambda: browser.find("h1").text == "The password is set", "the end")
    assert {urlsplit(name).path for name in asked} <= {"/page.css", "/favicon.ico"}
    assert styled == "52px", "the stylesheet counts"
    assert browser.run("return document.referrer") == ""
    assert lets_in(shop, "desktop@example.com", NEW)
    assert [line for line in browser.logged() if "Content Security Policy" in line] == []


def test_an_order_shows_how_it_stands_without_javascript(shop: Shop, browser_without_javascript: Browser) -> None:
    order_id = shop.order()["orderID"]
    code = shop.services.codes.for_order(SHOP, OrderId(order_id))

    browser_without_javascript.open(f"{str(shop.client.base_url).rstrip('/')}/o/{code}")

    assert browser_without_javascript.find(".state").text == "We have your order"
    assert f"-{order_id}" in browser_without_javascript.find("h1").text
