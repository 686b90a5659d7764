"""Passwords of accounts: judged when they are new, hashed by bcrypt, checked in the same time for every account.

All of it blocks for as long as bcrypt takes, so callers run it off the event loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import bcrypt

from aurora_desk.domain.passwords import check_new_password, check_password_size
from aurora_desk.services.legacy_passwords import HIGHEST_BCRYPT_COST, bcrypt_cost_of, matches

_PREFIX = "$2b$"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is right, and the hash to keep from now on where the stored one is out of date."""

    right: bool
    replacement: str | None = None


class Passwords:
    """Judges, hashes and verifies the passwords of accounts; none of it knows whose."""

    def __init__(self, *, bcrypt_cost: int) -> None:
        assert bcrypt_cost <= HIGHEST_BCRYPT_COST, "hashes of this cost would not be read again"
        self._cost = bcrypt_cost

    def check_new(self, password: str, *, field: str = "password") -> None:
        """Refuse what may not become a password; raises `InvalidError`."""
        check_new_password(password, self._common, field=field)

    def hash(self, password: str) -> str:
        """The bcrypt hash of a password for storing; raises `InvalidError` for one that it can't hash whole."""
        check_password_size(password)
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(self._cost)).decode()

    def verify(self, password: str, stored: str | None) -> Verdict:
        """Whether a password belongs to a stored hash; None stands for no account, or one without a password.

        Each answer takes at least one bcrypt of our cost, whatever is stored and whether or not the password is right,
        so the time tells nobody which accounts there are; a hash stored at a higher cost takes its own time. Raises
        `InvalidError` for a password that bcrypt can't hash whole.
        """
        check_password_size(password)
        if stored is not None and bcrypt_cost_of(stored) >= self._cost:
            right = bcrypt.checkpw(password.encode(), stored.encode())
            # bcrypt's other prefixes name the same function here: such a hash is brought up to date by renaming it.
            outdated = not stored.startswith(_PREFIX)
            return Verdict(right, _PREFIX + stored[len(_PREFIX) :] if right and outdated else None)
        right = stored is not None and matches(password, stored)
        # Made also where it is thrown away: a wrong password takes as long as one that brings a new hash.
        fresh = self.hash(password)
        return Verdict(right, fresh if right else None)

    @cached_property
    def _common(self) -> frozenset[str]:
        # Imported with the first new password: a desk judges none, and reading 30,000 lines takes a moment.
        from zxcvbn.frequency_lists import FREQUENCY_LISTS

        return frozenset(FREQUENCY_LISTS["passwords"])
