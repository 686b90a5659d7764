"""Signing in with a PIN."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aurora_desk.app.opening import make_first_shop
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import FREE_TRIES, PinWaitError, Role, WrongPinError
from aurora_desk.services.demo import CAFE, SECOND, TILL
from aurora_desk.services.people import PRODUCT_BCRYPT_COST
from aurora_desk.services.shop import NewShop
from aurora_desk.store.creating import Place
from services.counter import Counter, open_counter

OWNER, CASHIER = PersonId(1), PersonId(3)


def sign_in(counter: Counter, person_id: PersonId, pin: str) -> Role:
    return counter.services.people.sign_in(CAFE, TILL, person_id, pin).role


def lock_out(counter: Counter, person_id: PersonId) -> None:
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(WrongPinError):
            sign_in(counter, person_id, "0000")
    with pytest.raises(PinWaitError):
        sign_in(counter, person_id, "0000")


def test_right_pin_lets_the_person_in_and_is_journaled(counter: Counter) -> None:
    assert sign_in(counter, OWNER, "1234") is Role.OWNER
    assert counter.events("person:1") == ["person.signed_in"]


@pytest.mark.parametrize("pin", ["2345", "", "12345", "123", "1234 "])
def test_any_other_pin_is_refused_and_says_how_many_tries_are_left(counter: Counter, pin: str) -> None:
    with pytest.raises(WrongPinError, match="4 tries left"):
        sign_in(counter, OWNER, pin)


def test_after_five_wrong_pins_even_the_right_one_waits_and_others_do_not(counter: Counter) -> None:
    lock_out(counter, OWNER)

    with pytest.raises(PinWaitError) as waiting:
        sign_in(counter, OWNER, "1234")
    assert 0 < waiting.value.seconds <= 60
    assert sign_in(counter, CASHIER, "3456") is Role.CASHIER

    counter.clock.ahead = timedelta(seconds=61)
    assert sign_in(counter, OWNER, "1234") is Role.OWNER


def test_each_further_wrong_pin_doubles_the_wait_and_the_right_one_ends_it(counter: Counter) -> None:
    lock_out(counter, OWNER)
    counter.clock.ahead = timedelta(seconds=61)
    with pytest.raises(PinWaitError) as waiting:
        sign_in(counter, OWNER, "0000")
    assert waiting.value.seconds == 120

    counter.clock.ahead += timedelta(seconds=121)
    sign_in(counter, OWNER, "1234")
    with pytest.raises(WrongPinError, match="4 tries left"):
        sign_in(counter, OWNER, "0000")


def test_guesses_made_side_by_side_count_no_more_than_one_by_one(counter: Counter) -> None:
    outcomes: list[type[Exception]] = []

    def guess() -> None:
        try:
            sign_in(counter, OWNER, "0000")
        except (WrongPinError, PinWaitError) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 12
    assert counter.events("person:1") == ["person.wrong_pin"] * FREE_TRIES


def test_a_person_of_another_shop_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFoundError):
        counter.services.people.sign_in(SECOND, TILL, OWNER, "1234")


def test_the_product_hashes_pins_at_cost_twelve(demo_place: Place, counter: Counter) -> None:
    opened = open_counter(demo_place, counter.door, counter.stripe, bcrypt_cost=PRODUCT_BCRYPT_COST)
    try:
        assert opened.services.people.hash_pin("1234").startswith("$2b$12$")
    finally:
        opened.services.close()


def test_the_owners_pin_of_a_new_shop_is_kept_at_cost_twelve(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "keys" / "keys.json")

    make_first_shop(place, NewShop("Corner shop", "EUR", "DE", "Europe/Berlin", "Ada", "1234"))

    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        ((kept,),) = connection.execute("SELECT pin_hash FROM person").fetchall()
    assert kept.startswith("$2b$12$")
