"""How long an account still waits: told by the monotonic clock, so that setting the clock changes nothing.

What is stored with the wall clock's time counts after a restart, and never for longer than the wait itself.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from aurora_desk.domain.accounts import MOST_TRIES, wait_after
from aurora_desk.store.credentials import LoginKey, Tries

_MOST_REMEMBERED = 10_000
UNTIL_RESET_S = 24 * 3600
"""What is told as the wait of an account that only a new password opens again."""


class LoginWaits:
    """The waits that this process has seen begin, by what they are for."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._ends: OrderedDict[LoginKey, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def left_s(self, key: LoginKey, tries: Tries, *, now: datetime) -> int:
        """Whole seconds still to wait, 0 for none."""
        if tries.failed >= MOST_TRIES:
            return UNTIL_RESET_S
        wait = wait_after(tries.failed)
        if wait is None or tries.wait_until is None:
            return 0
        with self._lock:
            failed, end = self._ends.get(key, (0, 0.0))
            if failed != tries.failed:
                # Begun before this process, or at another one. A clock set back must not make it longer than it is.
                left = min((tries.wait_until - now).total_seconds(), wait.total_seconds())
                end = self._monotonic() + left
                self._remember(key, tries.failed, end)
            return max(0, math.ceil(end - self._monotonic()))

    def begin(self, key: LoginKey, failed: int) -> None:
        """A wait begins now."""
        wait = wait_after(failed)
        if wait is not None:
            with self._lock:
                self._remember(key, failed, self._monotonic() + wait.total_seconds())

    def _remember(self, key: LoginKey, failed: int, end: float) -> None:
        self._ends[key] = failed, end
        self._ends.move_to_end(key)
        while len(self._ends) > _MOST_REMEMBERED:
            self._ends.popitem(last=False)
