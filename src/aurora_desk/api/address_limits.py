"""Limits on what one address beyond this computer may try; they live as long as the process does."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from aurora_desk.api.errors import ApiError
from aurora_desk.api.pools import Who
from aurora_desk.domain.accounts import FREE_TRIES, TooManyTriesError, wait_after

_WINDOW_S = 3600.0
_MOST_CALLERS = 10_000
_MOST_MAILS_ASKED = 30
_MANY = 20
"""Who speaks for many people may do as often what one address may do once."""


class FailedLogins:
    """Accounts that a caller failed at within the hour: more than five of them, and it waits as an account does.

    One account counts once, however often it fails, and no longer once its owner gets in: so an attack on one of them,
    through a web shop that calls for all, keeps nobody else out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: OrderedDict[Who, dict[str, float]] = OrderedDict()
        self._free_at: dict[Who, float] = {}

    def must_not_wait(self, who: Who | None) -> None:
        """Raise `TooManyTriesError` while the caller waits; this computer (None) never does."""
        left = 0.0 if who is None else self._free_at.get(who, 0.0) - self._clock()
        if left > 0:
            raise TooManyTriesError(math.ceil(left), "Too many wrong passwords from this address. Nothing was checked.")

    def failed(self, who: Who | None, account: str) -> None:
        """A wrong password was tried on an account."""
        if who is None:
            return
        now = self._clock()
        known = self._failed.pop(who, {})
        fresh = {name: at for name, at in known.items() if now - at < _WINDOW_S}
        is_another = account not in fresh
        fresh[account] = now
        self._failed[who] = fresh
        wait = wait_after(len(fresh) - (FREE_TRIES * (_MANY - 1) if who.is_many else 0))
        if is_another and wait is not None:
            self._free_at[who] = now + wait.total_seconds()
        while len(self._failed) > _MOST_CALLERS:
            oldest, _ = self._failed.popitem(last=False)
            self._free_at.pop(oldest, None)

    def let_in(self, who: Who | None, account: str) -> None:
        """The right password was given for an account."""
        if who is not None:
            self._failed.get(who, {}).pop(account, None)


class MailsAsked:
    """How often a caller asked for reset mails within the hour, for whatever accounts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[Who, list[float]] = OrderedDict()

    def ask(self, who: Who | None) -> None:
        """Count one more; raises 429 beyond the limit."""
        if who is None:
            return
        now = self._clock()
        recent = [at for at in self._asked.pop(who, []) if now - at < _WINDOW_S]
        self._asked[who] = recent
        if len(recent) >= _MOST_MAILS_ASKED * (_MANY if who.is_many else 1):
            seconds = math.ceil(recent[0] + _WINDOW_S - now)
            raise ApiError(
                429, "This address asks for too many mails. None was sent.", headers={"Retry-After": str(seconds)}
            )
        recent.append(now)
        while len(self._asked) > _MOST_CALLERS:
            self._asked.popitem(last=False)
