"""Passwords of accounts: new ones are judged, all are checked in the same work, old hashes are replaced."""

import hashlib

import bcrypt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.services.passwords import Passwords, Verdict

COST = 5
RIGHT, WRONG = "Str0ngPass!", "Str0ngPass?"


def bcrypted(cost: int, prefix: str = "2b") -> str:
    made = bcrypt.hashpw(RIGHT.encode(), b"$2b$%02d$abcdefghijklmnopqrstuu" % cost).decode()
    return f"${prefix}${made[4:]}"


TODAY = [bcrypted(COST), bcrypted(COST + 1)]
RENAMED = [bcrypted(COST, "2a"), bcrypted(COST, "2y")]
REPLACED = [
    bcrypted(COST - 1), bcrypted(COST - 1, "2a"), bcrypted(COST - 1, "2y"),
    hashlib.sha256(RIGHT.encode()).hexdigest(),
    f"sha1$salt${hashlib.sha1(b'salt' + RIGHT.encode()).hexdigest()}",  # noqa: S324
    "$1$$.fOwOGjphVJ/NcLgTW5w70",
    "$5$rounds=1000$$yElw56AAxS2g.oRpZelfwnm0m8uo7qrv5OGu4lhmTMC",
]  # fmt: skip
UNKNOWN = [
    None,
    "",
    "!",
    RIGHT,
    bcrypted(COST) + "\n",
    "$2b$15$" + "." * 53,
    "$argon2id$v=19$m=65536,t=3,p=4$c2Fs$aGFz",
]


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(bcrypt_cost=COST)


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The cost of each bcrypt that was done. Counted, for no clock of a test can tell one from two."""
    done: list[int] = []
    hashpw, checkpw = bcrypt.hashpw, bcrypt.checkpw

    def counted_hashpw(password: bytes, salt: bytes) -> bytes:
        done.append(int(salt[4:6]))
        return hashpw(password, salt)

    def counted_checkpw(password: bytes, hashed: bytes) -> bool:
        done.append(int(hashed[4:6]))
        return checkpw(password, hashed)

    monkeypatch.setattr(bcrypt, "hashpw", counted_hashpw)
    monkeypatch.setattr(bcrypt, "checkpw", counted_checkpw)
    return done


def test_a_hash_is_bcrypt_of_the_given_cost_and_never_the_same_twice(passwords: Passwords) -> None:
    one, other = passwords.hash(RIGHT), passwords.hash(RIGHT)

    assert one.startswith(f"$2b$0{COST}$")
    assert one != other
    assert passwords.verify(RIGHT, one) == passwords.verify(RIGHT, other) == Verdict(right=True)
    assert passwords.verify(WRONG, one) == Verdict(right=False)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=18))
@settings(max_examples=50, deadline=None)
def test_any_password_that_fits_is_right_exactly_as_it_was_sent(password: str) -> None:
    passwords = Passwords(bcrypt_cost=4)
    stored = passwords.hash(password)

    assert passwords.verify(password, stored) == Verdict(right=True)
    for other in {password + " ", " " + password, password.strip(), password.swapcase()} - {password}:
        assert passwords.verify(other, stored) == Verdict(right=False)


def test_a_letter_with_its_accent_apart_is_another_password(passwords: Passwords) -> None:
    stored = passwords.hash("Caf\u00e9 Str0ng!")
    assert passwords.verify("Cafe\u0301 Str0ng!", stored) == Verdict(right=False)


def test_the_last_of_seventy_two_bytes_counts(passwords: Passwords) -> None:
    stored = passwords.hash("x" * 71 + "y")
    assert passwords.verify("x" * 71 + "y", stored).right
    assert not passwords.verify("x" * 71 + "z", stored).right


@pytest.mark.parametrize("password", ["x" * 73, "€" * 25, "Str0ng\0Pass!", "Str0ng" + chr(0xD800)], ids=ascii)
def test_what_bcrypt_cannot_hash_whole_is_refused_before_any_work(
    passwords: Passwords, costs: list[int], password: str
) -> None:
    for stored in (*TODAY, *REPLACED, None):
        with pytest.raises(InvalidError):
            passwords.verify(password, stored)
    with pytest.raises(InvalidError):
        passwords.hash(password)
    with pytest.raises(InvalidError):
        passwords.check_new(password)

    assert costs == []


@pytest.mark.parametrize("stored", [*TODAY, *RENAMED, *REPLACED, *UNKNOWN])
def test_a_wrong_password_is_wrong_and_changes_nothing(passwords: Passwords, stored: str | None) -> None:
    assert passwords.verify(WRONG, stored) == Verdict(right=False)
    assert passwords.verify("", stored) == Verdict(right=False)


@pytest.mark.parametrize("stored", UNKNOWN)
def test_without_a_hash_that_anybody_knows_no_password_is_right(passwords: Passwords, stored: str | None) -> None:
    assert passwords.verify(RIGHT, stored) == Verdict(right=False)


@pytest.mark.parametrize("stored", TODAY)
def test_a_hash_of_today_is_kept(passwords: Passwords, stored: str) -> None:
    assert passwords.verify(RIGHT, stored) == Verdict(right=True)


@pytest.mark.parametrize("stored", [*RENAMED, *REPLACED])
def test_an_old_hash_that_fits_is_replaced_by_one_of_today(passwords: Passwords, stored: str) -> None:
    verdict = passwords.verify(RIGHT, stored)

    assert verdict.right
    assert verdict.replacement is not None
    assert verdict.replacement.startswith(f"$2b$0{COST}$")
    assert passwords.verify(RIGHT, verdict.replacement) == Verdict(right=True)
    assert passwords.verify(WRONG, verdict.replacement) == Verdict(right=False)


@pytest.mark.parametrize("stored", [*TODAY, *RENAMED, *REPLACED])
def test_a_stolen_hash_is_no_password(passwords: Passwords, stored: str) -> None:
    assert passwords.verify(stored, stored) == Verdict(right=False)


@pytest.mark.parametrize("password", [RIGHT, WRONG])
@pytest.mark.parametrize("stored", [bcrypted(COST), *RENAMED, *REPLACED, *UNKNOWN])
def test_every_answer_takes_one_bcrypt_of_the_full_cost(
    passwords: Passwords, costs: list[int], stored: str | None, password: str
) -> None:
    passwords.verify(password, stored)

    assert costs.count(COST) == 1
    # Beside it only the check of a cheaper stored hash.
    assert [cost for cost in costs if cost != COST] in ([], [COST - 1])


@pytest.mark.parametrize("stored", [f"$2b$15${'.' * 53}", f"$2a$31${'.' * 53}", "$6$rounds=999999999$salt$" + "." * 86])
def test_a_hash_that_asks_for_too_much_work_gets_none(passwords: Passwords, costs: list[int], stored: str) -> None:
    assert passwords.verify(RIGHT, stored) == Verdict(right=False)
    assert costs == [COST]


def test_a_hash_of_a_cost_that_could_not_be_read_again_is_never_made() -> None:
    with pytest.raises(AssertionError):
        Passwords(bcrypt_cost=15)


@pytest.mark.parametrize(
    "password",
    [
        "P@ssw0rd1", "Password1!", "Password123!", "Summer2024!", "Winter2023!", "Qwerty123!", "Welcome1!",
        "P4$$w0rd!!", "1Letmein!", "Admin@123", "Iloveyou1!", "Trustno1!", "Dragon99!", "Abc123!!", "1qaz@WSX",
        "Pass@word1", "Test1234!", "Football#1", "M0nk3y123!",
    ],
)  # fmt: skip
def test_a_well_known_password_may_not_become_one(passwords: Passwords, password: str) -> None:
    with pytest.raises(InvalidError, match="first that are guessed") as caught:
        passwords.check_new(password, field="confirmPassword")
    assert caught.value.field == "confirmPassword"


@pytest.mark.parametrize(
    "password",
    [
        "Str0ngPass!", "NewStr0ngPass!", "Max7#kd92Lq!", "The dragon ate 12 welcome cakes!", "Love#92!47@8356",
        "vG8%rT2&pL5*", "Kaffee-um-7-Uhr", "x7!Qm#2Zt",
    ],
)  # fmt: skip
def test_a_strong_password_may_become_one(passwords: Passwords, password: str) -> None:
    passwords.check_new(password)
