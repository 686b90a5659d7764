"""The list of orders takes a handful of news at once and stays newest first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QSignalSpy

from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Handover, OrderRow, OrderStatus, PaidStatus
from aurora_desk.domain.paging import Page
from aurora_desk.gui.screens.orders.live_orders import LiveOrders
from aurora_desk.gui.theme.look import Look


def row(number: int, total: int = 100) -> OrderRow:
    """An order of that number."""
    return OrderRow(
        order_id=OrderId(number),
        number=f"ORD-2026-{number}",
        created_at=datetime(2026, 3, 14, 12, tzinfo=UTC),
        customer_name="",
        items_milli=1000,
        methods=(),
        status=OrderStatus.PENDING,
        payment_status=PaidStatus.UNPAID,
        last_try_failed=False,
        total=Money(total, "EUR"),
        handover=Handover.NONE,
        paid_minor=0,
        refunded_minor=0,
        person_id=None,
        till_id=None,
    )


@pytest.fixture
def listed(look: Look) -> LiveOrders:
    """Orders 30, 20 and 10, with older ones on the next page."""
    model = LiveOrders(look, lambda _after: None)
    model.restart()
    model.append_page(Page((row(30), row(20), row(10)), "10"))
    return model


def numbers(model: LiveOrders) -> list[int]:
    """The orders as they are shown."""
    return [int(shown.order_id) for shown in model.rows]


def test_given_a_handful_of_news_then_each_stands_where_it_belongs(listed: LiveOrders) -> None:
    inserted, changed = QSignalSpy(listed.rowsInserted), QSignalSpy(listed.dataChanged)

    assert listed.put([row(25), row(31), row(33), row(20, total=250), row(32), row(12)]) == 5

    assert numbers(listed) == [33, 32, 31, 30, 25, 20, 12, 10]
    assert listed.rows[5].total == Money(250, "EUR")
    assert (inserted.count(), changed.count()) == (3, 1)


def test_given_an_order_older_than_the_pages_at_hand_then_it_comes_with_its_page(listed: LiveOrders) -> None:
    assert listed.put([row(9), row(11)]) == 1

    assert numbers(listed) == [30, 20, 11, 10]


def test_given_the_last_page_then_an_older_order_stands_at_the_end(look: Look) -> None:
    model = LiveOrders(look)

    assert model.put([row(5)]) == 1
    assert model.put([row(3), row(4)]) == 2

    assert numbers(model) == [5, 4, 3]
