"""Payments that Stripe decides: a card at a reader, or a code on the customer's phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.payments import Reader
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.attempt_panel import CardAction
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.card_controller import CardController
from aurora_desk.gui.screens.payment.card_panel import CardPanel
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.qr_panel import QrPanel
from aurora_desk.gui.screens.payment.readers import Readers
from aurora_desk.gui.screens.payment.stage import Stage
from aurora_desk.gui.screens.payment.tender_column import CARD, QR
from aurora_desk.gui.screens.payment.tenders import Tenders


class Attempts(QObject):
    """Brings the one attempt of a sale from its start to its proof, in the panel of its tender."""

    front_wanted = Signal(object, str)
    """The panel to show, and its tender."""
    ready = Signal()
    """What can be done next can be pressed by now."""
    changed = Signal()
    """The attempt is somewhere else: other tenders may be taken now, or not."""
    paid = Signal()
    blocked = Signal(str)
    """Why nothing can be paid at all."""
    other_wanted = Signal()
    """Another tender; this attempt is proved not charged."""
    leave_wanted = Signal()
    """The order is to stay waiting."""
    mail_wanted = Signal()
    """The page to pay on is to go to the customer by mail."""
    stuck = Signal(str, str, object)
    """What went wrong, the words of the next step, and that step."""

    def __init__(
        self,
        context: Context,
        tenders: Tenders,
        controller: CardController,
        bill: Bill,
        stage: Stage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._tenders, self._controller = context, tenders, controller
        self._bill, self._stage = bill, stage
        self.tender = CARD
        """By which tender the attempt is, or the last one was."""
        self._after_cancel: Callable[[], object] | None = None
        self._start_for: Person | None = None
        """Whoever wants it to begin as soon as the readers are found."""
        self._looking_for: Person | None = None
        """Whoever wants it to begin as soon as Stripe answers."""
        self._readers = Readers(tenders.readers, context.jobs, self)
        self._readers.found.connect(self._on_readers)
        self._readers.failed.connect(self._on_no_readers)
        controller.changed.connect(self._on_changed)
        stage.card.acted.connect(self._on_action)
        stage.qr.acted.connect(self._on_action)
        stage.qr.code_wanted.connect(self._draw_code)
        stage.qr.page.mail_wanted.connect(self.mail_wanted)

    @property
    def panel(self) -> CardPanel | QrPanel:
        """Where the attempt is shown."""
        return self._stage.card if self.tender == CARD else self._stage.qr

    def panel_of(self, tender: str) -> CardPanel | QrPanel:
        """Where attempts by a tender are shown."""
        return self._stage.card if tender == CARD else self._stage.qr

    def find_readers(self) -> None:
        """Look the shop's readers up, where cards are set up."""
        if self._context.services.payments.card_ready():
            self._readers.find()

    def why_not(self, tender: str) -> str:
        """The reason for which a tender can't be taken at any time; empty where it can."""
        if not self._context.services.payments.card_ready():
            return self.tr("Not set up")
        if not self._bill.due:
            return self.tr("Nothing to pay")
        return self.tr("No card reader") if tender == CARD and self._readers.known == () else ""

    def show(self, tender: str, *, send: bool) -> None:
        """Bring a tender to the front, and begin at once where nothing has to be chosen before."""
        self.tender = tender
        self._controller.forget()
        self.panel.show_state(self._controller.state)
        self.front_wanted.emit(self.panel, tender)
        if tender == QR:
            if send:
                self._start_code()
            return
        self._start_for = self._context.session.person if send and self._readers.known is None else None
        if self._readers.known is None:
            self.find_readers()
        if send and self._readers.only is not None:
            self._start_card(self._readers.only)

    def begin_nothing(self) -> None:
        """Somebody is on the way out: no answer that is still to come begins anything."""
        self._start_for = self._looking_for = None
        self.drop_next()

    def drop_next(self) -> None:
        """The till was locked: what was to follow a cancel does not, in nobody's name and not in the next person's."""
        self._after_cancel = None
        self._controller.drop_next()

    def cancel_then(self, after: Callable[[], object]) -> None:
        """Other tenders and the way out come only after proof that nothing can be charged any more."""
        if self._controller.state.ended:
            after()
        else:
            self._after_cancel = after
            self._controller.cancel()

    def _on_readers(self) -> None:
        assert self._readers.known is not None
        card = self._stage.card
        card.show_readers(self._readers.known)
        self.changed.emit()
        wanted, self._start_for = self._start_for, None
        if self._stage.shown is not card:
            return
        if wanted is not None and wanted is self._context.session.person and self._readers.only is not None:
            self._start_card(self._readers.only)
        else:
            self.ready.emit()

    def _on_no_readers(self, error: Exception) -> None:
        if self._stage.shown is self._stage.card:
            self.stuck.emit(words_of(error), self.tr("Try again"), partial(self.show, CARD, send=False))

    def _on_action(self, action: CardAction) -> None:
        if action is CardAction.OTHER:
            self.cancel_then(self.other_wanted.emit)
        elif action is CardAction.NEXT:
            self.leave_wanted.emit()
        elif action is CardAction.CANCEL:
            self._controller.cancel()
        elif action is CardAction.CHECK:
            self._controller.check()
        elif action is CardAction.RETRY and not self._controller.state.ended:
            self._controller.retry()
        elif self._controller.state.phase is CardPhase.OFFLINE:
            self._look_for_stripe()
        elif action is CardAction.RENEW:
            self._controller.renew()
        elif self.tender == QR:
            self._start_code()
        else:
            self._send(action, self._stage.card)

    def _send(self, action: CardAction, card: CardPanel) -> None:
        if action is CardAction.SWITCH and card.next_reader is not None:
            reader = card.next_reader
            card.choose(reader)
            self._controller.switch(reader)
        elif action is not CardAction.SWITCH and card.reader is not None:
            self._start_card(card.reader)

    def _start_card(self, reader: Reader) -> None:
        if self._context.reach.stripe:
            self._controller.start(reader, self._bill.part_minor)
        else:
            self._controller.need_connection()

    def _start_code(self) -> None:
        if self._context.reach.stripe:
            self._controller.start_code(self._bill.part_minor)
        else:
            self._controller.need_connection()

    def _look_for_stripe(self) -> None:
        """Try again, after nothing was tried for want of a connection."""
        again = self.panel.buttons[CardAction.RETRY]
        if not again.busy:
            again.set_busy(True)
            self._looking_for = self._context.session.person
            ask, told = self._context.services.payments.stripe_answers, partial(self._on_looked, self.tender)
            self._context.jobs.start(self, ask, done=told, failed=lambda _error: told(answers=False))

    def _on_looked(self, tender: str, answers: bool) -> None:
        panel = self.panel_of(tender)
        panel.buttons[CardAction.RETRY].set_busy(False)
        self._context.reach.tell(stripe=answers)
        if self._stage.shown is not panel or self._controller.state.phase is not CardPhase.OFFLINE:
            return
        if not answers:
            still = self.tr("Still no connection. Nothing was charged. Take cash or another tender, or try again.")
            self._controller.need_connection(still)
        elif self._looking_for is not None:
            # Locked meanwhile, nothing is sent in the name of whoever left: whoever comes can send it.
            self.show(tender, send=self._looking_for is self._context.session.person)

    def _draw_code(self, url: str) -> None:
        qr = self._stage.qr
        draw = partial(self._tenders.code_of_page, url)
        self._context.jobs.start(self, draw, done=qr.show_code, failed=lambda error: qr.refuse(words_of(error)))

    def _on_changed(self, state: CardState) -> None:
        self.panel.show_state(state)
        self.changed.emit()
        if state.phase is CardPhase.PAID:
            self._after_cancel = None
            self.paid.emit()
        elif state.blocked:
            self.blocked.emit(state.sentence)
        elif state.phase is CardPhase.CANCELED and self._after_cancel is not None:
            after, self._after_cancel = self._after_cancel, None
            after()
        elif state.phase is not CardPhase.CANCELLING:
            self._after_cancel = None
