"""Goods that come back: brought by the customer or never collected, and how their rows are laid out."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import add_custom
from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget, OrderTarget
from aurora_desk.domain.returns import Whence
from aurora_desk.domain.totals import TaxRate
from aurora_desk.services.demo import CAFE
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from gui.screens.orders.refund.desk import Desk
from gui.screens.orders.shop import Shop, click


@pytest.fixture
def part_collected(shop: Shop) -> Order:
    """A program's order of three espressos and a croissant; two espressos and the croissant were collected."""
    services, actor = shop.services, shop.actor
    items = (PlaceItem(ProductId(103), Decimal(3), None), PlaceItem(ProductId(104), Decimal(1), None))
    placing = partial(services.orders.place, actor=Actor.client(CAFE, "loopback"))
    order = services.write(partial(placing, request=PlaceOrder(items, None, None, None, None)))
    target = OrderTarget(order.order_id)
    services.write(partial(services.payments.take_cash, actor=actor, target=target, tendered_minor=50_00))
    goods = (Collected(0, 2000), Collected(1, 1000))
    collect = partial(services.handovers.collect, actor=actor, order_id=order.order_id, collection_id="visit")
    return services.write(partial(collect, goods=goods))


def left(desk: Desk, order: Order) -> list[int]:
    services = desk.shop.services
    lines = services.read(partial(services.handovers.lines, tenant_id=CAFE, order_id=order.order_id))
    return [line.left_milli for line in lines]


def test_of_a_line_collected_in_part_the_sheet_asks_whether_it_was_brought_back(
    desk: Desk, part_collected: Order
) -> None:
    sheet = desk.refund(part_collected)
    espressos, croissant = sheet.planner.rows
    click(sheet.planner.everything)
    assert not espressos.whence.isVisible(), "all of it is both"
    click(espressos.minus)
    chips = {first: chip.text() for first, chip in espressos.whence.chips.items()}
    assert chips == {Whence.CUSTOMER: "2 of 2 brought back", Whence.SHELF: "1 of 2 brought back"}
    assert espressos.whence.chips[Whence.CUSTOMER].isChecked()
    click(espressos.minus)
    click(espressos.whence.chips[Whence.SHELF])
    assert [chip.text() for chip in espressos.whence.chips.values()] == ["Brought back", "Not collected yet"]
    assert not croissant.whence.isVisible(), "it was collected"
    click(croissant.check)
    click(sheet.planner.reasons["wrong_item"])

    desk.give(sheet)

    assert left(desk, part_collected) == [0, 0]
    click(sheet.done)
    desk.wait(lambda: "Refunded before it was collected" in desk.detail.timeline.accessibleDescription())


def test_what_is_brought_back_stays_out_of_what_is_to_be_collected(desk: Desk, part_collected: Order) -> None:
    sheet = desk.refund(part_collected)
    (espressos, _) = sheet.planner.rows
    QTest.keyClick(espressos.check, Qt.Key.Key_Space)
    for _ in range(2):
        QTest.keyClick(espressos.minus, Qt.Key.Key_Space)
    click(sheet.planner.reasons["wrong_item"])
    desk.give(sheet)

    assert left(desk, part_collected) == [1000, 0]


def test_of_a_sale_at_the_till_nobody_is_asked_where_it_was(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    click(sheet.planner.everything)
    click(sheet.planner.rows[0].minus)

    assert not any(row.whence.isVisible() for row in sheet.planner.rows)


def test_a_line_of_one_piece_has_back_to_stock_where_others_count(desk: Desk, cash: Order) -> None:
    sheet = desk.refund(cash)
    click(sheet.planner.everything)
    several, one = sheet.planner.rows
    QCoreApplication.processEvents()

    assert one.stock.mapTo(one, QPoint(0, 0)).x() == several.minus.mapTo(several, QPoint(0, 0)).x()
    assert not one.minus.isVisible()
    assert several.stock.mapTo(several, QPoint(0, 0)).x() > several.plus.mapTo(several, QPoint(0, 0)).x()


def test_a_custom_item_of_one_piece_has_nothing_beneath(desk: Desk, shop: Shop) -> None:
    services, actor = shop.services, shop.actor
    cart = services.write(partial(services.sales.open_cart, actor=actor))
    add = partial(add_custom, name="Engraving", price_minor=12_00, tax=TaxRate("none", 0))
    services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
    take = partial(services.payments.take_cash, actor=actor, target=CartTarget(cart.cart_id), tendered_minor=20_00)
    sheet = desk.refund(services.write(take))
    (row,) = sheet.planner.rows
    before = row.sizeHint().height()
    click(row.check)
    QCoreApplication.processEvents()

    assert row.amount.isVisible()
    assert row.sizeHint().height() == before
