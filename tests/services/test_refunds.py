"""Giving money back: lines or an amount, over the payments it came by, with drawer, stock and journal in one step."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from aurora_desk.domain.errors import AuroraError, ConflictError, InvalidError
from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderFilter, PaidStatus, RefundStatus
from aurora_desk.domain.payments import CardNotSetUpError, OrderTarget
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.domain.refunds import RefundChangedError, RefundPart
from aurora_desk.domain.returns import LineReturn, MoreThanSoldError, RefundTooLargeError
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.services.demo import CAFE, DEMO_READER
from aurora_desk.services.orders import void_unpaid
from aurora_desk.services.reading import head_of
from aurora_desk.services.refund_settling import RefundMismatchError
from services.counter import CROISSANT, ESPRESSO, JONAS, LOOPBACK, MARA, Counter
from services.refunding import (
    at_stripe,
    by_card,
    by_card_numbered,
    by_cash,
    by_cash_and_card,
    by_two_cards,
    drawer,
    failed_late,
    plan,
    refund,
    request,
    settle,
    stored,
    told,
    with_step,
)


def test_a_card_payment_goes_back_to_its_card(counter: Counter) -> None:
    order = by_card(counter)

    (progress,) = refund(counter, order)

    assert (progress.step, progress.refund.status) == (RefundStep.GIVEN, RefundStatus.SUCCEEDED)
    (made,) = at_stripe(counter)
    assert (made["amount"], made["payment_intent"]) == (5_00, order.payments[0].intent_id)
    assert made["metadata"] == {
        "app": "aurora-desk",
        "refund_id": progress.refund.refund_id,
        "attempt": "1",
        "order_id": str(order.order_id),
        "tenant_id": str(CAFE),
        "store": counter.services.facts.store_id,
    }
    after = counter.order(order.order_id)
    assert (after.payment_status, after.refunded_minor, after.due) == (PaidStatus.REFUNDED, 5_00, Money(0, "USD"))
    assert [kind for kind, _ in drawer(counter)] == ["float"]
    steps = ["refund.planned", "refund.started", "order.refunded", "refund.succeeded"]
    assert counter.events(f"order:{order.order_id}")[-4:] == steps
    assert counter.services.first_bad_row() is None


def test_cash_goes_back_out_of_the_drawer_of_the_open_shift(counter: Counter) -> None:
    order = by_cash(counter)

    (progress,) = refund(counter, order, 2_40)

    assert progress.step is RefundStep.GIVEN
    assert drawer(counter)[-1] == ("refund", -2_40)
    assert counter.order(order.order_id).payment_status is PaidStatus.PART_REFUNDED
    assert at_stripe(counter) == []
    rows = counter.rows("SELECT shift_id IS NOT NULL, till_id, person_id, via FROM refund")
    assert rows == [(1, MARA.till_id, MARA.person_id, "cash")]


def test_lines_come_back_with_what_they_cost_and_to_stock_where_that_is_said(counter: Counter) -> None:
    order = by_cash(counter, ESPRESSO, CROISSANT, CROISSANT)
    stock = counter.stock(CROISSANT)
    assert stock is not None

    refund(counter, order, 2_40, lines=(LineReturn(1, 1000, restock=True),))
    refund(counter, order, 5_00, lines=(LineReturn(0, 1000), LineReturn(1, 1000, restock=False)))

    assert counter.stock(CROISSANT) == stock + 1000
    assert counter.rows("SELECT quantity_milli, order_id FROM stock_movement WHERE reason = 'returned'") == [
        (1000, order.order_id)
    ]
    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED
    assert [line.left_milli for line in plan(counter, order).lines] == [0, 0]
    assert plan(counter, order).left_minor == 0


def test_more_pieces_than_were_sold_are_refused_and_nothing_is_written(counter: Counter) -> None:
    order = by_cash(counter)
    refund(counter, order, 2_40, lines=(LineReturn(1, 1000),))
    written = len(counter.rows("SELECT 1 FROM journal"))

    with pytest.raises(MoreThanSoldError):
        refund(counter, order, 2_40, lines=(LineReturn(1, 1000),))

    assert len(counter.rows("SELECT 1 FROM journal")) == written


@pytest.mark.parametrize("amount", [5_01, 10_000_00])
def test_more_than_was_paid_is_refused_before_stripe_is_asked(counter: Counter, amount: int) -> None:
    order = by_card(counter)
    asked = replace(request(counter, order), amount_minor=amount)

    with pytest.raises(RefundTooLargeError, match="left to refund"):
        counter.services.refunds.start(MARA, asked)

    assert at_stripe(counter) == []
    assert counter.order(order.order_id).payment_status is PaidStatus.PAID


def test_a_screen_that_is_out_of_date_refunds_nothing(counter: Counter) -> None:
    order = by_cash(counter)
    lines = (LineReturn(1, 1000),)
    with pytest.raises(RefundChangedError):
        refund(counter, order, 2_39, lines=lines)
    assert stored(counter, order.order_id) == ()


def test_cash_and_card_of_one_order_go_back_each_its_way_the_card_first(counter: Counter) -> None:
    order = by_cash_and_card(counter)

    card, cash = refund(counter, order, 6_00)

    assert [(one.refund.via, one.refund.amount.amount_minor) for one in (card, cash)] == [("card", 5_60), ("cash", 40)]
    assert [one["amount"] for one in at_stripe(counter)] == [5_60]
    assert drawer(counter)[-1] == ("refund", -40)
    refund(counter, order)
    after = counter.order(order.order_id)
    assert (after.payment_status, after.refunded_minor) == (PaidStatus.REFUNDED, 7_60)


def test_two_cards_get_back_what_a_person_says(counter: Counter) -> None:
    order = by_two_cards(counter)
    mastercard, visa = order.payments
    parts = (RefundPart(mastercard.payment_id, 3_00), RefundPart(visa.payment_id, 2_00))

    refund(counter, order, 5_00, parts=parts)

    by_intent = {one["payment_intent"]: one["amount"] for one in at_stripe(counter)}
    assert by_intent == {mastercard.intent_id: 3_00, visa.intent_id: 2_00}
    with pytest.raises(RefundTooLargeError):
        refund(counter, order, 2_00, parts=(RefundPart(mastercard.payment_id, 2_00),))
    refund(counter, order)
    assert sum(one["amount"] for one in at_stripe(counter)) == 10_40


def test_a_decision_sent_twice_is_carried_out_once(counter: Counter) -> None:
    order = by_card(counter)
    asked = request(counter, order, 1_00)

    first = counter.services.refunds.start(MARA, asked)
    second = counter.services.refunds.start(MARA, asked)

    assert [one.refund.refund_id for one in first] == [one.refund.refund_id for one in second]
    assert [one["amount"] for one in at_stripe(counter)] == [1_00]


def test_two_clerks_at_once_never_give_back_more_than_was_paid(counter: Counter, other_process: Counter) -> None:
    order = by_card(counter)
    counter.add_second_till()
    asked = [replace(request(counter, order), amount_minor=3_00) for _ in range(2)]
    ended: list[tuple[RefundProgress, ...] | AuroraError] = []

    def give(at: Counter, number: int) -> None:
        try:
            ended.append(at.services.refunds.start((MARA, JONAS)[number], asked[number]))
        except AuroraError as error:
            ended.append(error)

    threads = [threading.Thread(target=give, args=(at, n)) for n, at in enumerate((counter, other_process))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(isinstance(one, RefundTooLargeError) for one in ended) == [False, True]
    assert [one["amount"] for one in at_stripe(counter)] == [3_00]
    assert counter.order(order.order_id).refunded_minor == 3_00


def test_cash_needs_an_open_shift_and_a_card_does_not(counter: Counter) -> None:
    cash, card = by_cash(counter), by_card(counter)
    counter.services.write(lambda work: work._connection.exec_driver_sql("UPDATE shift SET closed_at = 1"))

    with pytest.raises(NoShiftError):
        refund(counter, cash, 1_00)
    with pytest.raises(ConflictError, match="at a till"):
        counter.services.refunds.start(LOOPBACK, request(counter, cash, 1_00))
    (progress,) = refund(counter, card, 1_00)
    assert progress.step is RefundStep.GIVEN


def test_a_reason_is_needed(counter: Counter) -> None:
    order = by_cash(counter)
    with pytest.raises(InvalidError, match="reason"):
        refund(counter, order, 1_00, reason="")


def test_what_a_person_wrote_as_the_reason_stays_out_of_the_journal(counter: Counter) -> None:
    order = by_cash(counter)
    refund(counter, order, 1_00, reason="Mr Smith was unhappy")
    assert stored(counter, order.order_id)[0].reason == "Mr Smith was unhappy"
    assert counter.rows("SELECT count(*) FROM journal WHERE facts LIKE '%Smith%'") == [(0,)]


def test_without_a_stripe_key_cash_is_given_back_and_a_card_is_refused_in_words(counter: Counter) -> None:
    order = by_card(counter)
    counter.services.refunds._calls = None
    with pytest.raises(CardNotSetUpError):
        refund(counter, order)
    assert stored(counter, order.order_id) == ()
    assert refund(counter, by_cash(counter))[0].step is RefundStep.GIVEN


def test_a_part_of_a_cash_payment_is_given_back_in_coins_and_the_rest_to_the_last_one(counter: Counter) -> None:
    order = by_cash(counter)
    with_step(counter, 5)

    refund(counter, order, 2_41)
    assert drawer(counter)[-1] == ("refund", -2_40)
    refund(counter, order)

    assert drawer(counter)[-1] == ("refund", -2_60)
    after = counter.order(order.order_id)
    assert (after.payment_status, after.refunded_minor) == (PaidStatus.REFUNDED, 5_00)
    assert sum(one.given_minor for one in after.refunds) == 5_00


def test_a_payment_under_way_does_not_hold_up_the_others_and_is_not_refunded_itself(counter: Counter) -> None:
    target = counter.target(ESPRESSO, ESPRESSO)
    order = counter.write(counter.services.payments.take_cash, MARA, target, 2_00)
    counter.services.payments.start_card(MARA, OrderTarget(order.order_id), DEMO_READER)

    assert plan(counter, order).left_minor == 2_00
    refund(counter, order)

    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED


def test_nothing_is_left_to_refund_of_an_unpaid_or_voided_order(counter: Counter) -> None:
    order = counter.ordered()
    assert (plan(counter, order).left_minor, plan(counter, order).payments) == (0, ())
    counter.services.write(lambda work: void_unpaid(work, MARA, head_of(work, CAFE, order.order_id, lock=True), "no"))
    assert plan(counter, order).lines == ()
    with pytest.raises(RefundTooLargeError):
        refund(counter, order, 1)


def test_refunded_orders_are_found_by_the_chip(counter: Counter) -> None:
    order = by_cash(counter)
    by_cash(counter)
    refund(counter, order, 1_00)
    page = counter.read(counter.services.orders.page, CAFE, OrderFilter.REFUNDS)
    assert [row.order_id for row in page.rows] == [order.order_id]


def test_failure_21_refund_fails_days_later_and_is_paid_out_otherwise(counter: Counter) -> None:
    order = by_card(counter)

    failed = failed_late(counter, order)

    assert (failed.status, failed.failure) == (RefundStatus.FAILED, "lost_or_stolen_card")
    after = counter.order(order.order_id)
    assert (after.payment_status, after.refunded_minor) == (PaidStatus.PAID, 0)
    assert counter.events(f"order:{order.order_id}")[-2:] == ["refund.failed", "order.paid"]

    given = counter.write(counter.services.refunds.give_cash, MARA, failed.refund_id)

    assert (given.step, given.refund.via) == (RefundStep.GIVEN, "cash")
    assert drawer(counter)[-1] == ("refund", -5_00)
    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED
    with pytest.raises(RefundChangedError):
        counter.write(counter.services.refunds.give_cash, MARA, failed.refund_id)
    with pytest.raises(RefundChangedError):
        counter.services.refunds.try_again(MARA, failed.refund_id)
    assert drawer(counter).count(("refund", -5_00)) == 1


def test_failure_21_refund_fails_days_later_and_is_told_in_words_without_blame(counter: Counter) -> None:
    failed = failed_late(counter, by_card(counter))
    sentence = counter.services.refunds.check(MARA, failed.refund_id).sentence
    assert sentence == "Not refunded: the card was reported as no longer in use. Try again or give cash."


def test_a_failed_part_given_in_cash_is_not_given_again_where_the_payment_has_more_left(counter: Counter) -> None:
    order = by_card(counter)
    failed = failed_late(counter, order, 1_00)
    counter.write(counter.services.refunds.give_cash, MARA, failed.refund_id)
    with pytest.raises(RefundChangedError):
        counter.services.refunds.try_again(MARA, failed.refund_id)
    assert counter.order(order.order_id).refunded_minor == 1_00


def test_cash_in_place_of_a_card_comes_in_coins_and_never_to_more_than_was_taken(counter: Counter) -> None:
    order = by_card(counter)
    failed = failed_late(counter, order, 4_98)
    with_step(counter, 5)
    given = counter.write(counter.services.refunds.give_cash, MARA, failed.refund_id)
    assert (given.refund.given_minor, given.refund.rounding_minor) == (5_00, 2)
    (rest,) = refund(counter, order)
    assert (rest.refund.amount.amount_minor, rest.refund.given_minor, rest.step) == (2, 0, RefundStep.GIVEN)
    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED


def test_a_failed_refund_is_tried_again_with_a_new_key(counter: Counter) -> None:
    order = by_card(counter)
    failed = failed_late(counter, order, 2_00)
    keys = {row[0] for row in counter.rows("SELECT idempotency_key FROM refund")}

    again = counter.services.refunds.try_again(MARA, failed.refund_id)

    assert (again.step, again.refund.attempt) == (RefundStep.GIVEN, 2)
    assert again.refund.refund_id == failed.refund_id
    assert {row[0] for row in counter.rows("SELECT idempotency_key FROM refund")} != keys
    assert {one["metadata"]["attempt"]: one["status"] for one in at_stripe(counter)} == {
        "1": "failed",
        "2": "succeeded",
    }
    assert counter.order(order.order_id).refunded_minor == 2_00


def test_a_failed_refund_is_not_tried_again_over_what_was_captured(counter: Counter) -> None:
    order = by_card(counter)
    failed = failed_late(counter, order)
    refund(counter, order, 5_00)
    with pytest.raises(RefundTooLargeError, match="left to refund by now"):
        counter.services.refunds.try_again(MARA, failed.refund_id)
    assert counter.order(order.order_id).refunded_minor == 5_00


def test_a_refund_that_the_bank_takes_its_time_for_is_on_its_way_and_counts(counter: Counter) -> None:
    order = by_card_numbered(counter, "4000000000007726")
    (progress,) = refund(counter, order)
    assert (progress.step, progress.refund.status) == (RefundStep.ON_ITS_WAY, RefundStatus.PENDING)
    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED
    (made,) = at_stripe(counter)
    counter.ask_stripe("POST", f"refunds/{made['id']}/cancel")
    failed = counter.services.refunds.resume(progress.refund)
    assert (failed.step, failed.refund.failure) == (RefundStep.FAILED, "canceled")
    assert counter.order(order.order_id).payment_status is PaidStatus.PAID


def test_late_news_of_an_attempt_before_say_nothing_of_the_present_one(counter: Counter) -> None:
    order = by_card(counter)
    failed = failed_late(counter, order, 2_00)
    late = told(counter, failed, "failed", "declined")
    counter.services.refunds.try_again(MARA, failed.refund_id)

    assert settle(counter, failed, late).status is RefundStatus.SUCCEEDED


def test_the_same_said_twice_is_written_once(counter: Counter) -> None:
    order = by_card(counter)
    (done,) = refund(counter, order)
    written = len(counter.rows("SELECT 1 FROM journal"))
    settle(counter, done.refund, told(counter, done.refund, "succeeded"))
    settle(counter, done.refund, told(counter, done.refund, "pending"))
    assert len(counter.rows("SELECT 1 FROM journal")) == written


@pytest.mark.parametrize("status", ["pending", "requires_action", "other"])
def test_a_refund_that_stripe_has_not_ended_stays_open_and_counts_as_refunded(counter: Counter, status: str) -> None:
    order = by_card(counter)
    (done,) = refund(counter, order)
    said = told(counter, done.refund, status)
    settle(counter, done.refund, replace(said, status=type(said.status).FAILED))
    again = settle(counter, done.refund, said)
    assert again.status is RefundStatus.PENDING
    assert counter.order(order.order_id).payment_status is PaidStatus.REFUNDED
    assert counter.services.refunds.check(MARA, done.refund.refund_id).step is RefundStep.GIVEN


def test_a_refund_of_another_amount_or_payment_is_never_booked(counter: Counter) -> None:
    order = by_card(counter)
    (done,) = refund(counter, order, 2_00)
    said = told(counter, done.refund, "failed")
    for wrong in (
        replace(said, amount=Money(1_99, "USD")),
        replace(said, metadata={}),
        replace(said, intent_id=IntentId("pi_other")),
        replace(said, stripe_refund_id="re_other"),
    ):
        with pytest.raises(RefundMismatchError):
            settle(counter, done.refund, wrong)
    assert stored(counter, order.order_id)[0].status is RefundStatus.SUCCEEDED


def test_the_back_room_leaves_alone_what_is_settled(counter: Counter) -> None:
    (done,) = refund(counter, by_card(counter))
    calls = len(counter.door.calls)
    assert counter.services.refunds.resume(done.refund).step is RefundStep.GIVEN
    assert len(counter.door.calls) == calls


def test_a_tip_goes_back_with_the_whole_payment_where_a_person_says_so(counter: Counter) -> None:
    counter.services.write(lambda work: work.tenants.change(replace(work.tenants.get(CAFE), tips=True)))
    progress = counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    path = f"test_helpers/terminal/readers/{DEMO_READER}/present_payment_method"
    counter.ask_stripe("POST", path, amount_tip="100")
    counter.services.payments.check(MARA, progress.payment.payment_id)
    order = counter.order(progress.payment.order_id)
    (payment,) = order.payments
    assert (payment.amount.amount_minor, payment.tip_minor) == (5_00, 1_00)

    refund(counter, order, 2_00)
    (rest,) = refund(counter, order, 3_00, parts=(RefundPart(payment.payment_id, 3_00, with_tip=True),))

    assert (rest.refund.tip_minor, rest.refund.given_minor) == (1_00, 4_00)
    assert sorted(one["amount"] for one in at_stripe(counter)) == [2_00, 4_00]
    assert counter.order(order.order_id).refunded_minor == 5_00
