"""This computer's clock beside Stripe's: a wrong one makes wrong days, wrong windows and refused messages."""

from __future__ import annotations

import threading

from aurora_desk.domain.actor import Actor
from aurora_desk.payments.connection import Connection
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

MOST_APART_S = 60.0


class Clock:
    """Whether this computer's clock is right, as far as Stripe's last answer tells."""

    def __init__(self, store: Store, connection: Connection | None) -> None:
        self._store, self._connection = store, connection
        self._lock = threading.Lock()
        self._told = False

    def wrong_by_s(self) -> int:
        """By how many seconds it is ahead, below zero behind; 0 while it is less than a minute off, or nobody knows."""
        ahead_s = 0.0 if self._connection is None else self._connection.clock_ahead_s
        return round(ahead_s) if abs(ahead_s) > MOST_APART_S else 0

    def note(self) -> None:
        """Write to the journal when the clock went wrong, and when it is right again."""
        wrong_by_s = self.wrong_by_s()
        with self._lock:
            if bool(wrong_by_s) is self._told:
                return
            self._told = bool(wrong_by_s)

        def tell(work: Work) -> None:
            facts = work.tenants.facts()
            assert facts is not None
            event = "clock.wrong" if wrong_by_s else "clock.right"
            work.log(Actor.program(facts.default_tenant), event, "store", {"ahead_s": wrong_by_s})

        self._store.write(tell)
