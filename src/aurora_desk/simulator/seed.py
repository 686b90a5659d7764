"""What a training store finds: one location with one reader on the counter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator import objects
from aurora_desk.simulator.turn import Turn

LOCATION_ID = "tml_sim_shop"
READER_ID = "tmr_sim_counter"
ADDRESS: Mapping[str, str] = MappingProxyType(
    {"line1": "1 Play Street", "city": "San Francisco", "state": "CA", "postal_code": "94102", "country": "US"}
)


def seed(turn: Turn) -> None:
    """Put a reader on the counter if there is none."""
    if any(turn.state.newest_first("terminal.reader")):
        return
    turn.save(
        objects.location(
            location_id=LOCATION_ID,
            display_name="Training shop",
            address=ADDRESS,
            metadata={},
        )
    )
    turn.save(
        objects.reader(
            reader_id=READER_ID,
            label="WisePOS E",
            device_type="bbpos_wisepos_e",
            location_id=LOCATION_ID,
            metadata={},
            at=turn.at,
        )
    )
