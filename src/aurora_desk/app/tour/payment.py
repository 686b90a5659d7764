"""The payment sheet in every state that a cashier may see: a part of `aurora-desk tour`."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.stage import Stage
from aurora_desk.domain.declines import asked_words, decline_words
from aurora_desk.domain.words import say
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.services.card import GIVEN_UP, NOT_KNOWN, WAITING, ReaderTakenError

DECLINED = say("Card declined: {why}. Nothing was charged.", why=decline_words("insufficient_funds"))
ANOTHER_CARD = asked_words("insufficient_funds") or WAITING
LOST = "The reader does not answer. Checking whether the payment went through…"
STATES = (
    ("ready", CardState(CardPhase.READY)),
    ("sending", CardState(CardPhase.SENDING)),
    ("waiting", CardState(CardPhase.WAITING, WAITING)),
    ("reader-asks", CardState(CardPhase.READER_ASKS, ANOTHER_CARD)),
    ("approving", CardState(CardPhase.APPROVING)),
    ("declined", CardState(CardPhase.DECLINED, DECLINED)),
    ("reader-lost", CardState(CardPhase.LOST, LOST)),
    ("unknown", CardState(CardPhase.UNKNOWN, NOT_KNOWN)),
    ("cancelled", CardState(CardPhase.CANCELED, GIVEN_UP)),
    ("refused", CardState(CardPhase.REFUSED, ReaderTakenError().sentence)),
    ("offline", CardState(CardPhase.OFFLINE)),
)
CODE_STATES = (
    ("making", CardState(CardPhase.SENDING)),
    ("bank-asked", CardState(CardPhase.APPROVING)),
    ("no-answer", CardState(CardPhase.LOST)),
    ("unknown", CardState(CardPhase.UNKNOWN, NOT_KNOWN)),
    ("offline", CardState(CardPhase.OFFLINE)),
)
"""The steps of a card payment. The way there is tested; a tour can't make a reader go silent at the right moment."""


def chapter(stage: Stage) -> None:
    """From a full cart to an empty one: cash, card, then every face of the sheet."""
    _pay_cash(stage)
    _pay_card(stage)
    stage.scan_products(119, 104, 120, 122)
    _add_voucher(stage)
    payment = PaymentTour(stage.guide)
    payment.card_steps()
    payment.other()
    payment.code()
    payment.keys()
    payment.split()


def _pay_cash(stage: Stage) -> None:
    guide = stage.guide
    guide.key(Qt.Key.Key_F12)
    guide.wait_for(QWidget, "payment")
    guide.key(Qt.Key.Key_F9)
    guide.write("12000")
    guide.picture("pay-1-cash")
    guide.key(Qt.Key.Key_Return)
    guide.wait_for(QWidget, "done-next")
    guide.picture("pay-2-cash-paid")
    stage.next_customer()


def _pay_card(stage: Stage) -> None:
    guide = stage.guide
    stage.scan_products(111, 113)
    guide.key(Qt.Key.Key_F10)
    guide.wait_for(QWidget, "payment")
    guide.wait_for(QWidget, "done-next")
    guide.picture("pay-3-card-paid")
    stage.next_customer()


def _add_voucher(stage: Stage) -> None:
    """What the owner says at the command line: the shop takes vouchers."""
    services, actor = stage.desk.context.services, stage.desk.context.session.actor()
    add = partial(services.settings.add_tender, actor=actor, name="Voucher", asks_reference=True)
    services.write(add)


class PaymentTour:
    """Starts on Sell with a full cart, and ends there after the sale."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def card_steps(self) -> None:
        """Every face of the card panel; nothing is sent."""
        sheet = self._open()
        for name, state in STATES:
            sheet.card_panel.show_state(state)
            sheet.column.allow(state.phase, "card", {})
            sheet.card_panel.take_focus()
            self._guide.picture(f"pay-4-card-{name}")
        sheet.card_panel.show_state(CardState(CardPhase.READY))
        self._close()

    def other(self) -> None:
        """A card on another machine, a bank transfer, the shop's own tender; nothing is booked."""
        self._open()
        self._guide.key(Qt.Key.Key_O)
        self._guide.wait_for(QWidget, "other-slip-input")
        self._guide.write("0042")
        self._guide.picture("pay-5-other-machine")
        self._guide.click("other-tenders-1")
        self._guide.wait_for(QWidget, "other-wait")
        self._guide.picture("pay-5-transfer")
        self._guide.click("other-tenders-2")
        self._guide.until(lambda: self._guide.find(QWidget, "other-wait") is None, "the shop's own tender")
        self._guide.write("V-1207")
        self._guide.picture("pay-5-own-tender")
        self._close()

    def keys(self) -> None:
        """F1 over the payment."""
        self._open()
        self._guide.key(Qt.Key.Key_F1)
        self._guide.wait_for(QWidget, "shortcuts")
        self._guide.pause(0.3)
        self._guide.picture("pay-8-keys")
        self._guide.key(Qt.Key.Key_Escape)
        self._guide.until(lambda: self._guide.find(QWidget, "shortcuts") is None, "the keys to close")
        self._close()

    def code(self) -> None:
        """A code that waits for the customer, closed again."""
        sheet = self._open()
        self._guide.key(Qt.Key.Key_F11)
        self._guide.wait_for(QWidget, "qr-code")
        self._guide.pause(0.5)
        self._guide.picture("pay-6-code")
        self._guide.click("qr-cancel")
        self._guide.until(lambda: sheet.controller.state.phase is CardPhase.CANCELED, "the code to be closed")
        self._guide.picture("pay-6-code-closed")
        for name, state in CODE_STATES:
            sheet.qr.show_state(state)
            sheet.column.allow(state.phase, "qr", {})
            sheet.qr.take_focus()
            self._guide.picture(f"pay-6-code-{name}")
        sheet.qr.show_state(sheet.controller.state)
        self._close()

    def split(self) -> None:
        """Three parts: planned, and one of them paid in cash; then the sale is paid."""
        sheet = self._open()
        self._guide.key(Qt.Key.Key_S)
        self._guide.click("split-by-line")
        self._guide.wait_for(QWidget, "split-line")
        self._guide.click("split-line-0")
        self._guide.picture("pay-7-split-by-line")
        self._guide.click("split-line-make")
        self._guide.click("split-by-amount")
        self._guide.write("2000")
        self._guide.picture("pay-7-split-by-amount")
        self._guide.key(Qt.Key.Key_Return)
        self._guide.key(Qt.Key.Key_F9)
        self._guide.key(Qt.Key.Key_Return)
        self._guide.until(lambda: sheet.stage.shown is sheet.split, "the plan with a part paid")
        self._guide.picture("pay-7-split-one-paid")
        for _ in range(2):
            # For a moment after a part nothing is taken: it might be the second tap of a double one.
            self._guide.until(
                lambda: sheet.stage.shown is sheet.split and not sheet.stage.pause.running, "the plan to take a part"
            )
            self._guide.key(Qt.Key.Key_F9)
            self._guide.pause(0.2)
            self._guide.key(Qt.Key.Key_Return)
            self._guide.pause(0.2)
        self._guide.wait_for(QWidget, "done-next")
        self._guide.pause(0.5)
        self._guide.click("done-next")
        self._gone()

    def _open(self) -> PaymentSheet:
        self._guide.wait_for(QWidget, "pay")
        self._guide.key(Qt.Key.Key_F12)
        sheet = self._guide.wait_for(PaymentSheet, "payment")
        self._guide.wait_for(QWidget, "card-send")
        return sheet

    def _close(self) -> None:
        self._guide.key(Qt.Key.Key_Escape)
        self._gone()

    def _gone(self) -> None:
        self._guide.until(lambda: self._guide.find(QWidget, "payment") is None, "Sell to be in front again")
        self._guide.pause(0.3)
