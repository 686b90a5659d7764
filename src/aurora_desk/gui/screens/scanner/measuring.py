"""What five scans of the test code say about a scanner."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

TEST_CODE = "AURORA-ZYQWM/0123456789"
"""Characters that keyboards of different languages have in different places, and digits."""
SAME_EVERYWHERE = 4
"""So many of its characters at least are on the same keys of every Latin keyboard."""
SCANS = 5
LEAST_MS, MOST_MS = 25, 150
SLOW_MS = 60
"""Above it typing by hand is held back so long that a prefix is the better way."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one scan of the test code arrived."""

    is_test_code: bool = True
    prefix: str = ""
    """What the scanner sent before the code."""
    swapped: tuple[tuple[str, str], ...] = ()
    """Characters of the code, and as what they came: the scanner writes for another keyboard."""


def judge(typed: str) -> Verdict:
    """What the keys of one scan say."""
    code = TEST_CODE.casefold()
    if typed.casefold() == code:
        return Verdict()
    if typed[1:].casefold() == code and not typed[0].isalnum() and not typed[0].isspace():
        return Verdict(prefix=typed[0])
    if len(typed) != len(code):
        return Verdict(is_test_code=False)
    pairs = list(zip(TEST_CODE, typed, strict=True))
    swapped = dict.fromkeys((sent, came) for sent, came in pairs if sent.casefold() != came.casefold())
    same = sum(sent.casefold() == came.casefold() for sent, came in pairs)
    # A keyboard changes a character always in the same way, and leaves some as they are; else it is another code.
    consistent = len({sent for sent, _ in swapped}) == len(swapped) == len({came for _, came in swapped})
    if same < SAME_EVERYWHERE or not consistent:
        return Verdict(is_test_code=False)
    return Verdict(swapped=tuple(swapped))


@dataclass(slots=True)
class Measuring:
    """Gathers the scans that arrived well."""

    gaps_ms: list[int] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict, longest_ms: int) -> None:
        """One more scan of the test code."""
        self.gaps_ms.append(longest_ms)
        self.prefixes.append(verdict.prefix)

    @property
    def done(self) -> bool:
        """Whether it was scanned often enough."""
        return len(self.gaps_ms) >= SCANS

    @property
    def longest_ms(self) -> int:
        """The longest gap of all."""
        return max(self.gaps_ms, default=0)

    @property
    def gap_ms(self) -> int:
        """The gap to listen with: half as long again as the longest, within what a scanner may need."""
        return min(MOST_MS, max(LEAST_MS, math.ceil(self.longest_ms * 1.5)))

    @property
    def prefix(self) -> str:
        """The prefix, where every scan had the same."""
        first = self.prefixes[0] if self.prefixes else ""
        return first if all(prefix == first for prefix in self.prefixes) else ""

    @property
    def slow(self) -> bool:
        """Whether a prefix would be better than the long gap that this scanner needs."""
        return self.gap_ms > SLOW_MS and not self.prefix
