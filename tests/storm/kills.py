"""When programs are killed: the seed chooses the moments, and where they come too slowly, the clock does."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

_MOST_GRANTED = 20
LONGEST_S = 17.0
"""After this long without a kill the next moment is one; the promise is 20 s."""


@dataclass
class Kills:
    """Counts the moments of all programs together and says which are their last."""

    seed: int
    every: tuple[int, int]
    """The fewest and the most moments between two kills."""
    at: frozenset[int] = frozenset()
    """Kills that are asked for, in place of those by the clock."""
    moments: int = 0
    done: list[int] = field(default_factory=list)
    by_clock: list[int] = field(default_factory=list)
    longest_gap_s: float = 0.0
    _next: int = 0
    _last_s: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._plan()

    def is_due(self, passed: int) -> bool:
        """Count what a program has passed since it was last granted something; whether it dies before the next."""
        self.moments += passed
        late = time.monotonic() - self._last_s > LONGEST_S and not self.at
        planned = self.moments >= self._next or self.moments in self.at.difference(self.done)
        if late and not planned:
            self.by_clock.append(self.moments)
        return late or planned

    def granted(self) -> int:
        """How many moments a program may pass before it has to ask again."""
        asked = [moment - self.moments for moment in self.at if moment > self.moments]
        return max(1, min(_MOST_GRANTED, self._next - self.moments, *asked, _MOST_GRANTED))

    def note(self) -> None:
        """A program was killed."""
        self.done.append(self.moments)
        self.end()
        self._plan()

    def end(self) -> None:
        """Close the gap since the last kill."""
        now = time.monotonic()
        self.longest_gap_s = max(self.longest_gap_s, now - self._last_s)
        self._last_s = now

    def begin(self) -> None:
        """The storm breaks loose now."""
        self._last_s = time.monotonic()

    def left_s(self) -> float:
        """How long a program may stay silent before the clock kills it."""
        return max(0.0, self._last_s + LONGEST_S - time.monotonic())

    def _plan(self) -> None:
        # The first moment of a program that has just started may be one too: a till may die again while it starts.
        dice = random.Random(f"{self.seed}:{len(self.done)}:kill")
        fewest, most = self.every
        self._next = self.moments + (dice.randint(1, 40) if dice.random() < 0.1 else dice.randint(fewest, most))


def chosen(text: str) -> frozenset[int]:
    """The moments of `--kill-at 17,300`."""
    return frozenset(_numbers(text.split(",")))


def _numbers(words: Iterable[str]) -> Iterable[int]:
    return (int(word) for word in words if word.strip())
