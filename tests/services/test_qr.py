"""Paying on the customer's own phone, by a page at Stripe that a code leads to."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.orders import Handover, OrderStatus, PaidStatus
from aurora_desk.domain.payments import (
    BeingPaidError,
    CardProgress,
    CardStep,
    Method,
    OrderTarget,
    PaymentStatus,
)
from aurora_desk.services.demo import CAFE
from services.counter import CROISSANT, ESPRESSO, JONAS, MARA, Counter


def start(counter: Counter, amount: int | None = None) -> CardProgress:
    return counter.services.payments.start_qr(MARA, counter.target(ESPRESSO, CROISSANT), amount)


def phone(progress: CardProgress, deed: str) -> httpx.Response:
    """The customer presses a button of the page: `pay` or `decline`."""
    return httpx.post(f"{progress.payment.checkout_url}/{deed}", trust_env=False)


def check(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.check(MARA, progress.payment.payment_id)


def cancel(counter: Counter, progress: CardProgress) -> CardProgress:
    return counter.services.payments.cancel(MARA, progress.payment.payment_id)


def session(counter: Counter, progress: CardProgress) -> dict[str, object]:
    found: dict[str, object] = counter.ask_stripe("GET", f"checkout/sessions/{progress.payment.checkout_id}")
    return found


def test_the_code_leads_to_a_page_that_pays_the_order(counter: Counter) -> None:
    shown = start(counter)
    assert (shown.step, shown.payment.method) == (CardStep.WAITING, Method.QR)
    assert shown.payment.checkout_url.startswith(counter.stripe)
    page = session(counter, shown)
    assert (page["amount_total"], page["currency"], page["status"]) == (500, "usd", "open")
    assert page["allowed_payment_method_types"] == ["card"]
    assert check(counter, shown).step is CardStep.WAITING

    assert phone(shown, "pay").status_code == httpx.codes.SEE_OTHER
    paid = check(counter, shown)

    assert (paid.step, paid.payment.status, paid.payment.card_last4) == (
        CardStep.PAID,
        PaymentStatus.SUCCEEDED,
        "4242",
    )
    order = counter.order(shown.payment.order_id)
    assert (order.status, order.payment_status, order.handover) == (
        OrderStatus.COMPLETED,
        PaidStatus.PAID,
        Handover.COLLECTED,
    )
    (intent,) = counter.intents()
    assert intent["metadata"]["tender_id"] == paid.payment.payment_id


def test_the_attempt_is_on_disk_before_stripe_is_asked(counter: Counter) -> None:
    seen: list[list[tuple[object, ...]]] = []
    counter.door.listener = lambda line: seen.append(counter.rows("SELECT method, status, checkout_id FROM payment"))

    start(counter)

    assert seen[0] == [("qr", "pending", None)]


def test_a_declined_card_leaves_the_code_open_and_is_told(counter: Counter) -> None:
    shown = start(counter)
    phone(shown, "decline")

    told = check(counter, shown)
    assert told.step is CardStep.WAITING
    assert "The last card was declined" in told.sentence
    phone(shown, "pay")

    assert check(counter, shown).step is CardStep.PAID


def test_cancel_closes_the_page_and_proves_that_nothing_was_charged(counter: Counter) -> None:
    shown = start(counter)

    ended = cancel(counter, shown)

    assert (ended.step, ended.payment.status) == (CardStep.CANCELED, PaymentStatus.CANCELED)
    assert session(counter, shown)["status"] == "expired"
    phone(shown, "pay")
    assert check(counter, shown).step is CardStep.CANCELED
    assert counter.intents() == []
    assert counter.write(counter.services.payments.give_up, MARA, shown.payment.order_id).lines


def test_cancel_after_a_declined_try_reads_that_the_intent_is_canceled(counter: Counter) -> None:
    shown = start(counter)
    phone(shown, "decline")

    assert cancel(counter, shown).step is CardStep.CANCELED
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_a_customer_faster_than_the_cancel_has_paid(counter: Counter) -> None:
    shown = start(counter)
    phone(shown, "pay")

    assert cancel(counter, shown).step is CardStep.PAID
    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.PAID


def test_a_page_without_an_answer_is_asked_for_again_with_the_same_key(counter: Counter) -> None:
    counter.door.lose("POST /v1/checkout/sessions$", after=True)
    lost = start(counter)
    assert (lost.step, lost.payment.checkout_id) == (CardStep.DECLINED, None)
    assert "Nothing was charged" in lost.sentence

    counter.door.mend()
    shown = counter.services.payments.retry(MARA, lost.payment.payment_id)

    assert shown.step is CardStep.WAITING
    assert len(counter.ask_stripe("GET", "checkout/sessions")["data"]) == 1
    phone(shown, "pay")
    assert check(counter, shown).step is CardStep.PAID


def test_a_code_that_was_never_shown_can_be_given_up_without_stripe(counter: Counter) -> None:
    counter.door.lose("POST /v1/checkout/sessions$", after=True)
    lost = start(counter)

    ended = cancel(counter, lost)

    assert (ended.step, ended.payment.status) == (CardStep.CANCELED, PaymentStatus.FAILED)
    assert counter.services.payments.retry(MARA, lost.payment.payment_id).step is CardStep.CANCELED


def test_a_cancel_without_an_answer_is_not_known_and_the_next_look_tells(counter: Counter) -> None:
    shown = start(counter)
    counter.door.lose("/expire$", after=True)

    unknown = cancel(counter, shown)
    assert (unknown.step, unknown.payment.status) == (CardStep.UNKNOWN, PaymentStatus.UNKNOWN)
    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.CHECKING

    assert check(counter, shown).step is CardStep.CANCELED
    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.UNPAID


def test_a_look_without_an_answer_is_not_known_and_ends_with_the_next_answer(counter: Counter) -> None:
    shown = start(counter)
    counter.door.lose("GET /v1/checkout", after=False)
    assert check(counter, shown).step is CardStep.UNKNOWN

    counter.door.mend()

    assert check(counter, shown).step is CardStep.WAITING
    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.UNPAID


def test_after_a_crash_the_back_room_books_what_the_customer_paid(counter: Counter, other_process: Counter) -> None:
    shown = start(counter)
    phone(shown, "pay")
    other_process.clock.ahead = timedelta(minutes=1)

    reconciling = other_process.services.payments.reconciling
    (left,) = other_process.services.read(reconciling.open_payments)
    reconciling.ask(left)

    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.PAID


def test_after_a_crash_a_page_whose_time_is_over_frees_the_order(counter: Counter) -> None:
    shown = start(counter)
    counter.ask_stripe("POST", f"checkout/sessions/{shown.payment.checkout_id}/expire")

    counter.services.payments.reconciling.ask(shown.payment)

    assert counter.order(shown.payment.order_id).payments[0].status is PaymentStatus.CANCELED


def test_after_a_crash_before_stripe_answered_the_back_room_ends_the_attempt(counter: Counter) -> None:
    counter.door.lose("POST /v1/checkout/sessions$", after=False)
    lost = start(counter)

    counter.services.payments.reconciling.ask(lost.payment)

    assert counter.order(lost.payment.order_id).payments[0].status is PaymentStatus.FAILED


def test_another_tender_of_the_order_closes_the_code_first(counter: Counter) -> None:
    shown = start(counter)
    target = OrderTarget(shown.payment.order_id)
    with pytest.raises(BeingPaidError):
        counter.write(counter.services.payments.take_cash, MARA, target, 500)

    counter.services.payments.take_over(MARA, shown.payment.order_id)

    order = counter.write(counter.services.payments.take_cash, MARA, target, 500)
    assert [p.status for p in order.payments] == [PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED]
    assert session(counter, shown)["status"] == "expired"


def test_a_code_that_was_paid_meanwhile_is_booked_and_no_second_payment_taken(counter: Counter) -> None:
    shown = start(counter)
    phone(shown, "pay")

    with pytest.raises(BeingPaidError):
        counter.services.payments.take_over(JONAS, shown.payment.order_id)

    assert counter.order(shown.payment.order_id).payment_status is PaidStatus.PAID


def test_more_than_is_due_is_refused_in_words(counter: Counter) -> None:
    with pytest.raises(InvalidError, match="only cash gives change"):
        start(counter, 501)
    assert counter.rows("SELECT 1 FROM shop_order") == []


def test_a_part_is_paid_by_code_and_the_rest_stays_due(counter: Counter) -> None:
    shown = start(counter, 200)
    phone(shown, "pay")
    check(counter, shown)

    assert counter.order(shown.payment.order_id).due.amount_minor == 300


def test_an_amount_too_small_for_a_card_ends_the_attempt_in_words(counter: Counter) -> None:
    refused = start(counter, 10)
    assert (refused.step, refused.payment.status) == (CardStep.CANCELED, PaymentStatus.FAILED)
    assert "too small for a card" in refused.sentence


def test_the_customer_lands_on_the_orders_own_page_where_phones_reach_it(counter: Counter) -> None:
    counter.write(counter.services.tenants.set_public_address, "https://till.local:8787", tenant_id=CAFE)
    shown = start(counter)

    answer = phone(shown, "pay")

    code = counter.services.codes.for_order(CAFE, shown.payment.order_id)
    assert answer.headers["Location"] == f"https://till.local:8787/o/{code}"


def test_a_page_given_up_while_it_was_made_is_closed_and_never_shown(counter: Counter) -> None:
    def give_up(line: str) -> None:
        if line == "POST /v1/checkout/sessions":
            counter.door.listener = None
            (payment,) = counter.services.read(lambda work: work.payments.open_before(work.now, limit=9))
            counter.services.payments.reconciling.ask(payment)

    counter.door.listener = give_up

    ended = start(counter)

    assert (ended.step, ended.payment.checkout_url) == (CardStep.CANCELED, "")
    (page,) = counter.ask_stripe("GET", "checkout/sessions")["data"]
    assert page["status"] == "expired"


def test_the_receipt_names_the_card_that_paid_by_the_code(counter: Counter) -> None:
    shown = start(counter)
    phone(shown, "pay")
    check(counter, shown)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, shown.payment.order_id)

    assert [payment.words for payment in receipt.payments] == ["Visa ending 4242"]
