"""Waits after wrong passwords, clocks that jump, and passwords that change while they are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from aurora_desk.domain.accounts import (
    MOST_TRIES,
    Account,
    CredentialsError,
    TooManyTriesError,
    wait_after,
)
from aurora_desk.domain.emails import checked_email, email_key
from aurora_desk.domain.errors import InvalidError
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.facade import Work
from aurora_desk.services.housekeeping import GUESSES_KEPT
from aurora_desk.services.passwords import Passwords, Verdict
from services.counter import PROGRAM, Counter
from services.made_accounts import add_account

EMAIL, PASSWORD, WRONG = "shopper@example.com", "Str0ngPass!", "Wr0ng!Pass"
TABLE = "aurora_customers"


class Monotonic:
    """A monotonic clock that a test moves on."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class Door:
    """The accounts of a store as one process sees them, with a monotonic clock of its own."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.clock = counter, Monotonic()
        store = counter.services.accounts._store
        self.passwords = Passwords(bcrypt_cost=4)
        self.accounts = Accounts(store, self.passwords, monotonic=self.clock)

    def fail(self, times: int = 1) -> None:
        for _ in range(times):
            with pytest.raises(CredentialsError):
                self.accounts.log_in(PROGRAM, TABLE, EMAIL, WRONG)

    def wait_s(self, password: str = PASSWORD) -> int:
        """Seconds that the next try is told to wait; 0 where it is let in."""
        try:
            self.accounts.log_in(PROGRAM, TABLE, EMAIL, password)
        except TooManyTriesError as error:
            return error.retry_after_s
        return 0

    def pass_time(self, seconds: float) -> None:
        """Both clocks go on."""
        self.clock.now_s += seconds
        self.counter.clock.ahead += timedelta(seconds=seconds)


def account_in(work: Work) -> Account:
    account = work.customers.account(PROGRAM.tenant_id, TABLE, EMAIL)
    assert account is not None
    return account


@pytest.fixture
def door(counter: Counter) -> Door:
    hashed = Passwords(bcrypt_cost=4).hash(PASSWORD)
    counter.write(add_account, PROGRAM, TABLE, email=EMAIL, password_hash=hashed)
    return Door(counter)


def test_the_wait_begins_after_the_sixth_failed_try_and_doubles_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failed) for failed in range(1, 30)]

    assert waits[:5] == [None] * 5
    seconds = [wait.total_seconds() for wait in waits[5:] if wait is not None]
    assert seconds[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert set(seconds[10:]) == {900}


def test_a_try_while_waiting_is_refused_and_lengthens_nothing(door: Door) -> None:
    door.fail(6)

    assert [door.wait_s(WRONG) for _ in range(5)] == [1] * 5
    door.pass_time(1.1)
    door.fail()
    assert door.wait_s() == 2
    door.pass_time(2.1)
    assert door.wait_s() == 0, "the right password, in time"
    door.fail(5)
    assert door.wait_s() == 0, "success begins the count again"


def test_a_wait_survives_a_restart(door: Door) -> None:
    for wait in (0, 0, 0, 0, 0, 0, 1, 2, 4, 8):
        door.pass_time(wait + 0.1)
        door.fail()

    restarted = Door(door.counter)

    assert door.wait_s() == 16
    assert restarted.wait_s() == 16


@pytest.mark.parametrize("jump", [timedelta(days=-30), timedelta(days=30)])
def test_setting_the_clock_neither_ends_a_wait_nor_lengthens_it(door: Door, jump: timedelta) -> None:
    door.fail(6)
    door.pass_time(1.1)
    door.fail()

    door.counter.clock.ahead += jump

    assert door.wait_s() == 2
    door.pass_time(2.1)
    assert door.wait_s() == 0


def test_after_a_restart_a_clock_set_back_keeps_nobody_out_for_longer_than_the_wait(door: Door) -> None:
    door.fail(6)
    door.counter.clock.ahead -= timedelta(days=400)

    restarted = Door(door.counter)

    assert restarted.wait_s() == 1
    restarted.pass_time(1.1)
    assert restarted.wait_s() == 0


def test_after_a_hundred_failed_tries_in_a_row_only_a_new_password_opens(door: Door) -> None:
    for _ in range(MOST_TRIES):
        door.fail()
        door.pass_time(901)

    with pytest.raises(TooManyTriesError, match="Set a new password by mail"):
        door.accounts.log_in(PROGRAM, TABLE, EMAIL, PASSWORD)
    door.pass_time(10 * 24 * 3600)
    assert door.wait_s() > 0

    token = door.counter.write(lambda work: door.accounts.issue_token(work, account_in(work), timedelta(hours=1)))
    door.accounts.reset_password(None, None, token, "NewStr0ngPass!", lambda _: PROGRAM)
    assert door.accounts.log_in(PROGRAM, TABLE, EMAIL, "NewStr0ngPass!").email == EMAIL


def test_guesses_at_unknown_addresses_are_forgotten_after_a_day_and_those_at_accounts_are_not(door: Door) -> None:
    door.fail(6)
    for _ in range(6):
        with pytest.raises(CredentialsError):
            door.accounts.log_in(PROGRAM, TABLE, "nobody@example.com", WRONG)
    door.counter.clock.ahead += GUESSES_KEPT + timedelta(minutes=1)

    assert door.counter.write(door.counter.services.housekeeping.forget) == 1

    ((left,),) = door.counter.rows("SELECT count(*) FROM login_try")
    assert left == 1


class ChangingPasswords(Passwords):
    """Lets a test do something while a password is being checked."""

    def __init__(self) -> None:
        super().__init__(bcrypt_cost=4)
        self.meanwhile: Callable[[], None] = lambda: None

    def verify(self, password: str, stored: str | None) -> Verdict:
        verdict = super().verify(password, stored)
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return verdict


@contextmanager
def interrupted(door: Door) -> Iterator[ChangingPasswords]:
    slow = ChangingPasswords()
    door.accounts._passwords = slow
    yield slow


def set_hash(door: Door, password_hash: str) -> None:
    def change(work: Work) -> None:
        work.credentials.set_password(account_in(work).row_id, password_hash, now=work.now)

    door.counter.write(change)


def test_a_password_that_was_replaced_while_it_was_checked_lets_nobody_in(door: Door) -> None:
    with interrupted(door) as slow:
        slow.meanwhile = lambda: set_hash(door, Passwords(bcrypt_cost=4).hash("An0ther!Pass"))

        with pytest.raises(CredentialsError):
            door.accounts.log_in(PROGRAM, TABLE, EMAIL, PASSWORD)


def test_a_hash_that_another_login_has_upgraded_meanwhile_lets_its_owner_in(door: Door) -> None:
    set_hash(door, "b1b3773a05c0ed0176787a4f1574ff0075f7521e")  # SHA-1 of «qwerty»
    upgraded = Passwords(bcrypt_cost=4).hash("qwerty")
    with interrupted(door) as slow:
        slow.meanwhile = lambda: set_hash(door, upgraded)

        assert door.accounts.log_in(PROGRAM, TABLE, EMAIL, "qwerty").email == EMAIL

    ((stored,),) = door.counter.rows("SELECT password_hash FROM credential")
    assert stored == upgraded, "what was there first stays"


def test_a_hash_is_not_upgraded_over_a_new_password(door: Door) -> None:
    set_hash(door, "b1b3773a05c0ed0176787a4f1574ff0075f7521e")
    reset = Passwords(bcrypt_cost=4).hash("NewStr0ngPass!")
    with interrupted(door) as slow:
        slow.meanwhile = lambda: set_hash(door, reset)

        with pytest.raises(CredentialsError):
            door.accounts.log_in(PROGRAM, TABLE, EMAIL, "qwerty")

    ((stored,),) = door.counter.rows("SELECT password_hash FROM credential")
    assert stored == reset


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a@example.com", "A@EXAMPLE.COM", True),
        ("a@bücher.de", "a@xn--bcher-kva.de", True),
        ("a@BÜCHER.de", "a@bücher.de", True),
        ("cafe\u0301@example.com", "caf\u00e9@example.com", True),
        ("ı@example.com", "i@example.com", False),
        ("\u212a@example.com", "k@example.com", False),
        ("ſ@example.com", "s@example.com", False),
        ("a@\u212aelvin.com", "a@kelvin.com", False),
        ("\u0430@example.com", "a@example.com", False),
        ("É@example.com", "é@example.com", False),
    ],
)
def test_addresses_are_the_same_without_case_and_never_by_the_looks(one: str, other: str, same: bool) -> None:
    assert (email_key(one) == email_key(other)) is same


@pytest.mark.parametrize(
    "email", ["\u212a@example.com", "a@\uff45xample.com", "ſ@example.com", "a b@example.com", "a@b"]
)
def test_an_address_that_only_looks_like_one_is_refused(email: str) -> None:
    with pytest.raises(InvalidError):
        checked_email(email)


def test_an_address_is_kept_as_it_was_written() -> None:
    assert checked_email(" Ada.Lovelace@Example.COM ") == "Ada.Lovelace@Example.COM"
