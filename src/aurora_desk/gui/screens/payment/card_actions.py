"""What the buttons of the card panel do to the payment."""

from __future__ import annotations

from aurora_desk.gui.screens.payment.card_controller import CardController
from aurora_desk.gui.screens.payment.card_panel import CardAction, CardPanel


def act(action: CardAction, panel: CardPanel, controller: CardController, amount_minor: int | None) -> None:
    """Do what concerns the card alone; other tenders and the way out are the sheet's."""
    if action is CardAction.CANCEL:
        controller.cancel()
    elif action is CardAction.CHECK:
        controller.check()
    elif action is CardAction.RETRY and not controller.state.ended:
        controller.retry()
    elif action in (CardAction.SEND, CardAction.RETRY) and panel.reader is not None:
        controller.start(panel.reader, amount_minor)
    elif action is CardAction.SWITCH and panel.next_reader is not None:
        reader = panel.next_reader
        panel.choose(reader)
        controller.switch(reader)
