"""Shops of currencies without decimals and with three: the same way from cart to payment."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from api.shop import SALES_TAX, SHOP, Shop
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.services.facade import Work

ABROAD = TenantId(44)


def open_abroad(work: Work, currency: str, price_minor: int) -> None:
    work.tenants.add(replace(work.tenants.get(SHOP), tenant_id=ABROAD, currency=currency))
    work.catalogue.add_tax_rate(ABROAD, 1, SALES_TAX)
    mine = work.catalogue.get(SHOP, ProductId(101))
    theirs = replace(
        mine, tenant_id=ABROAD, product_id=ProductId(1), price_minor=price_minor, currency=currency, sku="A"
    )
    work.catalogue.add_products([(theirs, 1)], now=work.now)


@pytest.mark.parametrize(
    ("currency", "price_minor", "price", "too_fine", "total", "amount"),
    [
        ("JPY", 4_000, "4000", "4000.5", "8000", 8_000),
        ("KWD", 12_345, "12.345", "12.3455", "24.690", 24_690),
        # A card takes three decimals only with a 0 as the last: what it is asked for is rounded, the order is paid.
        ("KWD", 627, "0.627", "0.6275", "1.254", 1_250),
        ("KWD", 628, "0.628", "0.6285", "1.256", 1_260),
    ],
)
def test_a_sale_in_any_currency_comes_to_the_last_of_its_decimals(
    fresh_shop: Shop, currency: str, price_minor: int, price: str, too_fine: str, total: str, amount: int
) -> None:
    shop = fresh_shop
    shop.services.write(partial(open_abroad, currency=currency, price_minor=price_minor))
    item = '{"appID": 44, "items": [{"productID": 1, "quantity": 2, "price": %s}]}'
    headers = {"Content-Type": "application/json"}

    refused = shop.client.post("/ecommerce/createOrder", content=item % too_fine, headers=headers)
    placed = shop.client.post("/ecommerce/createOrder", content=item % price, headers=headers)

    assert refused.status_code == 422
    assert placed.status_code == 201, placed.text
    assert f'"total":{total},' in placed.text
    order = {"appID": 44, "orderID": placed.json()["data"]["orderID"]}
    intent = shop.data("createPaymentIntent", {**order, "amount": amount, "currency": currency.lower()})
    shop.pay_at_stripe(intent["paymentIntentID"])
    paid = shop.data("paymentComplete", {**order, "paymentIntentID": intent["paymentIntentID"]})
    assert (Decimal(str(paid["amountPaid"])), paid["currency"]) == (Decimal(total), currency)
