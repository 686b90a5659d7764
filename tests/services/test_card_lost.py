"""Cards when Stripe can't be reached, at each step, before and after it has acted: never paid twice, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.orders import OrderStatus, PaidStatus
from aurora_desk.domain.payments import BeingPaidError, CardProgress, CardStep, OrderTarget, PaymentStatus
from aurora_desk.services.card import LEASE
from aurora_desk.services.demo import DEMO_READER
from aurora_desk.store.creating import Place
from services.counter import JONAS, MARA, Counter, open_counter

CREATE, PROCESS = r"POST /v1/payment_intents$", r"process_payment_intent"
RETRIEVE, CANCEL_ACTION, CANCEL = r"GET /v1/payment_intents/", r"cancel_action", r"payment_intents/.*/cancel"


def start(counter: Counter) -> CardProgress:
    return counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)


def check(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.check(MARA, progress.payment.payment_id)


def paid_once(counter: Counter, progress: CardProgress) -> None:
    """The order is paid, by one payment, and Stripe took the money once."""
    order = counter.order(progress.payment.order_id)
    assert order.payment_status is PaidStatus.PAID
    assert [payment.status for payment in order.payments] == [PaymentStatus.SUCCEEDED]
    intents = counter.intents()
    assert [intent["status"] for intent in intents] == ["succeeded"]
    assert intents[0]["amount_received"] == order.total.amount_minor


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_one_lost_call_for_the_intent_is_repeated_under_its_key(counter: Counter, *, after: bool) -> None:
    counter.door.lose(CREATE, after=after, times=1)
    progress = start(counter)
    assert progress.step is CardStep.WAITING
    counter.tap()
    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_an_intent_without_an_answer_is_not_sent_and_can_be_tried_again(counter: Counter, *, after: bool) -> None:
    counter.door.lose(CREATE, after=after)
    progress = start(counter)
    assert (progress.step, progress.payment.intent_id) == (CardStep.DECLINED, None)
    assert "Nothing was charged" in progress.sentence
    counter.door.mend()

    calls = len(counter.door.calls)
    assert check(counter, progress).step is CardStep.DECLINED
    assert len(counter.door.calls) == calls, "a look puts nothing on a reader"

    assert counter.services.payments.retry(MARA, progress.payment.payment_id).step is CardStep.WAITING
    counter.tap()
    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def test_an_intent_without_an_answer_can_be_given_up_for_cash(counter: Counter) -> None:
    counter.door.lose(CREATE, after=True)
    progress = start(counter)
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.CANCELED

    order = counter.write(counter.services.payments.take_cash, MARA, OrderTarget(progress.payment.order_id), 50_00)

    assert (order.payment_status, order.paid_minor) == (PaidStatus.PAID, order.total.amount_minor)
    assert [intent["status"] for intent in counter.intents()] == ["requires_payment_method"]


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_an_unknown_reader_command_stays_live_until_it_is_known(counter: Counter, *, after: bool) -> None:
    counter.door.lose(PROCESS, after=after)
    counter.door.lose(RETRIEVE, after=after)
    progress = start(counter)
    assert (progress.step, progress.payment.status) == (CardStep.UNKNOWN, PaymentStatus.UNKNOWN)
    order_id = progress.payment.order_id
    assert counter.order(order_id).payment_status is PaidStatus.CHECKING
    with pytest.raises(BeingPaidError):
        counter.write(counter.services.payments.take_cash, MARA, OrderTarget(order_id), 50_00)
    with pytest.raises(ConflictError):
        counter.write(counter.services.payments.give_up, MARA, order_id)

    counter.door.mend()
    known = check(counter, progress)

    assert known.step is (CardStep.WAITING if after else CardStep.DECLINED)
    assert counter.order(order_id).payment_status is PaidStatus.UNPAID
    if not after:
        assert counter.services.payments.retry(MARA, progress.payment.payment_id).step is CardStep.WAITING
    counter.tap()
    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def test_a_payment_made_while_stripe_was_away_is_booked_later(counter: Counter) -> None:
    progress = start(counter)
    counter.tap()
    counter.door.lose(RETRIEVE, after=False)
    assert check(counter, progress).step is CardStep.UNKNOWN
    assert check(counter, progress).step is CardStep.UNKNOWN
    counter.door.mend()
    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("lost", [CANCEL_ACTION, RETRIEVE, CANCEL])
@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_a_cancel_without_an_answer_proves_nothing(counter: Counter, lost: str, *, after: bool) -> None:
    progress = start(counter)
    counter.door.lose(lost, after=after)
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.UNKNOWN
    order_id = progress.payment.order_id
    with pytest.raises(ConflictError):
        counter.write(counter.services.payments.give_up, MARA, order_id)

    counter.door.mend()

    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.CANCELED
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]
    counter.write(counter.services.payments.give_up, MARA, order_id)
    assert counter.order(order_id).status is OrderStatus.VOID


def test_a_till_given_up_while_it_asks_for_the_intent_puts_nothing_on_the_reader(counter: Counter) -> None:
    """Cancel and start cross: the attempt is ended while its first call is under way."""
    ended: list[CardProgress] = []

    def give_up(line: str) -> None:
        if line == "POST /v1/payment_intents":
            counter.door.listener = None
            (payment_id,) = counter.rows("SELECT payment_id FROM payment")[0]
            ended.append(counter.services.payments.cancel(MARA, payment_id))

    counter.door.listener = give_up
    progress = start(counter)

    assert [one.step for one in ended] == [CardStep.CANCELED]
    assert progress.step is CardStep.CANCELED
    assert not any("process_payment_intent" in call for call in counter.door.calls)
    assert counter.order(progress.payment.order_id).payments[0].status is PaymentStatus.FAILED


def test_the_back_room_ends_an_attempt_that_no_reader_ever_had(counter: Counter) -> None:
    counter.door.lose(CREATE, after=True)
    progress = start(counter)
    counter.door.mend()
    reconciling = counter.services.payments.reconciling
    reconciling.ask(progress.payment)
    assert counter.order(progress.payment.order_id).live_payment is not None, "its till may still wait for the answer"

    counter.clock.ahead = LEASE + timedelta(seconds=5)
    reconciling.ask(progress.payment)

    payment = counter.order(progress.payment.order_id).payments[0]
    assert (payment.status, payment.failure) == (
        PaymentStatus.FAILED,
        "The till stopped before the reader had it. Nothing was charged.",
    )
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID


def test_a_payment_of_a_till_that_went_away_unknown_is_taken_over_with_proof(counter: Counter) -> None:
    counter.add_second_till()
    progress = start(counter)
    counter.door.lose(RETRIEVE, after=False)
    check(counter, progress)
    counter.clock.ahead = LEASE + timedelta(seconds=1)
    counter.services.payments.take_over(JONAS, progress.payment.order_id)
    with pytest.raises(BeingPaidError):
        counter.write(counter.services.payments.take_cash, JONAS, OrderTarget(progress.payment.order_id), 50_00)

    counter.door.mend()
    counter.services.payments.take_over(JONAS, progress.payment.order_id)
    order = counter.write(counter.services.payments.take_cash, JONAS, OrderTarget(progress.payment.order_id), 50_00)
    assert order.paid_minor == order.total.amount_minor
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_cash_still_sells_where_nothing_answers_at_stripes_address(counter: Counter, demo_place: Place) -> None:
    alone = open_counter(demo_place, counter.door, counter.stripe, api_base="http://127.0.0.1:9")
    try:
        assert not alone.services.payments.stripe_answers()
        progress = start(alone)
        assert progress.step is CardStep.DECLINED
        assert alone.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.CANCELED
        target = OrderTarget(progress.payment.order_id)
        paid = alone.write(alone.services.payments.take_cash, MARA, target, 50_00)
        assert paid.status is OrderStatus.COMPLETED
    finally:
        alone.services.close()
