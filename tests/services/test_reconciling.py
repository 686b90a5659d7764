"""Open payments after a crash or a long rest: asked about, found again at Stripe, never made blindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.payments import PaymentStatus, StripeUnreachableError
from aurora_desk.services.reconciling import KEY_IS_OLD, QUIET
from services.comparisons import CREATE, online, start
from services.counter import MARA, Counter

ASKED = "GET /v1/payment_intents/"


def lost(counter: Counter, *, after: bool) -> int:
    """An online order whose call for an intent got no answer."""
    order = counter.ordered()
    counter.door.lose(CREATE, after=after)
    with pytest.raises(StripeUnreachableError):
        counter.intent_of(order)
    counter.door.mend()
    return int(order.order_id)


def settle(counter: Counter) -> None:
    """What the back room does every minute."""
    reconciling = counter.services.payments.reconciling
    for payment in counter.services.read(reconciling.open_payments):
        reconciling.ask(payment)


def made(counter: Counter) -> int:
    return counter.door.calls.count("POST /v1/payment_intents")


def test_failure_03_after_a_day_a_lost_intent_is_found_by_its_tender_and_not_made_again(counter: Counter) -> None:
    order_id = lost(counter, after=True)
    (intent,) = counter.intents()
    counter.confirm(intent["id"])
    counter.clock.ahead = KEY_IS_OLD + timedelta(minutes=1)
    calls = made(counter)

    settle(counter)

    assert made(counter) == calls
    rows = counter.rows("SELECT status, intent_id FROM payment WHERE order_id = ?", order_id)
    assert rows == [(PaymentStatus.SUCCEEDED.value, intent["id"])]


def test_failure_03_after_a_day_a_call_that_never_arrived_is_ended_and_not_made(counter: Counter) -> None:
    order_id = lost(counter, after=False)
    counter.clock.ahead = KEY_IS_OLD + timedelta(minutes=1)
    calls = made(counter)

    settle(counter)

    assert made(counter) == calls
    assert counter.intents() == []
    ((status, failure),) = counter.rows("SELECT status, failure FROM payment WHERE order_id = ?", order_id)
    assert status == PaymentStatus.FAILED.value
    assert "Nothing was charged" in failure
    assert counter.rows("SELECT payment_status FROM shop_order WHERE order_id = ?", order_id) == [("unpaid",)]


def test_failure_03_while_stripe_cannot_be_asked_a_lost_intent_stays_open(counter: Counter) -> None:
    order_id = lost(counter, after=True)
    counter.clock.ahead = KEY_IS_OLD + timedelta(minutes=1)
    counter.door.lose("GET", after=False)

    with pytest.raises(StripeUnreachableError):
        settle(counter)

    rows = counter.rows("SELECT status FROM payment WHERE order_id = ?", order_id)
    assert rows == [(PaymentStatus.PENDING.value,)]


def test_at_the_start_every_open_payment_is_asked_about_once(counter: Counter) -> None:
    order, _ = online(counter)
    progress = start(counter)
    counter.tap()

    counter.services.payments.reconciling.at_start()

    for order_id in (order.order_id, progress.payment.order_id):
        assert counter.order(order_id).payment_status is PaidStatus.PAID


def test_at_the_start_a_payment_that_another_till_is_just_sending_is_left_to_it(counter: Counter) -> None:
    counter.door.lose(CREATE, after=False)
    progress = start(counter)
    counter.door.mend()

    counter.services.payments.reconciling.at_start()

    retried = counter.services.payments.retry(MARA, progress.payment.payment_id)
    assert retried.payment.status is PaymentStatus.PENDING


@pytest.mark.parametrize("first", ["card", "online"])
def test_at_the_start_the_first_silence_of_stripe_ends_the_asking(counter: Counter, first: str) -> None:
    if first == "card":
        start(counter)
    online(counter)
    online(counter)
    counter.clock.ahead = QUIET * 2
    counter.door.calls.clear()
    counter.door.lose("GET", after=False)

    with pytest.raises(StripeUnreachableError):
        counter.services.payments.reconciling.at_start()

    assert len([call for call in counter.door.calls if call.startswith(ASKED)]) == 1
