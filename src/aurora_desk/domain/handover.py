"""Handing goods over: what of an order the customer has, and what is still to be collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.orders import Handover, OrderLine
from aurora_desk.domain.words import Sentence


@dataclass(frozen=True, slots=True)
class CollectableLine:
    """An order line and where its goods are; quantities in thousandths."""

    position: int
    name: str
    sold_milli: int
    refunded_milli: int = 0
    collected_milli: int = 0

    @property
    def left_milli(self) -> int:
        """What is still to be collected: refunded goods are not, wherever they were when the money went back."""
        return max(0, self.sold_milli - self.refunded_milli - self.collected_milli)


@dataclass(frozen=True, slots=True)
class Collected:
    """Goods of a line that a customer takes, in thousandths."""

    position: int
    quantity_milli: int


class NotToCollectError(ConflictError):
    """These goods are not there to be handed over (any more)."""

    code = "not_to_collect"

    def __init__(self, words: Sentence | str) -> None:
        super().__init__(words)


def collectable(
    lines: Sequence[OrderLine], refunded: Mapping[int, int], collected: Mapping[int, int]
) -> tuple[CollectableLine, ...]:
    """The lines of an order with what was refunded and what was collected, by position in thousandths."""
    return tuple(
        CollectableLine(
            line.position,
            line.name,
            line.quantity_milli,
            refunded.get(line.position, 0),
            collected.get(line.position, 0),
        )
        for line in lines
    )


def handover_of(lines: Sequence[CollectableLine]) -> Handover:
    """The state that the lines add up to."""
    if not any(line.collected_milli for line in lines):
        return Handover.NONE
    return Handover.PART if any(line.left_milli for line in lines) else Handover.COLLECTED
