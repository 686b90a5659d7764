"""Where a card payment is, as the sheet shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aurora_desk.domain.payments import CardProgress, CardStep, Payment
from aurora_desk.gui.theme.sentences import said


class CardPhase(Enum):
    """The steps of a card payment, and what happens around them on the desk."""

    READY = "ready"
    """Nothing was sent; no attempt exists."""
    SENDING = "sending"
    WAITING = "waiting"
    READER_ASKS = "reader_asks"
    """The reader waits for something else than before: another card, or the PIN."""
    APPROVING = "approving"
    CANCELLING = "cancelling"
    DECLINED = "declined"
    """Nothing was charged; the attempt can be tried again or has to be cancelled."""
    LOST = "lost"
    """No answer for a while; the question is still under way."""
    UNKNOWN = "unknown"
    PAID = "paid"
    CANCELED = "canceled"
    """Proved not charged: no attempt is left."""
    REFUSED = "refused"
    """It could not even be started: no attempt exists."""
    OFFLINE = "offline"
    """Stripe can't be reached, so nothing was even tried: no attempt exists."""


ENDED = (CardPhase.READY, CardPhase.PAID, CardPhase.CANCELED, CardPhase.REFUSED, CardPhase.OFFLINE)
"""No attempt of ours is open: another tender may be taken, the sheet may close."""

ASKING = (CardPhase.WAITING, CardPhase.READER_ASKS, CardPhase.APPROVING, CardPhase.LOST, CardPhase.UNKNOWN)
"""Stripe is asked again and again."""

_PHASES = {
    CardStep.WAITING: CardPhase.WAITING,
    CardStep.READER_ASKS: CardPhase.READER_ASKS,
    CardStep.APPROVING: CardPhase.APPROVING,
    CardStep.AUTHORISED: CardPhase.UNKNOWN,
    CardStep.DECLINED: CardPhase.DECLINED,
    CardStep.UNKNOWN: CardPhase.UNKNOWN,
    CardStep.PAID: CardPhase.PAID,
    CardStep.CANCELED: CardPhase.CANCELED,
}


@dataclass(frozen=True, slots=True)
class CardState:
    """A phase with its sentence for the cashier."""

    phase: CardPhase
    sentence: str = ""
    reader_label: str = ""
    payment: Payment | None = None
    blocked: bool = False
    """No tender at all can be taken now: no shift is open, or the cart is another one by now."""

    @property
    def ended(self) -> bool:
        """Whether no attempt is open."""
        return self.phase in ENDED


def state_of(progress: CardProgress, reader_label: str) -> CardState:
    """What an answer of the services looks like on the sheet."""
    label = progress.reader_label or reader_label
    return CardState(_PHASES[progress.step], said(progress.sentence), label, progress.payment)
