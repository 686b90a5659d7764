"""A card payment at a reader, followed to its proved end. No widget: the sheet shows what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from aurora_desk.domain.ids import OrderId, PaymentId, ReaderId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import (
    BeingPaidError,
    CardProgress,
    CartChangedError,
    OrderTarget,
    Payment,
    Reader,
    Target,
)
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.screens.payment.card_state import ASKING, CardPhase, CardState, state_of
from aurora_desk.gui.theme.sentences import said
from aurora_desk.services.card import NOT_KNOWN, ReaderTakenError


@dataclass(frozen=True, slots=True)
class Pace:
    """How often Stripe is asked, and when a missing answer is told."""

    ask_ms: int = 1_000
    slow_ms: int = 3_000
    slow_after_ms: int = 30_000
    lost_after_ms: int = 4_000


class CardCalls(Protocol):
    """What the controller asks of the services; all of it blocks."""

    def start_card(self, target: Target, reader_id: ReaderId, amount_minor: int | None) -> CardProgress:
        """Hand what is due, or a part of it, to a reader."""

    def start_code(self, target: Target, amount_minor: int | None) -> CardProgress:
        """Make a page for the customer's phone."""

    def check(self, payment_id: PaymentId) -> CardProgress:
        """Ask how the payment stands."""

    def retry(self, payment_id: PaymentId) -> CardProgress:
        """The same payment again."""

    def cancel(self, payment_id: PaymentId) -> CardProgress:
        """Cancel, with proof."""

    def order_of(self, target: Target) -> Order | None:
        """The order behind a target, if there is one."""


class CardController(QObject):
    """One question at a time is under way; what is wanted meanwhile follows its answer."""

    changed = Signal(object)
    """The new `CardState`."""

    def __init__(
        self, calls: CardCalls, jobs: Lane, target: Target, *, pace: Pace | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._calls, self._jobs, self._pace = calls, jobs, pace or Pace()
        self.target = target
        """What is paid; the order, as soon as the first attempt has made one."""
        self.state = CardState(CardPhase.READY)
        self._under_way = self._cancel_wanted = self._paused = False
        self._next_try: Callable[[], None] | None = None
        self._amount_minor: int | None = None
        self._since = QElapsedTimer()
        self._ask_timer = self._single_shot(self._ask)
        self._lost_timer = self._single_shot(self._on_lost)

    @property
    def order_id(self) -> OrderId | None:
        """The order, once there is one."""
        return self.target.order_id if isinstance(self.target, OrderTarget) else None

    @property
    def busy(self) -> bool:
        """Whether a question to Stripe is under way."""
        return self._under_way

    def start(self, reader: Reader, amount_minor: int | None = None) -> None:
        """Send what is due, or a part of it, to a reader; only while no attempt is open."""
        self._begin(
            partial(self._calls.start_card, self.target, reader.reader_id, amount_minor), amount_minor, reader.label
        )

    def start_code(self, amount_minor: int | None = None) -> None:
        """Make a code for what is due, or for a part of it; only while no attempt is open."""
        self._begin(partial(self._calls.start_code, self.target, amount_minor), amount_minor)

    def retry(self) -> None:
        """After a decline: the same attempt on the reader again."""
        payment = self.state.payment
        if self._under_way or self.state.phase is not CardPhase.DECLINED or payment is None:
            return
        self._show(replace(self.state, phase=CardPhase.SENDING, sentence=""))
        self._since.start()
        self._run(partial(self._calls.retry, payment.payment_id), self._on_not_retried)

    def check(self) -> None:
        """Ask now."""
        if self.state.phase in ASKING:
            self._ask()

    def cancel(self) -> None:
        """Take the payment off the reader; the customer may have been faster."""
        if self.state.ended or self.state.phase in (CardPhase.APPROVING, CardPhase.CANCELLING):
            return
        self._cancel_wanted = True
        self._ask_timer.stop()
        self._show(replace(self.state, phase=CardPhase.CANCELLING, sentence=""))
        if not self._under_way:
            self._cancel_now()

    def switch(self, reader: Reader) -> None:
        """Cancel on this reader, and once that is proved, send to another."""
        self._next_try = partial(self.start, reader, self._amount_minor)
        self.cancel()

    def renew(self) -> None:
        """Close the code, and once that is proved, make a new one."""
        self._next_try = partial(self.start_code, self._amount_minor)
        self.cancel()

    def drop_next(self) -> None:
        """What was to follow a cancel that is under way does not: it ends with the cancel."""
        self._next_try = None

    def need_connection(self, sentence: str = "") -> None:
        """Stripe can't be reached: nothing is tried, so that nothing can be charged."""
        if self.state.ended and self.state.phase is not CardPhase.PAID:
            self._show(CardState(CardPhase.OFFLINE, sentence))

    def forget(self) -> None:
        """Back to the beginning, for the next attempt; only while none is open."""
        if self.state.ended:
            self._show(CardState(CardPhase.READY))

    def pause(self) -> None:
        """Nobody looks: the back room follows the payment."""
        self._paused = True
        self._ask_timer.stop()

    def resume(self) -> None:
        """Somebody looks again."""
        self._paused = False
        self._plan()

    def _begin(self, call: Callable[[], CardProgress], amount_minor: int | None, reader_label: str = "") -> None:
        if self._under_way or not self.state.ended or self.state.phase is CardPhase.PAID:
            return
        self._amount_minor = amount_minor
        self._show(CardState(CardPhase.SENDING, reader_label=reader_label))
        self._since.start()
        self._run(call, self._on_not_started)

    def _single_shot(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    def _ask(self) -> None:
        payment = self.state.payment
        if self._under_way or self.state.phase not in ASKING or payment is None:
            return
        self._ask_timer.stop()
        self._lost_timer.start(self._pace.lost_after_ms)
        self._run(partial(self._calls.check, payment.payment_id), self._on_no_answer)

    def _cancel_now(self) -> None:
        self._cancel_wanted = False
        payment = self.state.payment
        assert payment is not None
        self._show(replace(self.state, phase=CardPhase.CANCELLING, sentence=""))
        self._run(partial(self._calls.cancel, payment.payment_id), self._on_no_answer)

    def _run(self, call: Callable[[], CardProgress], failed: Callable[[Exception], None]) -> None:
        self._under_way = True
        self._jobs.start(self, call, done=self._on_answer, failed=failed)

    def _on_answer(self, progress: CardProgress) -> None:
        self._answered()
        state = state_of(progress, self.state.reader_label)
        if state.phase is CardPhase.CANCELED and self.state.phase is CardPhase.CANCELLING:
            state = replace(state, sentence=self.tr("Cancelled. Nothing was charged."))
        self._arrive(state)

    def _on_not_started(self, error: Exception) -> None:
        """The row is written before anybody is asked, so an attempt may exist: look, before saying that none does."""
        if isinstance(error, (BeingPaidError, CartChangedError)):
            self._on_found(error, None)
            return
        find = partial(self._calls.order_of, self.target)
        self._jobs.start(self, find, done=partial(self._on_found, error), failed=partial(self._on_lookup_failed, error))

    def _on_lookup_failed(self, first: Exception, _second: Exception) -> None:
        self._on_found(first, None)

    def _on_found(self, error: Exception, order: Order | None) -> None:
        self._answered()
        payment: Payment | None = None
        if order is not None:
            self.target, payment = OrderTarget(order.order_id), order.live_payment
        if payment is not None:
            self._arrive(CardState(CardPhase.UNKNOWN, said(NOT_KNOWN), self.state.reader_label, payment))
        else:
            blocked = isinstance(error, (NoShiftError, CartChangedError))
            label = self.state.reader_label
            self._arrive(CardState(CardPhase.REFUSED, words_of(error), label, blocked=blocked))

    def _on_not_retried(self, error: Exception) -> None:
        if isinstance(error, ReaderTakenError):
            self._answered()
            self._arrive(replace(self.state, phase=CardPhase.DECLINED, sentence=words_of(error)))
        else:
            self._on_no_answer(error)

    def _on_no_answer(self, _error: Exception) -> None:
        self._answered()
        self._arrive(replace(self.state, phase=CardPhase.UNKNOWN, sentence=said(NOT_KNOWN)))

    def _on_lost(self) -> None:
        if self._under_way and self.state.phase in (
            CardPhase.WAITING,
            CardPhase.READER_ASKS,
            CardPhase.APPROVING,
        ):
            words = self.tr("The reader does not answer. Checking whether the payment went through…")
            self._show(replace(self.state, phase=CardPhase.LOST, sentence=words))

    def _answered(self) -> None:
        self._under_way = False
        self._lost_timer.stop()

    def _arrive(self, state: CardState) -> None:
        if state.payment is not None:
            self.target = OrderTarget(state.payment.order_id)
        if self._cancel_wanted and not state.ended and state.phase is not CardPhase.APPROVING:
            self.state = state
            self._cancel_now()
            return
        self._cancel_wanted = False
        again, self._next_try = self._next_try, None
        self._show(state)
        if state.phase is CardPhase.CANCELED and again is not None:
            again()
        else:
            self._plan()

    def _plan(self) -> None:
        """Ask again after a while, less often when it takes long."""
        if self._paused or self._under_way or self.state.phase not in ASKING:
            return
        slow = self.state.phase is CardPhase.UNKNOWN or self._since.elapsed() > self._pace.slow_after_ms
        self._ask_timer.start(self._pace.slow_ms if slow else self._pace.ask_ms)

    def _show(self, state: CardState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
