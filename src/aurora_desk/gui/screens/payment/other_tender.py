"""Tenders that are only booked: the money comes from outside of this program, and somebody says that it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aurora_desk.domain.own_tenders import OwnTender
from aurora_desk.domain.payments import Method

ICONS = {Method.OTHER_CARD: "receipt-text", Method.TRANSFER: "landmark", Method.OWN: "wallet"}


@dataclass(frozen=True, slots=True)
class OtherTender:
    """One choice of the Other step."""

    method: Method
    name: str = ""
    """Of a tender of the shop's own."""
    asks_reference: bool = True

    @property
    def icon(self) -> str:
        """Its picture."""
        return ICONS[self.method]


OTHER_CARD = OtherTender(Method.OTHER_CARD)
TRANSFER = OtherTender(Method.TRANSFER)
"""Every shop has these two."""


def choices(own: Sequence[OwnTender]) -> tuple[OtherTender, ...]:
    """What the Other step offers, in its order."""
    return (OTHER_CARD, TRANSFER, *(OtherTender(Method.OWN, one.name, one.asks_reference) for one in own))
