"""What is typed into the search field: perhaps how many, and words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aurora_desk.domain.quantity import ONE

_TIMES = re.compile(r"\s*(\d{1,4})\s*[*×]\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """`3*espresso` is three of what `espresso` finds; without a number it is one."""

    words: str
    quantity_milli: int = ONE
    counted: bool = False


def read_entry(text: str) -> Entry:
    """The entry that a text stands for."""
    found = _TIMES.fullmatch(text)
    if found is None or not int(found[1]):
        return Entry(text.strip())
    return Entry(found[2].strip(), int(found[1]) * ONE, counted=True)
