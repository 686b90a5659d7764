"""Changing a cart: pure functions with the same bounds on screen and on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.cart import (
    LONGEST_NOTE,
    Cart,
    CartStatus,
    add_custom,
    add_product,
    check_age,
    clear_cart,
    remove_line,
    restore,
    restore_lines,
    set_cart_discount,
    set_cart_note,
    set_customer,
    set_line_discount,
    set_note,
    set_price_list,
    set_quantity,
    set_tax_free,
)
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CartId, CustomerId, ProductId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.price_lists import PriceList, PriceListId
from aurora_desk.domain.quantity import LARGEST
from aurora_desk.domain.totals import Discount, DiscountKind, TaxRate

TAX = TaxRate("Sales tax", 88_750)
TENTH = Discount(DiscountKind.PERCENT, 1_000)


def product(number: int = 1, *, price_minor: int = 260, by_weight: bool = False) -> Product:
    """A product."""
    return Product(
        ProductId(number), TenantId(42), f"Product {number}", "", "", price_minor, "USD", TAX, None, by_weight, None, 0,
        favourite=False, picture="",
    )  # fmt: skip


EMPTY = Cart(
    CartId("c"), TenantId(42), CartStatus.OPEN, None, "", None, "", "", (), None, "", None, "USD",
    prices_include_tax=True, order_id=None, updated_at=datetime(2026, 3, 1, tzinfo=UTC),
)  # fmt: skip
ONE_LINE = add_product(EMPTY, product(), 1000)


def test_the_same_product_again_adds_to_its_quantity() -> None:
    cart = add_product(add_product(EMPTY, product(), 1000), product(), 2000)

    assert [line.quantity_milli for line in cart.lines] == [3000]
    assert cart.total == Money(780, "USD")


def test_another_price_a_note_or_a_discount_makes_a_line_of_its_own() -> None:
    for marked in (
        add_product(EMPTY, product(), 1000, price_minor=200),
        set_note(ONE_LINE, 1, "Oat milk"),
        set_line_discount(ONE_LINE, 1, TENTH),
    ):
        assert len(add_product(marked, product(), 1000).lines) == 2


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), max_size=15))
def test_whatever_is_added_is_in_the_cart_once_a_product(adds: list[tuple[int, int]]) -> None:
    cart = EMPTY
    for number, pieces in adds:
        cart = add_product(cart, product(number), pieces * 1000)

    for number in range(1, 6):
        line = cart.line_of(ProductId(number))
        asked = sum(pieces for added, pieces in adds if added == number)
        assert (line.quantity_milli if line else 0) == asked * 1000
    assert len({line.line_id for line in cart.lines}) == len(cart.lines) == len({number for number, _ in adds})
    assert cart.item_count_milli == sum(pieces for _, pieces in adds) * 1000


@pytest.mark.parametrize("quantity", [0, -1000, 999, LARGEST + 1])
@pytest.mark.parametrize("cart", [EMPTY, ONE_LINE], ids=["new line", "line there"])
def test_a_quantity_out_of_bounds_is_never_added(cart: Cart, quantity: int) -> None:
    with pytest.raises(InvalidError, match="9,999"):
        add_product(cart, product(), quantity)


def test_a_line_holds_9999_and_not_one_more() -> None:
    full = add_product(EMPTY, product(price_minor=1), LARGEST)

    with pytest.raises(InvalidError, match="9,999"):
        add_product(full, product(price_minor=1), 1000)
    with pytest.raises(InvalidError, match="9,999"):
        set_quantity(full, 1, LARGEST + 1000)


def test_quantity_0_takes_the_line_out_and_below_0_is_refused() -> None:
    assert set_quantity(ONE_LINE, 1, 0) == EMPTY
    with pytest.raises(InvalidError):
        set_quantity(ONE_LINE, 1, -1000)


def test_weights_may_be_parts_and_count_as_one_item() -> None:
    cart = add_product(EMPTY, product(by_weight=True, price_minor=3200), 350)

    assert cart.total == Money(1120, "USD")
    assert cart.item_count_milli == 1000


def test_a_cart_that_money_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidError, match="too large"):
        add_product(EMPTY, product(price_minor=99_999_999), LARGEST)
    with pytest.raises(InvalidError, match="too large"):
        add_custom(EMPTY, "Yacht", 10**12, TAX)


def test_a_custom_item_has_a_name_and_a_price() -> None:
    assert add_custom(EMPTY, " Gift wrap ", 150, TAX).lines[0].name == "Gift wrap"
    with pytest.raises(InvalidError, match="name"):
        add_custom(EMPTY, "  ", 150, TAX)
    with pytest.raises(InvalidError, match="below zero"):
        add_custom(EMPTY, "Gift wrap", -1, TAX)


def test_a_note_has_an_end() -> None:
    assert set_note(ONE_LINE, 1, " Oat milk ").lines[0].note == "Oat milk"
    with pytest.raises(InvalidError, match=str(LONGEST_NOTE)):
        set_note(ONE_LINE, 1, "x" * (LONGEST_NOTE + 1))


CHANGES: dict[str, Callable[[Cart], Cart]] = {
    "add": lambda cart: add_product(cart, product(2), 1000),
    "add again": lambda cart: add_product(cart, product(), 1000),
    "custom": lambda cart: add_custom(cart, "Gift wrap", 150, TAX),
    "quantity": lambda cart: set_quantity(cart, 1, 2000),
    "quantity 0": lambda cart: set_quantity(cart, 1, 0),
    "remove": lambda cart: remove_line(cart, 1),
    "note": lambda cart: set_note(cart, 1, "Oat milk"),
    "line discount": lambda cart: set_line_discount(cart, 1, TENTH),
    "cart discount": lambda cart: set_cart_discount(cart, TENTH),
    "customer": lambda cart: set_customer(cart, CustomerRef(CUSTOMERS_TABLE, CustomerId(123)), "Lena"),
    "restore": lambda cart: restore_lines(cart, (), None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_cart_that_became_an_order_never_changes(change: str) -> None:
    with pytest.raises(ConflictError, match="already an order"):
        CHANGES[change](replace(ONE_LINE, status=CartStatus.ORDERED))


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_undone_by_the_lines_of_before(change: str) -> None:
    changed = CHANGES[change](ONE_LINE)

    undone = restore_lines(changed, ONE_LINE.lines, ONE_LINE.discount)

    assert changed != ONE_LINE
    assert (undone.lines, undone.discount) == (ONE_LINE.lines, ONE_LINE.discount)


@pytest.mark.parametrize("change", ["quantity", "remove", "note", "line discount"])
def test_a_line_that_is_gone_is_told(change: str) -> None:
    with pytest.raises(NotFoundError, match="no longer in the cart"):
        CHANGES[change](EMPTY)


@pytest.mark.parametrize("apply", [set_cart_discount, lambda cart, d: set_line_discount(cart, 1, d)])
def test_a_discount_over_all_is_refused(apply: Callable[[Cart, Discount], Cart]) -> None:
    with pytest.raises(InvalidError, match="discount"):
        apply(ONE_LINE, Discount(DiscountKind.PERCENT, 10_001))


STAFF = PriceList(PriceListId(1), "Staff", {ProductId(1): 200})
USUAL = {ProductId(1): 260, ProductId(2): 260}


def test_a_price_list_prices_what_is_in_the_cart_and_what_comes_after() -> None:
    by_list = set_price_list(add_product(ONE_LINE, product(2), 1000), STAFF, USUAL)

    more = add_product(add_product(by_list, product(1), 1000), product(3), 1000)

    assert [(line.price_minor, line.quantity_milli) for line in more.lines] == [(200, 2000), (260, 1000), (260, 1000)]
    usual = set_price_list(more, None, USUAL)
    assert ([line.price_minor for line in usual.lines], usual.price_list) == ([260, 260, 260], None)


def test_a_price_set_by_hand_lies_on_top_of_the_lists_and_a_custom_item_keeps_its_own() -> None:
    by_hand = set_line_discount(ONE_LINE, 1, Discount(DiscountKind.PRICE, 180))
    cart = add_custom(by_hand, "Catering", 5000, TAX)

    by_list = set_price_list(cart, STAFF, USUAL)

    assert by_list.total == cart.total == Money(5180, "USD")
    assert [line.price_minor for line in by_list.lines] == [200, 5000]
    assert by_list.totals().discount_minor == 20, "what is taken off counts from the price of the list"


def test_no_price_of_a_list_outlives_the_list() -> None:
    staff = set_price_list(ONE_LINE, STAFF, USUAL)
    by_hand = set_line_discount(staff, 1, Discount(DiscountKind.PRICE, 180))

    usual = set_price_list(by_hand, None, USUAL)

    assert (usual.total, usual.totals().discount_minor) == (Money(180, "USD"), 80)
    assert set_line_discount(usual, 1, None).total == Money(260, "USD")


def test_a_price_set_by_hand_never_raises_that_of_a_list() -> None:
    by_hand = set_line_discount(ONE_LINE, 1, Discount(DiscountKind.PRICE, 250))

    staff = set_price_list(by_hand, STAFF, USUAL)

    assert staff.total == Money(200, "USD")
    assert set_price_list(staff, None, USUAL).total == Money(250, "USD")


def test_everything_that_a_person_changed_comes_back_with_undo() -> None:
    customer = CustomerRef(CUSTOMERS_TABLE, CustomerId(7))
    full = set_customer(set_cart_note(set_tax_free(ONE_LINE, True), "At five"), customer, "Lena")
    full = set_cart_discount(set_price_list(full, STAFF, USUAL), TENTH)

    cleared = clear_cart(full)

    assert cleared == EMPTY
    assert restore(cleared, full) == full


def test_a_note_holds_no_card_number() -> None:
    for note in (partial(set_cart_note, ONE_LINE), partial(set_note, ONE_LINE, 1)):
        with pytest.raises(InvalidError, match="card number"):
            note(note="4242 4242 4242 4242")


def test_an_age_that_was_checked_lasts_as_long_as_the_cart_has_lines() -> None:
    checked = check_age(check_age(ONE_LINE, 18), 16)

    assert checked.age_checked == 18
    assert set_note(checked, 1, "cold").age_checked == 18
    assert remove_line(checked, 1).age_checked == 0
