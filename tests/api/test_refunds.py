"""Refunds made at the desk, as clients see them in getOrder and among the events."""

from __future__ import annotations

from functools import partial
from typing import Any

import httpx

from api.shop import SHOP, Shop
from aurora_desk.api.events import told
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Refund
from aurora_desk.domain.refunds import RefundReason, RefundRequest

DESK = Actor.client(SHOP, "desk")


def paid_order(shop: Shop) -> int:
    """An order of 999.97, paid online."""
    order = shop.order()
    asked = {"orderID": order["orderID"], "amount": 99997, "currency": "usd"}
    intent = shop.data("createPaymentIntent", asked)
    shop.pay_at_stripe(intent["paymentIntentID"])
    shop.data("paymentComplete", {"orderID": order["orderID"], "paymentIntentID": intent["paymentIntentID"]})
    return int(order["orderID"])


def give_back(shop: Shop, order_id: int, amount_minor: int) -> Refund:
    """Refund a part of an order."""
    refunds = shop.services.refunds
    desk = shop.services.read(partial(refunds.plan, actor=DESK, order_id=OrderId(order_id)))
    request = RefundRequest(desk.plan_id, OrderId(order_id), amount_minor, RefundReason.WRONG_ITEM)
    (progress,) = refunds.start(DESK, request)
    return progress.refund


def seen(shop: Shop, order_id: int) -> Any:
    return shop.data("getOrder", {"orderID": order_id})


def test_get_order_tells_refunds_and_what_they_leave_of_the_payment(shop: Shop) -> None:
    order_id = paid_order(shop)

    first = give_back(shop, order_id, 29999)
    order = seen(shop, order_id)

    assert (order["paymentStatus"], order["amountPaid"], order["amountRefunded"], order["amountDue"]) == (
        "part_refunded",
        999.97,
        299.99,
        0,
    )
    (refund,) = order["refunds"]
    assert (refund["refundID"], refund["paymentID"]) == (first.refund_id, order["payments"][0]["paymentID"])
    assert (refund["amount"], refund["status"], refund["reason"]) == (299.99, "succeeded", "wrong_item")
    give_back(shop, order_id, 69998)
    order = seen(shop, order_id)
    assert (order["paymentStatus"], order["amountRefunded"], len(order["refunds"])) == ("refunded", 999.97, 2)


def test_a_refund_that_fails_late_no_longer_counts(shop: Shop) -> None:
    order_id = paid_order(shop)
    refund = give_back(shop, order_id, 29999)
    httpx.post(f"{shop.stripe}/customer/refunds/{refund.stripe_refund_id}/fail")
    shop.services.refunds.check(DESK, refund.refund_id)

    order = seen(shop, order_id)

    assert (order["paymentStatus"], order["amountRefunded"]) == ("paid", 0)
    assert [one["status"] for one in order["refunds"]] == ["failed"]


def test_the_stream_tells_ids_and_statuses_of_a_refund_and_no_more(shop: Shop) -> None:
    order_id = paid_order(shop)
    refund = give_back(shop, order_id, 100)
    rows = shop.services.read(partial(shop.services.journal_after, seq=0, tenant_id=SHOP, limit=10_000))

    events = [(row.event, told(row)) for row in rows if row.facts.get("refund_id") == refund.refund_id]

    assert [event for event, _ in events] == ["refund.started", "refund.succeeded"]
    assert events[-1][1] == {
        "orderID": order_id,
        "refundID": refund.refund_id,
        "paymentID": refund.payment_id,
        "status": "succeeded",
    }
