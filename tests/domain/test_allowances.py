"""What a change of a cart asks for: more of a discount than before, no tax, another price list."""

from __future__ import annotations

from functools import partial

import pytest

from aurora_desk.domain.allowances import Ask, approvals_on, approved, asks_of, cut_to, gone, refusal, subject_of
from aurora_desk.domain.cart import (
    Cart,
    add_product,
    remove_line,
    set_cart_discount,
    set_line_discount,
    set_price_list,
    set_quantity,
    set_tax_free,
)
from aurora_desk.domain.ids import ProductId
from aurora_desk.domain.price_lists import PriceList, PriceListId
from aurora_desk.domain.rights import ONCE, ApprovalId, Limits, Right
from aurora_desk.domain.totals import Discount, DiscountKind
from domain.test_cart import EMPTY, ONE_LINE, product

YES = ApprovalId("yes")
STAFF = PriceList(PriceListId(1), "Staff", {ProductId(1): 200})
TWO_LINES = add_product(ONE_LINE, product(2, price_minor=1000), 1000)


def percent(hundredths: int) -> Discount:
    return Discount(DiscountKind.PERCENT, hundredths)


def amount(minor: int) -> Discount:
    return Discount(DiscountKind.AMOUNT, minor)


def sizes(before: Cart, after: Cart) -> list[int]:
    return [ask.amount for ask in asks_of(before, after) if ask.right is Right.DISCOUNT]


@pytest.mark.parametrize(
    ("discount", "size"),
    [
        (percent(10_00), 10_00), (percent(12_50), 12_50), (amount(26), 10_00), (amount(27), 10_39),
        (Discount(DiscountKind.PRICE, 234), 10_00), (Discount(DiscountKind.PRICE, 0), 100_00),
    ],
)  # fmt: skip
def test_any_discount_is_measured_in_hundredths_of_a_percent_rounded_up(discount: Discount, size: int) -> None:
    assert sizes(ONE_LINE, set_line_discount(ONE_LINE, 1, discount)) == [size]
    if discount.kind is not DiscountKind.PRICE:
        assert sizes(ONE_LINE, set_cart_discount(ONE_LINE, discount)) == [size]


def test_a_new_price_is_the_same_discount_however_much_is_sold_at_it() -> None:
    given = set_line_discount(ONE_LINE, 1, Discount(DiscountKind.PRICE, 233))

    for quantity_milli in (2000, 3000, 7000):
        assert asks_of(given, set_quantity(given, 1, quantity_milli)) == ()


def test_ten_percent_of_a_penny_item_are_ten_percent_although_they_round_to_more() -> None:
    penny = add_product(EMPTY, product(price_minor=5), 1000)

    assert sizes(penny, set_line_discount(penny, 1, percent(10_00))) == [10_00]


def test_a_discount_on_the_cart_comes_on_top_of_a_line_s() -> None:
    tenth = set_line_discount(TWO_LINES, 1, percent(10_00))

    assert sizes(tenth, set_cart_discount(tenth, percent(10_00))) == [19_00]


def test_an_amount_off_of_less_is_more_of_a_discount() -> None:
    ten = set_line_discount(set_quantity(ONE_LINE, 1, 10_000), 1, amount(260))
    cart = set_cart_discount(TWO_LINES, amount(126))

    assert sizes(ten, set_quantity(ten, 1, 5_000)) == [20_00]
    assert sizes(cart, remove_line(cart, 2)) == [48_47]


def test_less_of_a_discount_and_what_comes_under_one_that_is_there_ask_for_nothing() -> None:
    half = set_cart_discount(ONE_LINE, percent(50_00))

    assert asks_of(half, set_cart_discount(half, percent(40_00))) == ()
    assert asks_of(half, set_cart_discount(half, None)) == ()
    assert asks_of(half, add_product(half, product(2), 1000)) == ()
    assert asks_of(half, set_quantity(half, 1, 3000)) == ()


def test_without_tax_and_another_price_list_are_rights_of_their_own() -> None:
    free = set_tax_free(ONE_LINE, True)
    listed = set_price_list(ONE_LINE, STAFF, {ProductId(1): 260})

    assert asks_of(ONE_LINE, free) == (Ask(Right.TAX_FREE, ONCE, "cart:c"),)
    assert asks_of(free, set_tax_free(free, False)) == ()
    assert asks_of(ONE_LINE, listed) == (Ask(Right.PRICE_LIST, ONCE, "cart:c"),)
    assert asks_of(listed, set_price_list(listed, None, {ProductId(1): 260})) == ()


def test_a_price_set_by_hand_on_a_list_asks_anew_once_it_counts_from_the_usual_one() -> None:
    listed = set_price_list(ONE_LINE, STAFF, {ProductId(1): 260})
    by_hand = set_line_discount(listed, 1, Discount(DiscountKind.PRICE, 130))

    assert sizes(by_hand, set_price_list(by_hand, None, {ProductId(1): 260})) == [50_00]


def test_a_yes_stays_with_what_it_was_given_for_and_is_found_again() -> None:
    after = set_tax_free(set_line_discount(TWO_LINES, 1, percent(30_00)), True)

    yes = approved(
        TWO_LINES, after, {(Right.DISCOUNT, "cart:c/line:1"): YES, (Right.TAX_FREE, "cart:c"): ApprovalId("free")}
    )

    assert yes.lines[0].discount == Discount(DiscountKind.PERCENT, 30_00, approval=YES)
    assert yes.lines[1] == TWO_LINES.lines[1]
    assert approvals_on(yes) == (YES, "free")
    assert [ask.approval for ask in asks_of(TWO_LINES, yes)] == [YES, "free"]


def test_every_place_asks_by_itself_the_largest_first() -> None:
    after = set_line_discount(set_line_discount(TWO_LINES, 1, percent(20_00)), 2, percent(30_00))
    after = set_cart_discount(after, percent(5_00))

    asks = asks_of(TWO_LINES, after)

    assert [(ask.subject, ask.amount, ask.asked) for ask in asks] == [
        ("cart:c", 33_50, 5_00),
        ("cart:c/line:2", 33_50, 30_00),
        ("cart:c/line:1", 24_00, 20_00),
    ]


def test_a_yes_for_another_place_is_not_put_on_a_discount_and_one_that_is_not_needed_comes_off() -> None:
    forged = Discount(DiscountKind.PERCENT, 30_00, approval=YES)
    after = set_line_discount(TWO_LINES, 1, forged)

    for covering in ({}, {(Right.DISCOUNT, "cart:c"): YES}, {(Right.DISCOUNT, "cart:c/line:2"): YES}):
        assert approvals_on(approved(TWO_LINES, after, covering)) == ()


def test_what_goes_with_a_line_and_with_the_last_one() -> None:
    one_left = remove_line(TWO_LINES, 2)

    assert gone(TWO_LINES, set_quantity(TWO_LINES, 1, 5000)) == ()
    assert gone(TWO_LINES, one_left) == ("cart:c/line:2",)
    assert gone(one_left, remove_line(one_left, 1)) == ("cart:c/line:1", "cart:c")
    # The number of a line is given again: the same number with other goods is another line.
    other = add_product(remove_line(TWO_LINES, 2), product(3), 1000)
    assert gone(TWO_LINES, other) == ("cart:c/line:2",)
    assert gone(EMPTY, EMPTY) == ()


def test_with_the_last_line_goes_what_its_buyer_was_given() -> None:
    given = set_price_list(set_tax_free(set_cart_discount(ONE_LINE, percent(50_00)), True), STAFF, {ProductId(1): 260})

    empty = remove_line(given, 1)

    assert (empty.discount, empty.tax_free, empty.price_list) == (None, False, None)


def test_an_amount_off_is_cut_to_a_share_and_percent_and_new_prices_are_not() -> None:
    five = set_line_discount(ONE_LINE, 1, amount(200))

    assert [cut_to(five, 1, share).lines[0].discount for share in (10_00, 0)] == [amount(26), None]
    assert cut_to(five, 1, 90_00) == five
    assert cut_to(set_cart_discount(TWO_LINES, amount(500)), 0, 10_00).discount == amount(126)
    for kept in (percent(50_00), Discount(DiscountKind.PRICE, 10)):
        cart = set_line_discount(ONE_LINE, 1, kept)
        assert cut_to(cart, 1, 10_00) == cart


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (10_00, "Discounts over 10 % need a manager."),
        (12_50, "Discounts over 12.5 % need a manager."),
        (0, "Discounts need a manager."),
    ],
)
def test_what_a_person_may_not_do_alone_is_told_in_words(limit: int, words: str) -> None:
    ask = partial(refusal, limits=Limits(discount=limit))

    error = ask(Ask(Right.DISCOUNT, 34_00, subject_of(EMPTY, 2), asked=30_00))

    assert (str(error), error.subject, error.amount) == (words, "cart:c/line:2", 30_00)
    assert "tax-free" in str(ask(Ask(Right.TAX_FREE, ONCE, subject_of(EMPTY))))
