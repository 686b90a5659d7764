"""How long a refused login takes tells nobody whether there is such an account, nor how old its hash is."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

import bcrypt
import httpx
import pytest

from api.shop import SHOP, Shop, open_shop
from aurora_desk.domain.accounts import Profile
from aurora_desk.domain.actor import Actor
from aurora_desk.services.facade import Work
from aurora_desk.services.legacy_passwords import is_known
from services.made_accounts import add_account

COST = 8
"""Enough that a missing hash would show beside everything else that a login does."""
ROUNDS = 30
TRIES = 4
"""A computer that does something else for a moment may spoil a measurement, but not each of four."""
NARROW, WIDE = 0.7, 1.4
WRONG = "Wr0ngPass!"
UNREADABLE = "a hash that nobody knows"
HASHES: dict[str, str | None] = {
    "bcrypt": bcrypt.hashpw(b"Str0ngPass!", bcrypt.gensalt(COST)).decode(),
    "bcrypt of another prefix": bcrypt.hashpw(b"Str0ngPass!", bcrypt.gensalt(COST, b"2a")).decode(),
    "MD5": "5f4dcc3b5aa765d61d8327deb882cf99",
    "salted SHA-1": f"sha1$salt${'0123456789' * 4}",
    "LDAP": f"{{SSHA}}{'gVK8WC9Y' * 4}",
    UNREADABLE: "rot13:Fge0atCnff!",
    "no password": None,
}
UNKNOWN = "no account"
KINDS = (*HASHES, UNKNOWN)


class Logins:
    """Wrong passwords for accounts of each kind; every try has an account of its own, so that none has to wait."""

    def __init__(self, shop: Shop) -> None:
        self._shop, self._made = shop, 0

    def address_of(self, kind: str) -> str:
        """The address of a new account of a kind."""
        self._made += 1
        email = f"one{self._made}@example.com"
        if kind != UNKNOWN:
            self._shop.services.write(partial(_make, email=email, password_hash=HASHES[kind]))
        return email

    def refused(self, email: str) -> float:
        """The seconds that a wrong password takes."""
        began = time.perf_counter()
        answer = self._shop.client.post("/customers/login", json={"email": email, "password": WRONG})
        took = time.perf_counter() - began
        assert answer.status_code == httpx.codes.UNAUTHORIZED
        return took

    def medians(self) -> dict[str, float]:
        """The median seconds of each kind; all kinds take turns, so that a slow moment is slow for all."""
        times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for number in range(ROUNDS):
            turn = KINDS[number % len(KINDS) :] + KINDS[: number % len(KINDS)]
            for kind, email in [(kind, self.address_of(kind)) for kind in turn]:
                times[kind].append(self.refused(email))
        return {kind: statistics.median(taken) for kind, taken in times.items()}


def _make(work: Work, *, email: str, password_hash: str | None) -> None:
    names = {"firstname": "", "lastname": "", "displayname": ""}
    add_account(
        work,
        Actor.program(SHOP),
        "aurora_customers",
        email=email,
        names=names,
        phone="",
        profile=Profile(),
        password_hash=password_hash,
    )


def test_the_old_hashes_are_what_they_are_called() -> None:
    for kind, stored in HASHES.items():
        assert stored is None or is_known(stored) == (kind != UNREADABLE), kind


@pytest.fixture(scope="module")
def logins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logins]:
    with open_shop(tmp_path_factory.mktemp("logins"), bcrypt_cost=COST) as shop:
        yield Logins(shop)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_login_is_one_bcrypt_of_the_products_cost(
    logins: Logins, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    email = logins.address_of(kind)
    costs: Counter[int] = Counter()
    hashpw, checkpw = bcrypt.hashpw, bcrypt.checkpw

    def counted_hashpw(password: bytes, salt: bytes) -> bytes:
        costs[int(salt[4:6])] += 1
        return hashpw(password, salt)

    def counted_checkpw(password: bytes, hashed: bytes) -> bool:
        costs[int(hashed[4:6])] += 1
        return checkpw(password, hashed)

    monkeypatch.setattr(bcrypt, "hashpw", counted_hashpw)
    monkeypatch.setattr(bcrypt, "checkpw", counted_checkpw)

    logins.refused(email)

    assert costs == {COST: 1}


def test_a_refused_login_takes_as_long_whatever_account_there_is(logins: Logins) -> None:
    told = []
    for _ in range(TRIES):
        medians = logins.medians()
        ratios = {kind: taken / medians["bcrypt"] for kind, taken in medians.items()}
        if all(NARROW <= ratio <= WIDE for ratio in ratios.values()):
            return
        told.append(ratios)
    pytest.fail(f"the time tells accounts apart: {told}")
