"""Card: what the reader is doing in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.payments import Reader
from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.screens.payment.step_row import StepRow
from aurora_desk.gui.screens.payment.waiting_time import WaitingTime
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.focus_ground import FocusGround
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.waiting_ring import WaitingRing


class CardAction(Enum):
    """What a person can do during a card payment."""

    SEND = "send"
    CANCEL = "cancel"
    SWITCH = "switch"
    RETRY = "retry"
    OTHER = "other"
    CHECK = "check"
    NEXT = "next"
    RENEW = "renew"
    """A new code in place of the one that closes soon."""


@dataclass(frozen=True, slots=True)
class _Face:
    """How a phase looks: the step reached, the state icon instead of the ring, the actions; Enter does `enter`."""

    step: int | None = None
    icon: str = ""
    tone: str = ""
    actions: tuple[CardAction, ...] = ()
    enter: CardAction | None = None


_AGAIN = (CardAction.RETRY, CardAction.OTHER)
_FACES = {
    CardPhase.READY: _Face(None, "credit-card", "muted", (CardAction.SEND,), CardAction.SEND),
    CardPhase.SENDING: _Face(0, actions=(CardAction.CANCEL,)),
    CardPhase.WAITING: _Face(1, actions=(CardAction.CANCEL, CardAction.SWITCH)),
    CardPhase.APPROVING: _Face(2),
    CardPhase.CANCELLING: _Face(actions=(CardAction.CANCEL,)),
    CardPhase.DECLINED: _Face(None, "circle-x", "danger", _AGAIN, CardAction.RETRY),
    CardPhase.LOST: _Face(1, actions=(CardAction.CHECK,)),
    CardPhase.UNKNOWN: _Face(None, "triangle-alert", "warning", (CardAction.CHECK, CardAction.NEXT), CardAction.CHECK),
    CardPhase.PAID: _Face(None, "circle-check", "success"),
    CardPhase.CANCELED: _Face(None, "ban", "muted", _AGAIN, CardAction.RETRY),
    CardPhase.REFUSED: _Face(None, "circle-x", "danger", _AGAIN, CardAction.RETRY),
}


class CardPanel(FocusGround):
    """Shows a `CardState`; `acted` tells what the person wants."""

    acted = Signal(object)
    """A `CardAction`."""

    def __init__(self, look: Look, *, name: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look, self._state = look, CardState(CardPhase.READY)
        self._readers: tuple[Reader, ...] | None = None
        self._waiting = WaitingTime(self)
        self._waiting.ticked.connect(self._on_second)
        self.setObjectName(name)
        # While the card is approved there is nothing to press: the focus stays on the words.
        self.ring = WaitingRing(look, "nfc", side=120, name=f"{name}-ring")
        self.icon = StateIcon(look, "credit-card", "muted", side=104, name=f"{name}-icon")
        self.headline = Text(look, "", Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-detail")
        self.steps = StepRow(look, name=f"{name}-steps")
        self.chips = ChipRow(look, name=f"{name}-readers", label=self.tr("Card readers"))
        self.chips.chosen.connect(self._on_reader)
        self.buttons: dict[CardAction, Button] = {
            action: self._button(action, name) for action in CardAction if action is not CardAction.RENEW
        }
        self._build()
        self.show_state(self._state)

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

    def show_state(self, state: CardState) -> None:
        """Show where the payment is."""
        news = state.phase is not self._state.phase
        had_focus = self._holds_focus()
        self._state = state
        face = _FACES[state.phase]
        self.ring.setVisible(not face.icon)
        self.icon.setVisible(bool(face.icon))
        if face.icon:
            self.icon.show_state(face.icon, face.tone)
        self._waiting.follow(waiting=state.phase is CardPhase.WAITING)
        headline, detail = self._words(state)
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.steps.setVisible(face.step is not None)
        if face.step is not None:
            self.steps.show_step(face.step)
        self._show_buttons(state, face)
        self.setAccessibleName(f"{headline} {detail}".strip())
        if news:
            announce(self, self.accessibleName(), urgent=True)
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """The focus on what comes next, or on the words where there is nothing to do."""
        for action in _FACES[self._state.phase].actions:
            button = self.buttons[action]
            if not button.isHidden() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Enter: the one next step, where pressing it by accident does no harm."""
        action = _FACES[self._state.phase].enter
        if action is not None and self.buttons[action].isEnabled() and not self.buttons[action].busy:
            self.acted.emit(action)

    def _words(self, state: CardState) -> tuple[str, str]:
        reader = state.reader_label or (self.reader.label if self.reader is not None else self.tr("the reader"))
        sentence, _, rest = state.sentence.partition(". ")
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
        }
        return own.get(state.phase) or (sentence + ("." if rest else ""), rest)

    def _waiting_words(self, reader: str) -> str:
        if self._waiting.long:
            return self.tr("Nobody has tapped for two minutes. Cancelling proves that nothing was charged.")
        words, clock = self.tr("%1 is waiting for the card").replace("%1", reader), self._waiting.clock()
        return self.tr("%1 · %2").replace("%2", clock).replace("%1", words) if clock else words

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

    def _show_buttons(self, state: CardState, face: _Face) -> None:
        several = len(self._readers or ()) > 1
        for action, button in self.buttons.items():
            button.setVisible(action in face.actions and (action is not CardAction.SWITCH or several))
        self.chips.setVisible(several and state.phase in (CardPhase.READY, CardPhase.CANCELED, CardPhase.REFUSED))
        self.buttons[CardAction.CANCEL].set_busy(state.phase is CardPhase.CANCELLING)
        self.buttons[CardAction.CHECK].set_busy(state.phase is CardPhase.LOST)
        send = self.buttons[CardAction.SEND]
        if self.reader is None:
            send.disable(self._ready_words())
        else:
            send.enable()
            send.setText(self.tr("Send to %1").replace("%1", self.reader.label))
        cancel = self.tr("Cancel") if state.phase is CardPhase.SENDING else self.tr("Cancel on reader")
        self.buttons[CardAction.CANCEL].setText(cancel)

    def _button(self, action: CardAction, name: str) -> Button:
        texts = {
            CardAction.SEND: self.tr("Send to reader"),
            CardAction.CANCEL: self.tr("Cancel on reader"),
            CardAction.SWITCH: self.tr("Use another reader"),
            CardAction.RETRY: self.tr("Try again"),
            CardAction.OTHER: self.tr("Other method"),
            CardAction.CHECK: self.tr("Check now"),
            CardAction.NEXT: self.tr("Next customer"),
        }
        first = action in (CardAction.SEND, CardAction.RETRY, CardAction.CHECK)
        kind = Kind.PRIMARY if first else Kind.SECONDARY
        button = Button(self._look, texts[action], kind=kind, variant=Variant.XL, name=f"{name}-{action.value}")
        button.clicked.connect(lambda: self.acted.emit(action))
        return button

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(3)
        column.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addSpacing(6)
        column.addWidget(self.steps)
        column.addStretch(4)
        column.addWidget(self.chips)
        # The main step lies where «Take cash» lies.
        order = (CardAction.SWITCH, CardAction.OTHER, CardAction.NEXT, CardAction.CANCEL)
        for action in (*order, CardAction.SEND, CardAction.RETRY, CardAction.CHECK):
            column.addWidget(self.buttons[action])

    def _holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is self or self.isAncestorOf(focus)

    def _find(self, key: object) -> Reader | None:
        return next((reader for reader in self._readers or () if reader.reader_id == key), None)

    def _on_reader(self, _key: object) -> None:
        if self.reader is not None:
            self._show_buttons(self._state, _FACES[self._state.phase])
