"""Differences end by one deed, proved by Stripe's answer; a lost answer leaves them open and resumable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.payments import BeingPaidError, OrderTarget, Payment, PaymentFailedError, PaymentStatus
from aurora_desk.domain.work_items import Ending, WorkItem, WorkKind
from aurora_desk.services.deeds import ItemSettledError, RefundUnknownError
from aurora_desk.services.demo import CAFE, DEMO_READER
from services.comparisons import (
    board,
    by_card,
    change_at_stripe,
    charged,
    compare,
    item_now,
    items,
    late_success,
    online,
    refunded_at_stripe,
    start,
    the_item,
)
from services.counter import JONAS, LOOPBACK, MARA, PROGRAM, Counter

REFUND = r"POST /v1/refunds"


@pytest.fixture
def orphan(counter: Counter) -> WorkItem:
    """A charge of 12.40 that no payment here stands for."""
    charged(counter, 1240)
    compare(counter)
    return the_item(counter)


def refund(counter: Counter, item: WorkItem) -> WorkItem:
    return counter.services.truth.refund_item(MARA, item.item_id)


def told(counter: Counter) -> list[tuple[str, str]]:
    rows = counter.rows("SELECT event, who FROM journal WHERE event LIKE 'money.%' ORDER BY seq")
    return [(event, who) for event, who in rows if event != "money.compared"]


def test_a_charge_that_no_order_counts_is_given_back_in_full(counter: Counter, orphan: WorkItem) -> None:
    ended = refund(counter, orphan)

    assert (ended.ending, ended.ended_by) == (Ending.REFUNDED, MARA.who)
    assert ended.stripe_refund_id is not None
    assert refunded_at_stripe(counter, str(orphan.intent_id)) == 1240
    events = ["money.difference_found", "money.refund_started", "money.difference_refunded"]
    assert told(counter) == list(zip(events, [PROGRAM.who, MARA.who, MARA.who], strict=True))
    compare(counter)
    assert items(counter) == ()
    assert board(counter).agrees


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_a_refund_without_an_answer_stays_open_and_is_done_once(
    counter: Counter, orphan: WorkItem, *, after: bool
) -> None:
    counter.door.lose(REFUND, after=after)
    with pytest.raises(RefundUnknownError, match="may be done or not"):
        refund(counter, orphan)
    assert the_item(counter).refunding
    compare(counter)
    assert the_item(counter).stripe == orphan.stripe, "what was asked for stays, whatever Stripe says meanwhile"

    counter.door.mend()
    counter.services.truth.resume()

    assert item_now(counter, orphan).ending is Ending.REFUNDED
    assert refunded_at_stripe(counter, str(orphan.intent_id)) == 1240
    assert len(counter.ask_stripe("GET", "refunds?limit=10")["data"]) == 1


def test_a_refund_whose_key_stripe_has_forgotten_is_found_and_not_made_again(
    counter: Counter, orphan: WorkItem
) -> None:
    counter.door.lose(REFUND, after=True)
    with pytest.raises(RefundUnknownError):
        refund(counter, orphan)
    counter.door.mend()
    state = counter.door.state
    assert state is not None
    with state.transaction():
        state.forget(answers_before=float("inf"), events_before=0)
    calls = len(counter.door.calls)

    counter.services.truth.resume()

    assert item_now(counter, orphan).ending is Ending.REFUNDED
    assert not [call for call in counter.door.calls[calls:] if call.startswith("POST")]


def test_two_people_who_refund_at_once_give_it_back_once(
    counter: Counter, other_process: Counter, orphan: WorkItem
) -> None:
    counter.door.lose(REFUND, after=True)
    with pytest.raises(RefundUnknownError):
        refund(counter, orphan)
    counter.door.mend()

    other_process.services.truth.refund_item(JONAS, orphan.item_id)
    with pytest.raises(ItemSettledError):
        refund(counter, orphan)

    assert refunded_at_stripe(counter, str(orphan.intent_id)) == 1240


def test_a_refused_refund_leaves_the_item_open_for_another_attempt(counter: Counter, orphan: WorkItem) -> None:
    counter.ask_stripe("POST", "refunds", payment_intent=str(orphan.intent_id), amount="1000")

    with pytest.raises(ConflictError, match="Nothing was given back by it"):
        refund(counter, orphan)

    item = the_item(counter)
    assert (item.refunding, item.attempt) == (False, 2)
    compare(counter)
    assert the_item(counter).stripe.amount_minor == 240
    refund(counter, the_item(counter))
    assert refunded_at_stripe(counter, str(orphan.intent_id)) == 1240


def test_a_charge_is_attached_to_the_order_that_waits_for_it(counter: Counter) -> None:
    order = counter.ordered()
    intent_id = charged(counter, order.total.amount_minor, order_id=order.order_id, tender_id="from-the-backup")
    compare(counter)
    item = the_item(counter)

    payment = counter.services.truth.attach_item(MARA, item.item_id)

    assert (payment.payment_id, payment.intent_id) == ("from-the-backup", intent_id)
    assert payment.card_last4 == "4242"
    assert counter.order(order.order_id).payment_status is PaidStatus.PAID
    assert item_now(counter, item).ending is Ending.ATTACHED
    compare(counter)
    assert board(counter).agrees


def test_a_charge_is_not_attached_where_it_does_not_fit(counter: Counter) -> None:
    order = counter.ordered()
    charged(counter, order.total.amount_minor + 1, order_id=order.order_id)
    compare(counter)

    with pytest.raises(ConflictError, match="more than is left to pay"):
        counter.services.truth.attach_item(MARA, the_item(counter).item_id)

    assert counter.order(order.order_id).payments == ()
    assert the_item(counter).kind is WorkKind.ORPHAN_CHARGE


def test_a_charge_is_not_attached_beside_a_payment_under_way(counter: Counter) -> None:
    order, _ = online(counter, paid=False)
    charged(counter, order.total.amount_minor, order_id=order.order_id)
    compare(counter)

    with pytest.raises(BeingPaidError):
        counter.services.truth.attach_item(MARA, the_item(counter).item_id)


def test_a_charge_is_not_attached_to_a_younger_order_of_the_same_number(counter: Counter) -> None:
    counter.clock.ahead = timedelta(hours=1)
    order = counter.ordered()
    charged(counter, order.total.amount_minor, order_id=order.order_id)
    compare(counter)

    with pytest.raises(ConflictError, match="not in this store"):
        counter.services.truth.attach_item(MARA, the_item(counter).item_id)


def test_a_charge_that_pays_its_order_by_now_is_not_given_back(counter: Counter) -> None:
    order = counter.ordered()
    charged(counter, order.total.amount_minor, order_id=order.order_id)
    compare(counter)
    item = the_item(counter)
    counter.services.truth.attach_item(MARA, item.item_id)

    with pytest.raises(ItemSettledError):
        refund(counter, item)

    assert refunded_at_stripe(counter, str(item.intent_id)) == 0


def by_hand(counter: Counter, payment: Payment, amount: int) -> WorkItem:
    """Somebody gave money back in the Dashboard."""
    counter.ask_stripe("POST", "refunds", payment_intent=str(payment.intent_id), amount=str(amount))
    compare(counter)
    return the_item(counter)


def test_a_refund_made_at_stripe_is_booked_on_its_order(counter: Counter) -> None:
    payment = by_card(counter)
    item = by_hand(counter, payment, 100)

    refund = counter.services.truth.book_item(MARA, item.item_id)

    assert (refund.given_minor, refund.stripe_refund_id) == (100, item.about)
    order = counter.order(payment.order_id)
    assert (order.payment_status, order.refunded_minor) == (PaidStatus.PART_REFUNDED, 100)
    assert item_now(counter, item).ending is Ending.BOOKED
    compare(counter)
    assert items(counter) == ()
    assert board(counter).agrees


def test_a_refund_made_at_stripe_is_booked_once(counter: Counter, other_process: Counter) -> None:
    payment = by_card(counter)
    item = by_hand(counter, payment, 100)
    counter.services.truth.book_item(MARA, item.item_id)

    with pytest.raises(ItemSettledError):
        other_process.services.truth.book_item(JONAS, item.item_id)

    assert counter.order(payment.order_id).refunded_minor == 100


def test_a_whole_refund_made_at_stripe_gives_the_tip_back_too(counter: Counter) -> None:
    counter.services.write(lambda work: work.tenants.change(replace(work.tenants.get(CAFE), tips=True)))
    progress = start(counter)
    amount = progress.payment.amount.amount_minor
    present = f"test_helpers/terminal/readers/{DEMO_READER}/present_payment_method"
    counter.ask_stripe("POST", present, amount_tip="50")
    payment = counter.services.payments.check(MARA, progress.payment.payment_id).payment
    assert payment.tip_minor == 50
    item = by_hand(counter, payment, amount + 50)

    refund = counter.services.truth.book_item(MARA, item.item_id)

    assert (refund.amount.amount_minor, refund.tip_minor) == (amount, 50)
    compare(counter)
    assert board(counter).agrees


def test_a_late_charge_is_attached_where_its_order_still_waits(counter: Counter) -> None:
    order, intent_id = online(counter, paid=False)
    (payment,) = order_payments(counter, order)
    counter.services.payments.take_over(MARA, order.order_id)
    target = OrderTarget(order.order_id)
    counter.write(counter.services.payments.take_cash, MARA, target, order.total.amount_minor - 1)
    late_success(counter, payment.payment_id)
    compare(counter)
    item = the_item(counter)
    assert (item.kind, item.about) == (WorkKind.LATE_SUCCESS, intent_id)

    with pytest.raises(ConflictError, match="more than is left to pay"):
        counter.services.truth.attach_item(MARA, item.item_id)

    refund(counter, item)
    assert refunded_at_stripe(counter, intent_id) == order.total.amount_minor
    compare(counter)
    assert board(counter).agrees


@pytest.mark.parametrize("answered", [True, False], ids=["refunded", "being refunded"])
def test_a_late_charge_that_goes_back_pays_no_order_whoever_asks_about_it(counter: Counter, *, answered: bool) -> None:
    order, intent_id = online(counter, paid=False)
    (payment,) = order_payments(counter, order)
    counter.services.payments.take_over(MARA, order.order_id)
    other = counter.services.payments.start_card(MARA, OrderTarget(order.order_id), DEMO_READER)
    late_success(counter, payment.payment_id)
    compare(counter)
    item = the_item(counter)
    if answered:
        refund(counter, item)
    else:
        counter.door.lose(REFUND, after=False)
        with pytest.raises(RefundUnknownError):
            refund(counter, item)
        counter.door.mend()
    counter.services.payments.cancel(MARA, other.payment.payment_id)

    with pytest.raises(PaymentFailedError):
        counter.services.payments.complete(LOOPBACK, order.order_id, IntentId(intent_id))

    assert counter.order(order.order_id).payment_status is PaidStatus.UNPAID
    counter.services.truth.resume()
    assert refunded_at_stripe(counter, intent_id) == order.total.amount_minor


def order_payments(counter: Counter, order: Order) -> tuple[Payment, ...]:
    return counter.order(order.order_id).payments


@pytest.fixture
def differing(counter: Counter) -> WorkItem:
    """A payment whose amount differs."""
    payment = by_card(counter)
    assert payment.status is PaymentStatus.SUCCEEDED
    change_at_stripe(counter, "payment_intent", str(payment.intent_id), amount_received=1)
    compare(counter)
    return the_item(counter)


def test_the_owner_says_how_a_difference_was_settled_otherwise(counter: Counter, differing: WorkItem) -> None:
    counter.write(counter.services.truth.accept_item, MARA, differing.item_id, " Put right in cash ")

    ended = item_now(counter, differing)
    assert (ended.ending, ended.note, ended.ended_by) == (Ending.ACCEPTED, "Put right in cash", MARA.who)
    compare(counter)
    assert items(counter) == ()


@pytest.mark.parametrize("note", ["", "   ", "x" * 201, "4242 4242 4242 4242"])
def test_a_note_is_short_and_holds_no_card_number(counter: Counter, differing: WorkItem, note: str) -> None:
    with pytest.raises(InvalidError):
        counter.write(counter.services.truth.accept_item, MARA, differing.item_id, note)


def test_money_that_has_to_move_is_not_accepted_away(counter: Counter, orphan: WorkItem) -> None:
    with pytest.raises(ConflictError):
        counter.write(counter.services.truth.accept_item, MARA, orphan.item_id, "never mind")
    assert the_item(counter).kind is WorkKind.ORPHAN_CHARGE
