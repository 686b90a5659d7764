"""What may become a password, and what is said about one that may not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.passwords import check_new_password, check_password_size

COMMON = frozenset({"password", "summer", "qwerty", "letmein", "princess", "love", "pass", "123456", "ass", "trustno1"})


def refusal(password: str) -> str:
    with pytest.raises(InvalidError) as caught:
        check_new_password(password, COMMON)
    return caught.value.message


@pytest.mark.parametrize("password", ["Str0ngPass!", "NewStr0ngPass!", "Max7#kd92Lq!", "Äpfel-7b", "Ünder 1 roof"])
def test_a_password_of_all_four_kinds_is_let_in(password: str) -> None:
    check_new_password(password, COMMON)


@pytest.mark.parametrize(
    ("password", "lacking"),
    [
        ("tr7!kdnw", "an uppercase letter"),
        ("TR7!KDNW", "a lowercase letter"),
        ("Trx!kdnw", "a digit"),
        ("Tr7xkdnw", "a special character"),
        ("trxxkdnw", "an uppercase letter, a digit and a special character"),
        ("????????", "an uppercase letter, a lowercase letter and a digit"),
        ("Tr²!kdnw", "a digit"),
        ("Tre\u0301kdnw7", "a special character"),
        ("Tr7kdnw\t", "a special character"),
    ],
)
def test_what_is_lacking_is_named(password: str, lacking: str) -> None:
    assert refusal(password) == f"The password needs {lacking} as well."


def test_eight_characters_are_enough_and_seven_are_not() -> None:
    check_new_password("Tr7!kdnw", COMMON)
    assert "at least 8 characters" in refusal("Tr7!kdn")


@pytest.mark.parametrize("letter", ["x", "é", "€", "🗝"])
def test_seventy_two_bytes_are_the_most_whatever_they_spell(letter: str) -> None:
    longest = "Aa1!" + letter * (68 // len(letter.encode()))
    check_new_password(longest, COMMON)
    check_password_size(longest)

    assert "at most 72 bytes" in refusal("Aa1!" + letter * (68 // len(letter.encode()) + 1))


@pytest.mark.parametrize("character", ["\0", chr(0xD800), chr(0xDFFF)], ids=ascii)
@pytest.mark.parametrize("place", [0, 4, 12])
def test_a_character_that_cannot_be_kept_is_refused(character: str, place: int) -> None:
    password = "Max7#kd92Lq!"
    password = password[:place] + character + password[place:]

    assert "can't be kept" in refusal(password)
    with pytest.raises(InvalidError, match="can't be kept"):
        check_password_size(password)


@pytest.mark.parametrize("password", ["", "a", "password", "x" * 72, " \t\n"])
def test_at_login_only_the_size_counts(password: str) -> None:
    check_password_size(password)


def test_at_login_too_long_a_password_is_refused() -> None:
    with pytest.raises(InvalidError, match="at most 72 bytes"):
        check_password_size("x" * 73)


def test_the_field_at_fault_is_named_as_the_caller_wrote_it() -> None:
    for password in ("x" * 73, "Tr7!kdn", "trxxkdnw", "Password1!"):
        with pytest.raises(InvalidError) as caught:
            check_new_password(password, COMMON, field="confirmPassword")
        assert caught.value.field == "confirmPassword"
        assert password not in caught.value.message


@pytest.mark.parametrize(
    "password",
    [
        "Password1!", "P@ssw0rd1", "P4$$w0rd!!", "passW0rd!", "!Password1", "1Letmein!", "L3tm31n!", "1etMe!n!!",
        "Le7me1n!", "Summer2024!", "$umMer2024!", "5Ummer1999!!", "Qwerty123!", "Qwerty123456789!", "Qwerty54321!",
        "Princess1!", "Pr1nce55!", "Princes5!", "123Password!!!", "Pass-Word1", "Trustno1!", "Love1234!", "Pass2024!",
        "Password20242025!",
    ],
)  # fmt: skip
def test_a_well_known_password_is_refused_behind_the_usual_tricks(password: str) -> None:
    assert refusal(password) == "This password is one of the first that are guessed. Choose another one."


@pytest.mark.parametrize(
    "password",
    [
        "Correct horse, password 7 staple", "My summer in Lisbon 1987!", "MyPassword1!x", "Passwords1!", "Qwertz123!",
        "Love#92!47@8356", "83!2#6Princess9@4", "Summer4827#", "Ass#7!91", "A1!a1!A2",
    ],
)  # fmt: skip
def test_a_well_known_word_does_no_harm_where_the_rest_is_strong(password: str) -> None:
    check_new_password(password, COMMON)


def test_a_well_known_word_counts_in_any_case() -> None:
    assert "first that are guessed" in refusal("qWERTY123!")


@given(st.text(st.sampled_from("aA1!50\u0130ß\0\ud800é🗝19") | st.characters(), max_size=90))
def test_any_text_is_judged_and_nothing_else_is_raised(password: str) -> None:
    with suppress(InvalidError):
        check_new_password(password, COMMON)
