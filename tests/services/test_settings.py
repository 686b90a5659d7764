"""Settings: who may change what counts for the whole shop, what the journal keeps of it, and what follows from it."""

from __future__ import annotations

from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import set_price_list, set_tax_free
from aurora_desk.domain.ids import OrderId, PersonId
from aurora_desk.domain.orders import OrderStatus, VoidReason
from aurora_desk.domain.price_lists import PriceListId
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.domain.settings import (
    ALLOW_TAX_FREE,
    CASHIER_DISCOUNT,
    CASHIER_PRICE_LIST,
    CASHIER_TAKE_OVER,
    CASHIER_TAX_FREE,
    CASHIER_VOID,
    LOCK_AFTER,
    Setting,
)
from aurora_desk.services.demo import CAFE, TILL
from services.asking import PRIYA, approve, change, facts
from services.counter import ESPRESSO, JONAS, MARA, PROGRAM, Counter

JONAS_HERE = Actor.person(CAFE, PersonId(2), TILL)


def set_to(counter: Counter, setting: Setting[bool], value: bool) -> None:
    counter.services.write(lambda work: counter.services.settings.change(work, MARA, setting, value))


def test_what_counts_for_the_shop_is_set_by_managers_or_with_one(counter: Counter) -> None:
    settings = counter.services.settings
    set_limit = partial(counter.write, settings.change)
    with pytest.raises(NeedsApprovalError, match="Nothing was changed") as asked:
        set_limit(PRIYA, CASHIER_DISCOUNT, 100_00)
    assert counter.read(settings.of_till, CAFE, TILL)(CASHIER_DISCOUNT) == 10_00
    assert (asked.value.right, asked.value.subject) == (Right.SETTINGS, "setting:cashier_discount")

    set_limit(JONAS_HERE, CASHIER_DISCOUNT, 12_00)
    set_limit(PROGRAM, CASHIER_DISCOUNT, 13_00)
    yes = counter.services.approvals.give(
        PRIYA, PersonId(2), "2345", right=Right.SETTINGS, subject=asked.value.subject, up_to=1
    )
    set_limit(PRIYA, CASHIER_DISCOUNT, 14_00, yes.approval_id)
    with pytest.raises(NeedsApprovalError):
        set_limit(PRIYA, CASHIER_DISCOUNT, 100_00, yes.approval_id)

    assert counter.read(settings.of_till, CAFE, TILL)(CASHIER_DISCOUNT) == 14_00


def test_the_look_of_a_till_is_changed_by_whoever_works_there(counter: Counter) -> None:
    counter.write(counter.services.settings.change, PRIYA, LOCK_AFTER, 60)

    assert counter.read(counter.services.settings.of_till, CAFE, TILL)(LOCK_AFTER) == 60


def test_the_journal_keeps_the_old_value_of_a_setting_and_the_new_one(counter: Counter) -> None:
    for value in (20_00, 5_00):
        counter.write(counter.services.settings.change, MARA, CASHIER_DISCOUNT, value)

    assert [(row["before"], row["after"]) for row in facts(counter, "setting.changed")] == [
        (10_00, 20_00),
        (20_00, 5_00),
    ]


def test_the_journal_keeps_what_a_price_list_changed(counter: Counter) -> None:
    lists = counter.services.price_lists
    espresso = counter.read(counter.services.catalogue.get, CAFE, ESPRESSO)
    other = counter.read(counter.services.catalogue.get, CAFE, 104)

    counter.write(lists.keep, MARA, "Happy hour", {espresso.sku: 150})
    counter.write(lists.keep, MARA, "Happy hour", {espresso.sku: 140, other.sku: 100})
    counter.write(lists.remove, MARA, "Happy hour")

    kept = [row["changed"] for row in facts(counter, "price_list.kept")]
    assert kept == [
        [{"product_id": 103, "before": None, "after": 150}],
        [{"product_id": 103, "before": 150, "after": 140}, {"product_id": 104, "before": None, "after": 100}],
    ]
    (removed,) = facts(counter, "price_list.removed")
    assert [(one["before"], one["after"]) for one in removed["changed"]] == [(140, None), (100, None)]


def void(counter: Counter, order_id: OrderId, approval: str | None = None) -> OrderStatus:
    order = counter.write(counter.services.orders.void, PRIYA, order_id, VoidReason.MISTAKE, approval)
    return order.status


def test_a_cashier_voids_unless_the_shop_says_no(counter: Counter) -> None:
    assert void(counter, counter.ordered().order_id) is OrderStatus.VOID
    set_to(counter, CASHIER_VOID, False)
    order_id = counter.ordered().order_id

    with pytest.raises(NeedsApprovalError):
        void(counter, order_id)

    other = counter.ordered().order_id
    give = partial(counter.services.approvals.give, PRIYA, PersonId(2), "2345", right=Right.VOID, up_to=1)
    for_another = give(subject=f"order:{other}").approval_id
    with pytest.raises(NeedsApprovalError):
        void(counter, order_id, for_another)
    assert void(counter, order_id, give(subject=f"order:{order_id}").approval_id) is OrderStatus.VOID


def test_a_cashier_takes_a_cart_over_unless_the_shop_says_no(counter: Counter) -> None:
    counter.add_second_till()
    take = partial(counter.write, counter.services.sales.take_over, PRIYA)
    first = counter.cart(ESPRESSO, actor=JONAS)
    assert take(first.cart_id, JONAS.till_id).till_id == TILL
    set_to(counter, CASHIER_TAKE_OVER, False)
    second = counter.cart(ESPRESSO, actor=JONAS)

    with pytest.raises(NeedsApprovalError):
        take(second.cart_id, JONAS.till_id)

    yes = approve(counter, second, 1, Right.TAKE_OVER)
    assert take(second.cart_id, JONAS.till_id, yes.approval_id).till_id == TILL


def test_a_price_list_is_a_managers_to_choose_unless_the_shop_says_otherwise(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, actor=PRIYA)
    prices = counter.read(counter.services.price_lists.for_cart, cart, PriceListId(1))
    give = partial(set_price_list, price_list=prices.price_list, usual=prices.usual)
    with pytest.raises(NeedsApprovalError, match="price list"):
        change(counter, PRIYA, cart, give)

    yes = approve(counter, cart, 1, Right.PRICE_LIST)
    assert change(counter, PRIYA, cart, give, yes).price_list_approval == yes.approval_id

    set_to(counter, CASHIER_PRICE_LIST, True)
    other = counter.write(counter.services.sales.hold, PRIYA, cart.cart_id, "")
    counter.cart(ESPRESSO, actor=PRIYA)
    assert change(counter, PRIYA, other, give).price_list_approval is None


def test_selling_tax_free_is_a_managers_to_choose_unless_the_shop_says_otherwise(counter: Counter) -> None:
    set_to(counter, ALLOW_TAX_FREE, True)
    cart = counter.cart(ESPRESSO, actor=PRIYA)
    give = partial(set_tax_free, tax_free=True)
    with pytest.raises(NeedsApprovalError, match="tax-free"):
        change(counter, PRIYA, cart, give)

    set_to(counter, CASHIER_TAX_FREE, True)

    assert change(counter, PRIYA, cart, give).tax_free


def test_managers_do_what_cashiers_ask_for(counter: Counter) -> None:
    for setting in (CASHIER_VOID, CASHIER_TAKE_OVER):
        set_to(counter, setting, False)
    order = counter.ordered()

    voided = counter.write(counter.services.orders.void, JONAS_HERE, order.order_id, VoidReason.MISTAKE)

    assert voided.status is OrderStatus.VOID
