"""Placing, submitting, voiding and reading orders."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import CartStatus, set_note
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderFilter, OrderStatus, PaidStatus
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.services.demo import CAFE, DEMO_READER, SECOND
from aurora_desk.services.orders import MOST_ITEMS, PlaceOrder
from aurora_desk.services.sessions import PriceChangedError
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, Counter, item, order_of

MACHINE, GRINDER = ProductId(101), ProductId(102)


def refused_without_a_trace(
    counter: Counter, asked: PlaceOrder, error: type[Exception]
) -> pytest.ExceptionInfo[Exception]:
    before = counter.rows("SELECT seq FROM journal_head")
    with pytest.raises(error) as refused:
        counter.write(counter.services.orders.place, LOOPBACK, asked)
    assert counter.rows("SELECT 1 FROM shop_order") == []
    assert counter.rows("SELECT seq FROM journal_head") == before
    return refused


def test_prices_names_and_tax_are_copied_and_add_up(counter: Counter) -> None:
    lena = CustomerRef(CUSTOMERS_TABLE, CustomerId(123))
    asked = order_of(item(MACHINE, 2, "299.99"), item(GRINDER, 1, "399.99"), customer=lena)
    order = counter.write(counter.services.orders.place, LOOPBACK, asked)

    assert (order.order_id, order.total, order.customer, order.customer_name) == (
        5001,
        Money(999_97, "USD"),
        lena,
        "Lena Bergström",
    )
    assert sum(line.total_minor for line in order.lines) == order.total.amount_minor
    assert order.tax.amount_minor == sum(line.tax_minor for line in order.lines) == 8152
    assert (order.status, order.payment_status) == (OrderStatus.PENDING, PaidStatus.UNPAID)


def test_what_the_catalogue_says_later_changes_no_order(counter: Counter) -> None:
    order = counter.ordered()
    later = (
        "UPDATE product SET name = 'Ristretto', price_minor = 1,"
        " tax_id = (SELECT max(tax_id) FROM tax_rate WHERE tenant_id = 42) WHERE tenant_id = 42"
    )
    counter.services.write(lambda work: work._connection.exec_driver_sql(later))

    assert counter.order(order.order_id) == order


def test_numbers_count_per_tenant_without_a_gap_also_after_refusals(counter: Counter) -> None:
    first = counter.ordered()
    with pytest.raises(NotFoundError):
        counter.write(counter.services.orders.place, LOOPBACK, order_of(item(MACHINE), item(ProductId(9_999))))
    second = counter.ordered()
    theirs = counter.write(
        counter.services.orders.place, Actor.client(SECOND, "loopback"), order_of(item(ProductId(1)))
    )
    assert [first.order_id, second.order_id, theirs.order_id] == [5001, 5002, 1]


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "ORD-2026-5001"),
        (datetime(2027, 1, 1, 5, 0, tzinfo=UTC), "ORD-2027-5001"),
    ],
)
def test_the_year_in_a_number_turns_at_the_shops_midnight(counter: Counter, moment: datetime, number: str) -> None:
    counter.clock.fixed = moment
    assert counter.ordered().number == number


def test_all_wrong_prices_are_told_at_once_with_the_right_ones(counter: Counter) -> None:
    asked = order_of(item(MACHINE, 1, "1.00"), item(ESPRESSO, 1, "2.60"), item(GRINDER, 1, "2.00"))
    refused = refused_without_a_trace(counter, asked, PriceChangedError)
    assert isinstance(refused.value, PriceChangedError)
    assert refused.value.facts["prices"] == [
        {"productID": MACHINE, "price": Money(299_99, "USD")},
        {"productID": GRINDER, "price": Money(399_99, "USD")},
    ]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (order_of(item(ProductId(9_999))), NotFoundError),
        (order_of(item(MACHINE), customer=CustomerRef(CUSTOMERS_TABLE, CustomerId(9_999))), NotFoundError),
        (order_of(item(MACHINE), customer=CustomerRef(CUSTOMERS_TABLE, CustomerId(1))), NotFoundError),
        (PlaceOrder((), None, None, None, None), InvalidError),
        (order_of(item(MACHINE, 0)), InvalidError),
        (order_of(*[item(ESPRESSO)] * (MOST_ITEMS + 1)), InvalidError),
        (order_of(item(MACHINE, 1, "299.999")), InvalidError),
        (order_of(item(MACHINE), shipping_address={"line1": "card 4242 4242 4242 4242"}), InvalidError),
    ],
    ids=["product", "customer", "customer of another shop", "empty", "quantity", "too many", "decimals", "card number"],
)
def test_what_cannot_be_an_order_leaves_no_trace(counter: Counter, asked: PlaceOrder, error: type[Exception]) -> None:
    refused_without_a_trace(counter, asked, error)


def test_an_order_whose_cart_price_has_changed_since_is_refused(counter: Counter) -> None:
    counter.write(counter.services.sales.session_add, LOOPBACK, "s-1", MACHINE, item(MACHINE).quantity, None)
    counter.services.write(
        lambda work: work._connection.exec_driver_sql("UPDATE product SET price_minor = 1 WHERE product_id = 101")
    )
    refused_without_a_trace(counter, order_of(session_id="s-1"), PriceChangedError)


def test_submit_hands_an_order_over_once(counter: Counter) -> None:
    submit = counter.services.orders.submit
    order = counter.ordered()
    done = counter.write(submit, LOOPBACK, order.order_id, "invoice", "Ring twice")
    assert (done.status, done.payment_status, done.notes) == (OrderStatus.PROCESSING, PaidStatus.UNPAID, "Ring twice")

    again = counter.write(submit, LOOPBACK, order.order_id, "invoice", "Something else")

    assert (again.status, again.notes) == (OrderStatus.PROCESSING, "Ring twice")
    assert counter.events(f"order:{order.order_id}") == ["order.placed", "order.submitted"]


def test_submit_by_stripe_needs_the_money_first(counter: Counter) -> None:
    submit = counter.services.orders.submit
    order = counter.ordered()
    with pytest.raises(ConflictError):
        counter.write(submit, LOOPBACK, order.order_id, "stripe", None)
    assert counter.order(order.order_id).status is OrderStatus.PENDING

    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    counter.services.payments.complete(LOOPBACK, order.order_id, intent_id)
    assert counter.write(submit, LOOPBACK, order.order_id, "stripe", None).status is OrderStatus.PROCESSING


@pytest.mark.parametrize(
    ("method", "notes"),
    [("bitcoin", None), ("Cash", None), ("cash", "n" * 2001), ("cash", "my card is 4242424242424242")],
)
def test_submit_refuses_what_it_does_not_know_or_may_not_keep(counter: Counter, method: str, notes: str | None) -> None:
    order = counter.ordered()
    with pytest.raises(InvalidError):
        counter.write(counter.services.orders.submit, LOOPBACK, order.order_id, method, notes)


def test_another_shops_order_is_not_found(counter: Counter) -> None:
    order = counter.ordered()
    with pytest.raises(NotFoundError):
        counter.read(counter.services.orders.get, SECOND, order.order_id)
    with pytest.raises(NotFoundError):
        counter.write(counter.services.orders.submit, Actor.client(SECOND, "loopback"), order.order_id, "cash", None)


def given_up_card_payment(counter: Counter) -> OrderId:
    """An order of a cart whose card payment was cancelled with proof."""
    cart = counter.cart(CROISSANT, ESPRESSO)
    counter.write(counter.services.sales.change, MARA, cart.cart_id, partial(set_note, line_id=1, note="warm"))
    target = counter.target(CROISSANT)
    progress = counter.services.payments.start_card(MARA, target, DEMO_READER)
    counter.services.payments.cancel(MARA, progress.payment.payment_id)
    return progress.payment.order_id


def test_giving_up_voids_the_order_and_gives_cart_and_stock_back(counter: Counter) -> None:
    order_id = given_up_card_payment(counter)
    ordered = counter.order(order_id)
    assert counter.stock(CROISSANT) == 22_000

    cart = counter.write(counter.services.payments.give_up, MARA, order_id)

    assert counter.order(order_id).status is OrderStatus.VOID
    assert counter.order(order_id).void_reason == "not paid"
    assert counter.stock(CROISSANT) == 24_000
    assert (cart.status, cart.order_id, cart.cart_id) == (CartStatus.OPEN, None, ordered.cart_id)
    assert [(line.note, line.quantity_milli) for line in cart.lines] == [("warm", 1000), ("", 1000), ("", 1000)]
    assert counter.events(f"cart:{cart.cart_id}")[-1] == "cart.recalled"
    assert counter.write(counter.services.sales.open_cart, MARA).cart_id == cart.cart_id


def test_giving_up_twice_gives_the_stock_back_once(counter: Counter) -> None:
    order_id = given_up_card_payment(counter)
    counter.write(counter.services.payments.give_up, MARA, order_id)
    with pytest.raises(ConflictError):
        counter.write(counter.services.payments.give_up, MARA, order_id)
    assert counter.stock(CROISSANT) == 24_000


def test_the_cart_given_back_becomes_a_new_order_with_the_next_number(counter: Counter) -> None:
    order_id = given_up_card_payment(counter)
    counter.write(counter.services.payments.give_up, MARA, order_id)
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    assert order.order_id == order_id + 1


def test_giving_up_holds_what_the_till_has_rung_up_meanwhile(counter: Counter) -> None:
    order_id = given_up_card_payment(counter)
    newer = counter.cart(ESPRESSO)
    counter.write(counter.services.payments.give_up, MARA, order_id)
    (held,) = counter.read(counter.services.sales.held, CAFE)
    assert held.cart_id == newer.cart_id


def test_giving_up_a_clients_cart_leaves_its_newer_one_alone(counter: Counter) -> None:
    add = partial(
        counter.write, counter.services.sales.session_add, LOOPBACK, "s-1", MACHINE, item(MACHINE).quantity, None
    )
    first = add()
    counter.write(counter.services.sales.recall, MARA, first.cart_id)
    order_id = given_up_card_payment(counter)
    second = add()
    assert second.cart_id != first.cart_id

    cart = counter.write(counter.services.payments.give_up, MARA, order_id)

    assert (cart.cart_id, cart.session_id) == (first.cart_id, None)
    assert counter.read(counter.services.sales.session_cart, LOOPBACK, "s-1").cart_id == second.cart_id


def test_an_order_with_money_or_without_a_cart_is_not_given_up(counter: Counter) -> None:
    paid = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    part = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 100)
    for order_id in (paid.order_id, part.order_id, counter.ordered().order_id):
        before = counter.order(order_id)
        with pytest.raises(ConflictError):
            counter.write(counter.services.payments.give_up, MARA, order_id)
        assert counter.order(order_id) == before


def test_a_void_order_takes_no_payment_and_no_submission(counter: Counter) -> None:
    order_id = given_up_card_payment(counter)
    counter.write(counter.services.payments.give_up, MARA, order_id)
    with pytest.raises(ConflictError, match="voided"):
        counter.write(counter.services.payments.take_cash, MARA, OrderTarget(order_id), 100)
    with pytest.raises(ConflictError, match="voided"):
        counter.write(counter.services.orders.submit, MARA, order_id, "cash", None)


def test_lists_and_the_last_sale_of_a_till(counter: Counter) -> None:
    waiting = counter.ordered()
    sold = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    orders = counter.services.orders
    today = counter.read(orders.page, CAFE, OrderFilter.TODAY)
    assert [row.order_id for row in today.rows] == [sold.order_id, waiting.order_id]
    assert counter.read(orders.waiting_count, CAFE) == 1
    last = counter.read(orders.last_at_till, MARA.till_id)
    assert last is not None
    assert last.order_id == sold.order_id


def test_the_timeline_tells_who_did_what_in_order(counter: Counter) -> None:
    order = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    events = counter.read(counter.services.orders.timeline, CAFE, order.order_id)
    assert [event.event for event in events] == ["cart.opened", "order.placed", "payment.succeeded", "order.paid"]
    assert {(event.who, event.till_name) for event in events} == {("Mara Klein", "Till 1")}
    assert events[2].facts["tendered"] == 50_00

    online = counter.ordered()
    (placed,) = counter.read(counter.services.orders.timeline, CAFE, online.order_id)
    assert (placed.who, placed.till_name) == ("loopback", "")
