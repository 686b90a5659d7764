"""Cards at the counter's reader, when Stripe answers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from aurora_desk.domain.errors import ConflictError, NotFoundError
from aurora_desk.domain.ids import PaymentId, ReaderId
from aurora_desk.domain.orders import Handover, OrderStatus, PaidStatus
from aurora_desk.domain.payments import BeingPaidError, CardProgress, CardStep, OrderTarget, PaymentStatus
from aurora_desk.services.card import LEASE, ReaderTakenError
from aurora_desk.services.demo import DEMO_READER
from services.counter import ESPRESSO, JONAS, MARA, PROGRAM, Counter


def start(counter: Counter) -> CardProgress:
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    assert (progress.step, progress.reader_label) == (CardStep.WAITING, "WisePOS E")
    return progress


def check(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.check(MARA, progress.payment.payment_id)


def test_an_approved_card_completes_the_sale(counter: Counter) -> None:
    progress = start(counter)
    assert check(counter, progress).step is CardStep.WAITING
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID

    counter.tap()
    paid = check(counter, progress)

    assert paid.step is CardStep.PAID
    assert (paid.payment.status, paid.payment.card_brand, paid.payment.card_last4) == (
        PaymentStatus.SUCCEEDED,
        "visa",
        "4242",
    )
    order = counter.order(paid.payment.order_id)
    assert (order.status, order.payment_status, order.handover) == (
        OrderStatus.COMPLETED,
        PaidStatus.PAID,
        Handover.COLLECTED,
    )
    assert counter.events("order:5001") == ["order.placed", "payment.started", "payment.succeeded", "order.paid"]
    assert check(counter, progress).step is CardStep.PAID


def test_a_declined_card_is_tried_again_with_the_same_intent(counter: Counter) -> None:
    progress = start(counter)
    counter.tap("decline")
    declined = check(counter, progress)
    assert declined.step is CardStep.DECLINED
    assert "Nothing was charged" in declined.sentence

    again = counter.services.payments.retry(MARA, progress.payment.payment_id)
    assert again.step is CardStep.WAITING
    counter.tap()

    assert check(counter, progress).step is CardStep.PAID
    assert [intent["status"] for intent in counter.intents()] == ["succeeded"]
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.PAID


def test_a_cancelled_payment_is_proved_not_charged(counter: Counter) -> None:
    progress = start(counter)
    cancelled = counter.services.payments.cancel(MARA, progress.payment.payment_id)
    assert (cancelled.step, cancelled.payment.status) == (CardStep.CANCELED, PaymentStatus.CANCELED)
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]
    assert check(counter, progress).step is CardStep.CANCELED


def test_a_customer_faster_than_the_cancel_has_paid(counter: Counter) -> None:
    progress = start(counter)
    counter.tap()
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.PAID
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.PAID


def test_a_card_that_comes_between_the_cancel_and_its_proof_has_paid(counter: Counter) -> None:
    progress = start(counter)
    tapped = threading.Event()

    def tap_at_the_last_moment(line: str) -> None:
        if line.endswith("/cancel_action") and not tapped.is_set():
            tapped.set()
            counter.door.listener = None
            counter.tap()

    counter.door.listener = tap_at_the_last_moment
    assert counter.services.payments.cancel(MARA, progress.payment.payment_id).step is CardStep.PAID
    assert tapped.is_set()


def test_a_reader_has_one_payment_at_a_time(counter: Counter) -> None:
    counter.add_second_till()
    start(counter)
    target = counter.target(ESPRESSO, actor=JONAS)
    with pytest.raises(ReaderTakenError):
        counter.services.payments.start_card(JONAS, target, DEMO_READER)
    assert len(counter.rows("SELECT 1 FROM shop_order")) == 1


def test_an_unknown_reader_is_refused_before_anything_is_written(counter: Counter) -> None:
    with pytest.raises(NotFoundError):
        counter.services.payments.start_card(MARA, counter.target(), ReaderId("tmr_elsewhere"))
    assert counter.rows("SELECT 1 FROM shop_order") == []


def test_a_payment_replaced_on_the_reader_is_seen_as_not_charged(counter: Counter) -> None:
    """After the lease of a silent till another payment takes the reader; the old one is asked about, not believed."""
    counter.add_second_till()
    progress = start(counter)
    counter.clock.ahead = LEASE + timedelta(seconds=1)
    theirs = counter.services.payments.start_card(JONAS, counter.target(ESPRESSO, actor=JONAS), DEMO_READER)
    counter.tap()

    assert check(counter, progress).step is CardStep.DECLINED
    assert counter.services.payments.check(JONAS, theirs.payment.payment_id).step is CardStep.PAID
    assert counter.order(progress.payment.order_id).paid_minor == 0


def test_a_silent_tills_payment_is_taken_over_only_after_its_lease(counter: Counter) -> None:
    counter.add_second_till()
    order_id = start(counter).payment.order_id
    with pytest.raises(BeingPaidError):
        counter.services.payments.take_over(JONAS, order_id)

    counter.clock.ahead = LEASE + timedelta(seconds=1)
    counter.services.payments.take_over(JONAS, order_id)

    paid = counter.write(counter.services.payments.take_cash, JONAS, OrderTarget(order_id), 10_00)
    assert paid.payment_status is PaidStatus.PAID
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_a_till_that_keeps_asking_keeps_its_payment(counter: Counter) -> None:
    counter.add_second_till()
    progress = start(counter)
    for _ in range(3):
        counter.clock.ahead += LEASE * 2 / 3
        assert check(counter, progress).step is CardStep.WAITING
    with pytest.raises(BeingPaidError):
        counter.services.payments.take_over(JONAS, progress.payment.order_id)


def test_a_look_from_outside_ends_only_the_payment_of_a_till_that_stopped(counter: Counter) -> None:
    progress = start(counter)
    resolve = counter.services.payments.resolve
    assert resolve(MARA, progress.payment.payment_id).step is CardStep.WAITING

    counter.clock.ahead = LEASE + timedelta(seconds=1)

    ended = resolve(MARA, progress.payment.payment_id)
    assert ended.step is CardStep.CANCELED
    assert "Nothing was charged" in ended.sentence
    paid = counter.write(counter.services.payments.take_cash, MARA, OrderTarget(progress.payment.order_id), 10_00)
    assert paid.payment_status is PaidStatus.PAID


def test_a_till_that_starts_again_need_not_wait_for_the_lease_of_its_own_payments(counter: Counter) -> None:
    counter.add_second_till()
    payment = start(counter).payment
    assert counter.write(counter.services.payments.let_go, JONAS) == ()
    assert counter.services.payments.resolve(MARA, payment.payment_id).step is CardStep.WAITING

    left = counter.write(counter.services.payments.let_go, MARA)

    assert [one.payment_id for one in left] == [payment.payment_id]
    assert counter.services.payments.resolve(MARA, payment.payment_id).step is CardStep.CANCELED
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_a_look_from_outside_leaves_a_payment_alone_that_its_till_is_just_sending(counter: Counter) -> None:
    seen: list[CardStep] = []

    def look(_line: str) -> None:
        counter.door.listener = None
        ((payment_id,),) = counter.rows("SELECT payment_id FROM payment")
        seen.append(counter.services.payments.resolve(MARA, PaymentId(str(payment_id))).step)

    counter.door.listener = look

    assert start(counter).step is CardStep.WAITING
    assert seen == [CardStep.WAITING]


def test_a_look_from_outside_finds_a_payment_that_went_through_after_the_till_stopped(counter: Counter) -> None:
    progress = start(counter)
    counter.tap()
    counter.clock.ahead = LEASE + timedelta(seconds=1)

    assert counter.services.payments.resolve(MARA, progress.payment.payment_id).step is CardStep.PAID


def test_row_and_key_are_on_disk_before_stripe_is_called(counter: Counter) -> None:
    seen: list[list[tuple[object, ...]]] = []

    def look(_line: str) -> None:
        counter.door.listener = None
        seen.append(counter.rows("SELECT status, intent_id, attempt, order_id FROM payment"))
        seen.append(counter.rows("SELECT event FROM journal ORDER BY seq DESC LIMIT 1"))

    counter.door.listener = look
    progress = start(counter)

    assert seen == [[("pending", None, 1, 5001)], [("payment.started",)]]
    assert counter.door.calls[0] == "POST /v1/payment_intents"
    (intent,) = counter.intents()
    assert intent["metadata"]["tender_id"] == progress.payment.payment_id
    assert set(intent["metadata"]) == {"app", "amount", "tenant_id", "order_id", "tender_id", "store"}


def test_twenty_threads_make_one_attempt_and_one_intent(counter: Counter) -> None:
    order = counter.ordered()
    outcomes: list[object] = []
    gate = threading.Barrier(20)

    def pay() -> None:
        gate.wait()
        try:
            outcomes.append(counter.services.payments.start_card(MARA, OrderTarget(order.order_id), DEMO_READER).step)
        except ConflictError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=pay) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["being_paid"] * 19 + ["waiting"]
    assert len(counter.rows("SELECT 1 FROM payment")) == 1
    assert len(counter.intents()) == 1


def test_nothing_is_sent_for_an_order_that_is_paid(counter: Counter) -> None:
    paid = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 50_00)
    with pytest.raises(ConflictError, match="Nothing is left to pay"):
        counter.services.payments.start_card(MARA, OrderTarget(paid.order_id), DEMO_READER)
    assert counter.door.calls == []


def test_a_card_pays_the_rest_of_an_order(counter: Counter) -> None:
    part = counter.write(counter.services.payments.take_cash, MARA, counter.target(), 100)
    progress = counter.services.payments.start_card(MARA, OrderTarget(part.order_id), DEMO_READER)
    counter.tap()
    assert check(counter, progress).payment.amount.amount_minor == 400
    assert counter.order(part.order_id).status is OrderStatus.COMPLETED


def test_the_back_room_books_what_a_till_never_asked_about(counter: Counter) -> None:
    progress = start(counter)
    counter.tap()
    counter.services.payments.reconciling.ask(progress.payment)
    order = counter.order(progress.payment.order_id)
    assert (order.payment_status, order.status) == (PaidStatus.PAID, OrderStatus.COMPLETED)
    who = counter.rows("SELECT who FROM journal WHERE event = 'order.paid'")
    assert who == [(PROGRAM.who,)]


def test_the_facts_of_an_order_stay_what_they_were(counter: Counter) -> None:
    order_id = start(counter).payment.order_id
    frozen = ("number", "total", "tax", "lines", "created_at")
    before = counter.order(order_id)
    counter.tap()
    counter.services.payments.check(MARA, before.payments[0].payment_id)
    after = counter.order(order_id)
    assert [getattr(after, name) for name in frozen] == [getattr(before, name) for name in frozen]
