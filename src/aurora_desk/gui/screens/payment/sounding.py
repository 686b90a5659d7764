"""What a payment sounds like, beside what it shows."""

from __future__ import annotations

from PySide6.QtCore import QObject

from aurora_desk.gui.screens.payment.card_state import CardPhase, CardState
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.screens.payment.stage import Panel
from aurora_desk.gui.theme.sounds import Sound, Sounds


class PaymentSounds(QObject):
    """Calls the customer to the reader once an attempt, and tells a refusal and the end. Lives as long as its sheet."""

    def __init__(self, sounds: Sounds, sheet: PaymentSheet) -> None:
        super().__init__(sheet)
        self._sounds, self._stage = sounds, sheet.stage
        self._phase = sheet.controller.state.phase
        sheet.controller.changed.connect(self._on_changed)
        sheet.stage.brought.connect(self._on_brought)

    def _on_brought(self, panel: Panel) -> None:
        if panel is self._stage.done:
            self._sounds.play(Sound.PAID)

    def _on_changed(self, state: CardState) -> None:
        before, self._phase = self._phase, state.phase
        if state.phase is before:
            return
        # Back from a lost answer the reader waits as it did before; a code is on the customer's own phone.
        if state.phase is CardPhase.WAITING and before is CardPhase.SENDING:
            if self._stage.shown is self._stage.card:
                self._sounds.play(Sound.ATTENTION)
        elif state.phase in (CardPhase.DECLINED, CardPhase.REFUSED):
            self._sounds.play(Sound.ERROR)
