"""What is to happen to an order: a function of the seed and the order's number, and of nothing else."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

WARES = tuple(range(101, 163))
"""The demo's catalogue."""
BY_WEIGHT = 157
GOOD, BAD = "tap", "decline"
FAULTS: tuple[Mapping[str, Any], ...] = (
    {"what": "reader_offline"},
    {"what": "reader_busy"},
    {"what": "reader_busy", "operation": "terminal.readers.cancel_action"},
    {"what": "reader_hardware_fault"},
    {"what": "reader_timeout", "acts": True},
    {"what": "reader_timeout", "acts": False},
    {"what": "reader_stuck", "charged": True},
    {"what": "reader_stuck", "charged": False},
    {"what": "connection_error", "charged": True},
    {"what": "connection_error", "charged": False},
    {"what": "decline"},
    {"what": "tap", "operation": "terminal.readers.cancel_action"},
    {"what": "tap", "operation": "payment_intents.cancel"},
    {"what": "late_tap"},
    {"what": "replaced", "operation": "payment_intents.retrieve"},
    {"what": "replaced", "operation": "terminal.readers.cancel_action"},
    {"what": "delay", "operation": "terminal.readers.process_payment_intent", "seconds": 0.05},
)


class Kind(Enum):
    """How a customer pays."""

    CARD = "card"
    CASH = "cash"
    PART_IN_CASH = "part in cash"
    HALF_BY_CARD = "half by card"
    OTHER_CARD = "other card"
    QR = "on the phone"
    ONLINE = "online"


@dataclass(frozen=True)
class Tender:
    """One try to pay, and what customer and cashier do meanwhile."""

    kind: Kind
    deeds: tuple[str, ...] = ()
    """What the customer does while reader or page ask, one after the other: `tap`, `decline`, or nothing."""
    patience: int = 4
    """After so many looks without an end the cashier cancels."""
    retries: int = 1
    """How often the same payment goes on the reader again after a decline."""
    leaves: bool = False
    """The cashier turns to the next customer while nobody knows how it ended."""


class Back(Enum):
    """What is given back of an order afterwards."""

    NOTHING = "nothing"
    ALL = "all"
    PART = "a third"
    GOODS = "a piece of the first line"
    TWICE = "a third, then all the rest"


@dataclass(frozen=True)
class Plan:
    """An order's story."""

    number: int
    wares: tuple[tuple[int, int], ...]
    """Products and quantities."""
    tenders: tuple[Tender, ...]
    """One after the other; when all have failed, the customer pays in cash."""
    online: bool = False
    """It is ordered in the web shop."""
    voids: bool = False
    """After the first failed try the order is given up, and its cart rung up again."""
    faults: tuple[Mapping[str, Any], ...] = ()
    manual: bool = False
    """Cards are authorised first, and captured."""
    rival: bool = False
    """A second till wants the reader meanwhile."""
    closes_lid: bool = False
    """The customer pays online and never comes back to the page."""
    back: Back = Back.NOTHING
    taps_in_the_dark: bool = False
    """While the till is dead the customer pays all the same, at the reader or page that still asks for it."""

    @property
    def name(self) -> str:
        """What the store calls it by: the note on its first line, or the session of its cart."""
        return f"storm {self.number}"

    def tender(self, tried: int) -> Tender:
        """The next try after so many."""
        return self.tenders[tried] if tried < len(self.tenders) else Tender(Kind.CASH)


def plan_of(seed: int, number: int) -> Plan:
    """The plan of an order."""
    dice = random.Random(f"{seed}:{number}:order")
    online = dice.random() < 0.2
    wares = dice.sample([ware for ware in WARES if ware != BY_WEIGHT], dice.randint(1, 3))
    first = _online(dice) if online else _tender(dice)
    return Plan(
        number=number,
        online=online,
        wares=tuple((ware, dice.choice((1, 1, 1, 2, 3))) for ware in wares),
        tenders=(first, *(_tender(dice) for _ in range(dice.choice((0, 1, 1, 2))))),
        voids=dice.random() < 0.25,
        faults=tuple(dice.choice(FAULTS) for _ in range(dice.choice((0, 0, 1, 1, 2)))),
        manual=dice.random() < 0.3,
        rival=dice.random() < 0.1,
        closes_lid=dice.random() < 0.3,
        back=dice.choice((*(Back.NOTHING,) * 4, *Back)),
        taps_in_the_dark=dice.random() < 0.5,
    )


def _tender(dice: random.Random) -> Tender:
    kind = dice.choice((*(Kind.CARD,) * 7, Kind.HALF_BY_CARD, Kind.QR, Kind.CASH, Kind.PART_IN_CASH, Kind.OTHER_CARD))
    deeds = dice.choice(
        (
            (GOOD,),
            (GOOD,),
            (GOOD,),
            ("", GOOD),
            ("", "", GOOD),
            (BAD, GOOD),
            (BAD, BAD),
            (BAD,),
            (),
            ("", BAD, "", GOOD),
        )
    )
    return Tender(kind, deeds, dice.choice((3, 5, 9)), dice.choice((0, 1, 2, 3, 4)), leaves=dice.random() < 0.15)


def _online(dice: random.Random) -> Tender:
    deeds = dice.choice(((GOOD,), (GOOD,), (GOOD,), (BAD, GOOD), (BAD,), ()))
    return Tender(Kind.ONLINE, deeds)
