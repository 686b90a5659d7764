"""What a person may not do to a cart alone is asked for in the transaction that does it."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial

import pytest

from aurora_desk.domain.cart import (
    Cart,
    restore,
    set_cart_discount,
    set_cart_note,
    set_line_discount,
    set_price_list,
    set_quantity,
    set_tax_free,
)
from aurora_desk.domain.errors import InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId, ProductId
from aurora_desk.domain.money import Money
from aurora_desk.domain.price_lists import PriceListId
from aurora_desk.domain.rights import NeedsApprovalError, Right
from aurora_desk.domain.settings import ALLOW_TAX_FREE
from aurora_desk.domain.tax_free import TAX_FREE
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.services.allowing import NotTaxFreeError
from aurora_desk.services.demo import CAFE
from aurora_desk.services.sessions import PriceChangedError
from services.asking import PRIYA, QUARTER, Change, approve, change, on_disk, sold
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, MARA, Counter, order_of

MACHINE = ProductId(101)


def placed_facts(counter: Counter, order_id: OrderId) -> dict[str, object]:
    ((told,),) = counter.rows(
        "SELECT facts FROM journal WHERE event = 'order.placed' AND subject = ?", f"order:{order_id}"
    )
    found: dict[str, object] = json.loads(told)
    return found


@pytest.mark.parametrize(
    ("give", "place"),
    [(partial(set_line_discount, line_id=1, discount=QUARTER), 1), (partial(set_cart_discount, discount=QUARTER), 0)],
    ids=["line", "cart"],
)
def test_more_than_a_cashier_may_give_needs_a_yes_that_stays_with_its_place(
    counter: Counter, give: Change, place: int
) -> None:
    cart = counter.cart(ESPRESSO, actor=PRIYA)
    with pytest.raises(NeedsApprovalError, match="over 10 %") as refused:
        change(counter, PRIYA, cart, give)
    assert on_disk(counter, cart) == cart
    assert refused.value.amount == 25_00

    yes = approve(counter, cart, place=place)
    given = change(counter, PRIYA, cart, give, yes)
    taken_back = change(counter, PRIYA, cart, partial(restore, as_it_was=cart))
    again = change(counter, PRIYA, cart, partial(restore, as_it_was=given))

    assert taken_back.total == Money(260, "USD")
    assert again.total == given.total == Money(195, "USD")
    assert placed_facts(counter, sold(counter, cart))["approvals"] == [yes.approval_id]


def test_a_yes_counts_after_holding_and_for_no_more_than_was_said(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, ESPRESSO, actor=PRIYA)
    euro = Discount(DiscountKind.AMOUNT, 130)
    give = partial(set_line_discount, line_id=1, discount=euro)
    yes = approve(counter, cart, place=1)
    change(counter, PRIYA, cart, give, yes)

    counter.write(counter.services.sales.hold, PRIYA, cart.cart_id, "")
    back = counter.write(counter.services.sales.recall, PRIYA, cart.cart_id)
    three = change(counter, PRIYA, cart, partial(set_quantity, line_id=1, quantity_milli=3000))
    change(counter, PRIYA, cart, partial(set_quantity, line_id=1, quantity_milli=2000))

    line = back.lines[0]
    assert line.discount is not None
    assert line.discount.approval == yes.approval_id
    assert three.total == Money(3 * 260 - 130, "USD")
    with pytest.raises(NeedsApprovalError):
        change(counter, PRIYA, cart, partial(set_quantity, line_id=1, quantity_milli=1000))


def test_a_yes_for_another_cart_or_a_made_up_one_allows_nothing(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, actor=PRIYA)
    yes = approve(counter, cart, place=1)
    counter.write(counter.services.sales.hold, PRIYA, cart.cart_id, "")
    other = counter.cart(CROISSANT, actor=PRIYA)

    forged = Discount(DiscountKind.PERCENT, 25_00, approval=yes.approval_id)
    with pytest.raises(NeedsApprovalError):
        change(counter, PRIYA, other, partial(set_line_discount, line_id=1, discount=forged), yes)


def test_managers_give_what_they_like(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)

    free = change(counter, MARA, cart, partial(set_cart_discount, discount=Discount(DiscountKind.PERCENT, 100_00)))

    assert free.total == Money(0, "USD")


def test_a_shop_sells_tax_free_only_where_it_says_so_and_with_a_manager(counter: Counter) -> None:
    cart = counter.cart(MACHINE, actor=PRIYA)
    give = partial(set_tax_free, tax_free=True)
    with pytest.raises(NotTaxFreeError):
        change(counter, MARA, cart, give)
    counter.services.write(lambda work: counter.services.settings.change(work, MARA, ALLOW_TAX_FREE, True))
    with pytest.raises(NeedsApprovalError, match="tax-free"):
        change(counter, PRIYA, cart, give)

    yes = approve(counter, cart, 1, Right.TAX_FREE)
    free = change(counter, PRIYA, cart, give, yes)
    order_id = sold(counter, cart)

    order = counter.order(order_id)
    (line,) = order.lines
    assert (line.tax, line.tax_minor, line.price_minor, line.total_minor) == (TAX_FREE, 0, 275_54, 275_54)
    assert (order.tax, order.total) == (Money(0, "USD"), free.total)
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order_id)
    assert (receipt.tax_free, receipt.taxes, receipt.total) == (True, (), free.total)
    facts = placed_facts(counter, order_id)
    assert (facts["tax_free"], facts["approvals"]) == (True, [yes.approval_id])


def test_where_prices_exclude_tax_a_tax_free_cart_adds_none(counter: Counter) -> None:
    counter.set_rules(prices_include_tax=False)
    counter.services.write(lambda work: counter.services.settings.change(work, MARA, ALLOW_TAX_FREE, True))
    cart = counter.cart(MACHINE)
    assert cart.total == Money(299_99 + 26_62, "USD")

    assert change(counter, MARA, cart, partial(set_tax_free, tax_free=True)).total == Money(299_99, "USD")
    assert counter.order(sold(counter, cart)).total == Money(299_99, "USD")


def test_the_note_of_a_cart_becomes_its_orders(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO)
    change(counter, MARA, cart, partial(set_cart_note, note="  Collected at five "))

    assert counter.order(sold(counter, cart)).notes == "Collected at five"
    ((facts,),) = counter.rows("SELECT facts FROM journal WHERE event = 'order.placed'")
    assert "five" not in facts


def by_list(counter: Counter, cart: Cart, number: int | None) -> Change:
    list_id = None if number is None else PriceListId(number)
    prices = counter.read(counter.services.price_lists.for_cart, cart, list_id)
    return partial(set_price_list, price_list=prices.price_list, usual=prices.usual)


def prices(cart: Cart) -> list[int]:
    return [line.price_minor for line in cart.lines]


def test_a_price_list_counts_for_the_whole_cart_until_it_is_taken_away(counter: Counter) -> None:
    cart = counter.cart(ESPRESSO, MACHINE)

    staff = change(counter, MARA, cart, by_list(counter, cart, 1))
    more = counter.cart(CROISSANT, ESPRESSO)
    usual = change(counter, MARA, cart, by_list(counter, more, None))

    assert (prices(staff), prices(more)) == ([195, 299_99], [195, 299_99, 180])
    assert more.lines[0].quantity_milli == 2000
    assert staff.price_list is not None
    assert staff.price_list.name == "Staff"
    assert (prices(usual), usual.price_list) == ([260, 299_99, 240], None)
    with pytest.raises(NotFoundError, match="price list is gone"):
        by_list(counter, cart, 99)


def test_a_clients_cart_that_a_till_sells_by_a_list_is_ordered_at_its_prices(counter: Counter) -> None:
    sales, orders = counter.services.sales, counter.services.orders
    counter.write(sales.session_add, LOOPBACK, "web", ESPRESSO, Decimal(1), None)
    cart = counter.read(sales.session_cart, LOOPBACK, "web")
    counter.write(sales.recall, MARA, cart.cart_id)
    change(counter, MARA, cart, by_list(counter, cart, 1))

    counter.write(sales.session_add, LOOPBACK, "web", CROISSANT, Decimal(1), None)
    with pytest.raises(PriceChangedError):
        counter.write(sales.session_add, LOOPBACK, "web", CROISSANT, Decimal(1), Decimal("2.40"))

    order = counter.write(orders.place, LOOPBACK, order_of(session_id="web"))
    assert [line.price_minor for line in order.lines] == [195, 180]


def test_a_list_is_kept_by_codes_of_products_and_removed_while_carts_keep_their_prices(counter: Counter) -> None:
    lists = counter.services.price_lists
    sku = counter.read(counter.services.catalogue.get, CAFE, ESPRESSO).sku
    made = counter.write(lists.keep, MARA, "Happy hour", {sku: 150})
    cart = counter.cart(ESPRESSO)
    change(counter, MARA, cart, by_list(counter, cart, made.price_list_id))

    again = counter.write(lists.keep, MARA, " Happy hour ", {sku: 140})

    assert again.price_list_id == made.price_list_id
    assert counter.read(lists.everyone, CAFE) == ((1, "Staff"), (made.price_list_id, "Happy hour"))
    for name, prices_by_code in (("Ghosts", {"no such code": 1}), (" ", {sku: 1})):
        with pytest.raises((NotFoundError, InvalidError)):
            counter.write(lists.keep, MARA, name, prices_by_code)
    counter.write(lists.remove, MARA, "Happy hour")
    kept = on_disk(counter, cart)
    assert (prices(kept), kept.price_list) == ([150], None)
    other = counter.write(lists.keep, MARA, "Wholesale", {sku: 50})
    assert other.price_list_id > made.price_list_id, "a number never means another list"
    assert on_disk(counter, cart).price_list is None
    with pytest.raises(NotFoundError):
        counter.write(lists.remove, MARA, "Happy hour")
