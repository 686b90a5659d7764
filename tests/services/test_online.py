"""Payments of network clients: createPaymentIntent and paymentComplete."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import CustomerId, IntentId
from aurora_desk.domain.orders import Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import (
    BeingPaidError,
    Intent,
    IntentStatus,
    OrderTarget,
    PaymentFailedError,
    PaymentStatus,
    StripeUnreachableError,
)
from aurora_desk.payments.gateway import Gateway
from aurora_desk.services.demo import DEMO_READER, SECOND
from aurora_desk.services.online import IntentRequest
from aurora_desk.services.settling import IntentMismatchError
from services.counter import LOOPBACK, MARA, PROGRAM, STRIPE_KEY, Counter

CREATE, RETRIEVE, UPDATE = r"POST /v1/payment_intents$", r"GET /v1/payment_intents/", r"POST /v1/payment_intents/[^/]+$"


def complete(counter: Counter, order: Order, intent_id: IntentId) -> Order:
    return counter.services.payments.complete(LOOPBACK, order.order_id, intent_id)


def status(counter: Counter, order: Order) -> PaidStatus:
    return counter.order(order.order_id).payment_status


def take_parts(counter: Counter) -> None:
    counter.services.write(lambda work: work._connection.exec_driver_sql("UPDATE tenant SET part_payments = 1"))


def test_a_paid_intent_pays_the_order_once_and_leaves_its_status(counter: Counter) -> None:
    order = counter.ordered()
    secret, intent_id = counter.intent_of(order)
    assert secret.startswith(intent_id)
    counter.confirm(intent_id)

    paid = complete(counter, order, intent_id)

    assert (paid.payment_status, paid.status, paid.paid_minor) == (PaidStatus.PAID, OrderStatus.PENDING, 520)
    assert complete(counter, order, intent_id) == paid
    assert counter.events(f"order:{order.order_id}").count("order.paid") == 1
    with pytest.raises(ConflictError, match="paid already"):
        counter.intent_of(order)


def test_the_same_order_gets_the_same_intent_also_side_by_side(counter: Counter) -> None:
    order = counter.ordered()
    got = {counter.intent_of(order)}
    gate = threading.Barrier(8)

    def ask() -> None:
        gate.wait()
        got.add(counter.intent_of(order))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 1
    assert len(counter.intents()) == 1
    assert len(counter.rows("SELECT 1 FROM payment")) == 1


def test_first_callers_side_by_side_get_one_intent(counter: Counter) -> None:
    order = counter.ordered()
    got: list[object] = []
    gate = threading.Barrier(8)

    def ask() -> None:
        gate.wait()
        try:
            got.append(counter.intent_of(order)[1])
        except StripeUnreachableError:
            got.append("again")  # its key was in use: an answer that tells nothing, to be asked for again

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {counter.intent_of(order)[1]} == set(got) - {"again"}
    assert len(counter.intents()) == 1


@pytest.mark.parametrize(
    ("request_changes", "error"),
    [
        ({"amount_stripe": 519}, ConflictError),
        ({"amount_stripe": 521}, ConflictError),
        ({"currency": "eur"}, ConflictError),
        ({"customer": CustomerRef(CUSTOMERS_TABLE, CustomerId(123))}, ConflictError),
        ({"amount_stripe": 0}, InvalidError),
        ({"amount_stripe": -520}, InvalidError),
        ({"order_id": 9_999}, NotFoundError),
    ],
    ids=["less", "more", "currency", "customer", "nothing", "negative", "order"],
)
def test_an_intent_is_for_what_the_order_says(
    counter: Counter, request_changes: dict[str, object], error: type[Exception]
) -> None:
    order = counter.ordered()
    asked: dict[str, object] = {"order_id": order.order_id, "amount_stripe": 520, "currency": "usd", "customer": None}
    with pytest.raises(error):
        counter.services.payments.create_intent(LOOPBACK, IntentRequest(**{**asked, **request_changes}))  # type: ignore[arg-type]
    assert counter.door.calls == []
    assert counter.rows("SELECT 1 FROM payment") == []


def test_an_intent_not_paid_yet_is_refused_with_stripes_status(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    with pytest.raises(PaymentFailedError, match="requires_payment_method"):
        complete(counter, order, intent_id)
    counter.confirm(intent_id, "pm_card_visa_chargeDeclined")
    with pytest.raises(PaymentFailedError, match="requires_payment_method"):
        complete(counter, order, intent_id)
    assert status(counter, order) is PaidStatus.UNPAID
    assert counter.intent_of(order)[1] == intent_id


def test_an_intent_of_another_order_or_shop_or_of_nobody_pays_nothing(counter: Counter) -> None:
    mine, other = counter.ordered(), counter.ordered()
    _, intent_id = counter.intent_of(other)
    counter.confirm(intent_id)
    foreign = counter.ask_stripe(
        "POST", "payment_intents", amount="520", currency="usd", **{"metadata[order_id]": str(mine.order_id)}
    )
    counter.confirm(foreign["id"])
    for wrong in (intent_id, IntentId(foreign["id"]), IntentId("pi_nobody")):
        with pytest.raises(ConflictError, match="does not belong"):
            complete(counter, mine, wrong)
    with pytest.raises(NotFoundError):
        counter.services.payments.complete(Actor.client(SECOND, "loopback"), other.order_id, intent_id)
    assert status(counter, mine) is PaidStatus.UNPAID


@pytest.mark.parametrize("change", [{"amount": "100"}, {"metadata[order_id]": "7"}, {"metadata[tender_id]": "x"}])
def test_an_intent_changed_behind_our_back_pays_nothing(counter: Counter, change: dict[str, str]) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.ask_stripe("POST", f"payment_intents/{intent_id}", **change)
    counter.confirm(intent_id)
    with pytest.raises(IntentMismatchError):
        complete(counter, order, intent_id)
    assert status(counter, order) is PaidStatus.UNPAID


def test_while_stripe_is_away_the_order_is_being_checked_and_no_second_payment_starts(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    counter.door.lose(RETRIEVE, after=False)

    with pytest.raises(StripeUnreachableError):
        complete(counter, order, intent_id)
    assert status(counter, order) is PaidStatus.CHECKING
    with pytest.raises(StripeUnreachableError):
        counter.intent_of(order)

    counter.door.mend()
    assert complete(counter, order, intent_id).payment_status is PaidStatus.PAID
    assert len(counter.intents()) == 1


def test_an_untouched_intent_comes_back_from_a_doubt(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.door.lose(RETRIEVE, after=False)
    with pytest.raises(StripeUnreachableError):
        complete(counter, order, intent_id)
    counter.door.mend()

    assert counter.intent_of(order)[1] == intent_id

    assert status(counter, order) is PaidStatus.UNPAID


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_an_intent_whose_making_was_not_answered_is_found_by_its_key(counter: Counter, *, after: bool) -> None:
    order = counter.ordered()
    counter.door.lose(CREATE, after=after)
    with pytest.raises(StripeUnreachableError):
        counter.intent_of(order)
    counter.door.mend()
    _, intent_id = counter.intent_of(order)
    assert [intent["id"] for intent in counter.intents()] == [intent_id]


def test_another_allowed_amount_updates_the_same_intent(counter: Counter) -> None:
    take_parts(counter)
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    for amount in (200, 300, 200):
        assert counter.intent_of(order, amount)[1] == intent_id
    (intent,) = counter.intents()
    assert intent["amount"] == 200

    counter.confirm(intent_id)
    assert complete(counter, order, intent_id).payment_status is PaidStatus.PART_PAID
    _, rest = counter.intent_of(counter.order(order.order_id))
    counter.confirm(rest)
    assert complete(counter, order, rest).payment_status is PaidStatus.PAID


def test_an_amount_that_comes_back_under_the_key_of_a_lost_answer_is_what_stripe_has(counter: Counter) -> None:
    take_parts(counter)
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    for amount in (200, 300):
        counter.door.lose(rf"POST /v1/payment_intents/{intent_id}$", after=True)
        with pytest.raises(StripeUnreachableError):
            counter.intent_of(order, amount)
        counter.door.mend()

    assert counter.intent_of(order, 200)[1] == intent_id

    (intent,) = counter.intents()
    assert intent["amount"] == 200


def test_a_customer_in_the_middle_of_paying_gets_the_same_intent_and_another_amount_none(counter: Counter) -> None:
    take_parts(counter)
    order = counter.ordered()
    first = counter.intent_of(order)
    assert counter.confirm(first[1], "pm_card_authenticationRequired")["status"] == "requires_action"

    assert counter.intent_of(order) == first
    with pytest.raises(BeingPaidError):
        counter.intent_of(order, 200)
    assert counter.intents()[0]["amount"] == 520


def test_a_payment_in_processing_is_not_complete_and_is_being_checked(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulator's cards are decided at once, so here Stripe's answer is changed."""
    order = counter.ordered()
    first = counter.intent_of(order)
    asked = Gateway.retrieve

    def processing(gateway: Gateway, intent_id: IntentId) -> Intent:
        return replace(asked(gateway, intent_id), status=IntentStatus.PROCESSING)

    monkeypatch.setattr(Gateway, "retrieve", processing)

    with pytest.raises(PaymentFailedError, match="processing"):
        complete(counter, order, first[1])
    assert status(counter, order) is PaidStatus.CHECKING
    assert counter.intent_of(order) == first


def test_money_of_an_amount_whose_update_was_never_answered_is_still_booked(counter: Counter) -> None:
    """The program dies, or the answer is lost, between Stripe's update and our row."""
    take_parts(counter)
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.door.lose(UPDATE, after=True)
    with pytest.raises(StripeUnreachableError):
        counter.intent_of(order, 200)
    counter.door.mend()
    counter.confirm(intent_id)

    paid = complete(counter, order, intent_id)

    assert (paid.payment_status, paid.paid_minor) == (PaidStatus.PART_PAID, 200)
    assert [payment.amount.amount_minor for payment in paid.payments] == [200]


def test_a_card_on_the_reader_and_an_intent_exclude_each_other(counter: Counter) -> None:
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    with pytest.raises(BeingPaidError):
        counter.intent_of(counter.order(progress.payment.order_id))


def test_the_desk_takes_over_only_what_is_proved_canceled(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    with pytest.raises(BeingPaidError):
        counter.services.payments.take_over(MARA, order.order_id)
    assert status(counter, order) is PaidStatus.PAID


def test_the_desk_cancels_an_untouched_intent_before_it_takes_money(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    take = partial(counter.write, counter.services.payments.take_cash, MARA, OrderTarget(order.order_id), 520)
    with pytest.raises(BeingPaidError):
        take()

    counter.services.payments.take_over(MARA, order.order_id)

    assert [(intent["id"], intent["status"]) for intent in counter.intents()] == [(intent_id, "canceled")]
    assert take().payment_status is PaidStatus.PAID


def test_the_back_room_books_a_payment_whose_client_never_came_back(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    payment = counter.order(order.order_id).payments[0]

    counter.services.payments.reconciling.ask(payment)

    assert status(counter, order) is PaidStatus.PAID
    assert counter.rows("SELECT who FROM journal WHERE event = 'order.paid'") == [(PROGRAM.who,)]


def test_an_intent_untouched_for_a_day_is_canceled_and_a_new_one_can_be_made(counter: Counter) -> None:
    order = counter.ordered()
    _, intent_id = counter.intent_of(order)
    payment = counter.order(order.order_id).payments[0]
    reconciling = counter.services.payments.reconciling

    counter.clock.ahead = timedelta(hours=23, minutes=59)
    reconciling.ask(payment)
    assert counter.intents()[0]["status"] == "requires_payment_method"
    counter.clock.ahead = timedelta(hours=24, minutes=1)
    reconciling.ask(payment)

    assert counter.intents()[0]["status"] == "canceled"
    assert counter.order(order.order_id).payments[0].status is PaymentStatus.CANCELED
    assert counter.intent_of(order)[1] != intent_id


def test_many_forgotten_intents_do_not_keep_the_back_room_from_a_paid_one(counter: Counter) -> None:
    """Payments are asked about in turn, the one that waited longest first."""
    orders = [counter.ordered() for _ in range(3)]
    for order in orders:
        counter.intent_of(order)
    reconciling = counter.services.payments.reconciling
    counter.clock.ahead = timedelta(minutes=2)
    first, *others = counter.services.read(reconciling.open_payments)

    reconciling.ask(first)
    counter.clock.ahead = timedelta(minutes=4)

    again = [payment.payment_id for payment in counter.services.read(reconciling.open_payments)]
    assert again == [*(payment.payment_id for payment in others), first.payment_id]


def test_no_secret_pin_key_or_card_number_stays_on_disk_or_in_the_log(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    counter.services.people.sign_in(MARA.tenant_id, MARA.till_id, MARA.person_id, "1234")  # type: ignore[arg-type]
    order = counter.ordered()
    secret, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    complete(counter, order, intent_id)
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    counter.tap()
    counter.services.payments.check(MARA, progress.payment.payment_id)
    card_secret = counter.ask_stripe("GET", f"payment_intents/{progress.payment.intent_id}")["client_secret"]

    assert counter.place.file is not None
    files = [path.read_bytes() for path in counter.place.file.parent.glob("store.db*")]
    written = b"".join(files) + caplog.text.encode()

    assert intent_id.encode() in written
    for hidden in (secret, card_secret, "_secret_", "4242424242424242", STRIPE_KEY, "1234$"):
        assert hidden.encode() not in written, hidden
    assert counter.rows("SELECT 1 FROM journal WHERE facts LIKE '%4242%' OR facts LIKE '%Lena%'") == []


def test_an_intent_that_nobody_was_given_keeps_no_till_from_taking_cash_while_stripe_is_away(counter: Counter) -> None:
    order = counter.ordered()
    counter.door.lose(CREATE, after=True)
    with pytest.raises(StripeUnreachableError):
        counter.intent_of(order)
    counter.door.lose("", after=False)

    counter.services.payments.take_over(MARA, order.order_id)

    target = OrderTarget(order.order_id)
    paid = counter.write(counter.services.payments.take_cash, MARA, target, order.total.amount_minor)
    assert paid.payment_status is PaidStatus.PAID
    assert [payment.status for payment in paid.payments] == [PaymentStatus.FAILED, PaymentStatus.SUCCEEDED]
    counter.door.mend()
    counter.services.truth.compare()
    assert [intent["status"] for intent in counter.intents()] == ["canceled"]


def test_no_client_is_given_an_intent_that_a_till_has_ended_meanwhile(counter: Counter) -> None:
    order = counter.ordered()

    def taken_over(line: str) -> None:
        if line == "POST /v1/payment_intents":
            counter.door.listener = None
            counter.services.payments.take_over(MARA, order.order_id)
            target = OrderTarget(order.order_id)
            counter.write(counter.services.payments.take_cash, MARA, target, order.total.amount_minor)

    counter.door.listener = taken_over
    with pytest.raises(ConflictError, match="paid already"):
        counter.intent_of(order)


def test_a_client_whose_intent_a_till_has_ended_is_given_another_one(counter: Counter) -> None:
    order = counter.ordered()

    def taken_over(line: str) -> None:
        if line == "POST /v1/payment_intents":
            counter.door.listener = None
            counter.services.payments.take_over(MARA, order.order_id)

    counter.door.listener = taken_over
    _, intent_id = counter.intent_of(order)
    counter.confirm(intent_id)
    assert complete(counter, order, intent_id).payment_status is PaidStatus.PAID
