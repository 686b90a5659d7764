"""What has become due since the last request: it happens at the start of the next, so nothing runs in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from aurora_desk.simulator import captures, refunds, sessions, taps
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

DEEDS: Mapping[str, Callable[[Turn, Json], None]] = MappingProxyType(
    {
        captures.HOLD_ENDS: captures.end_hold,
        refunds.FAILS: refunds.fail_later,
        refunds.SUCCEEDS: refunds.succeed_later,
        sessions.SESSION_ENDS: sessions.end_in_time,
        taps.LATE_TAP: taps.turn_up,
    }
)
"""By the name under which each was planned."""


def settle(turn: Turn) -> None:
    """Let all happen that is due by now."""
    for what, facts in turn.state.take_due(turn.at):
        DEEDS[what](turn, facts)
    taps.settle_readers(turn)
