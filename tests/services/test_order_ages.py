"""Goods with an age limit that a program ordered: a till asks before it takes money, or hands over what was paid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from aurora_desk.domain.cart import check_age
from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import ProductId, ReaderId
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.own_tenders import tenders_text, with_tender
from aurora_desk.domain.payments import CartTarget, OrderTarget
from aurora_desk.domain.settings import OWN_TENDERS
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.orders import PlaceOrder
from aurora_desk.services.questions import AgeNotCheckedError
from services.asking import PRIYA, change, facts
from services.counter import ESPRESSO, LOOPBACK, MARA, Counter, item, order_of
from services.test_questions import liqueur, of_kiosk

Way = Callable[[Counter, OrderTarget], object]


def ordered(counter: Counter) -> Order:
    """A web shop's order: two espressos and a bottle."""
    wanted = order_of(item(ESPRESSO, 2), item(liqueur(counter), 1))
    return counter.write(counter.services.orders.place, LOOPBACK, wanted)


def look(counter: Counter, order: Order, age: int = 21) -> None:
    """The cashier sees an ID."""
    counter.write(counter.services.orders.check_age, PRIYA, order.order_id, age)


def paid_online(counter: Counter) -> Order:
    """The customer has paid on the page of the web shop."""
    order = ordered(counter)
    _secret, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    return counter.services.payments.complete(LOOPBACK, order.order_id, intent_id)


def by_cash(counter: Counter, target: OrderTarget) -> object:
    return counter.write(counter.services.payments.take_cash, PRIYA, target, 100_00)


def by_card(counter: Counter, target: OrderTarget) -> object:
    return counter.services.payments.start_card(PRIYA, target, ReaderId(DEMO_READER))


def by_code(counter: Counter, target: OrderTarget) -> object:
    return counter.services.payments.start_qr(PRIYA, target)


def by_other_card(counter: Counter, target: OrderTarget) -> object:
    return counter.write(counter.services.payments.take_other_card, PRIYA, target, "0042")


def by_own_tender(counter: Counter, target: OrderTarget) -> object:
    return counter.write(counter.services.payments.take_own, PRIYA, target, "Voucher")


def by_transfer_some_day(counter: Counter, target: OrderTarget) -> object:
    return counter.write(counter.services.payments.await_transfer, PRIYA, target)


def by_a_question_first(counter: Counter, target: OrderTarget) -> object:
    return counter.read(counter.services.payments.may_take, PRIYA, target.order_id)


def by_taking_over(counter: Counter, target: OrderTarget) -> None:
    counter.services.payments.take_over(PRIYA, target.order_id)


@pytest.mark.parametrize(
    "way",
    [
        by_cash,
        by_card,
        by_code,
        by_other_card,
        by_own_tender,
        by_transfer_some_day,
        by_a_question_first,
        by_taking_over,
    ],
)
def test_no_way_to_pay_an_order_at_a_till_goes_past_the_age(counter: Counter, way: Way) -> None:
    tenders = tenders_text(with_tender((), "Voucher", asks_reference=False))
    counter.write(counter.services.settings.change, MARA, OWN_TENDERS, tenders)
    order = ordered(counter)
    target = OrderTarget(order.order_id)

    with pytest.raises(AgeNotCheckedError, match=r"21 or older only.*Nothing was charged") as asked:
        way(counter, target)

    assert asked.value.product.product_id == liqueur(counter)
    assert counter.order(order.order_id) == order
    look(counter, order, 18)
    with pytest.raises(AgeNotCheckedError):
        way(counter, target)
    look(counter, order)
    way(counter, target)


def test_the_journal_keeps_who_looked_at_the_customer_of_an_order_and_who_refused(counter: Counter) -> None:
    order = ordered(counter)
    counter.write(counter.services.orders.refuse_age, PRIYA, order.order_id, liqueur(counter), 21)
    look(counter, order)

    assert facts(counter, "order.age_refused") == [
        {"order_id": order.order_id, "age": 21, "product_id": liqueur(counter)}
    ]
    assert facts(counter, "order.age_checked") == [{"order_id": order.order_id, "age": 21}]
    who = counter.rows("SELECT DISTINCT who FROM journal WHERE event LIKE 'order.age%'")
    assert who == [(PRIYA.who,)]
    assert counter.order(order.order_id).payment_status is PaidStatus.UNPAID


def test_an_online_payment_that_was_begun_goes_on_where_the_age_was_not_asked(counter: Counter) -> None:
    order = ordered(counter)
    _secret, intent_id = counter.intent_of(order)

    with pytest.raises(AgeNotCheckedError):
        counter.services.payments.take_over(PRIYA, order.order_id)

    counter.confirm(intent_id)
    done = counter.services.payments.complete(LOOPBACK, order.order_id, intent_id)
    assert done.payment_status is PaidStatus.PAID


def test_what_was_paid_online_is_asked_for_as_it_is_handed_over(counter: Counter) -> None:
    order = paid_online(counter)
    collect = partial(counter.write, counter.services.handovers.collect, PRIYA, order.order_id)

    with pytest.raises(AgeNotCheckedError, match="Nothing was handed over"):
        collect("all")
    with pytest.raises(AgeNotCheckedError):
        collect("bottle", (Collected(1, 1000),))
    assert counter.rows("SELECT count(*) FROM order_collection") == [(0,)]
    collect("coffee", (Collected(0, 2000),))
    look(counter, order)
    collect("all")

    assert [line.left_milli for line in counter.read(counter.services.handovers.lines, CAFE, order.order_id)] == [0, 0]


def test_who_was_asked_as_the_order_was_paid_is_not_asked_at_the_hand_over(counter: Counter) -> None:
    order = ordered(counter)
    look(counter, order)
    by_cash(counter, OrderTarget(order.order_id))

    counter.write(counter.services.handovers.collect, PRIYA, order.order_id, "all")


def test_a_bank_transfer_that_has_come_is_booked_and_the_age_asked_at_the_hand_over(counter: Counter) -> None:
    order = ordered(counter)
    target = OrderTarget(order.order_id)
    counter.services.payments.take_over(PRIYA, order.order_id, arrived=True)

    paid = counter.write(counter.services.payments.take_transfer, PRIYA, target, "Anna Weber, 12 May")

    assert paid.payment_status is PaidStatus.PAID
    with pytest.raises(AgeNotCheckedError):
        counter.write(counter.services.handovers.collect, PRIYA, order.order_id, "all")


def test_what_was_asked_in_the_cart_is_not_asked_of_its_order(counter: Counter) -> None:
    cart = of_kiosk(counter, liqueur(counter))
    change(counter, PRIYA, cart, partial(check_age, age=21))
    part = counter.write(counter.services.payments.take_cash, PRIYA, CartTarget(cart.cart_id), 10_00, 10_00)

    rest = by_cash(counter, OrderTarget(part.order_id))

    assert isinstance(rest, Order)
    assert rest.payment_status is PaidStatus.PAID


def test_the_order_of_a_kiosks_cart_is_asked_about(counter: Counter) -> None:
    of_kiosk(counter, liqueur(counter))
    request = PlaceOrder(None, "kiosk", None, None, None)
    order = counter.write(counter.services.orders.place, LOOPBACK, request)

    with pytest.raises(AgeNotCheckedError):
        by_cash(counter, OrderTarget(order.order_id))


def test_orders_of_other_goods_are_paid_and_handed_over_at_once(counter: Counter) -> None:
    order = counter.ordered(ProductId(ESPRESSO))

    counter.read(counter.services.payments.may_take, PRIYA, order.order_id)
    by_cash(counter, OrderTarget(order.order_id))
    counter.write(counter.services.handovers.collect, PRIYA, order.order_id, "all")
