"""The rules of a password. It counts exactly as it is sent: nothing is trimmed, folded or composed."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import pairwise, product, takewhile

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.words import Sentence, say

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD_BYTES = 72  # bcrypt reads no more, and a silent cut would let other passwords in

# A well-known word is at least this long: where it is shorter, the rest of the password carries it.
_SHORTEST_WORD = 4
# What is hung on a word is guessed with it up to so many steps: see `_step_length`.
_MOST_STEPS = 4
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TRICKS = str.maketrans("@40$53!7", "aaosseit")


def check_password_size(password: str, *, field: str = "password") -> None:
    """Refuse what bcrypt can't hash whole; at login no other rule applies. Raises `InvalidError`."""
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in password):
        raise InvalidError(field, "The password holds a character that can't be kept. Type it without that character.")
    if len(password.encode()) > LONGEST_PASSWORD_BYTES:
        raise InvalidError(
            field,
            say(
                "A password has at most {most} bytes: that many letters and digits, "
                "or fewer where some have accents. Choose a shorter one.",
                most=LONGEST_PASSWORD_BYTES,
            ),
        )


def check_new_password(password: str, common: Collection[str], *, field: str = "password") -> None:
    """Refuse what may not become a password; `common` are well-known ones in lower case. Raises `InvalidError`."""
    check_password_size(password, field=field)
    if len(password) < SHORTEST_PASSWORD:
        words = say("A password has at least {least} characters. Choose a longer one.", least=SHORTEST_PASSWORD)
        raise InvalidError(field, words)
    lacking = _lacking(password)
    if lacking:
        raise InvalidError(field, say("The password needs {what} as well.", what=_listed(lacking)))
    if _is_common(password, common):
        raise InvalidError(field, "This password is one of the first that are guessed. Choose another one.")


def _lacking(password: str) -> list[Sentence]:
    wanted = (
        (say("an uppercase letter"), str.isupper),
        (say("a lowercase letter"), str.islower),
        (say("a digit"), str.isdecimal),
        (say("a special character"), _is_special),
    )
    return [name for name, is_one in wanted if not any(map(is_one, password))]


def _is_special(character: str) -> bool:
    # Punctuation, a symbol or a blank; an accent that stands alone belongs to its letter.
    return unicodedata.category(character)[0] in "PSZ"


def _listed(names: list[Sentence]) -> Sentence:
    listed = names[0]
    for name in names[1:-1]:
        listed = say("{first}, {next}", first=listed, next=name)
    return listed if len(names) == 1 else say("{first} and {last}", first=listed, last=names[-1])


def _is_common(password: str, common: Collection[str]) -> bool:
    words = (word for core in _cores(password.lower()) for word in _readings(core))
    return any(word in common for word in words if len(word) >= _SHORTEST_WORD)


def _cores(password: str) -> Iterator[str]:
    """What may be the word in a password: all of it but digits and signs at its ends that add little.

    Every place to cut is tried, since a `5` or `$` at an end can be an `s` of the word.
    """
    front = sum(1 for _ in takewhile(_is_no_letter, password))
    back = sum(1 for _ in takewhile(_is_no_letter, reversed(password)))
    before = {start: _steps(password[:start]) for start in range(front + 1)}
    after = {end: _steps(password[end:]) for end in range(len(password) - back, len(password) + 1)}
    for (start, steps_before), (end, steps_after) in product(before.items(), after.items()):
        if steps_before + steps_after <= _MOST_STEPS:
            yield password[start:end]


def _is_no_letter(character: str) -> bool:
    return not character.isalpha()


def _steps(added: str) -> int:
    steps = place = 0
    while place < len(added):
        place += _step_length(added[place:])
        steps += 1
    return steps


def _step_length(added: str) -> int:
    """How many characters come to mind as one: a year, a run that stays, counts up or counts down, or a single one."""
    if _YEAR.match(added):
        return 4
    gaps = [ord(right) - ord(left) for left, right in pairwise(added)]
    if not gaps or abs(gaps[0]) > 1:
        return 1
    return 1 + sum(1 for _ in takewhile(gaps[0].__eq__, gaps))


def _readings(core: str) -> Iterator[str]:
    """The words that a core may stand for: as it is, without signs inside it, with signs and digits read as letters."""
    yield core
    yield "".join(filter(str.isalnum, core))
    for one in "il":
        yield core.translate(_TRICKS).replace("1", one)
