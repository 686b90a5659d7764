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
MOST_UNSEEN = 50
"""So many at a time are read for a page that nobody looks at: they hold up the hands on the one in front."""


class News(QObject, Generic[Key, T]):
    """What changed is added by its key; `ask(keys)` makes the job that reads it, `done` shows it.

    What happens while a reading is under way is gathered and read next. Where a busy network changes more than
    `MOST_UNSEEN` while the page is behind another, they are forgotten, and `too_many` asks anew as it is shown.
    """

    def __init__(
        self,
        jobs: Lane,
        ask: Callable[[frozenset[Key]], Callable[[], T]],
        *,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        too_many: Callable[[], object],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._jobs, self._ask, self._done, self._failed, self._too_many = jobs, ask, done, failed, too_many
        self._changed: set[Key] = set()
        self._reading = self._forgotten = False
        # They come one by one; they are read together once the handful is told.
        self._pace = Pace(page)
        self._pace.due.connect(self._read)

    def add(self, keys: Iterable[Key]) -> None:
        """These changed."""
        if self._forgotten:
            return
        self._changed.update(keys)
        if len(self._changed) > MOST_UNSEEN and not self._page.isVisible():
            self._forgotten = True
            self._changed.clear()
            self._pace.wait_until_shown()
        elif self._changed:
            self._pace.ask()

    def _read(self) -> None:
        if self._forgotten:
            self._forgotten = False
            self._too_many()
            return
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
