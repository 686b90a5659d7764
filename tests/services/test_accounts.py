"""Signing in: what a wait after wrong passwords does, by a clock that a test moves."""

from __future__ import annotations

import pytest

from aurora_desk.domain.accounts import FREE_TRIES, CredentialsError, TooManyTriesError
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.passwords import Passwords
from services.counter import LOOPBACK, Counter


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_try_made_while_waiting_is_not_checked_and_lengthens_nothing(counter: Counter) -> None:
    watch = Watch()
    accounts = Accounts(counter.services._store, Passwords(bcrypt_cost=4), monotonic=watch)

    def failed() -> None:
        with pytest.raises(CredentialsError):
            accounts.log_in(LOOPBACK, "aurora_customers", "someone@example.com", "Wr0ngPass!")

    def waits() -> int:
        with pytest.raises(TooManyTriesError) as waiting:
            accounts.log_in(LOOPBACK, "aurora_customers", "someone@example.com", "Wr0ngPass!")
        return waiting.value.retry_after_s

    for _ in range(FREE_TRIES + 1):
        failed()
    assert [waits() for _ in range(20)] == [1] * 20
    watch.now_s += 1
    failed()
    assert waits() == 2
    watch.now_s += 1.5
    assert waits() == 1
    watch.now_s += 0.5
    failed()
    assert waits() == 4
