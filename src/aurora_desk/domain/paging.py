"""A page of a long list, and where the next one begins."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from aurora_desk.domain.errors import InvalidError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in their order; `after` continues behind the last one, None at the end of the list."""

    rows: tuple[Row, ...]
    after: str | None


def place_in_list(after: str) -> int:
    """The row number that an `after` names; raises `InvalidError` where it names none."""
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise InvalidError("after", "This is not a place in the list. Start again without it.")
    return int(after)
