"""What can go wrong with a card, row by row of the failure table: what is told, what is booked, what is never done.

The rows about refunds, the sheet and the comparison with Stripe stand beside the tests of those.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import ReaderId
from aurora_desk.domain.money import Money, card_step, to_step
from aurora_desk.domain.orders import PaidStatus
from aurora_desk.domain.payments import (
    LIVE,
    BeingPaidError,
    CardProgress,
    CardStep,
    OrderTarget,
    PaymentStatus,
    Reader,
    UnsafeStripeKeyError,
)
from aurora_desk.payments.keys import check_key
from aurora_desk.services.card import ABANDONED, LEASE, NOT_ARRIVED, NOT_KNOWN, NOT_SENT, READING, ReaderTakenError
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.settling import HOLD_EXPIRED
from aurora_desk.services.tendering import card_rounding
from aurora_desk.store.creating import Place
from aurora_desk.store.unit_of_work import Work
from services.counter import JONAS, MARA, Counter, open_counter

CREATE, PROCESS = r"POST /v1/payment_intents$", r"process_payment_intent"
RETRIEVE, CAPTURE = r"GET /v1/payment_intents/", r"payment_intents/.*/capture"
READER = "terminal.readers.process_payment_intent"
NOTHING_CHARGED = "Nothing was charged"


def start(counter: Counter) -> CardProgress:
    return counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)


def check(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.check(MARA, progress.payment.payment_id)


def retry(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.retry(MARA, progress.payment.payment_id)


def cancel(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.cancel(MARA, progress.payment.payment_id)


def pay_at(counter: Counter, progress: CardProgress) -> CardProgress:
    counter.tap()
    return check(counter, progress)


def paid_once(counter: Counter, progress: CardProgress) -> None:
    """One intent took the order's total, and one payment says so."""
    order = counter.order(progress.payment.order_id)
    assert order.payment_status is PaidStatus.PAID
    assert [payment.status for payment in order.payments] == [PaymentStatus.SUCCEEDED]
    taken = [intent["amount_received"] for intent in counter.intents() if intent["status"] == "succeeded"]
    assert taken == [order.total.amount_minor]


def captures_by_hand(counter: Counter) -> None:
    """The shop authorises first and captures after."""
    counter.services.write(_manual)


def _manual(work: Work) -> None:
    work.tenants.change(replace(work.tenants.get(CAFE), manual_capture=True))


def test_failure_01_no_network_before_the_call_keeps_the_key_and_offers_cash(
    counter: Counter, demo_place: Place
) -> None:
    away = open_counter(demo_place, counter.door, counter.stripe, api_base="http://127.0.0.1:9")
    try:
        progress = start(away)
        assert (progress.step, progress.sentence) == (CardStep.DECLINED, NOT_SENT)
        assert (progress.payment.intent_id, progress.payment.attempt) == (None, 1)
    finally:
        away.services.close()
    again = retry(counter, progress)
    assert again.payment.payment_id == progress.payment.payment_id
    assert pay_at(counter, again).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("what", ["lost_answer", "cut", "html", "status"])
def test_failure_02_an_intent_made_without_an_answer_is_found_by_its_key(counter: Counter, what: str) -> None:
    more = {"status": 200, "when": "after"} if what == "html" else {"when": "after"}
    # The SDK tries again by itself where no answer came, or a 5xx; not where one came that can't be read.
    times = 3 if what in ("lost_answer", "status") else 1
    counter.fault(what, operation="payment_intents.create", times=times, **more)
    progress = start(counter)
    if progress.step is CardStep.DECLINED:
        progress = retry(counter, progress)
    assert progress.step is CardStep.WAITING
    assert pay_at(counter, progress).step is CardStep.PAID
    assert len(counter.intents()) == 1
    paid_once(counter, progress)


def test_failure_03_a_program_that_died_before_the_answer_has_charged_nobody(counter: Counter) -> None:
    counter.door.lose(CREATE, after=True)
    progress = start(counter)
    counter.door.mend()
    counter.clock.ahead = LEASE + timedelta(minutes=1)

    resolved = counter.services.payments.resolve(MARA, progress.payment.payment_id)

    assert (resolved.step, resolved.payment.status) == (CardStep.CANCELED, PaymentStatus.FAILED)
    assert NOTHING_CHARGED in resolved.sentence
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID


def test_failure_04_a_reader_command_without_an_answer_is_looked_at_before_it_is_repeated(counter: Counter) -> None:
    counter.door.lose(PROCESS, after=True, times=1)
    progress = start(counter)
    assert progress.step is CardStep.WAITING
    assert sum("process_payment_intent" in call for call in counter.door.calls) == 1
    assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def test_failure_04_a_reader_command_that_never_arrived_is_told_as_not_charged(counter: Counter) -> None:
    counter.door.lose(PROCESS, after=False, times=1)
    progress = start(counter)
    assert progress.step is CardStep.DECLINED
    assert progress.sentence == NOT_ARRIVED
    assert NOTHING_CHARGED in progress.sentence
    assert retry(counter, progress).step is CardStep.WAITING
    assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("acts", [True, False])
def test_failure_05_a_reader_that_says_time_out_and_shows_it_goes_on_with_the_same_intent(
    counter: Counter, *, acts: bool
) -> None:
    counter.fault("reader_timeout", acts=acts)
    progress = start(counter)
    assert progress.step is (CardStep.WAITING if acts else CardStep.DECLINED)
    if not acts:
        assert NOTHING_CHARGED in progress.sentence
        assert retry(counter, progress).step is CardStep.WAITING
    assert pay_at(counter, progress).step is CardStep.PAID
    assert len(counter.intents()) == 1
    paid_once(counter, progress)


@pytest.mark.parametrize("charged", [True, False])
def test_failure_06_a_reader_that_lost_its_connection_is_believed_nothing(counter: Counter, *, charged: bool) -> None:
    counter.fault("connection_error", charged=charged)
    progress = start(counter)
    seen = pay_at(counter, progress)
    assert seen.step is (CardStep.PAID if charged else CardStep.DECLINED)
    if not charged:
        assert "the reader lost its connection" in seen.sentence
        assert retry(counter, progress).step is CardStep.WAITING
        assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("charged", [True, False])
def test_failure_07_a_reader_that_died_is_cancelled_and_the_intent_decides(counter: Counter, *, charged: bool) -> None:
    counter.fault("reader_stuck", charged=charged)
    progress = start(counter)
    seen = pay_at(counter, progress)
    assert seen.step is (CardStep.PAID if charged else CardStep.WAITING)
    if charged:
        paid_once(counter, progress)
        return
    assert cancel(counter, progress).step is CardStep.CANCELED
    target = OrderTarget(progress.payment.order_id)
    order = counter.write(counter.services.payments.take_cash, MARA, target, 50_00)
    assert order.payment_status is PaidStatus.PAID
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "insufficient_funds"])
def test_failure_08_a_declined_card_is_told_without_a_word_about_theft_and_can_be_tried_again(
    counter: Counter, code: str
) -> None:
    counter.fault("decline", decline_code=code)
    progress = start(counter)
    declined = pay_at(counter, progress)
    assert declined.step is CardStep.DECLINED
    assert NOTHING_CHARGED in declined.sentence
    assert not {"lost", "stolen", "fraud"} & set(declined.sentence.lower().replace(":", "").replace(".", "").split())
    assert retry(counter, progress).step is CardStep.WAITING
    assert pay_at(counter, progress).step is CardStep.PAID
    assert len(counter.intents()) == 1
    paid_once(counter, progress)


def test_failure_09_a_customer_who_cancels_on_the_reader_was_not_charged(counter: Counter) -> None:
    progress = start(counter)
    counter.tap("cancel")
    cancelled = check(counter, progress)
    assert cancelled.step is CardStep.DECLINED
    assert "the customer cancelled" in cancelled.sentence
    assert retry(counter, progress).step is CardStep.WAITING
    assert cancel(counter, progress).step is CardStep.CANCELED
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_failure_10_a_cancel_while_the_card_is_read_waits_for_the_outcome(counter: Counter) -> None:
    progress = start(counter)
    counter.fault("reader_busy")
    answer = cancel(counter, progress)
    assert (answer.step, answer.sentence) == (CardStep.APPROVING, READING)
    assert answer.payment.status in LIVE
    assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize("operation", ["terminal.readers.cancel_action", "payment_intents.cancel"])
def test_failure_11_a_tap_that_crosses_the_cancel_has_paid(counter: Counter, operation: str) -> None:
    progress = start(counter)
    counter.fault("tap", operation=operation)
    if operation == "payment_intents.cancel":
        # The reader still waits where the action was not ours to cancel when it was looked at.
        counter.door.lose(r"GET /v1/terminal/readers/", after=False, times=1)
        assert cancel(counter, progress).step is CardStep.UNKNOWN
    answer = cancel(counter, progress)
    assert answer.step in (CardStep.PAID, CardStep.CANCELED)
    order = counter.order(progress.payment.order_id)
    taken = [intent["amount_received"] for intent in counter.intents() if intent["status"] == "succeeded"]
    assert sum(taken) == order.paid_minor
    if operation == "terminal.readers.cancel_action":
        assert answer.step is CardStep.PAID
        paid_once(counter, progress)


def test_failure_14_a_second_till_never_gets_a_reader_that_has_a_payment(counter: Counter) -> None:
    counter.add_second_till()
    progress = start(counter)
    with pytest.raises(ReaderTakenError, match=NOTHING_CHARGED):
        counter.services.payments.start_card(JONAS, counter.target(actor=JONAS), DEMO_READER)
    assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def test_failure_14_a_reader_given_to_another_till_during_a_slow_call_is_not_taken_back(counter: Counter) -> None:
    counter.add_second_till()
    theirs = counter.target(actor=JONAS)
    started: list[CardProgress] = []

    def takes_longer_than_the_lease(line: str) -> None:
        if line == "POST /v1/payment_intents":
            counter.door.listener = None
            counter.clock.ahead = LEASE + timedelta(seconds=5)
            started.append(counter.services.payments.start_card(JONAS, theirs, DEMO_READER))

    counter.door.listener = takes_longer_than_the_lease
    progress = start(counter)

    assert (progress.step, progress.sentence) == (CardStep.DECLINED, ReaderTakenError().sentence)
    assert pay_at(counter, started[0]).step is CardStep.PAID
    assert retry(counter, progress).step is CardStep.WAITING


def test_failure_14_a_payment_replaced_on_the_reader_is_not_taken_for_ours(counter: Counter) -> None:
    progress = start(counter)
    counter.fault("replaced", operation="terminal.readers.retrieve")
    replaced = check(counter, progress)
    counter.tap()
    assert (replaced.step, check(counter, progress).step) == (CardStep.DECLINED, CardStep.DECLINED)
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID


@pytest.mark.parametrize("after", [True, False], ids=["answer lost", "question lost"])
def test_failure_17_a_capture_without_an_answer_is_authorised_not_paid_and_asked_for_again(
    counter: Counter, *, after: bool
) -> None:
    captures_by_hand(counter)
    progress = start(counter)
    counter.door.lose(CAPTURE, after=after)
    seen = pay_at(counter, progress)
    assert seen.step is CardStep.AUTHORISED
    assert "Do not charge again" in seen.sentence
    order = counter.order(progress.payment.order_id)
    assert order.payment_status is not PaidStatus.PAID
    assert order.payments[0].capture_before is not None
    with pytest.raises(BeingPaidError):
        counter.write(counter.services.payments.take_cash, MARA, OrderTarget(order.order_id), 50_00)

    counter.door.mend()
    counter.clock.ahead = timedelta(minutes=5)
    reconciling = counter.services.payments.reconciling
    for payment in counter.read(reconciling.open_payments):
        reconciling.ask(payment)

    paid_once(counter, progress)
    assert "payment.authorised" in counter.events(f"order:{order.order_id}")


@pytest.mark.parametrize("when", ["before", "after"])
def test_failure_17_an_error_that_stripe_keeps_under_a_key_does_not_stop_the_capture(
    counter: Counter, when: str
) -> None:
    captures_by_hand(counter)
    progress = start(counter)
    counter.fault("status", status=500, operation="payment_intents.capture", when=when, stored=True)
    assert pay_at(counter, progress).step is CardStep.AUTHORISED
    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def _held(counter: Counter) -> CardProgress:
    """A card that is authorised, and whose capture Stripe never got."""
    captures_by_hand(counter)
    progress = start(counter)
    counter.door.lose(CAPTURE, after=False)
    assert pay_at(counter, progress).step is CardStep.AUTHORISED
    counter.door.mend()
    return progress


def test_failure_17_what_is_authorised_is_taken_however_long_no_till_has_asked(counter: Counter) -> None:
    progress = _held(counter)
    counter.clock.ahead = ABANDONED + LEASE + timedelta(minutes=1)
    reconciling = counter.services.payments.reconciling
    for payment in counter.read(reconciling.open_payments):
        reconciling.ask(payment)
    paid_once(counter, progress)


@pytest.mark.parametrize("known", [True, False], ids=["capture lost", "till stopped before its look"])
def test_failure_17_what_is_authorised_is_taken_when_somebody_looks_after_its_till_stopped(
    counter: Counter, *, known: bool
) -> None:
    captures_by_hand(counter)
    progress = start(counter)
    counter.tap()
    if known:
        counter.door.lose(CAPTURE, after=False)
        assert check(counter, progress).step is CardStep.AUTHORISED
        counter.door.mend()
    counter.clock.ahead = LEASE + timedelta(minutes=1)
    counter.services.payments.look_into(MARA, progress.payment.payment_id)
    paid_once(counter, progress)


def test_failure_17_no_other_tender_lets_go_of_what_is_authorised(counter: Counter) -> None:
    progress = _held(counter)
    counter.clock.ahead = LEASE + timedelta(minutes=1)
    target = OrderTarget(progress.payment.order_id)
    counter.services.payments.take_over(MARA, target.order_id)
    with pytest.raises(ConflictError, match="paid already"):
        counter.write(counter.services.payments.take_cash, MARA, target, 50_00)
    paid_once(counter, progress)


def test_failure_18_a_capture_that_was_done_already_is_a_success(counter: Counter) -> None:
    captures_by_hand(counter)
    progress = start(counter)
    counter.door.lose(CAPTURE, after=False)
    assert pay_at(counter, progress).step is CardStep.AUTHORISED
    counter.door.mend()
    (intent,) = counter.intents()
    counter.ask_stripe("POST", f"payment_intents/{intent['id']}/capture")

    assert check(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


@pytest.mark.parametrize(("captured", "paid", "tip"), [(3_00, 3_00, 0), (5_20, 5_00, 20)])
def test_failure_18_a_hold_captured_in_part_pays_what_was_taken_and_no_more(
    counter: Counter, captured: int, paid: int, tip: int
) -> None:
    captures_by_hand(counter)
    counter.set_rules(tips=True)
    progress = start(counter)
    present = f"test_helpers/terminal/readers/{DEMO_READER}/present_payment_method"
    counter.ask_stripe("POST", present, amount_tip="50")
    (intent,) = counter.intents()
    counter.ask_stripe("POST", f"payment_intents/{intent['id']}/capture", amount_to_capture=str(captured))

    payment = check(counter, progress).payment

    assert (payment.amount.amount_minor, payment.tip_minor, payment.captured_minor) == (paid, tip, captured)
    order = counter.order(payment.order_id)
    assert (order.due.amount_minor, order.payment_status is PaidStatus.PAID) == (5_00 - paid, paid == 5_00)
    counter.services.truth.compare()
    assert counter.rows("SELECT kind FROM work_item") == []


def test_failure_19_a_hold_that_expired_leaves_the_order_unpaid_and_says_so(counter: Counter) -> None:
    captures_by_hand(counter)
    progress = start(counter)
    counter.door.lose(CAPTURE, after=False)
    assert pay_at(counter, progress).step is CardStep.AUTHORISED
    counter.door.mend()
    _move_stripes_clock(counter, timedelta(days=8))

    ended = check(counter, progress)

    assert (ended.step, ended.payment.failure) == (CardStep.CANCELED, HOLD_EXPIRED)
    assert NOTHING_CHARGED in ended.sentence
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID
    assert counter.intents()[0]["status"] == "canceled"


def _move_stripes_clock(counter: Counter, by: timedelta) -> None:
    answer = httpx.post(
        f"{counter.stripe}/clock",
        json={"advance_s": by.total_seconds()},
        headers={"Authorization": "Bearer sk_test_counter"},
    )
    assert answer.is_success, answer.text


def test_failure_23_too_many_requests_are_waited_for_with_the_same_key(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    gateway = counter.services.payments._gateway
    assert gateway is not None
    monkeypatch.setattr(gateway.connection, "_pause", pauses.append)
    counter.fault("status", status=429, operation="payment_intents.create", times=2)

    progress = start(counter)

    assert (progress.step, pauses) == (CardStep.WAITING, [1.0, 2.0])
    assert pay_at(counter, progress).step is CardStep.PAID
    paid_once(counter, progress)


def test_failure_23_where_there_are_too_many_for_long_nothing_was_done_and_it_is_told(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = counter.services.payments._gateway
    assert gateway is not None
    monkeypatch.setattr(gateway.connection, "_pause", lambda _s: None)
    counter.fault("status", status=429, operation=READER, times=4)
    progress = start(counter)
    assert progress.step is CardStep.DECLINED
    assert "Nothing was done" in progress.sentence
    assert retry(counter, progress).step is CardStep.WAITING


def test_failure_24_a_key_that_was_withdrawn_stops_cards_and_leaves_open_payments_open(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = start(counter)
    gateway = counter.services.payments._gateway
    assert gateway is not None
    gateway.connection._clients.clear()
    monkeypatch.setattr(gateway.connection, "_api_key", "rk_test_without_rights")

    seen = check(counter, progress)
    assert (seen.step, seen.payment.status) == (CardStep.UNKNOWN, PaymentStatus.UNKNOWN)
    assert NOT_KNOWN in seen.sentence
    assert "does not accept this shop's key" in seen.sentence
    counter.add_second_till()
    counter.clock.ahead = LEASE + timedelta(minutes=1)
    refused = counter.services.payments.start_card(JONAS, counter.target(actor=JONAS), DEMO_READER)
    assert refused.step is CardStep.CANCELED
    assert "check the key" in refused.sentence
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.CHECKING


def test_failure_25_a_reader_of_another_account_is_refused_with_where_to_look(counter: Counter) -> None:
    elsewhere = Reader(ReaderId("tmr_elsewhere"), CAFE, "Old reader")
    counter.services.write(lambda work: work.payments.add_reader(elsewhere))

    progress = counter.services.payments.start_card(MARA, counter.target(), elsewhere.reader_id)

    assert progress.step is CardStep.DECLINED
    assert NOTHING_CHARGED in progress.sentence
    assert "another account or mode" in progress.sentence
    assert cancel(counter, progress).step is CardStep.CANCELED


@pytest.mark.parametrize("base", ["https://api.stripe.com", "http://10.0.0.7:8420", "http://stripe.example"])
def test_failure_28_training_only_ever_talks_to_this_computer(base: str) -> None:
    with pytest.raises(UnsafeStripeKeyError, match="training"):
        check_key("sk_test_x", base, training=True, took_live_key=False)


def test_failure_29_a_key_used_for_two_different_calls_freezes_the_payment_and_is_reported(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    progress = start(counter)
    payment = progress.payment
    counter.ask_stripe_with_key("POST", f"payment_intents/{payment.intent_id}", payment.key("cancel"), description="x")
    counter.services.write(
        lambda work: work.payments.change(payment.payment_id, now=work.now, attempt=payment.attempt - 1)
    )
    answer = cancel(counter, progress)
    assert answer.step is CardStep.UNKNOWN
    assert answer.payment.status is PaymentStatus.UNKNOWN
    assert "other parameters" in caplog.text
    assert cancel(counter, progress).step is CardStep.CANCELED


def test_failure_30_a_store_that_fails_after_the_card_was_charged_learns_of_it_at_the_next_look(
    counter: Counter, other_process: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = start(counter)
    counter.tap()

    def full(_unit: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(counter.services.payments._card._store, "write", full)  # type: ignore[union-attr]
        with pytest.raises(OSError, match="No space left"):
            check(counter, progress)
    assert counter.order(progress.payment.order_id).payment_status is PaidStatus.UNPAID

    other_process.clock.ahead = LEASE + timedelta(minutes=1)
    reconciling = other_process.services.payments.reconciling
    for payment in other_process.read(reconciling.open_payments):
        reconciling.ask(payment)

    paid_once(other_process, progress)


@pytest.mark.parametrize(
    ("minor", "currency", "charged"),
    [(5124, "KWD", 5120), (5125, "KWD", 5130), (5130, "KWD", 5130), (5124, "USD", 5124), (512, "JPY", 512)],
)
def test_a_card_takes_three_decimals_only_with_a_nought_as_the_last(minor: int, currency: str, charged: int) -> None:
    assert minor + card_rounding(minor, currency) == charged == to_step(minor, card_step(currency))
    assert Money(minor + card_rounding(minor, currency), currency) == Money(charged, currency)


def charged_after_the_end(counter: Counter) -> tuple[CardProgress, int]:
    """An attempt that ended as not charged, and whose intent was paid all the same, by whatever means."""
    counter.door.lose(CREATE, after=True)
    progress = start(counter)
    assert cancel(counter, progress).step is CardStep.CANCELED
    counter.door.mend()
    (intent,) = counter.intents()
    counter.ask_stripe("POST", f"terminal/readers/{DEMO_READER}/process_payment_intent", payment_intent=intent["id"])
    return progress, intent["amount"]


def test_failure_11_money_taken_after_the_order_was_voided_becomes_a_refund_to_decide(counter: Counter) -> None:
    progress, amount = charged_after_the_end(counter)
    counter.write(counter.services.payments.give_up, MARA, progress.payment.order_id)
    counter.tap()

    counter.services.truth.compare()

    assert counter.order(progress.payment.order_id).paid_minor == 0
    assert counter.rows("SELECT kind, stripe_minor FROM work_item WHERE ended_at IS NULL") == [("late_success", amount)]


def test_failure_11_money_taken_after_the_cancel_pays_an_order_that_still_waits(counter: Counter) -> None:
    progress, _ = charged_after_the_end(counter)
    counter.tap()

    counter.services.truth.compare()

    assert counter.rows("SELECT kind FROM work_item") == []
    paid_once(counter, progress)


def test_the_first_card_of_a_process_asks_about_every_payment_that_is_open(
    counter: Counter, other_process: Counter
) -> None:
    left = start(counter)
    counter.tap()
    other_process.clock.ahead = LEASE + timedelta(seconds=5)

    started = other_process.services.payments.start_card(MARA, other_process.target(), DEMO_READER)

    assert started.step is CardStep.WAITING
    assert other_process.order(left.payment.order_id).payment_status is PaidStatus.PAID
