"""Carts at tills and of network clients."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import CartStatus, check_age, set_note, set_quantity
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import PersonId, ProductId, TillId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import CartTarget
from aurora_desk.services.demo import CAFE, SECOND, TILL
from aurora_desk.services.sales import PAYING_FOR, HeldElsewhereError
from aurora_desk.services.sessions import PriceChangedError
from services.counter import CROISSANT, ESPRESSO, JONAS, LOOPBACK, MARA, Counter, item, order_of

BEANS_BY_WEIGHT = ProductId(157)


def test_a_till_keeps_its_one_open_cart(counter: Counter) -> None:
    first = counter.write(counter.services.sales.open_cart, MARA)
    assert counter.write(counter.services.sales.open_cart, MARA).cart_id == first.cart_id
    assert first.lines == ()


def test_a_change_is_on_disk_and_in_the_journal(counter: Counter, other_process: Counter) -> None:
    cart = counter.cart(ESPRESSO, ESPRESSO, CROISSANT)
    counter.write(counter.services.sales.change, MARA, cart.cart_id, partial(set_note, line_id=1, note="Oat milk"))

    seen = other_process.read(other_process.services.sales.get, CAFE, cart.cart_id)
    assert [(line.name, line.quantity_milli, line.note) for line in seen.lines] == [
        ("Espresso", 2000, "Oat milk"),
        ("Butter croissant", 1000, ""),
    ]
    assert seen.total == Money(760, "USD")
    assert counter.events(f"cart:{cart.cart_id}") == ["cart.changed"] * 4


def test_an_age_check_is_kept_with_the_cart_and_in_the_journal(counter: Counter, other_process: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    sales = counter.services.sales

    counter.write(sales.change, MARA, cart.cart_id, partial(check_age, age=18))
    counter.write(sales.refuse_age, MARA, cart.cart_id, CROISSANT, 21)

    assert other_process.read(other_process.services.sales.get, CAFE, cart.cart_id).age_checked == 18
    assert counter.events(f"cart:{cart.cart_id}")[-2:] == ["cart.age_checked", "cart.age_refused"]


def test_a_change_that_is_refused_changes_nothing(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    with pytest.raises(InvalidError):
        counter.write(
            counter.services.sales.change, MARA, cart.cart_id, partial(set_quantity, line_id=1, quantity_milli=10**9)
        )
    assert counter.read(counter.services.sales.get, CAFE, cart.cart_id).lines == cart.lines


def test_a_held_cart_is_opened_by_one_till_only(counter: Counter) -> None:
    counter.add_second_till()
    cart = counter.cart(ESPRESSO)
    fresh = counter.write(counter.services.sales.hold, MARA, cart.cart_id, "Blue coat")
    (held,) = counter.read(counter.services.sales.held, CAFE)
    assert (held.held_as, held.held_by, fresh.lines) == ("Blue coat", "Mara Klein", ())

    recalled = counter.write(counter.services.sales.recall, JONAS, cart.cart_id)

    assert (recalled.lines, recalled.till_id, recalled.held_as) == (cart.lines, JONAS.till_id, "")
    with pytest.raises(HeldElsewhereError, match="Till 2"):
        counter.write(counter.services.sales.recall, MARA, cart.cart_id)
    with pytest.raises(ConflictError):
        counter.write(counter.services.sales.delete_held, MARA, cart.cart_id)


def test_a_late_change_or_payment_of_the_till_that_had_the_cart_before_is_refused(counter: Counter) -> None:
    counter.add_second_till()
    cart = counter.cart(ESPRESSO)
    counter.write(counter.services.sales.hold, MARA, cart.cart_id, "")
    change = partial(set_quantity, line_id=1, quantity_milli=5000)
    with pytest.raises(HeldElsewhereError, match="on hold"):
        counter.write(counter.services.sales.change, MARA, cart.cart_id, change)

    counter.write(counter.services.sales.recall, JONAS, cart.cart_id)

    for late in (
        partial(counter.write, counter.services.sales.change, MARA, cart.cart_id, change),
        partial(counter.write, counter.services.sales.hold, MARA, cart.cart_id, "mine"),
        partial(counter.write, counter.services.payments.take_cash, MARA, CartTarget(cart.cart_id), 1000),
    ):
        with pytest.raises(HeldElsewhereError, match="Till 2"):
            late()
    assert counter.read(counter.services.sales.get, CAFE, cart.cart_id).lines == cart.lines


def test_recalling_holds_what_is_open_and_drops_an_empty_cart(counter: Counter) -> None:
    first = counter.cart(ESPRESSO)
    empty = counter.write(counter.services.sales.hold, MARA, first.cart_id, "one")
    counter.write(counter.services.sales.recall, MARA, first.cart_id)
    with pytest.raises(NotFoundError):
        counter.read(counter.services.sales.get, CAFE, empty.cart_id)

    second = counter.write(counter.services.sales.hold, MARA, first.cart_id, "one")
    second = counter.cart(CROISSANT)
    counter.write(counter.services.sales.recall, MARA, first.cart_id)
    (held,) = counter.read(counter.services.sales.held, CAFE)
    assert (held.cart_id, held.status) == (second.cart_id, CartStatus.HELD)
    assert counter.events(f"cart:{second.cart_id}")[-1] == "cart.held"


def test_an_empty_cart_is_not_held_and_a_held_one_can_be_deleted(counter: Counter) -> None:
    empty = counter.write(counter.services.sales.open_cart, MARA)
    with pytest.raises(InvalidError):
        counter.write(counter.services.sales.hold, MARA, empty.cart_id, "")
    cart = counter.cart(ESPRESSO)
    counter.write(counter.services.sales.hold, MARA, cart.cart_id, "")
    counter.write(counter.services.sales.delete_held, MARA, cart.cart_id)
    assert counter.read(counter.services.sales.held, CAFE) == ()
    assert counter.events(f"cart:{cart.cart_id}")[-1] == "cart.deleted"


def add(counter: Counter, session: str, product_id: int, quantity: str = "1", price: str | None = None) -> None:
    counter.write(
        counter.services.sales.session_add,
        LOOPBACK,
        session,
        ProductId(product_id),
        Decimal(quantity),
        None if price is None else Decimal(price),
    )


def test_a_session_adds_removes_and_sets(counter: Counter) -> None:
    sales = counter.services.sales
    add(counter, "s-1", 101, "1", "299.99")
    add(counter, "s-1", 101, "2")
    add(counter, "s-1", 102)
    cart = counter.write(sales.session_set, LOOPBACK, "s-1", ProductId(102), Decimal(4))
    assert [(line.product_id, line.quantity_milli) for line in cart.lines] == [(101, 3000), (102, 4000)]

    cart = counter.write(sales.session_remove, LOOPBACK, "s-1", ProductId(101))
    assert [line.product_id for line in cart.lines] == [102]
    assert counter.write(sales.session_set, LOOPBACK, "s-1", ProductId(102), Decimal(0)).lines == ()
    with pytest.raises(NotFoundError):
        counter.write(sales.session_remove, LOOPBACK, "s-1", ProductId(102))


def test_a_session_belongs_to_its_tenant_and_client(counter: Counter) -> None:
    add(counter, "s-1", 101)
    for actor in (Actor.client(SECOND, "loopback"), Actor.client(CAFE, "tablet")):
        with pytest.raises(NotFoundError):
            counter.read(counter.services.sales.session_cart, actor, "s-1")


def test_a_wrong_price_is_refused_with_the_right_one(counter: Counter) -> None:
    with pytest.raises(PriceChangedError) as refused:
        add(counter, "s-1", 101, "1", "199.99")
    assert refused.value.facts == {"prices": [{"productID": 101, "price": Money(299_99, "USD")}]}
    with pytest.raises(NotFoundError):
        counter.read(counter.services.sales.session_cart, LOOPBACK, "s-1")


@pytest.mark.parametrize(
    ("product_id", "quantity"), [(101, "0"), (101, "-1"), (101, "1.5"), (101, "10000"), (157, "0.0005"), (101, "1e99")]
)
def test_a_quantity_that_no_line_can_hold_is_refused(counter: Counter, product_id: int, quantity: str) -> None:
    with pytest.raises(InvalidError):
        add(counter, "s-1", product_id, quantity)


def test_goods_by_weight_take_three_decimals(counter: Counter) -> None:
    product = counter.read(counter.services.catalogue.get, CAFE, BEANS_BY_WEIGHT)
    assert product.by_weight
    add(counter, "s-1", BEANS_BY_WEIGHT, "0.355")
    cart = counter.read(counter.services.sales.session_cart, LOOPBACK, "s-1")
    assert (cart.lines[0].quantity_milli, cart.total) == (355, Money(1136, "USD"))


def test_a_session_id_is_visible_and_not_too_long(counter: Counter) -> None:
    for session in ("", " ", "a\nb", "x" * 129):
        with pytest.raises(InvalidError):
            add(counter, session, 101)
    add(counter, "x" * 128, 101)


def test_an_unknown_product_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFoundError):
        add(counter, "s-1", 999_999)


def test_a_till_can_take_over_a_clients_cart_and_the_client_goes_on_in_it(counter: Counter) -> None:
    add(counter, "s-1", 101)
    (waiting,) = counter.read(counter.services.sales.held, CAFE)
    counter.write(counter.services.sales.recall, MARA, waiting.cart_id)
    add(counter, "s-1", 102)
    assert len(counter.write(counter.services.sales.open_cart, MARA).lines) == 2


def test_a_sessions_cart_becomes_one_order_and_the_next_item_starts_a_new_cart(counter: Counter) -> None:
    add(counter, "s-1", 101)
    place = counter.services.orders.place
    first = counter.write(place, LOOPBACK, order_of(session_id="s-1"))
    assert counter.write(place, LOOPBACK, order_of(session_id="s-1")).order_id == first.order_id

    add(counter, "s-1", 102)
    second = counter.write(place, LOOPBACK, order_of(session_id="s-1"))
    assert second.order_id == first.order_id + 1
    assert [line.product_id for line in second.lines] == [102]


def test_items_and_session_together_or_neither_are_refused(counter: Counter) -> None:
    add(counter, "s-1", 101)
    for asked in (order_of(item(ESPRESSO), session_id="s-1"), order_of()):
        with pytest.raises(InvalidError):
            counter.write(counter.services.orders.place, LOOPBACK, asked)
    with pytest.raises(NotFoundError):
        counter.write(counter.services.orders.place, LOOPBACK, order_of(session_id="nobody's"))


def test_a_till_sees_what_others_have_open_with_who_and_since_when(counter: Counter) -> None:
    counter.add_second_till()
    cart = counter.cart(ESPRESSO)

    (seen,) = counter.read(counter.services.sales.held, CAFE, JONAS.till_id)

    assert (seen.cart_id, seen.till_name, seen.opened_by_name) == (cart.cart_id, "Till 1", "Mara Klein")
    assert seen.opened_at is not None
    assert counter.read(counter.services.sales.held, CAFE, MARA.till_id) == ()
    assert counter.read(counter.services.sales.held, CAFE) == ()


def test_a_cart_is_not_taken_over_while_it_is_being_paid(counter: Counter) -> None:
    counter.add_second_till()
    sales = counter.services.sales
    cart = counter.cart(ESPRESSO)
    take_over = partial(counter.write, sales.take_over, JONAS, cart.cart_id, TILL)
    counter.write(sales.begin_paying, MARA, cart.cart_id)
    with pytest.raises(HeldElsewhereError, match="Till 1 is taking the payment"):
        take_over()
    counter.clock.ahead = PAYING_FOR
    counter.write(sales.open_cart, MARA)

    taken = take_over()

    assert (taken.lines, taken.till_id, taken.paying_at) == (cart.lines, JONAS.till_id, None)
    assert counter.events(f"cart:{cart.cart_id}")[-1] == "cart.taken_over"
    counter.write(counter.services.payments.take_cash, JONAS, CartTarget(cart.cart_id), 1000)
    with pytest.raises(ConflictError, match="become an order"):
        counter.write(sales.take_over, MARA, cart.cart_id, JONAS.till_id)


def test_a_cart_that_moved_on_since_it_was_seen_is_not_taken_from_its_new_till(counter: Counter) -> None:
    counter.add_second_till()
    cart = counter.cart(ESPRESSO)
    counter.write(counter.services.sales.take_over, JONAS, cart.cart_id, TILL)

    with pytest.raises(HeldElsewhereError, match="Till 2 has this cart open"):
        counter.write(counter.services.sales.take_over, MARA, cart.cart_id, TillId(7))
    held = counter.write(counter.services.sales.hold, JONAS, cart.cart_id, "")
    assert held.lines == ()
    assert counter.write(counter.services.sales.take_over, MARA, cart.cart_id, JONAS.till_id).till_id == TILL


def test_whoever_signs_in_at_a_till_has_its_cart_open(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    priya = Actor.person(CAFE, PersonId(3), TILL)

    assert counter.write(counter.services.sales.open_cart, priya).opened_by == priya.person_id
    assert counter.read(counter.services.sales.get, CAFE, cart.cart_id).lines == cart.lines
