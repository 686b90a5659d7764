"""News of the journal in handfuls: gathered as they come, read together, one reading at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.jobs import Lane
from aurora_desk.gui.screens.pace import Pace

Key = TypeVar("Key")
T = TypeVar("T")


class News(QObject, Generic[Key, T]):
    """What changed is added by its key; `ask(keys)` makes the job that reads it, `done` shows it.

    What happens while a reading is under way is gathered and read next.
    """

    def __init__(
        self,
        jobs: Lane,
        ask: Callable[[frozenset[Key]], Callable[[], T]],
        *,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._jobs, self._ask, self._done, self._failed = jobs, ask, done, failed
        self._changed: set[Key] = set()
        self._reading = False
        # They come one by one; they are read together once the handful is told.
        self._pace = Pace(page)
        self._pace.due.connect(self._read)

    def add(self, keys: Iterable[Key]) -> None:
        """These changed."""
        self._changed.update(keys)
        if self._changed:
            self._pace.ask()

    def _read(self) -> None:
        if self._reading or not self._changed:
            return
        self._reading = True
        keys, self._changed = frozenset(self._changed), set()
        self._jobs.start(
            self, self._ask(keys), done=partial(self._end, self._done), failed=partial(self._end, self._failed)
        )

    def _end(self, tell: Callable[[T], object] | Callable[[Exception], object], what: T | Exception) -> None:
        self._reading = False
        tell(what)  # type: ignore[arg-type]  # each with its own kind, as they were paired in _read
        if self._changed:
            self._pace.ask()
