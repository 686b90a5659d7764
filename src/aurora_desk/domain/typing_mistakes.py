"""Whether a word was meant although it was typed with one mistake."""

from __future__ import annotations

from itertools import pairwise

SHORTEST = 4
"""Of three letters any two words are one mistake apart."""
LONGEST = 32


def one_mistake(typed: str, word: str) -> bool:
    """Whether one letter more, less, other, or two neighbours swapped make `typed` into `word`."""
    if abs(len(typed) - len(word)) > 1:
        return False
    if len(typed) > len(word):
        typed, word = word, typed
    same = next((place for place, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), len(typed))
    rest, behind = typed[same:], word[same:]
    if len(typed) < len(word):
        return rest == behind[1:]
    return rest[1:] == behind[1:] or (rest[:2] == behind[:2][::-1] and rest[2:] == behind[2:])


def meant(name: str, keys: tuple[str, ...]) -> int | None:
    """How well a name fits keys that all begin its words but one, which has one mistake: the lower the better.

    Best is the word that the name begins with, then another word, then the beginning of one.
    """
    words = name.split()
    wrong = [key for key in keys if not any(word.startswith(key) for word in words)]
    if not wrong:
        return 0
    if len(wrong) > 1 or not SHORTEST <= len(wrong[0]) <= LONGEST:
        return None
    if one_mistake(wrong[0], words[0]):
        return 1
    if any(one_mistake(wrong[0], word) for word in words):
        return 2
    begun = (word[: len(wrong[0]) + more] for word in words for more in (-1, 0, 1))
    return 3 if any(one_mistake(wrong[0], start) for start in begun) else None


def pieces(key: str) -> tuple[tuple[str, str], ...]:
    """What is left and right of each place where the mistake may be: one of these pairs stands in the word meant."""
    if not SHORTEST <= len(key) <= LONGEST:
        return ()
    cuts = [(key[:place], key[place + 2 :]) for place in range(len(key))]
    return tuple(cut for cut, following in pairwise([*cuts, ("", "")]) if cut != following)
