"""Refunds when Stripe can't be reached, refuses, or the till dies: never given back twice, never lost."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from aurora_desk.backroom.room import BackRoom
from aurora_desk.domain.orders import PaidStatus, RefundStatus
from aurora_desk.domain.refund_progress import RefundStep
from aurora_desk.domain.refunds import RefundChangedError
from aurora_desk.services.refund_planning import begin_refund
from aurora_desk.services.refunds import KEY_LASTS, NOT_KNOWN, QUIET
from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.state import State
from aurora_desk.store.creating import Place
from services.counter import MARA, Counter, open_counter
from services.refunding import (
    REFUNDS,
    at_stripe,
    by_card,
    by_cash_and_card,
    by_two_cards,
    drawer,
    refund,
    request,
    stored,
)

BOTH = pytest.mark.parametrize("after", [False, True], ids=["question lost", "answer lost"])


def refunded_once(counter: Counter, amount: int) -> None:
    """Stripe gave the amount back once, and the row says so."""
    assert [one["amount"] for one in at_stripe(counter)] == [amount]
    (made,) = at_stripe(counter)
    assert counter.rows("SELECT status, stripe_refund_id FROM refund") == [("succeeded", made["id"])]


@BOTH
def test_failure_20_refund_answer_lost_is_unknown_and_not_refunded_again(counter: Counter, *, after: bool) -> None:
    order = by_card(counter)
    counter.door.lose("/v1/refunds", after=after)

    (progress,) = refund(counter, order, 2_00)

    assert (progress.step, progress.sentence) == (RefundStep.UNKNOWN, NOT_KNOWN)
    assert counter.order(order.order_id).payment_status is PaidStatus.PART_REFUNDED
    with pytest.raises(RefundChangedError):
        counter.write(counter.services.refunds.give_cash, MARA, progress.refund.refund_id)
    with pytest.raises(RefundChangedError):
        counter.services.refunds.try_again(MARA, progress.refund.refund_id)
    assert counter.services.refunds.check(MARA, progress.refund.refund_id).step is RefundStep.UNKNOWN
    counter.door.mend()

    assert counter.services.refunds.check(MARA, progress.refund.refund_id).step is RefundStep.GIVEN
    refunded_once(counter, 2_00)


@BOTH
def test_failure_20_refund_answer_lost_once_is_repeated_under_its_key(counter: Counter, *, after: bool) -> None:
    order = by_card(counter)
    counter.door.lose(REFUNDS, after=after, times=1)
    (progress,) = refund(counter, order, 2_00)
    assert progress.step is RefundStep.GIVEN
    refunded_once(counter, 2_00)


def test_failure_20_refund_answer_lost_is_found_by_its_metadata_without_a_second_call(counter: Counter) -> None:
    order = by_card(counter)
    counter.door.lose(REFUNDS, after=True)
    (progress,) = refund(counter, order, 2_00)
    counter.clock.ahead = KEY_LASTS + timedelta(hours=20)
    counter.door.mend()
    counter.door.calls.clear()

    assert counter.services.refunds.resume(progress.refund).step is RefundStep.GIVEN

    assert not any("POST" in call for call in counter.door.calls)
    refunded_once(counter, 2_00)


def test_a_refund_that_stripe_never_got_is_not_called_for_again_once_its_key_is_forgotten(counter: Counter) -> None:
    order = by_card(counter)
    counter.door.lose(REFUNDS, after=False)
    (progress,) = refund(counter, order, 2_00)
    counter.door.mend()
    counter.clock.ahead = KEY_LASTS + timedelta(minutes=1)

    failed = counter.services.refunds.resume(progress.refund)

    assert (failed.step, failed.refund.failure) == (RefundStep.FAILED, "not_done")
    assert at_stripe(counter) == []
    again = counter.services.refunds.try_again(MARA, progress.refund.refund_id)
    assert (again.step, again.refund.attempt) == (RefundStep.GIVEN, 2)
    refunded_once(counter, 2_00)


def test_a_new_attempts_key_is_as_old_as_the_attempt(counter: Counter) -> None:
    order = by_card(counter)
    counter.door.lose(REFUNDS, after=False)
    (progress,) = refund(counter, order, 2_00)
    counter.clock.ahead = KEY_LASTS + timedelta(minutes=1)
    counter.door.mend()
    counter.services.refunds.resume(progress.refund)
    counter.door.lose(REFUNDS, after=False)
    again = counter.services.refunds.try_again(MARA, progress.refund.refund_id)
    assert again.step is RefundStep.UNKNOWN
    counter.door.mend()
    assert counter.services.refunds.resume(again.refund).step is RefundStep.GIVEN
    refunded_once(counter, 2_00)


def test_an_account_that_does_not_know_the_payment_proves_nothing(counter: Counter) -> None:
    """The shop's key was changed to another account's after the first call: what that says is not about the money."""
    order = by_card(counter)
    counter.door.lose(REFUNDS, after=True)
    (progress,) = refund(counter, order, 2_00)
    counter.door.mend()
    with closing(State(None)) as other_account:
        first, counter.door.app = counter.door.app, create_app(other_account)
        for ahead in (timedelta(minutes=1), KEY_LASTS + timedelta(minutes=1)):
            counter.clock.ahead = ahead
            assert counter.services.refunds.resume(progress.refund).step is RefundStep.UNKNOWN
        counter.door.app = first
    assert counter.services.refunds.resume(progress.refund).step is RefundStep.GIVEN
    refunded_once(counter, 2_00)


def test_killed_between_row_and_call_the_back_room_refunds_exactly_once(counter: Counter, demo_place: Place) -> None:
    order = by_card(counter)
    dying = open_counter(demo_place, counter.door, counter.stripe)
    asked = request(counter, order, 2_00)
    dying.services.write(lambda work: begin_refund(work, MARA, asked, cards=True))
    dying.services.close()
    assert at_stripe(counter) == []
    assert counter.read(counter.services.refunds.open_refunds) == (), "it is left to its till for a while"
    counter.clock.ahead = QUIET + timedelta(seconds=1)

    BackRoom(counter.services, "one").settle_payments()
    BackRoom(counter.services, "two").settle_payments()

    refunded_once(counter, 2_00)
    assert counter.rows("SELECT who FROM journal WHERE event = 'refund.succeeded'") == [("program",)]
    assert [one.step for one in counter.services.refunds.start(MARA, asked)] == [RefundStep.GIVEN]
    refunded_once(counter, 2_00)


def test_the_back_room_asks_about_an_unreachable_refund_until_it_knows(counter: Counter) -> None:
    order = by_card(counter)
    counter.door.lose(r"/v1/refunds", after=True)
    refund(counter, order)
    counter.clock.ahead = QUIET + timedelta(seconds=1)
    room = BackRoom(counter.services, "one")
    room.settle_payments()
    assert stored(counter, order.order_id)[0].status is RefundStatus.PENDING
    counter.door.mend()
    counter.clock.ahead = 3 * QUIET
    room.settle_payments()
    refunded_once(counter, 5_00)
    assert counter.read(counter.services.refunds.open_refunds) == ()


def test_stripe_s_refusal_fails_the_card_part_alone_and_cash_has_gone_back(counter: Counter) -> None:
    order = by_cash_and_card(counter)
    counter.ask_stripe("POST", "refunds", payment_intent=str(order.payments[1].intent_id))

    card, cash = refund(counter, order)

    assert (card.step, card.refund.failure) == (RefundStep.FAILED, "charge_already_refunded")
    assert "given back already" in card.sentence
    assert cash.step is RefundStep.GIVEN
    assert drawer(counter)[-1] == ("refund", -2_00)
    assert counter.order(order.order_id).payment_status is PaidStatus.PART_REFUNDED


def test_two_cards_fare_apart(counter: Counter) -> None:
    order = by_two_cards(counter)
    counter.door.lose(REFUNDS, after=False, times=3)

    first, second = refund(counter, order)

    assert {first.step, second.step} == {RefundStep.UNKNOWN, RefundStep.GIVEN}
    counter.door.mend()
    assert counter.services.refunds.check(MARA, first.refund.refund_id).step is RefundStep.GIVEN
    assert sum(one["amount"] for one in at_stripe(counter)) == 10_40
