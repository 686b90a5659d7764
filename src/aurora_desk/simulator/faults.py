"""Fault control: what is to go wrong with the next calls, asked for by tests and storms.

`POST /faults` (form or JSON, `Authorization: Bearer sk_test_…`, from this computer only) adds one fault and answers it
with its `id` and what is `left` of it. `GET /faults` shows `{"faults": […], "random": {…} | null}`, of listed faults
only those that aren't used up. `DELETE /faults` ends all. Fields of a fault:

* `what` (see below); `operation`: a name as the SDK writes it (`payment_intents.create`, `terminal.readers.*`, `*`), or
  method and template (`POST /v1/payment_intents/{id}/confirm`), stars allowed, by default `*`
* `times`: how many fitting calls it meets (1); `skip`: how many fitting calls it lets pass first (0)
* `seconds`: the answer comes that much later (0); `should_retry`: true or false as the header `Stripe-Should-Retry`
* `reader`: for kinds about readers, only this one

Kinds about the answer, for every operation; of several that fit one call the first is taken:

* `delay`: only `seconds` and `should_retry`; with `when` `before` (default `after`) the call is done after the pause,
  so that it takes effect when its client has given up
* `status`: `status` 500 (default), 502, 503, 409 or 429; `when` `before` (default) or `after` the call took effect;
  `stored` true makes it the stored answer of the idempotency key
* `lost_request`: the connection is closed, nothing was done; `lost_answer`: it was done, then the connection is closed
* `cut`: it was done, and the connection is closed in the middle of the body
* `html`: HTML in place of JSON with `status` 502 (default) or 200; `when` `after` (default) or `before`

Kinds about readers and cards; each waits until it can act, also on a call that has a fault of its answer. A card has
its outcome in whichever call comes when it is due, or by hand on the page (operation `customer`): leave `operation` out
for `reader_stuck`, `connection_error`, `card_timeout` and `decline`.

* `reader_offline`, `reader_busy`, `reader_hardware_fault`: the next command to a reader is refused
* `reader_timeout`: the next command is answered `terminal_reader_timeout`; with `acts` true (default) it is done anyway
* `reader_stuck`: after the next card the action stays `in_progress`; with `charged` true (default false) it was charged
* `connection_error`: the next card's action fails with `connection_error`; `charged` true (default) or false
* `card_timeout`: the next card can't be read in time: the action fails with `card_read_timed_out`
* `decline`: the next card, at a reader or online, is declined with `decline_code` (`generic_decline`) and `code`
  (`card_declined`)
* `tap`: a good card comes just before a call of `operation` runs, if a reader waits for one: with
  `terminal.readers.cancel_action` or `payment_intents.cancel` the cancel loses the race
* `late_tap`: the next `cancel_action` is answered as usual, and `seconds` later the charge turns up all the same
* `replaced`: just before a call of `operation` runs, a second till puts a payment of its own (`amount`, 1234) on a
  reader that waits for a card

Random faults: `{"seed": 7, "share": 0.4, "kinds": ["lost_answer", "status"], "operation": "*", "seconds": 0}` in place
of `what`. The n-th fitting call after that meets one of the kinds, or none; which, depends on nothing but seed and n.
`{"seed": …, "share": 0}` ends them; another `POST` replaces them. The command line sets the same with
`--faults-seed 7 --lost-answers 0.4`.
"""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Literal

from aurora_desk.simulator.shape import Json

ANSWER_KINDS = ("delay", "status", "lost_request", "lost_answer", "cut", "html")
READER_KINDS = ("reader_offline", "reader_busy", "reader_hardware_fault", "reader_timeout")
CARD_KINDS = ("reader_stuck", "connection_error", "card_timeout", "decline", "tap", "late_tap", "replaced")
KINDS = ANSWER_KINDS + READER_KINDS + CARD_KINDS
STATUSES = (500, 502, 503, 409, 429)
DONE_FIRST = frozenset(["lost_answer", "cut"])
"""Kinds that let the call take effect, whatever `when` says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, so many times."""

    what: str
    operation: str = "*"
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    should_retry: bool | None = None
    reader: str | None = None
    status: int = 500
    when: Literal["before", "after"] = "before"
    stored: bool = False
    acts: bool = True
    charged: bool = True
    code: str = "card_declined"
    decline_code: str = "generic_decline"
    amount: int = 1234

    @property
    def takes_effect(self) -> bool:
        """Whether the call is done before its answer is spoilt."""
        return self.what in DONE_FIRST or (self.what != "lost_request" and self.when == "after")

    def fits(self, names: Sequence[str], reader: str | None) -> bool:
        """Whether it is meant for this operation, and for this reader if it is about one."""
        meant = any(fnmatchcase(name, self.operation) or name == self.operation for name in names)
        return meant and self.reader in (None, reader)


@dataclass(frozen=True, slots=True)
class Storm:
    """Random faults that a seed repeats."""

    seed: int
    share: float
    kinds: tuple[str, ...] = ("lost_request", "lost_answer")
    operation: str = "*"
    seconds: float = 0.0

    def fate(self, ordinal: int) -> Fault | None:
        """What happens to the call with this number; the same in every storm with this seed."""
        dice = random.Random(f"{self.seed}:{ordinal}")
        if dice.random() >= self.share:
            return None
        what = dice.choice(self.kinds)
        return Fault(
            what,
            seconds=self.seconds,
            status=dice.choice(STATUSES if what == "status" else (502, 200)),
            when=dice.choice(("before", "after")),
            charged=dice.choice((False, True)),
        )


@dataclass(slots=True)
class _Listed:
    number: int
    fault: Fault
    left: int
    to_skip: int


@dataclass
class Faults:
    """All that is to go wrong; calls of several threads take from it."""

    storm: Storm | None = None
    _listed: list[_Listed] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _calls: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> Json:
        """Let it happen; gives how it is shown."""
        with self._lock:
            listed = _Listed(next(self._numbers), fault, fault.times, fault.skip)
            self._listed.append(listed)
            return _shown(listed)

    def begin_storm(self, storm: Storm | None) -> None:
        """Random faults from the next call on, or no more of them."""
        with self._lock:
            self.storm, self._calls = storm, 0

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.begin_storm(None)
        with self._lock:
            self._listed.clear()

    def show(self) -> Json:
        """What is left."""
        with self._lock:
            return {
                "faults": [_shown(listed) for listed in self._listed],
                "random": None if self.storm is None else asdict(self.storm) | {"calls": self._calls},
            }

    def begin_call(self, names: Sequence[str]) -> CallFaults:
        """The fate of a call to the operation with these names."""
        with self._lock:
            fate = None
            if self.storm is not None and Fault("", operation=self.storm.operation).fits(names, None):
                self._calls += 1
                fate = self.storm.fate(self._calls)
        return CallFaults(self, tuple(names), fate)

    def take(self, kinds: Sequence[str], names: Sequence[str], reader: str | None) -> Fault | None:
        """Use up one of the first listed fault that fits."""
        with self._lock:
            for listed in self._listed:
                if listed.fault.what not in kinds or not listed.fault.fits(names, reader):
                    continue
                if listed.to_skip:
                    listed.to_skip -= 1
                    continue
                listed.left -= 1
                if not listed.left:
                    self._listed.remove(listed)
                return listed.fault
        return None


@dataclass(frozen=True, slots=True)
class CallFaults:
    """What goes wrong with one call."""

    faults: Faults
    names: tuple[str, ...]
    """How the operation is called: as the SDK does, and by method and template."""
    fate: Fault | None = None
    """What the storm has drawn for it."""

    def take(self, *kinds: str, reader: str | None = None) -> Fault | None:
        """The fault of one of these kinds that happens now."""
        if self.fate is not None and self.fate.what in kinds:
            return self.fate
        return self.faults.take(kinds, self.names, reader)


def defaults(what: str) -> Fault:
    """A fault of this kind with nothing else said."""
    usual = Fault(what)
    if what == "html":
        return replace(usual, status=502, when="after")
    if what == "delay":
        return replace(usual, when="after")
    return replace(usual, charged=False) if what == "reader_stuck" else usual


def _shown(listed: _Listed) -> Json:
    fault = listed.fault
    usual = defaults(fault.what)
    said = {
        name: getattr(fault, name)
        for name in Fault.__slots__
        if name not in ("what", "operation", "times", "skip") and getattr(fault, name) != getattr(usual, name)
    }
    shown = {"id": listed.number, "what": fault.what, "operation": fault.operation, "left": listed.left}
    return shown | ({"skip": listed.to_skip} if listed.to_skip else {}) | said
