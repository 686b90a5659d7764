"""The card's state machine, with answers that a test gives when it wants to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from queue import SimpleQueue
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.domain.ids import CartId, OrderId, PaymentId, ReaderId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import (
    BeingPaidError,
    CardProgress,
    CardStep,
    CartTarget,
    Method,
    OrderTarget,
    Payment,
    PaymentStatus,
    Reader,
    Target,
)
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.gui.jobs import Lane
from aurora_desk.gui.screens.payment.card_controller import CardController, Pace
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.services.card import ReaderTakenError

COUNTER = Reader(ReaderId("tmr_1"), TenantId(42), "Counter")
BAR = Reader(ReaderId("tmr_2"), TenantId(42), "Bar")
PAYMENT = Payment(
    payment_id=PaymentId("p1"),
    tenant_id=TenantId(42),
    order_id=OrderId(5001),
    method=Method.CARD,
    status=PaymentStatus.PENDING,
    amount=Money(98_10, "USD"),
    tip_minor=0,
    rounding_minor=0,
    tendered_minor=0,
    change_minor=0,
    intent_id=None,
    reader_id=COUNTER.reader_id,
    attempt=1,
    card_brand="",
    card_last4="",
    read_method="",
    failure="",
    created_at=datetime(2026, 5, 4, tzinfo=UTC),
)
DECLINED = "Card declined: not enough funds. Nothing was charged."


def progress(step: CardStep, sentence: str = "words", payment: Payment = PAYMENT) -> CardProgress:
    return CardProgress(payment, step, sentence)


@dataclass
class Answers:
    """The services, as far as the controller knows them: each call waits for the test's answer."""

    asked: list[str] = field(default_factory=list)
    order: Order | None = None
    _given: SimpleQueue[CardProgress | Exception] = field(default_factory=SimpleQueue)

    def give(self, answer: CardProgress | Exception) -> None:
        self._given.put(answer)

    def start_card(self, target: Target, reader_id: ReaderId, amount_minor: int | None) -> CardProgress:
        part = "" if amount_minor is None else f" {amount_minor}"
        return self._answer(f"start {type(target).__name__} {reader_id}{part}")

    def start_code(self, target: Target, amount_minor: int | None) -> CardProgress:
        return self._answer(f"code {type(target).__name__} {amount_minor}")

    def check(self, payment_id: PaymentId) -> CardProgress:
        return self._answer(f"check {payment_id}")

    def retry(self, payment_id: PaymentId) -> CardProgress:
        return self._answer(f"retry {payment_id}")

    def cancel(self, payment_id: PaymentId) -> CardProgress:
        return self._answer(f"cancel {payment_id}")

    def order_of(self, target: Target) -> Order | None:
        self.asked.append("order")
        return self.order

    def _answer(self, call: str) -> CardProgress:
        self.asked.append(call)
        answer = self._given.get(timeout=20)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def jobs(qapp: QCoreApplication) -> Iterator[Lane]:
    lane = Lane(threads=2)
    yield lane
    lane.wait()


@pytest.fixture
def card(answers: Answers, jobs: Lane) -> Iterator[CardController]:
    """A controller that asks by itself only after a long time: tests say when."""
    controller = CardController(answers, jobs, CartTarget(CartId("c1")), pace=Pace(60_000, 60_000, 60_000, 60_000))
    yield controller
    controller.pause()


@pytest.fixture
def reach(qtbot: QtBot, card: CardController) -> Callable[[CardPhase], None]:
    def reached(phase: CardPhase) -> None:
        qtbot.waitUntil(lambda: card.state.phase is phase, timeout=20_000)

    return reached


Reach = Callable[[CardPhase], None]


def test_a_payment_goes_from_sending_by_waiting_and_approving_to_paid(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    seen: list[CardPhase] = []
    card.changed.connect(lambda state: seen.append(state.phase))

    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)
    card.check()
    answers.give(progress(CardStep.APPROVING))
    reach(CardPhase.APPROVING)
    card.check()
    answers.give(progress(CardStep.PAID))
    reach(CardPhase.PAID)

    assert seen == [CardPhase.SENDING, CardPhase.WAITING, CardPhase.APPROVING, CardPhase.PAID]
    assert answers.asked == ["start CartTarget tmr_1", "check p1", "check p1"]


def test_the_cart_is_an_order_once_an_attempt_has_begun(card: CardController, answers: Answers, reach: Reach) -> None:
    assert card.order_id is None

    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    assert card.order_id == OrderId(5001)


def test_a_second_start_while_the_first_is_under_way_does_nothing(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)
    card.start(BAR)

    assert answers.asked == ["start CartTarget tmr_1"]


def test_it_asks_by_itself_while_the_reader_waits(qtbot: QtBot, answers: Answers, jobs: Lane) -> None:
    card = CardController(answers, jobs, CartTarget(CartId("c1")), pace=Pace(ask_ms=1, slow_ms=1))
    card.start(COUNTER)
    for step in (CardStep.WAITING, CardStep.WAITING, CardStep.UNKNOWN, CardStep.PAID):
        answers.give(progress(step))

    qtbot.waitUntil(lambda: card.state.phase is CardPhase.PAID, timeout=20_000)

    assert answers.asked == ["start CartTarget tmr_1", "check p1", "check p1", "check p1"]


def test_nothing_is_asked_while_nobody_looks(qtbot: QtBot, answers: Answers, jobs: Lane) -> None:
    card = CardController(answers, jobs, CartTarget(CartId("c1")), pace=Pace(ask_ms=1, slow_ms=1))
    card.pause()
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    qtbot.waitUntil(lambda: card.state.phase is CardPhase.WAITING, timeout=20_000)
    assert answers.asked == ["start CartTarget tmr_1"]

    card.resume()
    answers.give(progress(CardStep.PAID))

    qtbot.waitUntil(lambda: card.state.phase is CardPhase.PAID, timeout=20_000)


def test_a_declined_card_is_tried_again_with_the_same_attempt(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.DECLINED, DECLINED))
    reach(CardPhase.DECLINED)
    assert card.state.sentence == DECLINED

    card.retry()
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    assert answers.asked == ["start CartTarget tmr_1", "retry p1"]


def test_cancelling_is_proved_before_another_tender_may_follow(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    card.cancel()
    meanwhile = card.state
    answers.give(progress(CardStep.CANCELED))
    reach(CardPhase.CANCELED)

    assert meanwhile.phase is CardPhase.CANCELLING
    assert not meanwhile.ended
    assert card.state.ended
    assert card.state.sentence == "Cancelled. Nothing was charged."


def test_a_customer_faster_than_the_cancel_has_paid(card: CardController, answers: Answers, reach: Reach) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    card.cancel()
    answers.give(progress(CardStep.PAID))

    reach(CardPhase.PAID)


def test_a_cancel_wanted_while_it_is_being_sent_follows_the_answer(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    card.cancel()
    assert card.state.phase is CardPhase.CANCELLING

    answers.give(progress(CardStep.WAITING))
    answers.give(progress(CardStep.CANCELED))
    reach(CardPhase.CANCELED)

    assert answers.asked == ["start CartTarget tmr_1", "cancel p1"]


def test_a_card_being_approved_is_not_cancelled(card: CardController, answers: Answers, reach: Reach) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.APPROVING))
    reach(CardPhase.APPROVING)

    card.cancel()

    assert card.state.phase is CardPhase.APPROVING
    assert answers.asked == ["start CartTarget tmr_1"]


def test_another_reader_gets_the_payment_only_after_the_first_gave_it_up(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    card.switch(BAR)
    answers.give(progress(CardStep.CANCELED))
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    assert answers.asked == ["start CartTarget tmr_1", "cancel p1", "start OrderTarget tmr_2"]


def test_a_check_that_fails_leaves_it_unknown_and_never_not_charged(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    reach(CardPhase.WAITING)

    card.check()
    answers.give(UnavailableError("The database is busy."))
    reach(CardPhase.UNKNOWN)

    assert card.state.sentence == "We cannot tell yet whether this was charged. Do not charge again."
    assert not card.state.ended


def test_no_answer_for_a_while_is_told_and_the_true_result_follows(qtbot: QtBot, answers: Answers, jobs: Lane) -> None:
    card = CardController(answers, jobs, CartTarget(CartId("c1")), pace=Pace(60_000, 60_000, 60_000, 1))
    card.start(COUNTER)
    answers.give(progress(CardStep.WAITING))
    qtbot.waitUntil(lambda: card.state.phase is CardPhase.WAITING, timeout=20_000)

    card.check()
    qtbot.waitUntil(lambda: card.state.phase is CardPhase.LOST, timeout=20_000)
    assert card.state.sentence.startswith("The reader does not answer.")
    answers.give(progress(CardStep.PAID))

    qtbot.waitUntil(lambda: card.state.phase is CardPhase.PAID, timeout=20_000)


@pytest.mark.parametrize("error", [ReaderTakenError(), BeingPaidError()])
def test_a_refused_start_says_why_and_leaves_no_attempt(
    card: CardController, answers: Answers, reach: Reach, error: Exception
) -> None:
    card.start(COUNTER)
    answers.give(error)
    reach(CardPhase.REFUSED)

    assert card.state.sentence == str(error)
    assert card.state.ended
    assert card.order_id is None


def test_without_a_shift_no_tender_can_be_taken(card: CardController, answers: Answers, reach: Reach) -> None:
    card.start(COUNTER)
    answers.give(NoShiftError())
    reach(CardPhase.REFUSED)

    assert card.state.blocked


def test_a_start_that_broke_after_its_row_was_written_is_followed_not_started_again(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    answers.order = cast("Order", SimpleNamespace(order_id=OrderId(5001), live_payment=PAYMENT))

    card.start(COUNTER)
    answers.give(UnavailableError("The database is busy."))
    reach(CardPhase.UNKNOWN)

    assert card.state.payment == PAYMENT
    assert card.target == OrderTarget(OrderId(5001))
    card.start(COUNTER)
    assert answers.asked == ["start CartTarget tmr_1", "order"]


def test_a_reader_taken_by_another_till_can_be_tried_again(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    card.start(COUNTER)
    answers.give(progress(CardStep.DECLINED, DECLINED))
    reach(CardPhase.DECLINED)

    card.retry()
    answers.give(ReaderTakenError())
    reach(CardPhase.DECLINED)

    assert card.state.sentence == str(ReaderTakenError())


def test_an_attempt_that_stripe_refused_leaves_the_order_and_its_reason(
    card: CardController, answers: Answers, reach: Reach
) -> None:
    sentence = "The amount is too small for a card. Nothing was charged. Take cash."

    card.start(COUNTER)
    answers.give(progress(CardStep.CANCELED, sentence, replace(PAYMENT, status=PaymentStatus.FAILED)))
    reach(CardPhase.CANCELED)

    assert card.state.sentence == sentence
    assert card.order_id == OrderId(5001)
