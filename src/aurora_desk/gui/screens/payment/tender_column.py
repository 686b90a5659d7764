"""What is to pay, the ways to pay it, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Payment
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.part_list import paid_words
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.tender_button import TenderButton
from aurora_desk.gui.widgets.text import Text

CARD, CASH, QR, SPLIT, OTHER = "card", "cash", "qr", "split", "other"
WIDTH, LINE = 264, 16
NO_HINTS: Mapping[str, str] = MappingProxyType({})


class TenderColumn(QWidget):
    """The start side of the payment sheet."""

    chosen = Signal(str)
    """One of the tenders above."""

    def __init__(self, look: Look, due: Money, who: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.caption = Text(look, self.tr("To pay"), Type.BODY, tone="muted", name="payment-caption")
        self.amount = MoneyLabel(look, due, Type.DISPLAY, name="payment-due")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.part = Text(look, "", Type.LABEL, tone="success", wrap=True, name="payment-part")
        self.rounded = Text(look, "", Type.LABEL, tone="muted", wrap=True, name="payment-rounded")
        self.how = Text(look, "", Type.BODY, tone="muted", wrap=True, name="payment-how")
        self.card = TenderButton(look, self.tr("Card"), "credit-card", "F10", name="tender-card")
        self.cash = TenderButton(look, self.tr("Cash"), "banknote", "F9", name="tender-cash")
        self.qr = TenderButton(look, self.tr("QR code"), "qr-code", "F11", name="tender-qr")
        self.split = TenderButton(look, self.tr("Split payment"), "users", "S", name="tender-split")
        self.other = TenderButton(look, self.tr("Other"), "ellipsis", "O", name="tender-other")
        self.tenders = {
            CARD: self.card,
            CASH: self.cash,
            QR: self.qr,
            SPLIT: self.split,
            OTHER: self.other,
        }
        self.who = Text(look, who, Type.LABEL, tone="muted", weight=600, wrap=True, name="payment-who")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addSpacing(2)
        column.addWidget(self.amount)
        self._said = self._beneath()
        column.addWidget(self._said)
        column.addSpacing(2)
        for tender, button in self.tenders.items():
            button.clicked.connect(partial(self.chosen.emit, tender))
            column.addSpacing(8)
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.who)
        for words in (self.part, self.rounded, self.how):
            words.hide()
        look.follow(self._dress)

    def _beneath(self) -> QWidget:
        """What is said of the amount has its line also while nothing is: the tenders stay where fingers know them."""
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for words in (self.rounded, self.part, self.how):
            column.addWidget(words)
        return said

    def show_due(self, due: Money, part: str = "", *, caption: str = "") -> None:
        """What is left to pay, and what was paid of it already; a part of a split bill has a caption of its own."""
        self.caption.setText(caption or self.tr("To pay"))
        self.amount.set_money(due)
        self.part.setText(part)
        self.part.setVisible(bool(part))

    def show_rounded(self, asked: Money | None) -> None:
        """What cash comes to where that is another amount; None while it is not asked for."""
        self.rounded.setVisible(asked is not None)
        if asked is not None:
            words = self.tr("Rounded to %1 for cash")
            self.rounded.setText(words.replace("%1", self._look.money(asked)))

    def show_current(self, tender: str) -> None:
        """Mark the tender in use."""
        for own, button in self.tenders.items():
            button.set_current(own == tender)

    def allow(
        self, phase: CardPhase, running: str, reasons: Mapping[str, str], hints: Mapping[str, str] = NO_HINTS
    ) -> None:
        """Switch off what can't be taken now and say why; `running` is the tender that Stripe is asked about.

        `reasons` are those that hold all the time; `hints` tell what is in the way of one that may be tried.
        """
        busy = self.busy_words(phase, running)
        for tender, button in self.tenders.items():
            why = reasons.get(tender, "") or (busy if tender != running else "")
            if why:
                button.disable(why)
            else:
                button.enable(hints.get(tender, ""))

    def busy_words(self, phase: CardPhase, running: str) -> str:
        """What Stripe is asked about just now; empty where nothing is under way."""
        return self._busy_code(phase) if running == QR else self._busy_card(phase)

    def stop(self) -> None:
        """No tender can be taken."""
        for tender in self.tenders.values():
            tender.set_current(False)
            tender.disable(self.tr("Not now"))

    def show_paid(self, paid: Money, payments: Sequence[Payment]) -> None:
        """Nothing is left to choose: how it was paid."""
        self.caption.setText(self.tr("Paid"))
        self.amount.set_money(paid)
        self.amount.set_tone("success")
        for part in (self.part, self.rounded, *self.tenders.values()):
            part.hide()
        self.how.setText("\n".join(self._how(payment) for payment in payments))
        self.how.show()

    def _how(self, payment: Payment) -> str:
        amount = self._look.money(Money(payment.captured_minor, payment.amount.currency))
        return self.tr("%1 · %2").replace("%2", paid_words(payment)).replace("%1", amount)

    def _busy_card(self, phase: CardPhase) -> str:
        if phase in (CardPhase.SENDING, CardPhase.WAITING, CardPhase.READER_ASKS):
            return self.tr("Cancel the card first")
        if phase is CardPhase.APPROVING:
            return self.tr("Approving the card")
        if phase in (CardPhase.CANCELLING, CardPhase.LOST, CardPhase.UNKNOWN):
            return self.tr("Checking the card")
        return ""

    def _busy_code(self, phase: CardPhase) -> str:
        if phase in (CardPhase.SENDING, CardPhase.WAITING):
            return self.tr("Cancel the code first")
        if phase is CardPhase.APPROVING:
            return self.tr("Customer is paying")
        if phase in (CardPhase.CANCELLING, CardPhase.LOST, CardPhase.UNKNOWN):
            return self.tr("Checking the code")
        return ""

    def _dress(self) -> None:
        self.setFixedWidth(self._look.px(WIDTH))
        self._said.setMinimumHeight(self._look.px(LINE))
