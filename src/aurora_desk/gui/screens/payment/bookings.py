"""Tenders that are booked at once: cash, a card on another machine, a transfer that was seen, the shop's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartChangedError
from aurora_desk.domain.shifts import NoShiftError
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.card_controller import CardController
from aurora_desk.gui.screens.payment.other_tender import OtherTender
from aurora_desk.gui.screens.payment.stage import Stage
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tender_column import CASH, OTHER
from aurora_desk.gui.screens.payment.tenders import Tenders

NUMBER = ("slip_number", "reference")
"""What is told beneath the field that it was typed in."""


class Bookings(QObject):
    """Books what the panels ask for, one at a time, and tells how it went."""

    booked = Signal(object)
    """The `Order` as it stands now."""
    stopped = Signal(str)
    """Why nothing can be paid at all."""
    refused = Signal(str, str)
    """Why this was not booked, and the tender."""
    awaited = Signal(object)
    """The `Order` that waits for its bank transfer: nothing of it is paid by that."""

    def __init__(
        self,
        tenders: Tenders,
        steps: Steps,
        controller: CardController,
        bill: Bill,
        stage: Stage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tenders, self._steps, self._controller, self._bill = tenders, steps, controller, bill
        self._cash, self._other, self._pause = stage.cash, stage.other, stage.pause
        self._cash.taken.connect(self._take_cash)
        self._other.booked.connect(self._book_other)
        self._other.wait_wanted.connect(self._await_transfer)

    def _take_cash(self, received_minor: int) -> None:
        # The second tap of a double one took the part before: it is no more money.
        if not self._pause.running:
            self._book(self._cash.set_busy, partial(self._tenders.take_cash, tendered_minor=received_minor), CASH)

    def _book_other(self, tender: OtherTender, reference: str) -> None:
        take = partial(self._tenders.take_other, tender=tender, reference=reference)
        self._book(self._other.set_busy, take, OTHER)

    def _await_transfer(self) -> None:
        self._step(
            self._other.set_busy,
            partial(self._tenders.await_transfer, self._controller.target),
            self.awaited,
            OTHER,
        )

    def _book(self, set_busy: Callable[[bool], None], book: Callable[..., Order], tender: str) -> None:
        do = partial(book, self._controller.target, part_minor=self._bill.part_minor)
        self._step(set_busy, do, self.booked, tender)

    def _step(
        self, set_busy: Callable[[bool], None], do: Callable[[], Order], told: SignalInstance, tender: str
    ) -> None:
        if self._steps.busy:
            return

        def done(order: Order) -> None:
            set_busy(False)
            told.emit(order)

        def failed(error: Exception) -> None:
            set_busy(False)
            self._tell(error, tender)

        set_busy(True)
        self._steps.run(do, done, failed)

    def _tell(self, error: Exception, tender: str) -> None:
        if isinstance(error, (NoShiftError, CartChangedError)):
            self.stopped.emit(words_of(error))
        elif tender == OTHER and isinstance(error, InvalidError) and error.field in NUMBER:
            self._other.refuse(words_of(error))
        else:
            self.refused.emit(words_of(error), tender)
