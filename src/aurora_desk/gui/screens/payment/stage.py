"""The well at the end side of the payment sheet: one panel at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.card_panel import CardPanel
from aurora_desk.gui.screens.payment.cash_panel import CashPanel
from aurora_desk.gui.screens.payment.done_panel import DonePanel
from aurora_desk.gui.screens.payment.message_panel import MessagePanel
from aurora_desk.gui.screens.payment.other_panel import OtherPanel
from aurora_desk.gui.screens.payment.pause import Pause
from aurora_desk.gui.screens.payment.qr_panel import QrPanel
from aurora_desk.gui.screens.payment.split_panel import SplitPanel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.polish import Ground

CASH_HEIGHT, CODE_HEIGHT = 668, 690
"""What the sheet wants for these at a text size of 100 %."""
Panel = CashPanel | CardPanel | QrPanel | SplitPanel | OtherPanel | MessagePanel | DonePanel


class Stage(Ground):
    """Holds the panels; the one that is shown gets the focus, so that it never falls behind the sheet."""

    brought = Signal(object)
    """The `Panel` that came to the front."""

    def __init__(
        self,
        look: Look,
        due: Money,
        *,
        back_after_ms: int,
        pause_ms: int,
        training: bool,
        mails_ready: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("well", name="payment-well", parent=parent)
        self._look = look
        self.cash = CashPanel(look, due)
        self.card = CardPanel(look)
        self.qr = QrPanel(look, training=training, mails_ready=mails_ready)
        self.split = SplitPanel(look, due.currency)
        self.other = OtherPanel(look)
        self.message = MessagePanel(look)
        self.pause = Pause(self, lasts_ms=pause_ms)
        self.opening = Pause(self, lasts_ms=pause_ms, keys=False)
        """Of a double tap on Pay or Cash the second one falls on the sheet, where the whole amount is at hand."""
        self.done = DonePanel(look, pause=self.pause, back_after_ms=back_after_ms)
        self.shown: Panel = self.cash
        self._asked: tuple[Money, Money, int] | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(22, 20, 22, 20)
        self._stack = QStackedLayout()
        inside.addLayout(self._stack)
        for panel in (self.cash, self.card, self.qr, self.split, self.other, self.message, self.done):
            self._stack.addWidget(panel)
        for button in (self.cash.take, self.split.pay):
            self.pause.guard(button)
            self.opening.guard(button)

    def fit(self, room: int) -> None:
        """How high the sheet may be: in a low window, or at a large text size, number pads and codes are smaller."""
        low = room < self._look.px(CASH_HEIGHT)
        self.cash.set_low(low)
        self.split.amount.set_low(low)
        self.other.set_low(low)
        self.qr.set_low(room < self._look.px(CODE_HEIGHT))

    def ask(self, bill: Bill) -> None:
        """Show what is to pay now; what was typed stays while that is the same."""
        asked = (bill.asked, bill.cash, bill.step_minor)
        if asked != self._asked:
            self._asked = asked
            self.cash.show_due(bill.cash, step_minor=bill.step_minor)
            self.other.show_due(bill.asked)

    def show_panel(self, panel: Panel) -> None:
        """Bring a panel to the front."""
        self.shown = panel
        self._stack.setCurrentWidget(panel)
        # Before the sheet is open its parts take no focus: the sheet gives it back to where it was.
        if self.isVisible():
            panel.take_focus()
        self.brought.emit(panel)
