"""The storm over the simulator: which answers are lost, by the seed, and how many really were."""

from __future__ import annotations

import httpx

from aurora_desk.app.opening import TRAINING_KEY
from aurora_desk.simulator.faults import Fault, Storm

KINDS = (
    *("lost_answer",) * 5,
    *("lost_request",) * 3,
    *("cut",) * 2,
    "html",
    *("status",) * 5,
)
"""What happens to a call that something happens to; 409 and 429, a fifth of five sixteenths each, are answers."""
LOST_STATUS = (500, 502, 503)
SHARE = 0.5
"""Of all calls; so at least 40 % bring no answer."""
_HEADERS = {"Authorization": f"Bearer {TRAINING_KEY}"}


def begin(stripe: str, seed: int) -> None:
    """From the next call on."""
    asked = {"seed": seed, "share": SHARE, "kinds": list(KINDS)}
    httpx.post(f"{stripe}/faults", json=asked, headers=_HEADERS).raise_for_status()


def end(stripe: str, seed: int) -> tuple[int, int]:
    """All is well again; how many calls there were, and how many of them brought no answer."""
    calls = int(httpx.get(f"{stripe}/faults", headers=_HEADERS).json()["random"]["calls"])
    httpx.delete(f"{stripe}/faults", headers=_HEADERS).raise_for_status()
    storm = Storm(seed, SHARE, KINDS)
    return calls, sum(is_lost(storm.fate(ordinal)) for ordinal in range(1, calls + 1))


def is_lost(fate: Fault | None) -> bool:
    """Whether a call brings no answer that can be read."""
    return fate is not None and (fate.what != "status" or fate.status in LOST_STATUS)
