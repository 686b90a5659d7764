"""The pages for a customer's phone, as a browser and as a program get them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.shop import ORIGIN, OTHER_ORIGIN, SHOP, Shop
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import OrderId, ProductId

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OLD, NEW = "Str0ngPass!", "NewStr0ngPass!"


def token_for(shop: Shop, email: str) -> str:
    made = shop.client.post("/customers/signup", json={"email": email, "password": OLD})
    assert made.status_code == 200, made.text
    shop.client.post("/customers/request-reset", json={"email": email, "url": f"{ORIGIN}/reset"})
    services = shop.services
    mail_id = services.read(services.outbox.due)[0][-1]
    ready = services.write(partial(services.outbox.take, mail_id=mail_id, owner="test"))
    assert ready is not None
    services.write(partial(services.outbox.sent, mail=ready.mail, owner="test"))
    return parse_qs(urlsplit(ready.link).query)["token"][0]


def send(shop: Shop, origin: str | None = "null", **fields: str) -> httpx.Response:
    headers = BROWSER | ({} if origin is None else {"Origin": origin})
    return shop.client.post("/reset", data=fields, headers=headers)


def lets_in(shop: Shop, email: str, password: str) -> bool:
    return shop.client.post("/customers/login", json={"email": email, "password": password}).status_code == 200


def test_a_live_link_shows_the_form_in_the_name_of_the_shop_and_uses_nothing_up(shop: Shop) -> None:
    token = token_for(shop, "form@example.com")

    for _ in range(2):
        page = shop.client.get("/reset", params={"token": token}, headers=BROWSER)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "Aurora Café" in page.text
        assert f'name="token" value="{token}"' in page.text
        assert "form@example.com" not in page.text
    answer = send(shop, token=token, password=NEW, confirmPassword=NEW)
    assert answer.status_code == 200
    assert "The password is set" in answer.text
    assert lets_in(shop, "form@example.com", NEW)


def test_a_page_runs_no_script_takes_nothing_from_outside_and_tells_no_referrer(shop: Shop) -> None:
    token = token_for(shop, "policy@example.com")
    code = shop.services.codes.for_order(SHOP, OrderId(shop.order()["orderID"]))

    for path in (f"/reset?token={token}", "/reset?token=dead", f"/o/{code}", "/o/nothing"):
        page = shop.client.get(path, headers=BROWSER)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in page.headers
        assert "<script" not in page.text
        assert re.findall(r'(?:src|href)="([^"]*)"', page.text) == ["/page.css"]
    assert shop.client.get("/page.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("origin", ["null", None, "own"])
def test_the_form_comes_from_its_own_page(shop: Shop, origin: str | None) -> None:
    email = f"origin-{origin}@example.com"
    own = str(shop.client.base_url).rstrip("/")

    answer = send(
        shop, own if origin == "own" else origin, token=token_for(shop, email), password=NEW, confirmPassword=NEW
    )

    assert answer.status_code == 200, answer.text
    assert lets_in(shop, email, NEW)


@pytest.mark.parametrize("origin", ["https://evil.example", ORIGIN, OTHER_ORIGIN, "http://127.0.0.1:1"])
def test_no_other_page_may_send_the_form(shop: Shop, origin: str) -> None:
    email = f"foreign{len(origin)}@example.com"
    token = token_for(shop, email)

    assert send(shop, origin, token=token, password=NEW, confirmPassword=NEW).status_code == 403
    assert lets_in(shop, email, OLD)


@pytest.mark.parametrize("origin", ["null", "own"])
@pytest.mark.parametrize("path", ["/customers/reset-password", "/ecommerce/createOrder", "/o/x", "/docs", "/reset/"])
def test_a_null_origin_and_the_pages_own_count_on_the_form_alone(shop: Shop, origin: str, path: str) -> None:
    sent = str(shop.client.base_url).rstrip("/") if origin == "own" else origin

    assert shop.client.post(path, json={}, headers={"Origin": sent}).status_code == 403


def test_a_fault_shows_the_form_again_and_keeps_the_link_alive(shop: Shop) -> None:
    token = token_for(shop, "again@example.com")

    differing = send(shop, token=token, password=NEW, confirmPassword=OLD)
    weak = send(shop, token=token, password="weak", confirmPassword="weak")

    assert (differing.status_code, weak.status_code) == (422, 422)
    assert "not the same" in differing.text
    assert 'role="alert"' in weak.text
    assert f'value="{token}"' in weak.text
    told = shop.client.post("/reset", data={"token": token, "password": "weak", "confirmPassword": "weak"})
    assert (told.status_code, told.json()["status"]) == (422, "Failed"), "a program gets the envelope"
    assert "weak" not in weak.text
    assert send(shop, token=token, password=NEW, confirmPassword=NEW).status_code == 200


def test_a_dead_link_says_so_to_a_person_and_to_a_program(shop: Shop) -> None:
    for answer in (
        shop.client.get("/reset", headers=BROWSER),
        shop.client.get("/reset?token=never-given", headers=BROWSER),
        send(shop, token="never-given", password=NEW, confirmPassword=NEW),
    ):
        assert answer.status_code == 400
        assert "used up or has expired" in answer.text
        assert "<form" not in answer.text

    told = shop.client.get("/reset?token=never-given")
    assert told.json()["status"] == "Failed"
    assert told.json()["data"] == {}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"token": "x"}', "application/json", 415),
        (b"token=x", "text/plain", 415),
        (b"token=x", "multipart/form-data; boundary=x", 415),
        (b"token=x&token=y", "application/x-www-form-urlencoded", 400),
        (b"token=%FF", "application/x-www-form-urlencoded", 400),
        (b"token=\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"f%d=1" % number for number in range(99)), "application/x-www-form-urlencoded", 400),
        (b"no form", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_of_this_page_is_refused(shop: Shop, content: bytes, kind: str, status: int) -> None:
    answer = shop.client.post("/reset", content=content, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert answer.json()["status"] == "Failed"


def test_what_a_shop_or_product_is_called_can_not_become_html(fresh_shop: Shop) -> None:
    services = fresh_shop.services
    hostile = "<script>alert('&')</script>"
    shop = services.read(lambda work: services.tenants.get(work, SHOP))
    services.write(partial(services.tenants.change, tenant=replace(shop, name=hostile)))
    token = token_for(fresh_shop, "hostile@example.com")
    code = services.codes.for_order(SHOP, OrderId(fresh_shop.order()["orderID"]))

    for path in (f"/reset?token={token}", f"/o/{code}"):
        text = fresh_shop.client.get(path, headers=BROWSER).text
        assert "<script" not in text
        assert hostile in unescape(text)


@pytest.mark.parametrize(("language", "words"), [("de", "Neues Passwort setzen"), ("es", "Nueva contraseña")])
def test_a_page_speaks_the_shops_language(fresh_shop: Shop, language: str, words: str) -> None:
    services = fresh_shop.services
    shop = services.read(lambda work: services.tenants.get(work, SHOP))
    services.write(partial(services.tenants.change, tenant=replace(shop, language=language)))

    text = fresh_shop.client.get("/reset", params={"token": token_for(fresh_shop, "l@example.com")}).text

    assert f'<html lang="{language}">' in text
    assert words in text


def test_the_page_of_an_order_shows_how_it_stands_and_nothing_of_whose_it_is(shop: Shop) -> None:
    address = {"street": "Secret Lane 5", "city": "Hidden"}
    order_id = shop.order(customerID=123, shippingAddress=address)["orderID"]
    code = shop.services.codes.for_order(SHOP, OrderId(order_id))
    shop.data("submitOrder", {"orderID": order_id, "paymentMethod": "cash", "notes": "For Alex privately"})

    page = shop.client.get(f"/o/{code}", headers=BROWSER)

    assert page.status_code == 200
    for shown in (f"-{order_id}", "We are preparing your order", "Not paid yet", "2 × Espresso machine", "999.97 USD"):
        assert shown in page.text
    for hidden in ("Secret", "Hidden", "Alex", "Taylor", "privately", "example.com", "123"):
        assert hidden not in page.text.replace(str(order_id), "")
    assert shop.client.get(f"/o/{code.lower()}").status_code == 200


def test_the_page_of_an_order_says_what_was_collected(shop: Shop) -> None:
    order_id = OrderId(shop.order()["orderID"])
    code = shop.services.codes.for_order(SHOP, order_id)
    paid = {"amount": 99997, "currency": "usd", "orderID": order_id}
    intent_id = shop.data("createPaymentIntent", paid)["paymentIntentID"]
    shop.pay_at_stripe(intent_id)
    shop.data("paymentComplete", {"orderID": order_id, "paymentIntentID": intent_id})
    collect = partial(shop.services.handovers.collect, actor=Actor.program(SHOP), order_id=order_id)

    assert "ollected" not in shop.client.get(f"/o/{code}", headers=BROWSER).text
    shop.services.write(partial(collect, collection_id="first", goods=(Collected(0, 1000),)))
    assert "Part of it was collected" in shop.client.get(f"/o/{code}", headers=BROWSER).text
    shop.services.write(partial(collect, collection_id="second"))
    page = shop.client.get(f"/o/{code}", headers=BROWSER).text
    assert "Your order is complete" in page
    assert ">Collected<" in page


def test_a_forged_or_foreign_code_shows_no_order(shop: Shop) -> None:
    order_id = OrderId(shop.order()["orderID"])
    code = shop.services.codes.for_order(SHOP, order_id)
    forged = ("C" if code[-1] == "B" else "B").join([code[:-1], ""])
    product = shop.services.codes.for_product(SHOP, ProductId(101))
    gone = shop.services.codes.for_order(SHOP, OrderId(999_999))

    for wrong in (forged, product, gone, str(order_id), "x", "%00", "..%2f", "B" * 200):
        person = shop.client.get(f"/o/{wrong}", headers=BROWSER)
        program = shop.client.get(f"/o/{wrong}")
        assert person.status_code == program.status_code == 404, wrong
        assert program.json()["data"] == {}


def test_an_idempotency_key_means_nothing_to_the_form(shop: Shop) -> None:
    token = token_for(shop, "keyed-form@example.com")
    fields = {"token": token, "password": NEW, "confirmPassword": NEW}
    headers = BROWSER | {"Origin": "null", "Idempotency-Key": "x" * 300}

    answers = [shop.client.post("/reset", data=fields, headers=headers).status_code for _ in range(2)]

    assert answers == [200, 400]


def test_asking_for_pages_changes_nothing(shop: Shop) -> None:
    token = token_for(shop, "quiet@example.com")
    code = shop.services.codes.for_order(SHOP, OrderId(shop.order()["orderID"]))
    before = shop.services.read(shop.services.journal_last)

    for path in (f"/reset?token={token}", f"/o/{code}", "/page.css"):
        assert shop.client.get(path).status_code == 200

    assert shop.services.read(shop.services.journal_last) == before
