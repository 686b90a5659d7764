"""Pay by QR code: a page on the customer's own phone, and when it closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.screens.payment.attempt_panel import (
    BETWEEN,
    CANCELED,
    DECLINED,
    OFFLINE,
    PAID,
    UNKNOWN,
    AttemptPanel,
    CardAction,
    Face,
)
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.pay_page import PayPage
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.qr_view import SMALLEST, QrView

SIDE = 280
CLOSE = 4
_FACES = {
    CardPhase.READY: Face(None, "qr-code", "muted", (CardAction.SEND,), CardAction.SEND),
    CardPhase.SENDING: Face(actions=(CardAction.CANCEL,)),
    CardPhase.WAITING: Face(actions=(CardAction.CANCEL, CardAction.RENEW)),
    CardPhase.APPROVING: Face(),
    CardPhase.CANCELLING: Face(actions=(CardAction.CANCEL,)),
    CardPhase.DECLINED: DECLINED,
    CardPhase.LOST: Face(actions=(CardAction.CHECK,)),
    CardPhase.UNKNOWN: UNKNOWN,
    CardPhase.PAID: PAID,
    CardPhase.CANCELED: CANCELED,
    CardPhase.REFUSED: DECLINED,
    CardPhase.OFFLINE: OFFLINE,
}


class QrPanel(AttemptPanel):
    """The code with its link and countdown, only while somebody may pay by it."""

    code_wanted = Signal(str)
    """The modules of a code for this address; they come by `show_code`."""

    def __init__(
        self,
        look: Look,
        *,
        training: bool = False,
        mails_ready: bool = False,
        now: Callable[[], datetime] | None = None,
        name: str = "qr",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, _FACES, ring_icon="qr-code", icon="qr-code", name=name, parent=parent)
        self._training, self._url = training, ""
        self.code = QrView(look, label=self.tr("Code that the customer scans to pay"), side=SIDE, name=f"{name}-code")
        self.page = PayPage(look, now, mails_ready=mails_ready, name=name)
        self._build((self.code, self.ring, self.icon), (self.page,))

    def set_low(self, low: bool) -> None:
        """There is little height: the code is as small as phones still read it well."""
        self.code.set_side(SMALLEST if low else SIDE)
        self._column.setSpacing(CLOSE if low else BETWEEN)

    def show_code(self, modules: tuple[tuple[bool, ...], ...]) -> None:
        """The code's modules have been made."""
        self.code.show_modules(modules)

    def show_mailed(self, sentence: str) -> None:
        """Where the link goes by mail."""
        self.page.tell(sentence)

    def refuse(self, sentence: str) -> None:
        """The code could not be drawn; the link still leads to the page."""
        self.detail.setText(sentence)
        self.detail.show()

    def _show_picture(self, state: CardState, face: Face) -> None:
        super()._show_picture(state, face)
        payment = state.payment if state.phase is CardPhase.WAITING else None
        url = payment.checkout_url if payment is not None else ""
        if url and url != self._url:
            self.code.show_modules(())
            self.code_wanted.emit(url)
        self._url = url
        self.code.setVisible(bool(url))
        self.page.show_page(url, payment.expires_at if payment is not None else None)
        if state.phase is CardPhase.WAITING:
            self.ring.hide()

    def _show_buttons(self, state: CardState, face: Face) -> None:
        super()._show_buttons(state, face)
        closed = state.phase is CardPhase.CANCELED
        self.buttons[CardAction.RETRY].setText(self.tr("Show a new code") if closed else self.tr("Try again"))

    def _words(self, state: CardState) -> tuple[str, str]:
        own = {
            CardPhase.READY: (
                self.tr("Pay by QR code"),
                self.tr("The customer scans a code and pays on the phone."),
            ),
            CardPhase.SENDING: (self.tr("Making the code…"), ""),
            CardPhase.WAITING: (self.tr("Waiting for the customer"), self._said(state)[1] or self._where()),
            CardPhase.APPROVING: (self.tr("The bank is being asked"), self.tr("Do not cancel.")),
            CardPhase.CANCELLING: (self.tr("Closing the code…"), self.tr("Checking that nothing was charged.")),
            CardPhase.LOST: (self.tr("Stripe does not answer"), self.tr("Checking whether the customer has paid…")),
            CardPhase.PAID: (self.tr("Paid"), ""),
            CardPhase.OFFLINE: (
                self.tr("A code needs a connection"),
                state.sentence
                or self.tr("Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again."),
            ),
        }
        return own.get(state.phase) or self._said(state)

    def _where(self) -> str:
        if self._training:
            return self.tr("Test mode: the link opens on this computer only.")
        return self.tr("Scan with the phone's camera and pay there.")

    def _texts(self) -> Mapping[CardAction, str]:
        return {
            CardAction.SEND: self.tr("Show the code"),
            CardAction.RENEW: self.tr("More time"),
            CardAction.CANCEL: self.tr("Cancel"),
            CardAction.RETRY: self.tr("Try again"),
            CardAction.OTHER: self.tr("Other method"),
            CardAction.CHECK: self.tr("Check now"),
            CardAction.NEXT: self.tr("Next customer"),
        }
