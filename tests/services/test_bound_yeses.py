"""A manager's yes counts for one place of one cart, for whom it was given, for what was said, and until that ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import (
    Cart,
    add_product,
    clear_cart,
    remove_line,
    restore,
    set_cart_discount,
    set_line_discount,
    set_quantity,
)
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.money import Money
from aurora_desk.domain.people import Role
from aurora_desk.domain.rights import Approval, ApprovalId, NeedsApprovalError, Right
from aurora_desk.domain.settings import CASHIER_TAKE_OVER
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.approvals import GOOD_FOR_A_CART
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.services.placing import place_cart
from services.asking import PRIYA, QUARTER, Change, approve, change, facts, on_disk, sold
from services.counter import CROISSANT, ESPRESSO, MARA, SECOND_TILL, Counter


def percent(hundredths: int) -> Discount:
    return Discount(DiscountKind.PERCENT, hundredths)


def on_line(line_id: int, discount: Discount | None = QUARTER) -> Change:
    return partial(set_line_discount, line_id=line_id, discount=discount)


def on_cart(discount: Discount | None = QUARTER) -> Change:
    return partial(set_cart_discount, discount=discount)


def refused(counter: Counter, cart: Cart, give: Change, *yeses: Approval, actor: Actor = PRIYA) -> NeedsApprovalError:
    """What is asked for; the cart is as it was."""
    before = on_disk(counter, cart)
    with pytest.raises(NeedsApprovalError) as asked:
        change(counter, actor, cart, give, *yeses)
    assert on_disk(counter, cart) == before
    return asked.value


@pytest.fixture
def cart(counter: Counter) -> Cart:
    """An espresso and a croissant, rung up by the cashier."""
    return counter.cart(ESPRESSO, CROISSANT, actor=PRIYA)


def test_what_is_asked_names_the_line_or_the_cart(counter: Counter, cart: Cart) -> None:
    assert refused(counter, cart, on_line(2)).subject == f"cart:{cart.cart_id}/line:2"
    assert refused(counter, cart, on_cart()).subject == f"cart:{cart.cart_id}"


@pytest.mark.parametrize(("said", "give"), [(1, on_line(2)), (1, on_cart()), (0, on_line(1))])
def test_a_yes_for_one_place_allows_nothing_at_another(counter: Counter, cart: Cart, said: int, give: Change) -> None:
    yes = approve(counter, cart, place=said)
    right = on_cart() if said == 0 else on_line(said)
    change(counter, PRIYA, cart, right, yes)

    refused(counter, cart, give, yes)


def test_a_yes_sent_under_the_name_of_another_place_is_refused(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=1)
    forged = {(Right.DISCOUNT, f"cart:{cart.cart_id}/line:2"): yes.approval_id}

    with pytest.raises(NeedsApprovalError):
        counter.write(counter.services.sales.change, PRIYA, cart.cart_id, on_line(2), forged)
    refused(counter, cart, on_line(2, Discount(DiscountKind.PERCENT, 25_00, approval=yes.approval_id)))


def test_the_same_or_less_asks_for_nothing_and_more_asks_again(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=1)
    change(counter, PRIYA, cart, on_line(1), yes)

    for less in (percent(20_00), percent(25_00), None, percent(25_00)):
        change(counter, PRIYA, cart, on_line(1, less), yes)
    change(counter, PRIYA, cart, partial(set_quantity, line_id=1, quantity_milli=4000))

    assert refused(counter, cart, on_line(1, percent(25_01)), yes).amount == 25_01


def test_a_discount_of_the_cart_on_top_of_a_lines_asks_for_the_cart(counter: Counter, cart: Cart) -> None:
    change(counter, PRIYA, cart, on_line(1, percent(10_00)))

    asked = refused(counter, cart, on_cart(percent(5_00)))
    assert (asked.subject, asked.amount) == (f"cart:{cart.cart_id}", 5_00)

    yes = approve(counter, cart, up_to=5_00)
    change(counter, PRIYA, cart, on_cart(percent(5_00)), yes)
    refused(counter, cart, on_cart(percent(6_00)), yes)


def test_a_yes_is_for_whoever_asked(counter: Counter, cart: Cart) -> None:
    counter.write(counter.services.people.add, MARA, "Sam Lee", Role.CASHIER, "no hash")
    sam = Actor.person(CAFE, PersonId(4), TILL)
    yes = approve(counter, cart, place=1)
    change(counter, PRIYA, cart, on_line(1), yes)
    counter.write(counter.services.sales.hold, PRIYA, cart.cart_id, "")
    counter.write(counter.services.sales.recall, sam, cart.cart_id)

    # The cart is as it was held, and may become less of a discount; the yes is not Sam's to use.
    change(counter, sam, cart, on_line(1, percent(8_00)))
    refused(counter, cart, on_line(1), yes, actor=sam)

    given = change(counter, sam, cart, on_line(1), approve(counter, cart, place=1, asked_by=sam))
    assert given.lines[0].discount is not None


def test_with_its_line_a_yes_ends(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=2)
    given = change(counter, PRIYA, cart, on_line(2), yes)
    change(counter, PRIYA, cart, partial(remove_line, line_id=2))

    # The next thing has the number of the line that went; and bringing that one back is giving again.
    croissant = counter.read(counter.services.catalogue.get, CAFE, CROISSANT)
    change(counter, PRIYA, cart, partial(add_product, product=croissant, quantity_milli=1000))
    refused(counter, cart, on_line(2), yes)
    refused(counter, cart, partial(restore, as_it_was=given), yes)
    assert [row["approval_id"] for row in facts(counter, "approval.ended")] == [yes.approval_id]


@pytest.mark.parametrize("way", ["cleared", "line by line"])
def test_an_empty_cart_has_no_yeses_left_for_the_next_customer(counter: Counter, cart: Cart, way: str) -> None:
    whole, line = approve(counter, cart), approve(counter, cart, place=1)
    change(counter, PRIYA, cart, on_cart(), whole)
    change(counter, PRIYA, cart, on_cart(None))
    change(counter, PRIYA, cart, on_line(1), line)

    if way == "cleared":
        change(counter, PRIYA, cart, clear_cart)
    else:
        for line_id in (1, 2):
            change(counter, PRIYA, cart, partial(remove_line, line_id=line_id))
    counter.cart(ESPRESSO, actor=PRIYA)

    refused(counter, cart, on_line(1), line)
    refused(counter, cart, on_cart(), whole)
    assert {row["approval_id"] for row in facts(counter, "approval.ended")} == {whole.approval_id, line.approval_id}


def test_the_next_customer_gets_no_discount_of_the_one_before(counter: Counter, cart: Cart) -> None:
    change(counter, PRIYA, cart, on_cart(), approve(counter, cart))
    for line_id in (1, 2):
        change(counter, PRIYA, cart, partial(remove_line, line_id=line_id))

    assert counter.cart(ESPRESSO, actor=PRIYA).total == Money(260, "USD")


def test_the_order_uses_the_yes_up_and_the_journal_says_so(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=1)
    change(counter, PRIYA, cart, on_line(1), yes)

    sold(counter, cart)

    ((used,),) = counter.rows("SELECT used_at IS NOT NULL FROM approval WHERE approval_id = ?", yes.approval_id)
    assert used
    assert [row["about"] for row in facts(counter, "approval.used")] == [f"cart:{cart.cart_id}/line:1"]


def test_a_cart_given_back_after_a_payment_keeps_its_discount_and_asks_for_more(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=1)
    given = change(counter, PRIYA, cart, on_line(1), yes)
    head = counter.services.write(lambda work: place_cart(work, PRIYA, work.carts.get(CAFE, cart.cart_id, lock=True)))
    back = counter.write(counter.services.payments.give_up, PRIYA, head.order_id)

    assert back.lines == given.lines
    change(counter, PRIYA, cart, on_line(1, percent(25_00)), yes)
    refused(counter, cart, on_line(1, percent(30_00)), yes)


def test_a_yes_ends_with_the_day(counter: Counter, cart: Cart) -> None:
    yes = approve(counter, cart, place=1)
    counter.clock.ahead = GOOD_FOR_A_CART + timedelta(seconds=1)

    refused(counter, cart, on_line(1), yes)


def test_a_manager_leaves_no_mark_of_a_yes_that_nobody_needed(counter: Counter, cart: Cart) -> None:
    forged = Discount(DiscountKind.PERCENT, 25_00, approval=ApprovalId("made up"))

    given = change(counter, MARA, cart, on_line(1, forged))

    assert given.lines[0].discount == QUARTER


def test_a_yes_of_another_cart_or_another_right_does_not_open_a_foreign_tills_cart(
    counter: Counter, cart: Cart
) -> None:
    counter.add_second_till()
    there = Actor.person(CAFE, PersonId(3), SECOND_TILL)
    counter.write(counter.services.settings.change, MARA, CASHIER_TAKE_OVER, False)
    take = partial(counter.write, counter.services.sales.take_over, there, cart.cart_id, TILL)
    used = approve(counter, cart, 1, Right.TAKE_OVER, asked_by=there)
    for stale in (
        None,
        ApprovalId("made up"),
        approve(counter, cart).approval_id,
        approve(counter, cart, 1, Right.TAKE_OVER, place=1, asked_by=there).approval_id,
        approve(counter, cart, 1, Right.TAKE_OVER, asked_by=Actor.person(CAFE, PersonId(2), SECOND_TILL)).approval_id,
    ):
        with pytest.raises(NeedsApprovalError):
            take(stale)
    take(used.approval_id)
    counter.write(counter.services.sales.take_over, MARA, cart.cart_id, SECOND_TILL)
    with pytest.raises(NeedsApprovalError):
        take(used.approval_id)
