"""The parts of an answer that no route makes yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from api.shop import SHOP, Shop
from aurora_desk.api.json_out import encode
from aurora_desk.api.shapes import moment, order_data
from aurora_desk.domain.ids import OrderId, PaymentId, RefundId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus


def test_a_refund_is_listed_with_all_that_is_promised_of_it(shop: Shop) -> None:
    order_id = OrderId(shop.order()["orderID"])
    order = shop.services.read(lambda work: shop.services.orders.get(work, SHOP, order_id))
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    refund = Refund(RefundId("r"), PaymentId("p"), Money(29999, "USD"), RefundStatus.SUCCEEDED, "broken", at)

    data = order_data(replace(order, refunds=(refund,)), "")

    assert encode(data["refunds"]) == (
        '[{"refundID":"r","paymentID":"p","amount":299.99,"status":"succeeded","reason":"broken",'
        '"createdAt":"2026-03-01T12:00:00.000Z"}]'
    )
    assert encode(data["amountRefunded"]) == "299.99"


def test_moments_are_told_in_utc() -> None:
    berlin = timezone(timedelta(hours=2))

    assert moment(datetime(2026, 7, 1, 1, 30, tzinfo=berlin)) == "2026-06-30T23:30:00.000Z"
