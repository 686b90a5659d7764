"""Accounts under calls side by side, on both engines: what counts one by one counts so, too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aurora_desk.domain.accounts import (
    MOST_MAILS,
    CredentialsError,
    TooManyMailsError,
    TooManyTriesError,
)
from aurora_desk.domain.errors import AuroraError
from aurora_desk.services.accounts import Accounts, NewAccount
from aurora_desk.services.customers import EmailTakenError
from aurora_desk.services.demo import DEMO_ORIGIN
from aurora_desk.services.passwords import Passwords
from store.making import PROGRAM, Shop

TABLE, LENA = "aurora_customers", "lena@example.com"
URL = f"{DEMO_ORIGIN}/reset"


def outcomes(shop: Shop, calls: int, call: Callable[[Accounts, int], object]) -> list[str]:
    """What became of calls at the same time, from two processes of the store; success is an empty text.

    The monotonic clock stands: no wait ends while a slow machine is at it.
    """
    desks = [Accounts(shop.open(), Passwords(bcrypt_cost=4), monotonic=lambda: 0.0) for _ in range(2)]

    def run(number: int) -> str:
        try:
            call(desks[number % 2], number)
        except AuroraError as error:
            return type(error).__name__
        return ""

    with ThreadPoolExecutor(8) as threads:
        return sorted(threads.map(run, range(calls)))


def test_an_account_gets_five_mails_an_hour_however_many_are_asked_for_at_once(shop: Shop) -> None:
    def ask(accounts: Accounts, _: int) -> None:
        unit = partial(accounts.request_reset, actor=PROGRAM, table=TABLE, email=LENA, url=URL, own_origin="")
        accounts._store.write(unit)

    told = outcomes(shop, 12, ask)

    assert told == [""] * MOST_MAILS + [TooManyMailsError.__name__] * (12 - MOST_MAILS)


def test_an_address_is_taken_by_one_of_many_who_sign_up_at_once(shop: Shop) -> None:
    told = outcomes(
        shop, 8, lambda accounts, _: accounts.sign_up(PROGRAM, TABLE, NewAccount("twin@example.com", "Str0ngPass!"))
    )

    assert told == [""] + [EmailTakenError.__name__] * 7


def test_guesses_side_by_side_are_counted_no_more_than_one_by_one(shop: Shop) -> None:
    told = outcomes(shop, 24, lambda accounts, _: accounts.log_in(PROGRAM, TABLE, LENA, "Wr0ng!Pass"))

    assert told.count(CredentialsError.__name__) == 6
    assert told.count(TooManyTriesError.__name__) == 18
