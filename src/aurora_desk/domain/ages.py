"""How old somebody must be, as a day to compare with the one on their card."""

from __future__ import annotations

from datetime import date


def born_by(today: date, age: int) -> date:
    """The latest birthday of somebody who is `age` years old today."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:
        return today.replace(year=today.year - age, day=28)
