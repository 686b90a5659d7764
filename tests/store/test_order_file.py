"""Goods go out once: the database itself refuses more than was sold, and what is written down stays."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import OrderId
from aurora_desk.services.demo import CAFE
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import MARA, Shop, sell


def collect(work: Work, *, order_id: OrderId, visit: str, quantity: int) -> None:
    work.order_file.add_collection(MARA, order_id, visit, [Collected(0, quantity)], now=work.now)


def test_more_than_was_sold_is_refused_and_the_sums_add_up(store: Store) -> None:
    order = sell(store)
    store.write(partial(collect, order_id=order.order_id, visit="a", quantity=400))
    with pytest.raises(DBAPIError, match="more than was sold"):
        store.write(partial(collect, order_id=order.order_id, visit="b", quantity=601))
    store.write(partial(collect, order_id=order.order_id, visit="c", quantity=600))

    assert store.read(lambda work: work.order_file.collected(CAFE, order.order_id)) == {0: 1000}
    assert store.read(lambda work: [work.order_file.was_collected(visit) for visit in "abc"]) == [True, False, True]


def test_notes_and_visits_are_never_changed(shop: Shop, store: Store) -> None:
    order = sell(store)
    store.write(partial(collect, order_id=order.order_id, visit="a", quantity=400))
    store.write(lambda work: work.order_file.add_note(MARA, order.order_id, "n", "calls later", now=work.now))
    assert store.read(lambda work: work.order_file.notes(CAFE, order.order_id)) == {"n": "calls later"}

    for change in (
        "UPDATE order_note SET words = ''",
        "UPDATE order_collection SET quantity_milli = 1",
        "DELETE FROM order_collection",
    ):
        with pytest.raises(DBAPIError), shop.raw() as connection:
            connection.execute(text(change))
