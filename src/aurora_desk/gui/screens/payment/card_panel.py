"""Card: what the reader is doing in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from aurora_desk.domain.payments import Reader
from aurora_desk.gui.screens.payment.attempt_panel import (
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
from aurora_desk.gui.screens.payment.step_row import StepRow
from aurora_desk.gui.screens.payment.waiting_time import WaitingTime
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.chip import ChipRow

_CHOOSING = (CardPhase.READY, CardPhase.CANCELED, CardPhase.REFUSED)
_FACES = {
    CardPhase.READY: Face(None, "credit-card", "muted", (CardAction.SEND,), CardAction.SEND),
    CardPhase.SENDING: Face(0, actions=(CardAction.CANCEL,)),
    CardPhase.WAITING: Face(1, actions=(CardAction.CANCEL, CardAction.SWITCH)),
    CardPhase.READER_ASKS: Face(1, actions=(CardAction.CANCEL,)),
    CardPhase.APPROVING: Face(2),
    CardPhase.CANCELLING: Face(actions=(CardAction.CANCEL,)),
    CardPhase.DECLINED: DECLINED,
    CardPhase.LOST: Face(1, actions=(CardAction.CHECK,)),
    CardPhase.UNKNOWN: UNKNOWN,
    CardPhase.PAID: PAID,
    CardPhase.CANCELED: CANCELED,
    CardPhase.REFUSED: DECLINED,
    CardPhase.OFFLINE: OFFLINE,
}


class CardPanel(AttemptPanel):
    """The ring while the reader waits, the three steps, and a choice of readers where there are several."""

    def __init__(self, look: Look, *, name: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(look, _FACES, ring_icon="nfc", icon="credit-card", name=name, parent=parent)
        self._readers: tuple[Reader, ...] | None = None
        self._waiting = WaitingTime(self)
        self._waiting.ticked.connect(self._on_second)
        self.steps = StepRow(look, name=f"{name}-steps")
        self.chips = ChipRow(look, name=f"{name}-readers", label=self.tr("Card readers"))
        self.chips.chosen.connect(self._on_reader)
        self._build((self.ring, self.icon), (self.steps,))
        self._column.addWidget(self.chips)

    @property
    def reader(self) -> Reader | None:
        """The reader that is chosen."""
        return self._find(self.chips.key)

    @property
    def next_reader(self) -> Reader | None:
        """The reader after the chosen one, for «Use another reader»."""
        readers = self._readers or ()
        chosen = self.reader
        return readers[(readers.index(chosen) + 1) % len(readers)] if chosen is not None and len(readers) > 1 else None

    def show_readers(self, readers: Sequence[Reader]) -> None:
        """The readers of the shop, the first one chosen."""
        self._readers = tuple(readers)
        self.chips.clear()
        for reader in readers:
            self.chips.add(reader.reader_id, reader.label, icon="nfc")
        self.show_state(self._state)

    def choose(self, reader: Reader) -> None:
        """Mark a reader as the one in use."""
        self.chips.choose(reader.reader_id)

    def _show_picture(self, state: CardState, face: Face) -> None:
        super()._show_picture(state, face)
        self._waiting.follow(waiting=state.phase in (CardPhase.WAITING, CardPhase.READER_ASKS))
        self.steps.setVisible(face.step is not None)
        if face.step is not None:
            self.steps.show_step(face.step)

    def _words(self, state: CardState) -> tuple[str, str]:
        reader = state.reader_label or (self.reader.label if self.reader is not None else self.tr("the reader"))
        own = {
            CardPhase.READY: (self.tr("Ready for a card"), self._ready_words()),
            CardPhase.SENDING: (self.tr("Sending to %1…").replace("%1", reader), ""),
            CardPhase.WAITING: (self.tr("Ask the customer to tap, insert or swipe"), self._waiting_words(reader)),
            CardPhase.APPROVING: (self.tr("Approving. Do not cancel."), ""),
            CardPhase.CANCELLING: (
                self.tr("Cancelling on %1…").replace("%1", reader),
                self.tr("Checking that nothing was charged."),
            ),
            CardPhase.PAID: (self.tr("Paid"), ""),
            CardPhase.OFFLINE: (
                self.tr("Cards need a connection"),
                state.sentence
                or self.tr("Stripe cannot be reached. Nothing was charged. Take cash or another tender, or try again."),
            ),
        }
        return own.get(state.phase) or self._said(state)

    def _waiting_words(self, reader: str) -> str:
        if self._waiting.long:
            return self.tr("Nobody has tapped for two minutes. Cancelling proves that nothing was charged.")
        words = self.tr("%1 is waiting for the card · %2")
        clock = isolated(self._waiting.clock(), self._look.locale)
        return words.replace("%2", clock).replace("%1", reader)

    def _on_second(self) -> None:
        told, words = self.detail.text(), self._words(self._state)[1]
        self.detail.setText(words)
        if self._waiting.long and words != told:
            announce(self, words)

    def _ready_words(self) -> str:
        if self._readers is None:
            return self.tr("Looking for card readers…")
        if not self._readers:
            return self.tr("No card reader is paired with this shop. Take cash.")
        return self.tr("Nothing was charged yet.") if len(self._readers) == 1 else self.tr("Choose a reader.")

    def _show_buttons(self, state: CardState, face: Face) -> None:
        super()._show_buttons(state, face)
        several = len(self._readers or ()) > 1
        self.buttons[CardAction.SWITCH].setVisible(CardAction.SWITCH in face.actions and several)
        self.chips.setVisible(several and state.phase in _CHOOSING)
        send = self.buttons[CardAction.SEND]
        if self.reader is None:
            send.disable(self._ready_words())
        else:
            send.enable()
            send.setText(self.tr("Send to %1").replace("%1", self.reader.label))
        cancel = self.tr("Cancel") if state.phase is CardPhase.SENDING else self.tr("Cancel on reader")
        self.buttons[CardAction.CANCEL].setText(cancel)

    def _texts(self) -> Mapping[CardAction, str]:
        return {
            CardAction.SEND: self.tr("Send to reader"),
            CardAction.CANCEL: self.tr("Cancel on reader"),
            CardAction.SWITCH: self.tr("Use another reader"),
            CardAction.RETRY: self.tr("Try again"),
            CardAction.OTHER: self.tr("Other method"),
            CardAction.CHECK: self.tr("Check now"),
            CardAction.NEXT: self.tr("Next customer"),
        }

    def _find(self, key: object) -> Reader | None:
        return next((reader for reader in self._readers or () if reader.reader_id == key), None)

    def _on_reader(self, _key: object) -> None:
        if self.reader is not None:
            self._show_buttons(self._state, self._faces[self._state.phase])
