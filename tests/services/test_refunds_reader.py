"""Interac: money goes back only to the card that paid, held to a reader; Stripe's refund is the proof here too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aurora_desk.domain.errors import InvalidError, NotFoundError
from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.orders import Order, PaidStatus
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.services.card import LEASE, ReaderTakenError
from aurora_desk.services.demo import DEMO_READER
from aurora_desk.services.refund_planning import parts_of
from aurora_desk.services.refunds import NOT_KNOWN
from services.comparisons import lose_at_stripe
from services.counter import MARA, Counter
from services.refunding import INTERAC, at_stripe, by_card_numbered, plan, present, refund, request, stored

COMMAND, READER, LIST = r"refund_payment", r"GET /v1/terminal/readers/", r"GET /v1/refunds"


@pytest.fixture
def paid(counter: Counter) -> Order:
    """An order of a Canadian shop, paid by an Interac card."""
    counter.services.write(
        lambda work: work._connection.exec_driver_sql("UPDATE tenant SET country = 'CA', currency = 'CAD'")
    )
    order = by_card_numbered(counter, INTERAC)
    assert (order.payment_status, order.payments[0].card_brand) == (PaidStatus.PAID, "interac")
    return order


def start(counter: Counter, order: Order, amount: int | None = None) -> RefundProgress:
    (progress,) = refund(counter, order, amount, reader_id=DEMO_READER)
    return progress


def check(counter: Counter, progress: RefundProgress) -> RefundProgress:
    return counter.services.refunds.check(MARA, progress.refund.refund_id)


def leases(counter: Counter) -> list[tuple[object, ...]]:
    return counter.rows("SELECT leased_to FROM reader WHERE reader_id = ?", DEMO_READER)


def test_the_card_that_paid_gets_its_money_back_at_the_reader(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid, 2_00)
    assert progress.step is RefundStep.AT_READER
    assert leases(counter) == [(progress.refund.refund_id,)]
    assert check(counter, progress).step is RefundStep.AT_READER
    present(counter, INTERAC)

    done = check(counter, progress)

    assert (done.step, done.refund.via) == (RefundStep.GIVEN, "reader")
    assert [one["amount"] for one in at_stripe(counter)] == [2_00]
    assert leases(counter) == [(None,)]
    assert counter.order(paid.order_id).payment_status is PaidStatus.PART_REFUNDED


def test_a_reader_of_this_shop_is_needed(counter: Counter, paid: Order) -> None:
    with pytest.raises(NotFoundError, match="Choose a reader"):
        refund(counter, paid)
    assert stored(counter, paid.order_id) == ()


def test_a_refund_waits_until_the_reader_is_free(counter: Counter, paid: Order) -> None:
    counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    with pytest.raises(ReaderTakenError):
        start(counter, paid)
    assert stored(counter, paid.order_id) == ()


def test_another_payment_waits_until_the_refund_is_done(counter: Counter, paid: Order) -> None:
    start(counter, paid)
    with pytest.raises(ReaderTakenError):
        counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)


def test_a_refund_taken_off_the_reader_has_failed_and_can_be_tried_again(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid)

    canceled = counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id)

    assert (canceled.step, canceled.refund.failure) == (RefundStep.FAILED, "canceled")
    assert leases(counter) == [(None,)]
    assert counter.order(paid.order_id).payment_status is PaidStatus.PAID
    again = counter.services.refunds.try_again(MARA, progress.refund.refund_id)
    assert (again.step, again.refund.attempt) == (RefundStep.AT_READER, 2)
    present(counter, INTERAC)
    assert check(counter, again).step is RefundStep.GIVEN
    assert len(at_stripe(counter)) == 1


def test_a_cancel_that_comes_after_the_card_finds_the_refund_done(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid)
    present(counter, INTERAC)
    assert counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id).step is RefundStep.GIVEN
    assert len(at_stripe(counter)) == 1


def test_a_cancel_does_not_end_a_refund_whose_command_may_still_arrive(counter: Counter, paid: Order) -> None:
    counter.door.lose(COMMAND, after=False)
    progress = start(counter, paid)
    counter.door.mend()

    canceled = counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id)

    assert (canceled.step, canceled.sentence) == (RefundStep.UNKNOWN, NOT_KNOWN)
    path = f"terminal/readers/{DEMO_READER}/refund_payment"
    told = {"metadata[refund_id]": progress.refund.refund_id, "metadata[attempt]": "1"}
    amount, intent_id = str(paid.total.amount_minor), paid.payments[0].intent_id or ""
    counter.ask_stripe("POST", path, payment_intent=intent_id, amount=amount, **told)
    present(counter, INTERAC)
    assert check(counter, progress).step is RefundStep.GIVEN
    assert len(at_stripe(counter)) == 1


def test_a_cancel_that_the_reader_was_too_busy_for_can_be_made_again(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid)
    counter.fault("reader_busy", operation="terminal.readers.cancel_action")
    assert counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id).step is RefundStep.AT_READER
    canceled = counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id)
    assert (canceled.step, canceled.refund.failure) == (RefundStep.FAILED, "canceled")


@pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])
def test_a_lost_command_is_unknown_until_the_reader_tells(counter: Counter, paid: Order, *, after: bool) -> None:
    counter.door.lose(COMMAND, after=after)
    progress = start(counter, paid)
    assert (progress.step, progress.sentence) == (RefundStep.UNKNOWN, NOT_KNOWN)
    counter.door.mend()
    counter.clock.ahead = timedelta(minutes=3)

    known = check(counter, progress)

    assert known.step is (RefundStep.AT_READER if after else RefundStep.FAILED)
    if after:
        present(counter, INTERAC)
        assert check(counter, progress).step is RefundStep.GIVEN
    assert len(at_stripe(counter)) == (1 if after else 0)


def test_a_command_that_may_still_be_on_its_way_is_not_taken_for_not_done(counter: Counter, paid: Order) -> None:
    counter.door.lose(COMMAND, after=False)
    progress = start(counter, paid)
    counter.door.mend()
    assert check(counter, progress).step is RefundStep.UNKNOWN


@pytest.mark.parametrize("lost", [READER, LIST])
def test_while_stripe_is_away_nothing_is_known_and_nothing_fails(counter: Counter, paid: Order, lost: str) -> None:
    progress = start(counter, paid)
    present(counter, INTERAC)
    counter.door.lose(lost, after=False)
    assert check(counter, progress).step is RefundStep.UNKNOWN
    assert counter.services.refunds.cancel_at_reader(MARA, progress.refund.refund_id).step is RefundStep.UNKNOWN
    counter.door.mend()
    assert check(counter, progress).step is RefundStep.GIVEN


def test_the_back_room_books_what_the_till_did_not_see(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid)
    present(counter, INTERAC)
    counter.clock.ahead = LEASE + timedelta(minutes=1)
    (refund_left,) = counter.read(counter.services.refunds.open_refunds)
    assert counter.services.refunds.resume(refund_left).step is RefundStep.GIVEN
    assert progress.refund.refund_id == refund_left.refund_id


def test_the_reader_used_for_a_payment_since_says_nothing_and_stripes_list_decides(
    counter: Counter, paid: Order
) -> None:
    progress = start(counter, paid)
    counter.clock.ahead = LEASE + timedelta(minutes=3)
    counter.services.payments.start_card(MARA, counter.target(), DEMO_READER)
    known = check(counter, progress)
    assert (known.step, known.refund.failure) == (RefundStep.FAILED, "not_done")
    assert at_stripe(counter) == []


def test_two_interac_cards_are_refunded_one_after_the_other(counter: Counter, paid: Order) -> None:
    desk = plan(counter, paid)
    (one,) = desk.payments
    other = replace(one, payment=replace(one.payment, payment_id=PaymentId("other")))
    both = replace(desk, payments=(one, other))
    asked = request(counter, paid, 2 * desk.left_minor)
    with pytest.raises(InvalidError, match="one after the other"):
        parts_of(both, asked)


def test_a_reader_that_stripe_has_no_more_does_not_keep_a_refund_open(counter: Counter, paid: Order) -> None:
    counter.door.lose(COMMAND, after=False)
    progress = start(counter, paid)
    counter.door.mend()
    lose_at_stripe(counter, DEMO_READER)
    assert check(counter, progress).step is RefundStep.UNKNOWN
    counter.clock.ahead = timedelta(minutes=3)
    known = check(counter, progress)
    assert (known.step, known.refund.failure) == (RefundStep.FAILED, "not_done")


def test_an_account_that_knows_neither_reader_nor_payment_ends_no_refund(counter: Counter, paid: Order) -> None:
    progress = start(counter, paid)
    lose_at_stripe(counter, DEMO_READER)
    lose_at_stripe(counter, paid.payments[0].intent_id or "")
    counter.clock.ahead = timedelta(minutes=3)
    assert check(counter, progress).step is RefundStep.UNKNOWN
