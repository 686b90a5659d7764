"""The money truth board's sums and items, the same on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from aurora_desk.domain.ids import IntentId, PaymentId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.truth import AtStripe, Board, Period, Uncompared, bounds
from aurora_desk.domain.work_items import SeenIntent, WorkKind
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.services.orders import PlaceItem, PlaceOrder
from aurora_desk.services.work_items import open_item
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from store.making import CROISSANT, ESPRESSO, PROGRAM, Shop, sell, services_on

TEN_DAYS = timedelta(days=10)


def by_stripe(work: Work, services: Services, intent_id: str, *, tip_minor: int = 0) -> PaymentId:
    """An order of ten espressos paid through Stripe, in part."""
    asked = PlaceOrder((PlaceItem(ESPRESSO, Decimal(10), None),), None, None, None, None)
    order = services.orders.place(work, PROGRAM, asked)
    payment = Payment(
        payment_id=PaymentId(work.new_id()),
        tenant_id=CAFE,
        order_id=order.order_id,
        method=Method.CARD,
        status=PaymentStatus.SUCCEEDED,
        amount=Money(500, order.total.currency),
        tip_minor=tip_minor,
        rounding_minor=0,
        tendered_minor=0,
        change_minor=0,
        intent_id=IntentId(intent_id),
        reader_id=None,
        attempt=1,
        card_brand="",
        card_last4="",
        read_method="",
        failure="",
        created_at=work.now,
    )
    work.payments.add(payment, till_id=None, shift_id=None, person_id=None)
    return payment.payment_id


def seen(work: Work, intent_id: str, received: int, refunded: int = 0, payment_id: PaymentId | None = None) -> None:
    intent = SeenIntent(
        intent_id=IntentId(intent_id),
        tenant_id=CAFE,
        order_id=None,
        payment_id=payment_id,
        status="succeeded",
        received_minor=received,
        tip_minor=0,
        refunded_minor=refunded,
        currency="USD",
        created_at=work.now,
        seen_at=work.now,
    )
    work.work_items.see([intent])


def days(store: Store) -> tuple[datetime, datetime]:
    now = store.read(lambda work: work.now)
    return now - TEN_DAYS, now + TEN_DAYS


def test_the_sums_of_a_period_by_method_with_tips(store: Store) -> None:
    services, order = services_on(store), sell(store, ESPRESSO, CROISSANT)
    store.write(lambda work: by_stripe(work, services, "pi_1", tip_minor=50))
    first, until = days(store)

    taken = store.read(lambda work: work.truth.taken(CAFE, first, until))

    assert (taken[Method.CASH].count, taken[Method.CASH].minor) == (1, order.total.amount_minor)
    assert (taken[Method.CARD].minor, taken[Method.CARD].tip_minor) == (550, 50)
    assert store.read(lambda work: work.truth.taken(CAFE, until, until + TEN_DAYS)) == {}


def test_what_stripe_says_counts_an_orphan_by_what_is_left_of_it(store: Store) -> None:
    services = services_on(store)

    def tell(work: Work) -> None:
        payment_id = by_stripe(work, services, "pi_1")
        seen(work, "pi_1", 500, 100, payment_id)
        seen(work, "pi_orphan", 700, 700)
        seen(work, "pi_1", 500, 200, payment_id)

    store.write(tell)
    first, until = days(store)

    assert store.read(lambda work: work.truth.at_stripe(CAFE, first, until)) == AtStripe(2, 500, 200)


def test_what_came_after_the_comparison_is_not_compared_unless_it_was_seen_so(store: Store) -> None:
    services = services_on(store)
    compared_at = store.read(lambda work: work.now)

    def tell(work: Work) -> None:
        by_stripe(work, services, "pi_new")
        by_stripe(work, services, "pi_stale")
        seen(work, "pi_stale", 1)
        by_stripe(work, services, "pi_booked_by_it")
        seen(work, "pi_booked_by_it", 500)

    store.write(tell)
    first, until = days(store)

    found = store.read(lambda work: work.truth.uncompared(CAFE, first, until, compared_at))

    assert found == Uncompared(2, 1000, 1, 0)


def test_the_drawer_holds_what_its_movements_add_up_to(store: Store) -> None:
    order = sell(store, ESPRESSO, CROISSANT)
    first, until = days(store)

    drawer = store.read(lambda work: work.truth.drawer(CAFE, first, until))

    assert drawer.cash_minor == order.total.amount_minor
    assert drawer.expected_minor == drawer.float_minor + drawer.cash_minor
    later = store.read(lambda work: work.truth.drawer(CAFE, until, until + TEN_DAYS))
    assert (later.cash_minor, later.expected_minor) == (0, drawer.expected_minor)


def test_only_what_the_list_did_not_have_is_asked_about_singly(store: Store) -> None:
    services = services_on(store)
    missing = store.write(lambda work: by_stripe(work, services, "pi_missing"))
    listed = store.write(lambda work: by_stripe(work, services, "pi_listed"))
    asked_at = store.read(lambda work: work.now)

    def see(work: Work) -> None:
        seen(work, "pi_listed", 500, payment_id=listed)

    store.write(see)
    store.write(lambda work: by_stripe(work, services, "pi_after"))

    found = store.read(lambda work: work.truth.not_seen(asked_at - TEN_DAYS, asked_at, limit=10))

    assert [payment.payment_id for payment in found] == [missing]


def test_two_stores_that_tell_a_difference_at_once_tell_it_once(shop: Shop) -> None:
    stores = (shop.open(), shop.open())
    tell = partial(open_item, kind=WorkKind.DISPUTE, tenant_id=CAFE, about="pi_1", currency="USD")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda store: [store.write(tell) for _ in range(5)], stores))

    (item,) = stores[0].read(lambda work: work.work_items.open_of(CAFE))
    assert item.kind is WorkKind.DISPUTE


def test_the_whole_board_is_read_on_one_snapshot(store: Store) -> None:
    sell(store, ESPRESSO)
    truth = services_on(store).truth

    board: Board = store.read(lambda work: truth.board(work, CAFE, Period.TODAY))

    assert not board.with_stripe
    assert board.compared_at is None
    assert board.agrees


@pytest.mark.parametrize(
    ("period", "first", "until"),
    [
        (Period.TODAY, 29, 30),
        (Period.YESTERDAY, 28, 29),
        (Period.WEEK, 23, 30),
        (Period.MONTH, 0, 30),
    ],
)
def test_periods_are_the_shops_own_days_also_when_the_clocks_change(period: Period, first: int, until: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 29, 15, 30, tzinfo=berlin)

    found = bounds(period, now)

    midnight = datetime(2026, 3, 1, tzinfo=berlin)
    assert found == (midnight + timedelta(days=first - 1), midnight + timedelta(days=until - 1))
    assert all(moment.hour == 0 for moment in found)
