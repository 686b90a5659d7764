"""Sentences for people: an English pattern and what stands in its places, for a screen to say in any language."""

from __future__ import annotations

from collections.abc import Mapping


class Sentence(str):
    """Words for a person: English text that still knows its `pattern` and the `facts` in the pattern's places.

    It is a text, so that whatever hands texts on (a step's outcome, an answer of the API, a log) needs no second way;
    a screen says it in the language of the till. A fact may be a sentence of its own.
    """

    __slots__ = ("facts", "pattern")
    pattern: str
    facts: Mapping[str, object]

    def __new__(cls, pattern: str, facts: Mapping[str, object] | None = None) -> Sentence:
        """`pattern` names its places in braces (`{most} characters`); without facts braces stay as they are."""
        said = super().__new__(cls, pattern.format_map(facts) if facts else pattern)
        said.pattern, said.facts = pattern, dict(facts or {})
        return said


def say(pattern: str, **facts: object) -> Sentence:
    """A sentence with facts: `say("{most} at most.", most=5)`. The pattern is a literal, so that it is translated."""
    return Sentence(pattern, facts)
