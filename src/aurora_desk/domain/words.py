"""Sentences for people: an English pattern and what stands in its places, for a screen to say in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words for a person. `pattern` names its places in braces (`{most} characters`); `facts` fill them."""

    pattern: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English, as logs and programs read it."""
        return self.pattern.format_map(self.facts) if self.facts else self.pattern


def say(pattern: str, **facts: object) -> Sentence:
    """A sentence with facts: `say("{most} at most.", most=5)`. The pattern is a literal, so that it is translated."""
    return Sentence(pattern, facts)
