"""Who is connected: so many in all, fewer of them from the network, and few from one address."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections are held at once. What the network may not have is left to programs on this computer."""

    most: int = 500
    most_from_network: int = 400
    most_an_address: int = 64
    most_turned_away: int = 100
    """Connections that are just being told why they were not taken; each of them still costs a file descriptor."""


class Entry(Enum):
    """What becomes of a new connection."""

    TAKEN = auto()
    TURNED_AWAY = auto()
    """Told to come back later."""
    CUT = auto()
    """Not even told."""


class Crowd:
    """The connections of one server. An address is that of a caller from the network, None stands for this computer."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._taken = 0
        self._from_network = 0
        self._by_address: Counter[str] = Counter()
        self._turned_away = 0

    def enter(self, address: str | None) -> Entry:
        """Count a new connection; what is not cut has to leave again."""
        if self._has_place(address):
            self._count(address, 1)
            return Entry.TAKEN
        if self._turned_away < self._bounds.most_turned_away:
            self._turned_away += 1
            return Entry.TURNED_AWAY
        return Entry.CUT

    def leave(self, address: str | None, entry: Entry) -> None:
        """Give the place of a connection back."""
        if entry is Entry.TAKEN:
            self._count(address, -1)
        elif entry is Entry.TURNED_AWAY:
            self._turned_away -= 1

    def _has_place(self, address: str | None) -> bool:
        if self._taken >= self._bounds.most:
            return False
        return address is None or (
            self._from_network < self._bounds.most_from_network
            and self._by_address[address] < self._bounds.most_an_address
        )

    def _count(self, address: str | None, change: int) -> None:
        self._taken += change
        if address is not None:
            self._from_network += change
            self._by_address[address] += change
            if not self._by_address[address]:
                del self._by_address[address]
