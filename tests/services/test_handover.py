"""Handing over: each piece goes out once, paid, and the order follows; who took it last is told to the second."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.handover import Collected, NotToCollectError
from aurora_desk.domain.orders import Handover, Order, OrderFilter, OrderStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.domain.refunds import RefundReason, RefundRequest
from aurora_desk.domain.returns import HandsError, LineReturn
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


def give_back(counter: Counter, order: Order, *returns: LineReturn) -> None:
    plan = counter.read(counter.services.refunds.plan, MARA, order.order_id)
    amount = sum(plan.line_amounts(returns))
    counter.services.refunds.start(
        MARA, RefundRequest(plan.plan_id, order.order_id, amount, RefundReason.CHANGED_MIND, returns)
    )


def test_goods_refunded_before_they_were_collected_are_not_to_be(counter: Counter, ordered: Order) -> None:
    collect(counter, ordered, "visit", Collected(0, 3000))
    give_back(counter, ordered, LineReturn(1, 1000))

    now = counter.order(ordered.order_id)
    assert left(counter, ordered) == [0, 0]
    assert (now.handover, now.status) == (Handover.COLLECTED, OrderStatus.COMPLETED)
    assert counter.events(f"order:{ordered.order_id}")[-1] == "order.handover"


def test_what_the_customer_brought_back_takes_nothing_from_what_is_still_to_be_collected(
    counter: Counter, ordered: Order
) -> None:
    collect(counter, ordered, "visit", Collected(0, 2000), Collected(1, 1000))
    give_back(counter, ordered, LineReturn(0, 1000, from_customer_milli=1000))

    assert left(counter, ordered) == [1000, 0]
    assert counter.order(ordered.order_id).handover is Handover.PART
    (espressos, _) = counter.read(counter.services.refunds.plan, MARA, ordered.order_id).lines
    assert (espressos.with_customer_milli, espressos.here_milli) == (1000, 1000)
    assert collect(counter, ordered, "last").handover is Handover.COLLECTED


def test_a_part_that_was_not_collected_is_refunded_off_the_shelf_where_a_person_says_so(
    counter: Counter, ordered: Order
) -> None:
    collect(counter, ordered, "visit", Collected(0, 2000), Collected(1, 1000))
    give_back(counter, ordered, LineReturn(0, 1000, from_customer_milli=0))

    assert left(counter, ordered) == [0, 0]
    assert counter.order(ordered.order_id).handover is Handover.COLLECTED
    (espressos, _) = counter.read(counter.services.refunds.plan, MARA, ordered.order_id).lines
    assert (espressos.with_customer_milli, espressos.here_milli) == (2000, 0), "the customer still has both"


def test_whose_hands_it_was_in_is_inferred_where_it_can_be(counter: Counter, ordered: Order) -> None:
    give_back(counter, ordered, LineReturn(0, 1000))
    assert left(counter, ordered) == [2000, 1000], "nothing was collected"
    sale = by_cash(counter)
    give_back(counter, sale, LineReturn(0, 1000))
    assert left(counter, sale) == [0, 0]

    assert counter.rows("SELECT order_id, from_customer_milli FROM refund_line ORDER BY order_id") == [
        (ordered.order_id, 0),
        (sale.order_id, 1000),
    ]


def test_goods_that_were_collected_meanwhile_are_not_refunded_off_the_shelf(counter: Counter, ordered: Order) -> None:
    collect(counter, ordered, "visit", Collected(0, 3000))

    with pytest.raises(HandsError, match="Nothing was refunded"):
        give_back(counter, ordered, LineReturn(0, 1000, from_customer_milli=0))

    assert counter.rows("SELECT count(*) FROM refund_plan") == counter.rows("SELECT count(*) FROM refund") == [(0,)]
