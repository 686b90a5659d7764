"""A program's change of a cart makes no discount of the staff a larger one: what was an amount off is cut."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from aurora_desk.domain.cart import Cart, set_cart_discount, set_line_discount
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import Discount, DiscountKind
from services.asking import PRIYA, Change, approve, change, facts, on_disk
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, Counter

EURO = Discount(DiscountKind.AMOUNT, 100)


def by_client(counter: Counter, product_id: ProductId, quantity: int) -> Cart:
    return counter.write(counter.services.sales.session_set, LOOPBACK, "kiosk", product_id, Decimal(quantity))


@pytest.fixture
def cart(counter: Counter) -> Cart:
    """Four espressos (10.40) and a croissant (2.40) of a kiosk, opened at the cashier's till."""
    sales = counter.services.sales
    for product_id, quantity in ((ESPRESSO, 4), (CROISSANT, 1)):
        counter.write(sales.session_add, LOOPBACK, "kiosk", product_id, Decimal(quantity), None)
    found = counter.read(sales.session_cart, LOOPBACK, "kiosk")
    return counter.write(sales.recall, PRIYA, found.cart_id)


def on_line(minor: int) -> Change:
    return partial(set_line_discount, line_id=1, discount=Discount(DiscountKind.AMOUNT, minor))


def on_cart(minor: int) -> Change:
    return partial(set_cart_discount, discount=Discount(DiscountKind.AMOUNT, minor))


def test_fewer_pieces_make_a_cashiers_amount_off_no_more_than_the_limit(counter: Counter, cart: Cart) -> None:
    change(counter, PRIYA, cart, on_line(100))

    after = by_client(counter, ESPRESSO, 1)

    # A euro off of one espresso were 38 %; a cashier gives 10 % alone.
    assert after.lines[0].discount == Discount(DiscountKind.AMOUNT, 26)
    assert after.total == Money(260 - 26 + 240, "USD")
    assert on_disk(counter, cart).lines == after.lines
    (cut,) = facts(counter, "cart.discount_cut")
    assert cut == {"cart_id": cart.cart_id, "line_id": 1, "before": 100, "after": 26}
    ((who,),) = counter.rows("SELECT who FROM journal WHERE event = 'cart.discount_cut'")
    assert who == LOOPBACK.who


def test_what_a_manager_said_counts_and_no_more(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, up_to=20_00, place=1)
    change(counter, PRIYA, cart, on_line(200), yes)

    after = by_client(counter, ESPRESSO, 1)

    discount = after.lines[0].discount
    assert discount == Discount(DiscountKind.AMOUNT, 52, approval=yes.approval_id)


def test_what_a_manager_gave_becomes_no_larger_a_share(counter: Counter, cart: Cart) -> None:
    counter.write(counter.services.sales.change, MARA, cart.cart_id, on_line(520))

    after = by_client(counter, ESPRESSO, 2)

    assert after.lines[0].discount == Discount(DiscountKind.AMOUNT, 260)


def test_a_discount_on_the_whole_cart_is_cut_as_well(counter: Counter, cart: Cart) -> None:
    change(counter, PRIYA, cart, on_cart(100))

    after = counter.write(counter.services.sales.session_remove, LOOPBACK, "kiosk", ESPRESSO)

    assert after.discount == Discount(DiscountKind.AMOUNT, 24)
    assert [row["line_id"] for row in facts(counter, "cart.discount_cut")] == [0]


@pytest.mark.parametrize(
    "give", [on_line(30), partial(set_line_discount, line_id=1, discount=Discount(DiscountKind.PERCENT, 9_00))]
)
def test_what_stays_within_the_limit_stays_as_it_was_given(counter: Counter, cart: Cart, give: Change) -> None:
    change(counter, PRIYA, cart, give)
    before = on_disk(counter, cart).lines[0].discount

    after = by_client(counter, ESPRESSO, 2)
    counter.write(counter.services.sales.session_add, LOOPBACK, "kiosk", CROISSANT, Decimal(2), None)

    assert after.lines[0].discount == before
    assert facts(counter, "cart.discount_cut") == []


def test_a_program_that_empties_the_cart_ends_its_discount_and_yeses(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, up_to=50_00)
    change(counter, PRIYA, cart, partial(set_cart_discount, discount=Discount(DiscountKind.PERCENT, 50_00)), yes)

    for product_id in (ESPRESSO, CROISSANT):
        counter.write(counter.services.sales.session_remove, LOOPBACK, "kiosk", product_id)
    again = counter.write(counter.services.sales.session_add, LOOPBACK, "kiosk", ESPRESSO, Decimal(1), None)

    assert again.total == Money(260, "USD")
    assert [row["approval_id"] for row in facts(counter, "approval.ended")] == [yes.approval_id]


def test_the_journal_tells_what_a_discount_was_and_is(counter: Counter, cart: Cart) -> None:
    change(counter, PRIYA, cart, on_line(100))
    by_client(counter, ESPRESSO, 1)

    told = [row["discounts"] for row in facts(counter, "cart.changed") if "discounts" in row]

    assert told == [
        [{"line_id": 1, "before": None, "after": {"kind": "amount", "value": 100}}],
        [{"line_id": 1, "before": {"kind": "amount", "value": 100}, "after": {"kind": "amount", "value": 26}}],
    ]
