"""Refunds on both engines: what a race would give back too much, the database refuses, and it is told in words."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy.exc import DBAPIError

from aurora_desk.domain.errors import AuroraError, NotFoundError
from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import RefundId
from aurora_desk.domain.orders import Order, PaidStatus, Refund, RefundStatus
from aurora_desk.domain.refunds import RefundPlan, RefundReason, RefundRequest
from aurora_desk.domain.returns import (
    CameBack,
    HandsError,
    LineReturn,
    MoreThanSoldError,
    RefundedLine,
    RefundTooLargeError,
)
from aurora_desk.services.demo import CAFE
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import CROISSANT, ESPRESSO, MARA, Shop, sell, services_on


def add(work: Work, order: Order, *, lines: tuple[RefundedLine, ...] = (), status: str = "pending") -> Refund:
    """Write a refund of all of an order, asking nothing but the database."""
    plan = RefundPlan(
        work.new_id(), CAFE, order.order_id, order.total, "damaged", MARA.person_id, MARA.till_id, None, work.now
    )
    refund = Refund(
        refund_id=RefundId(work.new_id()),
        payment_id=order.payments[0].payment_id,
        amount=order.total,
        status=RefundStatus(status),
        reason="damaged",
        created_at=work.now,
        via="card",
        plan_id=plan.plan_id,
    )
    work.refunds.add_plan(plan, lines)
    work.refunds.add(refund, plan)
    return refund


def request(store: Store, order: Order) -> RefundRequest:
    """Both lines of an order back, the croissant to stock."""
    services = services_on(store)
    desk = store.read(lambda work: services.refunds.plan(work, MARA, order.order_id))
    lines = (LineReturn(0, 1000), LineReturn(1, 1000, restock=True))
    return RefundRequest(desk.plan_id, order.order_id, desk.left_minor, RefundReason.WRONG_ITEM, lines)


def test_a_refund_writes_plan_lines_money_drawer_and_stock_in_one_step(store: Store) -> None:
    order = sell(store, ESPRESSO, CROISSANT)
    before = store.read(lambda work: work.catalogue.get(CAFE, CROISSANT).stock_milli)

    services_on(store).refunds.start(MARA, request(store, order))

    def look(work: Work) -> None:
        (refund,) = work.refunds.of_order(CAFE, order.order_id)
        assert (refund.status, refund.via, refund.given_minor) == (RefundStatus.SUCCEEDED, "cash", 5_00)
        assert work.refunds.get(refund.refund_id) == refund
        assert work.refunds.came_back(CAFE, order.order_id) == {
            0: CameBack(1000, 2_60, 1000),
            1: CameBack(1000, 2_40, 1000),
        }
        head = work.orders.find(CAFE, order.order_id)
        assert head is not None
        assert (head.payment_status, head.refunded_minor) == (PaidStatus.REFUNDED, 5_00)
        assert before is not None
        assert work.catalogue.get(CAFE, CROISSANT).stock_milli == before + 1000

    store.read(look)
    assert store.first_bad_row() is None


def test_a_race_beyond_what_was_captured_is_told_in_words(store: Store) -> None:
    order = sell(store)
    store.write(lambda work: add(work, order))
    with pytest.raises(RefundTooLargeError, match="Nothing was refunded"):
        store.write(lambda work: add(work, order))
    assert len(store.read(lambda work: work.refunds.of_order(CAFE, order.order_id))) == 1


def test_a_race_beyond_what_was_sold_is_told_in_words(store: Store) -> None:
    order = sell(store)
    lines = (RefundedLine(0, 1000, 2_60, restocked=False, from_customer_milli=1000),)
    store.write(lambda work: add(work, order, lines=lines, status="failed"))
    with pytest.raises(MoreThanSoldError, match="Nothing was refunded"):
        store.write(lambda work: add(work, order, lines=lines, status="failed"))


def test_no_more_comes_off_the_shelf_than_was_not_collected(store: Store) -> None:
    order = sell(store, ESPRESSO, ESPRESSO)
    one = (Collected(0, 1000),)
    store.write(lambda work: work.order_file.add_collection(MARA, order.order_id, "visit", one, now=work.now))

    for more, brought in ((2000, 0), (1000, 2000)):
        with pytest.raises(HandsError, match="Nothing was refunded"):
            store.write(
                partial(
                    add, order=order, lines=(RefundedLine(0, more, 2_60, restocked=False, from_customer_milli=brought),)
                )
            )
    store.write(partial(add, order=order, lines=(RefundedLine(0, 1000, 2_60, restocked=False),)))
    with pytest.raises(DBAPIError, match="more than was sold"):
        store.write(lambda work: work.order_file.add_collection(MARA, order.order_id, "again", one, now=work.now))


def test_a_failed_refund_comes_back_only_within_what_was_captured(store: Store) -> None:
    order = sell(store)
    failed = store.write(lambda work: add(work, order, status="failed"))
    store.write(lambda work: add(work, order))
    with pytest.raises(RefundTooLargeError):
        store.write(lambda work: work.refunds.change(failed, now=work.now, status="pending"))


def test_two_desks_at_once_give_an_order_back_once(shop: Shop) -> None:
    stores = [shop.open(server=True), shop.open(server=True)]
    order = sell(stores[0], ESPRESSO, CROISSANT)
    asked = [request(store, order) for store in stores]
    ended: list[object] = []

    def give(number: int) -> None:
        try:
            ended.append(services_on(stores[number]).refunds.start(MARA, asked[number]))
        except AuroraError as error:
            ended.append(error)

    threads = [threading.Thread(target=give, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(isinstance(one, MoreThanSoldError) for one in ended) == [False, True]
    assert len(stores[0].read(lambda work: work.refunds.of_order(CAFE, order.order_id))) == 1


def test_a_refund_is_found_by_its_id_at_stripe_and_others_are_not_there(store: Store) -> None:
    order = sell(store)
    refund = store.write(lambda work: add(work, order))
    store.write(lambda work: work.refunds.change(refund, now=work.now, stripe_refund_id="re_1"))
    found = store.read(lambda work: work.refunds.of_stripe("re_1"))
    assert found == replace(refund, stripe_refund_id="re_1")
    assert store.read(lambda work: work.refunds.of_stripe("re_2")) is None
    with pytest.raises(NotFoundError):
        store.read(lambda work: work.refunds.get(RefundId("none")))


def test_open_refunds_come_oldest_first_and_ended_ones_do_not(store: Store) -> None:
    refunds = [store.write(partial(add, order=sell(store))) for _ in range(3)]
    store.write(lambda work: work.refunds.change(refunds[0], now=work.now))
    store.write(lambda work: work.refunds.change(refunds[2], now=work.now, status="succeeded"))

    found = store.read(lambda work: work.refunds.pending_before(work.now, limit=10))

    assert [one.refund_id for one in found] == [refunds[1].refund_id, refunds[0].refund_id]


def test_failed_refunds_are_pointed_at_until_something_took_their_place(store: Store) -> None:
    orders = [sell(store) for _ in range(3)]
    failed = [store.write(partial(add, order=order, status="failed")) for order in orders]
    store.write(lambda work: work.refunds.change(failed[1], now=work.now, status="succeeded"))

    def undecided(since_failed: int) -> tuple[int, ...]:
        moment = failed[since_failed].created_at
        return store.read(lambda work: work.refunds.undecided_since(CAFE, moment))

    assert undecided(0) == (orders[2].order_id, orders[0].order_id)
    assert undecided(1) == (orders[2].order_id,)
