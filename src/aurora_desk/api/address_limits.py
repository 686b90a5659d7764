"""Limits on what one address beyond this computer may try; they live as long as the process does."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from aurora_desk.api.errors import ApiError
from aurora_desk.domain.accounts import TooManyTriesError, wait_after

_WINDOW_S = 3600.0
_MOST_ADDRESSES = 10_000
_MOST_MAILS_ASKED = 30


class FailedLogins:
    """Accounts that an address failed at within the hour: more than five of them, and it waits as an account does.

    One account counts once, however often it fails, and no longer once its owner gets in: so an attack on one of them,
    through a web shop that calls for all, keeps nobody else out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: OrderedDict[str, dict[str, float]] = OrderedDict()
        self._free_at: dict[str, float] = {}

    def must_not_wait(self, address: str | None) -> None:
        """Raise `TooManyTriesError` while the address waits; this computer (None) never does."""
        left = self._free_at.get(address or "", 0.0) - self._clock()
        if left > 0:
            raise TooManyTriesError(math.ceil(left), "Too many wrong passwords from this address. Nothing was checked.")

    def failed(self, address: str | None, account: str) -> None:
        """A wrong password was tried on an account."""
        if address is None:
            return
        now = self._clock()
        known = self._failed.pop(address, {})
        fresh = {name: at for name, at in known.items() if now - at < _WINDOW_S}
        is_another = account not in fresh
        fresh[account] = now
        self._failed[address] = fresh
        wait = wait_after(len(fresh))
        if is_another and wait is not None:
            self._free_at[address] = now + wait.total_seconds()
        while len(self._failed) > _MOST_ADDRESSES:
            oldest, _ = self._failed.popitem(last=False)
            self._free_at.pop(oldest, None)

    def let_in(self, address: str | None, account: str) -> None:
        """The right password was given for an account."""
        if address is not None:
            self._failed.get(address, {}).pop(account, None)


class MailsAsked:
    """How often an address asked for reset mails within the hour, for whatever accounts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[str, list[float]] = OrderedDict()

    def ask(self, address: str | None) -> None:
        """Count one more; raises 429 beyond the limit."""
        if address is None:
            return
        now = self._clock()
        recent = [at for at in self._asked.pop(address, []) if now - at < _WINDOW_S]
        self._asked[address] = recent
        if len(recent) >= _MOST_MAILS_ASKED:
            seconds = math.ceil(recent[0] + _WINDOW_S - now)
            raise ApiError(
                429, "This address asks for too many mails. None was sent.", headers={"Retry-After": str(seconds)}
            )
        recent.append(now)
        while len(self._asked) > _MOST_ADDRESSES:
            self._asked.popitem(last=False)
