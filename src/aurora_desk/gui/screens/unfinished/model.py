"""Unfinished payments as a table; one that ended while it is looked at stays, with its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from aurora_desk.domain.payments import LIVE, IntentStatus, Payment, PaymentStatus, UnfinishedPayment
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.orders import method_word
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.status import PAID, Status

NOT_KNOWN = Status(str(QT_TRANSLATE_NOOP("Status", "Not known yet")), "warning", "clock")
STILL_UNKNOWN = Status(str(QT_TRANSLATE_NOOP("Status", "Still unknown")), "warning", "triangle-alert")
NOT_CHARGED = Status(str(QT_TRANSLATE_NOOP("Status", "Not charged")), "muted", "ban")
AUTHORISED = Status(str(QT_TRANSLATE_NOOP("Status", "Authorised")), "warning", "clock")
_HOUR, _DAY = 60, 24 * 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("UnfinishedModel", text)


@dataclass(frozen=True, slots=True)
class Row:
    """A payment as it was found, and how it stands after the last look at it."""

    found: UnfinishedPayment
    now: Payment
    asked: bool = False
    """Whether somebody asked Stripe since the list is open."""

    @property
    def ended(self) -> bool:
        """Whether Stripe has said how it ended."""
        return self.now.status not in LIVE

    @property
    def status(self) -> Status:
        """What its pill says."""
        if self.now.status is PaymentStatus.SUCCEEDED:
            return PAID
        if self.ended:
            return NOT_CHARGED
        if self.now.authorised:
            return AUTHORISED
        return STILL_UNKNOWN if self.asked else NOT_KNOWN


class UnfinishedModel(TableModel[Row]):
    """Order, amount, tender and reader, age, the last thing known, and the state."""

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        self._now = now
        columns = (
            Column(_tr("Order"), self._order, 76),
            Column(_tr("Amount"), self._amount, 100, at_end=True, order=lambda row: row.now.charged.amount_minor),
            Column(_tr("Tender"), self._tender, 146),
            Column(_tr("Age"), self._age, 80, order=lambda row: self._now() - row.now.created_at),
            Column(_tr("Last known"), self._known),
            Column(_tr("State"), self._state, 150),
        )
        super().__init__(look, columns)

    def key(self, row: Row) -> object:
        return row.now.payment_id

    def show_found(self, found: tuple[UnfinishedPayment, ...]) -> None:
        """Show what is unfinished now; rows that ended under the eyes of a person stay."""
        known = {row.now.payment_id: row for row in self.rows}
        fresh = {one.payment.payment_id for one in found}
        rows = [
            Row(one, one.payment, asked=one.payment.payment_id in known and known[one.payment.payment_id].asked)
            for one in found
        ]
        rows += [row for row in self.rows if row.now.payment_id not in fresh and row.ended]
        self.show_rows(tuple(rows))

    def show_look(self, payment: Payment) -> None:
        """Show how a payment stands after Stripe was asked."""
        place = self.place_of(payment.payment_id)
        if place is not None:
            self.replace_row(Row(self.rows[place].found, payment, asked=True))

    def _order(self, row: Row) -> Cell:
        return Cell(isolated(f"#{row.now.order_id}", self.look.locale), weight=600)

    def _amount(self, row: Row) -> Cell:
        return Cell(self.look.money(row.now.charged), weight=600, at_end=True)

    def _tender(self, row: Row) -> Cell:
        word = method_word(row.now.method)
        label = row.found.reader_label
        return Cell(_tr("%1 · %2").replace("%2", label).replace("%1", word) if label else word)

    def _age(self, row: Row) -> Cell:
        return Cell(age_words(self._now() - row.now.created_at), tone="muted")

    def _known(self, row: Row) -> Cell:
        return Cell(known_words(row.now), tone="muted")

    def _state(self, row: Row) -> Cell:
        return Cell(row.status.word, status=row.status)


def age_words(age: timedelta) -> str:
    """How long ago, in the coarsest unit that says enough."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 1:
        return _tr("just now")
    if minutes < _HOUR:
        return _tr("%1 min").replace("%1", str(minutes))
    if minutes < _DAY:
        return _tr("%1 h").replace("%1", str(minutes // _HOUR))
    return _tr("%1 d").replace("%1", str(minutes // _DAY))


def known_words(payment: Payment) -> str:
    """The last thing that Stripe said of a payment, in words."""
    if payment.status is PaymentStatus.SUCCEEDED:
        return _tr("Money taken")
    if payment.status not in LIVE:
        return _tr("No charge can follow")
    if payment.intent_id is None and payment.checkout_id is not None:
        return _tr("The code is open, nobody has tried to pay")
    if payment.intent_id is None:
        return _tr("Sent, no answer yet")
    words = {
        IntentStatus.REQUIRES_PAYMENT_METHOD.value: _tr("Waits for a card"),
        IntentStatus.REQUIRES_CONFIRMATION.value: _tr("Card was read"),
        IntentStatus.REQUIRES_ACTION.value: _tr("Customer is asked"),
        IntentStatus.PROCESSING.value: _tr("Bank is being asked"),
        IntentStatus.REQUIRES_CAPTURE.value: _tr("Reserved, not taken"),
    }
    return words.get(payment.known, _tr("Sent to the reader"))
