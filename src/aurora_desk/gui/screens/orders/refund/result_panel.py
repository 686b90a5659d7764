"""What became of a refund, payment by payment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import RefundStatus
from aurora_desk.domain.payments import Payment
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.domain.refunds import RefundWay
from aurora_desk.gui.screens.orders.refund.words import back_words, given, worst
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

LOOKS = {
    RefundStep.GIVEN: ("circle-check", "success"),
    RefundStep.ON_ITS_WAY: ("clock", "info"),
    RefundStep.AT_READER: ("nfc", "info"),
    RefundStep.UNKNOWN: ("triangle-alert", "warning"),
    RefundStep.FAILED: ("circle-x", "danger"),
}
"""Icon and tone of each step."""


class PartResult(Ground):
    """One payment: where to, how much, how it went, and what can be done about it."""

    again = Signal(object)
    cash = Signal(object)
    check = Signal(object)
    cancel = Signal(object)

    def __init__(
        self,
        look: Look,
        progress: RefundProgress,
        payments: Sequence[Payment],
        place: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("card", name=f"refund-result-{place}", parent=parent)
        self._look, self.progress = look, progress
        refund = progress.refund
        self.words = Text(look, back_words(refund, payments), Type.STRONG, wrap=True)
        self.sentence = Text(look, self._sentence(), Type.LABEL, weight=400, wrap=True, name=f"refund-sentence-{place}")
        self.buttons: list[Button] = []
        self._icon = QLabel()
        amount = MoneyLabel(look, Money(refund.given_minor, refund.amount.currency), Type.STRONG)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.words)
        names.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(names, 1)
        row.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(row)
        actions = self._actions(place)
        if self.buttons:
            column.addLayout(actions)
        look.follow(self._dress)

    def set_busy(self, busy: bool) -> None:
        """Nothing else may be done about it while an answer is awaited."""
        for button in self.buttons:
            button.setEnabled(not busy)
        if self.buttons:
            self.buttons[0].setEnabled(True)
            self.buttons[0].set_busy(busy)

    def _actions(self, place: int) -> QHBoxLayout:
        look, step, refund = self._look, self.progress.step, self.progress.refund
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        if step is RefundStep.FAILED:
            amount = look.money(Money(refund.given_minor, refund.amount.currency))
            self._add(row, self.tr("Try again"), "rotate-ccw", f"refund-again-{place}", self.again)
            words = self.tr("Give %1 in cash").replace("%1", amount)
            self._add(row, words, "banknote", f"refund-cash-{place}", self.cash)
        elif step in (RefundStep.UNKNOWN, RefundStep.ON_ITS_WAY):
            self._add(row, self.tr("Check now"), "refresh-cw", f"refund-check-{place}", self.check)
        elif step is RefundStep.AT_READER:
            self._add(row, self.tr("Cancel on reader"), "x", f"refund-cancel-{place}", self.cancel)
        return row

    def _add(self, row: QHBoxLayout, words: str, icon: str, name: str, pressed: SignalInstance) -> None:
        button = Button(self._look, words, icon=icon, name=name, parent=self)
        button.setAccessibleName(f"{words}: {self.words.text()}")
        button.clicked.connect(lambda: pressed.emit(self.progress.refund.refund_id))
        row.addWidget(button)
        self.buttons.append(button)

    def _sentence(self) -> str:
        refund, step = self.progress.refund, self.progress.step
        if step is not RefundStep.GIVEN:
            return said(self.progress.sentence)
        if refund.via == RefundWay.CASH:
            return self.tr("From the drawer")
        if refund.via == RefundWay.OTHER_CARD:
            return self.tr("Booked. Give it back on the other machine now")
        if refund.via == RefundWay.TRANSFER:
            return self.tr("Booked. Send it back by bank transfer now")
        if refund.via == RefundWay.OWN:
            return self.tr("Booked. Give it back that way now")
        return self.tr("On its way to the customer, up to 10 days")

    def _dress(self) -> None:
        icon, tone = LOOKS[self.progress.step]
        self.sentence.set_tone("muted" if tone in ("success", "info") else tone)
        self._icon.setPixmap(self._look.pixmap(icon, tone, 20, self.devicePixelRatioF()))


class ResultPanel(QWidget):
    """The worst of it large, then each payment."""

    again = Signal(object)
    cash = Signal(object)
    check = Signal(object)
    cancel = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("refund-result")
        self.icon = StateIcon(look, "circle-check", "success", side=88)
        self.headline = Text(look, "", Type.HEADING, wrap=True, name="refund-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name="refund-detail")
        self.parts: list[PartResult] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addSpacing(12)
        column.addLayout(self._rows)
        column.addStretch(2)

    def show_progress(self, progress: Sequence[RefundProgress], payments: Sequence[Payment]) -> None:
        """Show how every part stands."""
        for old in self.parts:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.parts = [PartResult(self._look, one, payments, place) for place, one in enumerate(progress)]
        for part in self.parts:
            self._rows.addWidget(part)
            part.again.connect(self.again)
            part.cash.connect(self.cash)
            part.check.connect(self.check)
            part.cancel.connect(self.cancel)
        step = worst(progress)
        self.icon.show_state(*LOOKS[step])
        headline, detail = self._words(step, progress)
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        announce(self, f"{headline}. {detail}", urgent=True)

    def button(self) -> Button | None:
        """The first thing that can be done."""
        return next((button for part in self.parts for button in part.buttons), None)

    def _words(self, step: RefundStep, progress: Sequence[RefundProgress]) -> tuple[str, str]:
        refunds = [one.refund for one in progress if one.refund.status is not RefundStatus.FAILED]
        amount = self._look.money(given(refunds)) if refunds else ""
        cash = [one.refund for one in progress if one.refund.via == RefundWay.CASH and one.step is RefundStep.GIVEN]
        give = self.tr("Give the customer %1 from the drawer.").replace(
            "%1", self._look.money(given(cash)) if cash else ""
        )
        if step is RefundStep.FAILED:
            words = (
                self.tr("Refunded %1, but not all of it").replace("%1", amount) if amount else self.tr("Not refunded")
            )
            return words, give if cash else ""
        if step is RefundStep.UNKNOWN:
            return self.tr("Being checked"), self.tr(
                "We cannot tell yet whether this was refunded. Do not refund again. We ask Stripe every minute."
            )
        if step is RefundStep.AT_READER:
            return self.tr("Ask the customer to hold the card to the reader"), self.tr(
                "Money goes back to this card only with the card itself."
            )
        return self.tr("Refunded %1").replace("%1", amount), give if cash else ""
