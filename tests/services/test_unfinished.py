"""Which payments are listed as unfinished, and how each ends: by what Stripe says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.payments import CardProgress, CardStep, PaymentStatus, UnfinishedPayment
from aurora_desk.services.card import ABANDONED, LEASE
from aurora_desk.services.demo import CAFE, DEMO_READER
from services.counter import MARA, Counter

RETRIEVE = r"GET /v1/payment_intents/"
LATER = LEASE + timedelta(seconds=5)


def start(counter: Counter) -> CardProgress:
    return counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)


def unfinished(counter: Counter) -> tuple[UnfinishedPayment, ...]:
    return counter.read(counter.services.payments.unfinished, CAFE)


def test_a_payment_that_its_till_follows_is_not_listed(counter: Counter) -> None:
    start(counter)
    counter.ordered()
    assert unfinished(counter) == ()


def test_a_payment_in_doubt_is_listed_with_what_a_person_needs(counter: Counter) -> None:
    progress = start(counter)
    counter.door.lose(RETRIEVE, after=False)
    counter.services.payments.check(MARA, progress.payment.payment_id)

    (row,) = unfinished(counter)

    assert row.payment.payment_id == progress.payment.payment_id
    assert row.payment.status is PaymentStatus.UNKNOWN
    assert (row.reader_label, row.till_name, row.number[:4]) == ("WisePOS E", "Till 1", "ORD-")


def test_a_payment_of_a_till_that_died_is_listed_once_its_lease_is_over(counter: Counter) -> None:
    start(counter)
    counter.clock.ahead = LATER
    assert len(unfinished(counter)) == 1


def test_an_online_intent_that_nobody_began_to_pay_is_never_listed(counter: Counter) -> None:
    counter.intent_of(counter.ordered())
    counter.clock.ahead = timedelta(hours=3)
    assert unfinished(counter) == ()


@pytest.mark.parametrize(
    ("customer", "ending", "order"),
    [("tap", PaymentStatus.SUCCEEDED, PaidStatus.PAID), ("", PaymentStatus.CANCELED, PaidStatus.UNPAID)],
    ids=["paid", "not charged"],
)
def test_a_look_ends_the_payment_of_a_till_that_died(
    counter: Counter, customer: str, ending: PaymentStatus, order: PaidStatus
) -> None:
    progress = start(counter)
    if customer:
        counter.tap(customer)
    counter.clock.ahead = LATER

    payment = counter.services.payments.look_into(MARA, progress.payment.payment_id)

    assert payment.status is ending
    assert counter.order(payment.order_id).payment_status is order
    assert unfinished(counter) == ()


def test_a_look_without_an_answer_leaves_it_unknown_and_listed(counter: Counter) -> None:
    progress = start(counter)
    counter.clock.ahead = LATER
    counter.door.lose(r".", after=False)
    assert counter.services.payments.look_into(MARA, progress.payment.payment_id).status is PaymentStatus.UNKNOWN
    assert len(unfinished(counter)) == 1


def test_the_back_room_ends_what_no_till_has_followed_for_long(counter: Counter) -> None:
    progress = start(counter)
    reconciling = counter.services.payments.reconciling
    counter.clock.ahead = LATER
    reconciling.ask(progress.payment)
    assert counter.order(progress.payment.order_id).live_payment is not None, "its till may come back"

    counter.clock.ahead = LATER + ABANDONED + timedelta(minutes=1)
    reconciling.ask(progress.payment)

    assert counter.order(progress.payment.order_id).live_payment is None
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]
    assert counter.services.payments.check(MARA, progress.payment.payment_id).step is CardStep.CANCELED


def test_what_stripe_last_said_is_kept_with_the_time(counter: Counter) -> None:
    progress = start(counter)
    counter.services.payments.check(MARA, progress.payment.payment_id)
    payment = counter.order(progress.payment.order_id).payments[0]
    assert payment.known == "requires_payment_method"
    assert payment.asked_at is not None
