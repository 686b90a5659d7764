"""Orders, each flow by mouse, by keyboard and by scanner, on the whole desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.orders import Handover, Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.shell.pages import Page
from gui.flows.by import KEYS, MOUSE, SCANNER, by
from gui.flows.hands import CTRL, ENTER, PLAIN, Hand
from gui.screens.orders.shop import REGULAR, place
from gui.shell.real_desk import SHOP

ESPRESSO, CROISSANT = 103, 104


@by(MOUSE, KEYS, SCANNER)
def test_an_order_is_found_and_its_detail_shown(hand: Hand) -> None:
    order = place(hand.services, ESPRESSO, CROISSANT, customer=REGULAR)

    open_order(hand, order)

    detail = orders(hand).detail
    assert detail.about.text().endswith(f"· {order.customer_name} · 2 items")
    assert detail.lines.accessibleDescription().startswith("1× Espresso")


@by(MOUSE, KEYS, SCANNER)
def test_the_list_is_narrowed(hand: Hand) -> None:
    waiting, paid = place(hand.services, ESPRESSO), bought(hand, CROISSANT)
    go_to_orders(hand)
    if hand.way is SCANNER:
        hand.scan(hand.services.codes.for_product(SHOP, ProductId(ESPRESSO)))
    else:
        hand.press("order-chips-waiting")

    hand.until(lambda: waiting.order_id in listed(hand) and paid.order_id not in listed(hand))
    if hand.way is SCANNER:
        orders(hand).list.filters.widen()
    else:
        hand.press("order-chips-all")
    hand.until(lambda: paid.order_id in listed(hand))


@by(MOUSE, KEYS, SCANNER)
def test_a_line_is_refunded(hand: Hand) -> None:
    order = bought(hand, ESPRESSO, CROISSANT)
    open_order(hand, order)

    hand.press("order-refund", (Qt.Key.Key_R, CTRL))
    hand.sheet("refund")
    hand.press("refund-line-0-check")
    hand.press("refund-reason-damaged")
    hand.press("refund-give", (ENTER, CTRL))
    hand.press("refund-done")

    hand.gone("refund")
    after = hand.order(order.order_id)
    assert (after.payment_status, [one.amount.amount_minor for one in after.refunds]) == (
        PaidStatus.PART_REFUNDED,
        [2_60],
    )


@by(MOUSE, KEYS, SCANNER)
def test_an_unpaid_order_is_voided_with_a_reason(hand: Hand) -> None:
    order = place(hand.services, CROISSANT)
    open_order(hand, order)

    hand.press("order-void")
    hand.sheet("void")
    hand.press("void-reason-twice")
    hand.press("void-verb")

    hand.until(lambda: hand.order(order.order_id).status is OrderStatus.VOID)
    hand.gone("void")


@by(MOUSE, KEYS, SCANNER)
def test_goods_are_handed_over(hand: Hand) -> None:
    order = bought(hand, CROISSANT)
    open_order(hand, order)

    hand.press("order-collect", (ENTER, CTRL))

    hand.until(lambda: hand.order(order.order_id).handover is Handover.COLLECTED)


@by(MOUSE, KEYS)
def test_a_receipt_is_printed_again(hand: Hand) -> None:
    open_order(hand, bought(hand, CROISSANT))

    hand.press("order-reprint")

    hand.said("Receipt saved as")


def orders(hand: Hand) -> OrdersScreen:
    """The screen."""
    screen = hand.desk.assembly.shell.screen_of(Page.ORDERS)
    assert isinstance(screen, OrdersScreen)
    return screen


def listed(hand: Hand) -> list[int]:
    """The numbers in the list, once nothing more is on its way."""
    listing = orders(hand).list
    return [] if listing.listing.asking else [row.order_id for row in listing.model.rows]


def go_to_orders(hand: Hand) -> None:
    """From Sell to Orders; a scanner has no code for that."""
    hand.press("rail-orders", (Qt.Key.Key_2, CTRL))
    hand.until(lambda: hand.desk.assembly.shell.page is Page.ORDERS and not orders(hand).list.listing.asking)


def open_order(hand: Hand, order: Order) -> None:
    """Find an order: by its row, by its number, by the code on its receipt."""
    if hand.way is SCANNER:
        hand.scan(hand.services.codes.for_order(SHOP, order.order_id))
    else:
        go_to_orders(hand)
        hand.until(lambda: order.order_id in listed(hand))
        if hand.way is MOUSE:
            hand.row("orders-table", listed(hand).index(order.order_id))
        else:
            hand.key(Qt.Key.Key_F2)
            hand.write(str(order.order_id))
            hand.key(ENTER, PLAIN)
    detail = orders(hand).detail
    hand.until(lambda: detail.isVisible() and detail.title.text() == f"Order #{order.order_id}")


def bought(hand: Hand, *products: int) -> Order:
    """A program's order that was paid here in cash."""
    order = place(hand.services, *products)
    pay = partial(
        hand.services.payments.take_cash,
        actor=hand.desk.context.session.actor(),
        target=OrderTarget(order.order_id),
        tendered_minor=order.total.amount_minor,
    )
    return hand.services.write(pay)
