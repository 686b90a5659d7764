"""Handing goods over: what of an order the customer has, and what is still to be collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.orders import Handover, OrderLine
from aurora_desk.domain.returns import CameBack
from aurora_desk.domain.words import Sentence


@dataclass(frozen=True, slots=True)
class CollectableLine:
    """An order line and where its goods are; quantities in thousandths."""

    position: int
    name: str
    sold_milli: int
    collected_milli: int = 0
    """All that the customer ever took."""
    refunded_here_milli: int = 0
    """What was refunded while it lay here."""

    @property
    def left_milli(self) -> int:
        """What is still to be collected; what the customer brought back was collected once and is not again."""
        return max(0, self.sold_milli - self.collected_milli - self.refunded_here_milli)


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
    lines: Sequence[OrderLine], back: Mapping[int, CameBack], collected: Mapping[int, int]
) -> tuple[CollectableLine, ...]:
    """The lines of an order with what was collected and what came back of it, by position."""
    return tuple(
        CollectableLine(
            line.position,
            line.name,
            line.quantity_milli,
            collected.get(line.position, 0),
            back.get(line.position, CameBack()).from_shelf_milli,
        )
        for line in lines
    )


def handover_of(lines: Sequence[CollectableLine]) -> Handover:
    """The state that the lines add up to."""
    if not any(line.collected_milli for line in lines):
        return Handover.NONE
    return Handover.PART if any(line.left_milli for line in lines) else Handover.COLLECTED
