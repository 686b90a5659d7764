"""Handing over: each piece goes out once, paid, and the order follows; who took it last is told to the second."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.handover import Collected, NotToCollectError
from aurora_desk.domain.orders import Handover, Order, OrderFilter, OrderStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.refunds import LineReturn, RefundReason, RefundRequest
from aurora_desk.services.demo import CAFE
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, Counter, item, order_of
from services.refunding import by_cash


@pytest.fixture
def ordered(counter: Counter) -> Order:
    """A program's order, paid at the till: three espressos and a croissant."""
    placed = counter.write(counter.services.orders.place, LOOPBACK, order_of(item(ESPRESSO, 3), item(CROISSANT)))
    paid: Order = counter.write(counter.services.payments.take_cash, MARA, OrderTarget(placed.order_id), 50_00)
    return paid


def collect(counter: Counter, order: Order, visit: str, *goods: Collected) -> Order:
    collect = counter.services.handovers.collect
    done: Order = counter.write(collect, MARA, order.order_id, visit, goods or None)
    return done


def left(counter: Counter, order: Order) -> list[int]:
    return [line.left_milli for line in counter.read(counter.services.handovers.lines, CAFE, order.order_id)]


def to_collect(counter: Counter) -> list[int]:
    return [row.order_id for row in counter.read(counter.services.orders.page, CAFE, OrderFilter.COLLECT).rows]


def test_goods_go_out_in_parts_and_the_order_follows_until_nothing_is_left(counter: Counter, ordered: Order) -> None:
    ready = counter.write(counter.services.handovers.ready, MARA, ordered.order_id)
    assert (ready.status, ready.handover) == (OrderStatus.READY, Handover.NONE)
    assert to_collect(counter) == [ordered.order_id]

    part = collect(counter, ordered, "first", Collected(0, 2000))
    assert (part.status, part.handover) == (OrderStatus.READY, Handover.PART)
    assert left(counter, ordered) == [1000, 1000]

    done = collect(counter, ordered, "second")
    assert (done.status, done.handover) == (OrderStatus.COMPLETED, Handover.COLLECTED)
    assert to_collect(counter) == []
    events = counter.events(f"order:{ordered.order_id}")
    assert [event for event in events if event in ("order.ready", "order.collected")] == [
        "order.ready",
        "order.collected",
        "order.collected",
    ]


def test_a_visit_sent_again_is_written_once_and_a_second_one_hears_who_was_first(
    counter: Counter, other_process: Counter, ordered: Order
) -> None:
    collect(counter, ordered, "visit")
    again = collect(other_process, ordered, "visit")
    assert again.handover is Handover.COLLECTED

    with pytest.raises(NotToCollectError, match=r"collected at \d\d:\d\d on .* at Till 1 by Mara Klein"):
        collect(other_process, ordered, "another")
    assert counter.rows("SELECT count(*) FROM order_collection") == [(2,)]


def test_a_sale_at_the_till_is_with_its_customer_at_once(counter: Counter) -> None:
    sale = by_cash(counter)
    assert left(counter, sale) == [0, 0]
    with pytest.raises(NotToCollectError, match="at Till 1 by Mara Klein"):
        collect(counter, sale, "visit")


def test_more_than_is_left_and_what_is_not_paid_or_voided_stays_here(counter: Counter, ordered: Order) -> None:
    for goods in ([Collected(0, 3001)], [Collected(9, 1000)], [Collected(0, 1000), Collected(0, 1000)]):
        with pytest.raises(NotToCollectError, match="Nothing was handed over"):
            collect(counter, ordered, "visit", *goods)
    unpaid = counter.ordered()
    with pytest.raises(NotToCollectError, match="Take the payment first"):
        collect(counter, unpaid, "visit")
    counter.write(counter.services.orders.void, MARA, unpaid.order_id, "mistake")
    with pytest.raises(NotToCollectError, match="voided"):
        collect(counter, unpaid, "visit")
    with pytest.raises(ConflictError, match="closed"):
        counter.write(counter.services.handovers.ready, MARA, unpaid.order_id)


def test_refunded_goods_are_not_to_be_collected(counter: Counter, ordered: Order) -> None:
    collect(counter, ordered, "visit", Collected(0, 3000))
    plan = counter.read(counter.services.refunds.plan, MARA, ordered.order_id)
    returns = (LineReturn(1, 1000),)
    amount = sum(plan.line_amounts(returns))
    counter.services.refunds.start(
        MARA, RefundRequest(plan.plan_id, ordered.order_id, amount, RefundReason.CHANGED_MIND, returns)
    )

    now = counter.order(ordered.order_id)
    assert left(counter, ordered) == [0, 0]
    assert (now.handover, now.status) == (Handover.COLLECTED, OrderStatus.COMPLETED)
    assert counter.events(f"order:{ordered.order_id}")[-1] == "order.handover"
