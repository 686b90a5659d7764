"""A page of a long list, and where the next one begins."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in their order; `after` continues behind the last one, None at the end of the list."""

    rows: tuple[Row, ...]
    after: str | None
