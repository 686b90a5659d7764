"""The owner signs in by email and password; whoever guesses waits as with PINs, and learns of no address."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import FREE_TRIES, PasswordWaitError, Person, Role, WrongPasswordError
from aurora_desk.services.demo import CAFE, SECOND, TILL
from services.counter import MARA, Counter

OWNER, MANAGER = PersonId(1), PersonId(2)
EMAIL, PASSWORD = "Mara@Example.com", "Blue-Kettle 47"


@pytest.fixture
def owner(counter: Counter) -> Person:
    """Mara, with a password."""
    return set_password(counter)


def set_password(counter: Counter, email: str = EMAIL, password: str = PASSWORD) -> Person:
    door = counter.services.owner_door
    return counter.write(door.set_password, MARA, OWNER, email, door.hash_password(password))


def sign_in(counter: Counter, email: str = EMAIL, password: str = PASSWORD) -> Person:
    return counter.services.owner_door.sign_in(CAFE, TILL, email, password)


def lock_out(counter: Counter, email: str = EMAIL) -> None:
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(WrongPasswordError):
            sign_in(counter, email, "wrong")
    with pytest.raises(PasswordWaitError):
        sign_in(counter, email, "wrong")


@pytest.mark.usefixtures("owner")
def test_the_right_password_lets_the_owner_in_by_the_address_however_it_is_typed(counter: Counter) -> None:
    entered = sign_in(counter, " mara@EXAMPLE.com ")

    assert (entered.person_id, entered.role, entered.email) == (OWNER, Role.OWNER, EMAIL)
    assert counter.events("person:1") == ["person.password_set", "person.signed_in"]


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "blue-kettle 47"), (EMAIL, f"{PASSWORD} "), ("jonas@example.com", PASSWORD)]
)
def test_a_wrong_pair_says_how_many_tries_are_left_and_not_what_was_wrong(
    counter: Counter, email: str, password: str
) -> None:
    with pytest.raises(WrongPasswordError, match=r"Email or password is not right\. 4 tries left\.") as refused:
        sign_in(counter, email, password)
    assert "sign in with your PIN" in str(refused.value)


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_an_address_waits_after_five_wrong_ones_whether_or_not_anybody_has_it(counter: Counter, email: str) -> None:
    lock_out(counter, email)

    with pytest.raises(PasswordWaitError) as waiting:
        sign_in(counter, email)
    assert 0 < waiting.value.seconds <= 60
    assert counter.services.people.sign_in(CAFE, TILL, OWNER, "1234").role is Role.OWNER, "the PIN does not wait"

    counter.clock.ahead = timedelta(seconds=61)
    with pytest.raises(PasswordWaitError) as waiting:
        sign_in(counter, email, "wrong")
    assert waiting.value.seconds == 120


@pytest.mark.usefixtures("owner")
def test_the_right_password_after_a_wait_begins_again_from_none(counter: Counter) -> None:
    lock_out(counter)
    counter.clock.ahead = timedelta(seconds=61)
    sign_in(counter)
    with pytest.raises(WrongPasswordError, match="4 tries left"):
        sign_in(counter, password="wrong")


@pytest.mark.usefixtures("owner")
def test_guesses_made_side_by_side_count_no_more_than_one_by_one(counter: Counter) -> None:
    outcomes: list[type[Exception]] = []

    def guess() -> None:
        try:
            sign_in(counter, password="wrong")
        except (WrongPasswordError, PasswordWaitError) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(WrongPasswordError) == FREE_TRIES - 1
    assert counter.rows("SELECT failed FROM login_try") == [(FREE_TRIES,)]


@pytest.mark.usefixtures("owner")
def test_neither_address_nor_password_stands_in_journal_or_tries(counter: Counter) -> None:
    sign_in(counter)
    with pytest.raises(WrongPasswordError):
        sign_in(counter, password="wrong")
    kept = str(counter.rows("SELECT * FROM journal") + counter.rows("SELECT * FROM login_try")).lower()
    assert "example.com" not in kept
    assert "kettle" not in kept


def test_only_owners_have_a_password_and_a_weak_one_is_none(counter: Counter) -> None:
    door = counter.services.owner_door
    with pytest.raises(InvalidError, match="Only an owner signs in by email"):
        counter.write(door.set_password, MARA, MANAGER, "jonas@example.com", "hash")
    with pytest.raises(InvalidError):
        door.hash_password("password1!")
    with pytest.raises(InvalidError, match="not an email address"):
        counter.write(door.set_password, MARA, OWNER, "mara", "hash")
    assert not counter.read(door.is_set_up, CAFE)


@pytest.mark.usefixtures("owner")
def test_an_address_opens_one_shop_for_one_owner(counter: Counter) -> None:
    services = counter.services
    counter.write(services.people.add, MARA, "Olga", Role.OWNER, services.people.hash_pin("9999"))

    with pytest.raises(InvalidError, match="Another owner signs in with this address"):
        counter.write(services.owner_door.set_password, MARA, PersonId(4), "mara@example.com", "hash")
    with pytest.raises(WrongPasswordError):
        services.owner_door.sign_in(SECOND, TILL, EMAIL, PASSWORD)


@pytest.mark.usefixtures("owner")
def test_a_password_that_is_replaced_or_taken_away_lets_nobody_in(counter: Counter) -> None:
    lock_out(counter)
    set_password(counter, password="Green-Kettle 48")
    assert sign_in(counter, password="Green-Kettle 48").person_id == OWNER, "a new password ends the wait"
    with pytest.raises(WrongPasswordError):
        sign_in(counter)

    counter.write(counter.services.owner_door.take_password, MARA, OWNER)
    with pytest.raises(WrongPasswordError):
        sign_in(counter, password="Green-Kettle 48")
    assert not counter.read(counter.services.owner_door.is_set_up, CAFE)
