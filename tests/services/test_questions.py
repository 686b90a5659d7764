"""A cart is paid only when the cashier was asked what goods in it ask, whoever filled it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, check_age
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.payments import CartTarget
from aurora_desk.domain.settings import SELL_SOLD_OUT
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.services.questions import AgeNotCheckedError, SoldOutError
from services.asking import PRIYA, change, facts
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, Counter


def liqueur(counter: Counter) -> ProductId:
    (found,) = counter.read(counter.services.catalogue.search, CAFE, "liqueur").rows
    return found.product_id


def of_kiosk(counter: Counter, product_id: ProductId, quantity: int = 1) -> Cart:
    """A kiosk's cart, opened at the cashier's till."""
    sales = counter.services.sales
    counter.write(sales.session_add, LOOPBACK, "kiosk", product_id, Decimal(quantity), None)
    cart = counter.read(sales.session_cart, LOOPBACK, "kiosk")
    return counter.write(sales.recall, PRIYA, cart.cart_id)


def sell_all_croissants(counter: Counter) -> None:
    """Somebody else buys what is left."""
    counter.ordered(CROISSANT, 24)


def test_no_till_takes_money_before_an_age_was_asked_for(counter: Counter) -> None:
    cart = of_kiosk(counter, liqueur(counter))
    begin = partial(counter.write, counter.services.sales.begin_paying, PRIYA, cart.cart_id)
    pay = partial(counter.write, counter.services.payments.take_cash, PRIYA, CartTarget(cart.cart_id), 100_00)

    for way in (begin, pay):
        with pytest.raises(AgeNotCheckedError, match="21 or older") as asked:
            way()
        assert asked.value.product.product_id == liqueur(counter)
    change(counter, PRIYA, cart, partial(check_age, age=18))
    with pytest.raises(AgeNotCheckedError):
        begin()
    change(counter, PRIYA, cart, partial(check_age, age=21))
    begin()

    assert pay().total == cart.total
    checked = counter.rows("SELECT who FROM journal WHERE event = 'cart.age_checked' ORDER BY seq")
    assert checked == [(PRIYA.who,), (PRIYA.who,)]


def test_the_age_of_a_cart_that_was_emptied_is_asked_again(counter: Counter) -> None:
    cart = of_kiosk(counter, liqueur(counter))
    change(counter, PRIYA, cart, partial(check_age, age=21))
    counter.write(counter.services.sales.session_remove, LOOPBACK, "kiosk", liqueur(counter))
    of_kiosk(counter, liqueur(counter))

    with pytest.raises(AgeNotCheckedError):
        counter.write(counter.services.sales.begin_paying, PRIYA, cart.cart_id)


def test_what_is_sold_out_is_asked_once_and_the_journal_keeps_who_sold_it(counter: Counter) -> None:
    cart = of_kiosk(counter, CROISSANT)
    sell_all_croissants(counter)
    begin = partial(counter.write, counter.services.sales.begin_paying, PRIYA, cart.cart_id)
    with pytest.raises(SoldOutError) as asked:
        begin()
    assert (asked.value.product.product_id, asked.value.may_sell) == (CROISSANT, True)

    counter.write(counter.services.sales.accept_sold_out, PRIYA, cart.cart_id, CROISSANT)

    begin()
    begin()
    assert facts(counter, "cart.sold_out_accepted") == [{"cart_id": cart.cart_id, "products": [CROISSANT]}]
    counter.write(counter.services.payments.take_cash, PRIYA, CartTarget(cart.cart_id), 100_00)
    assert counter.stock(CROISSANT) == -1000


def test_a_shop_that_sells_nothing_sold_out_takes_no_money_for_it(counter: Counter) -> None:
    counter.write(counter.services.settings.change, MARA, SELL_SOLD_OUT, False)
    cart = of_kiosk(counter, CROISSANT)
    sell_all_croissants(counter)
    counter.write(counter.services.sales.accept_sold_out, PRIYA, cart.cart_id, CROISSANT)

    for way in (
        partial(counter.write, counter.services.sales.begin_paying, PRIYA, cart.cart_id),
        partial(counter.write, counter.services.payments.take_cash, PRIYA, CartTarget(cart.cart_id), 100_00),
    ):
        with pytest.raises(SoldOutError, match="Take it out of the cart") as refused:
            way()
        assert not refused.value.may_sell
    assert counter.stock(CROISSANT) == 0


def test_goods_that_ask_nothing_are_paid_at_once(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, CROISSANT, actor=PRIYA)

    assert counter.write(counter.services.sales.begin_paying, PRIYA, cart.cart_id).paying_at is not None


def test_the_journal_tells_that_a_payment_began_and_who_took_the_cart_up_again(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, actor=PRIYA)
    counter.write(counter.services.sales.begin_paying, PRIYA, cart.cart_id)
    jonas = Actor.person(CAFE, PersonId(2), TILL)

    counter.write(counter.services.sales.open_cart, jonas)
    counter.write(counter.services.sales.open_cart, jonas)

    assert facts(counter, "cart.paying") == [{"cart_id": cart.cart_id, "lines": 1, "total": 260}]
    assert facts(counter, "cart.taken_up") == [{"cart_id": cart.cart_id, "before": 3, "after": 2, "paying_ended": True}]
