"""Cash at the counter."""

from __future__ import annotations

from functools import partial

import pytest

from aurora_desk.domain.cart import CartStatus, set_line_discount
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Handover, Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import CartChangedError, CartTarget, OrderTarget, PaymentStatus, Target
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.domain.tenants import Till
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.demo import CAFE, FLOAT_MINOR
from services.counter import CROISSANT, ESPRESSO, JONAS, MARA, SECOND_TILL, Counter, item, order_of


def take(counter: Counter, target: Target, tendered: int) -> Order:
    return counter.write(counter.services.payments.take_cash, MARA, target, tendered)


def drawer(counter: Counter) -> list[tuple[str, int]]:
    return [(kind, amount) for kind, amount in counter.rows("SELECT kind, amount_minor FROM cash_movement")]


def test_exact_cash_completes_the_sale_at_once(counter: Counter) -> None:
    order = take(counter, counter.target(ESPRESSO, CROISSANT), 500)

    assert (order.status, order.payment_status, order.handover) == (
        OrderStatus.COMPLETED,
        PaidStatus.PAID,
        Handover.COLLECTED,
    )
    assert (order.number[:4], order.order_id, order.due.amount_minor) == ("ORD-", 5001, 0)
    assert drawer(counter) == [("float", FLOAT_MINOR), ("taken", 500)]
    assert counter.events("order:5001") == ["order.placed", "payment.succeeded", "order.paid"]


def test_the_drawer_holds_float_and_taken_less_change(counter: Counter) -> None:
    order = take(counter, counter.target(ESPRESSO), 2000)

    payment = order.payments[-1]
    assert (payment.amount.amount_minor, payment.tendered_minor, payment.change_minor) == (260, 2000, 1740)
    assert drawer(counter) == [("float", FLOAT_MINOR), ("taken", 2000), ("change", -1740)]
    assert sum(amount for _, amount in drawer(counter)) == FLOAT_MINOR + 260


def test_less_than_is_due_pays_a_part_and_the_rest_completes_the_sale(counter: Counter) -> None:
    part = take(counter, counter.target(ESPRESSO, CROISSANT), 200)
    assert (part.payment_status, part.status, part.due.amount_minor) == (PaidStatus.PART_PAID, OrderStatus.PENDING, 300)

    whole = take(counter, OrderTarget(part.order_id), 300)

    assert (whole.payment_status, whole.status, len(whole.payments)) == (PaidStatus.PAID, OrderStatus.COMPLETED, 2)
    with pytest.raises(ConflictError, match="paid already"):
        take(counter, OrderTarget(part.order_id), 300)


def test_sold_goods_leave_the_stock_by_a_movement_that_says_why(counter: Counter) -> None:
    order = take(counter, counter.target(CROISSANT, CROISSANT, ESPRESSO), 10_00)

    assert counter.stock(CROISSANT) == 22_000
    moves = counter.rows(
        "SELECT product_id, quantity_milli, reason FROM stock_movement WHERE order_id = ? ORDER BY product_id",
        order.order_id,
    )
    assert (CROISSANT, -2000, "sold") in moves


def test_payment_carries_shift_till_and_person(counter: Counter) -> None:
    take(counter, counter.target(), 10_00)
    (shift_id,) = counter.rows("SELECT shift_id FROM shift")[0]
    assert counter.rows("SELECT till_id, shift_id, person_id FROM payment") == [(1, shift_id, 1)]


def test_a_cart_pays_once(counter: Counter) -> None:
    target = counter.target()
    take(counter, target, 10_00)
    with pytest.raises(ConflictError, match="already an order"):
        take(counter, target, 10_00)
    assert len(counter.rows("SELECT 1 FROM shop_order")) == 1


def test_a_sale_that_comes_to_nothing_is_paid_without_a_payment(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    free = partial(set_line_discount, line_id=1, discount=Discount(DiscountKind.PERCENT, 10_000, "Staff"))
    counter.write(counter.services.sales.change, MARA, cart.cart_id, free)

    order = take(counter, CartTarget(cart.cart_id), 0)

    assert (order.payment_status, order.status, order.payments) == (PaidStatus.PAID, OrderStatus.COMPLETED, ())
    assert drawer(counter) == [("float", FLOAT_MINOR)]


@pytest.mark.parametrize("tendered", [0, -1, 10**12])
def test_an_amount_that_nobody_gave_is_refused_and_nothing_is_written(counter: Counter, tendered: int) -> None:
    target = counter.target()
    with pytest.raises(InvalidError):
        take(counter, target, tendered)
    assert counter.rows("SELECT 1 FROM shop_order") == []
    assert counter.read(counter.services.sales.get, CAFE, target.cart_id).status is CartStatus.OPEN


def test_without_a_shift_nothing_is_sold_and_nothing_written(counter: Counter) -> None:
    counter.services.write(lambda work: work.tenants.add_till(Till(SECOND_TILL, CAFE, "Till 2")))
    target = counter.target(CROISSANT, actor=JONAS)

    with pytest.raises(NoShiftError):
        counter.write(counter.services.payments.take_cash, JONAS, target, 10_00)

    assert counter.rows("SELECT 1 FROM shop_order") == []
    assert counter.stock(CROISSANT) == 24_000
    shift = counter.write(counter.services.shifts.open, JONAS, 50_00)
    assert (shift.person_name, shift.float.amount_minor) == ("Jonas Weber", 50_00)
    assert counter.write(counter.services.payments.take_cash, JONAS, target, 10_00).order_id == 5001


def test_a_till_has_one_open_shift_and_its_float_is_not_below_zero(counter: Counter) -> None:
    with pytest.raises(ConflictError):
        counter.write(counter.services.shifts.open, MARA, 0)
    counter.services.write(lambda work: work.tenants.add_till(Till(SECOND_TILL, CAFE, "Till 2")))
    with pytest.raises(InvalidError):
        counter.write(counter.services.shifts.open, JONAS, -1)


def test_an_empty_cart_is_not_sold(counter: Counter) -> None:
    cart = counter.write(counter.services.sales.open_cart, MARA)
    with pytest.raises(InvalidError):
        take(counter, CartTarget(cart.cart_id), 100)
    with pytest.raises(NotFoundError):
        take(counter, OrderTarget(OrderId(9_999)), 100)


def test_an_order_of_the_network_paid_at_the_till_is_not_handed_over_by_that(counter: Counter) -> None:
    order = counter.ordered()
    paid = take(counter, OrderTarget(order.order_id), 10_00)
    assert (paid.payment_status, paid.status, paid.handover) == (PaidStatus.PAID, OrderStatus.PENDING, Handover.NONE)


def test_cash_waits_while_a_card_payment_of_the_order_is_open(counter: Counter) -> None:
    order = counter.ordered()
    counter.intent_of(order)
    with pytest.raises(ConflictError, match="already being paid"):
        take(counter, OrderTarget(order.order_id), 10_00)

    counter.services.payments.take_over(MARA, order.order_id)

    paid = take(counter, OrderTarget(order.order_id), 10_00)
    assert [payment.status for payment in paid.payments] == [PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED]
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_an_order_that_comes_to_nothing_is_paid_when_a_program_places_it(counter: Counter) -> None:
    counter.services.write(_let_clients_name_prices)
    order = counter.write(counter.services.orders.place, MARA, order_of(item(ESPRESSO, 1, "0")))
    assert order.payment_status is PaidStatus.PAID


def _let_clients_name_prices(work: object) -> None:
    connection = work._connection  # type: ignore[attr-defined]  # no use case of this edition sets it
    connection.exec_driver_sql("UPDATE tenant SET client_prices = 1")


def test_a_cart_that_changed_behind_the_sheet_takes_no_money(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, actor=MARA)
    shown = cart.total.amount_minor

    with pytest.raises(CartChangedError):
        take(counter, CartTarget(cart.cart_id, shown_minor=shown - 1), 10_00)

    assert counter.rows("SELECT 1 FROM shop_order") == []
    assert take(counter, CartTarget(cart.cart_id, shown_minor=shown), 10_00).paid_minor == shown


def test_cash_is_rounded_to_the_smallest_coin_and_the_drawer_holds_what_really_moved(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=50)
    order = take(counter, counter.target(ESPRESSO, CROISSANT, CROISSANT), 1000)

    payment = order.payments[-1]
    assert (order.total.amount_minor, order.due.amount_minor, order.paid_minor) == (740, 0, 740)
    assert (payment.amount.amount_minor, payment.rounding_minor) == (740, 10)
    assert (payment.captured_minor, payment.tendered_minor, payment.change_minor) == (750, 1000, 250)
    assert drawer(counter) == [("float", FLOAT_MINOR), ("taken", 1000), ("change", -250)]


def test_only_the_cash_that_closes_an_order_is_rounded(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=50)
    part = take(counter, counter.target(ESPRESSO, CROISSANT, CROISSANT), 500)
    assert (part.due.amount_minor, part.payments[0].rounding_minor) == (240, 0)

    paid = take(counter, OrderTarget(part.order_id), 250)

    assert paid.payment_status is PaidStatus.PAID
    assert [(p.amount.amount_minor, p.rounding_minor, p.change_minor) for p in paid.payments] == [
        (500, 0, 0),
        (240, 10, 0),
    ]


def test_a_part_is_paid_by_cash_with_change_and_the_rest_stays_due(counter: Counter) -> None:
    target = counter.target(ESPRESSO, CROISSANT)
    order = counter.write(counter.services.payments.take_cash, MARA, target, 10_00, 250)

    assert (order.payment_status, order.due.amount_minor) == (PaidStatus.PART_PAID, 250)
    assert (order.payments[0].amount.amount_minor, order.payments[0].change_minor) == (250, 750)


def test_an_amount_that_no_coins_make_up_is_refused_and_nothing_is_written(counter: Counter) -> None:
    counter.set_rules(cash_step_minor=5)
    target = counter.target(ESPRESSO)
    with pytest.raises(InvalidError, match="smallest coin"):
        take(counter, target, 261)
    assert counter.rows("SELECT 1 FROM shop_order") == []
