"""The steps of a sale, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from aurora_desk.gui.jobs import Lane

T = TypeVar("T")


class Steps(QObject):
    """Runs a step as a job; what is asked for meanwhile is not started, so a double click pays once."""

    def __init__(self, jobs: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.busy = False

    def run(self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[Exception], object]) -> None:
        """Start a step unless one is under way."""
        if self.busy:
            return
        self.busy = True
        self._jobs.start(self, work, done=partial(self._end, done), failed=partial(self._end, failed))

    def _end(self, report: Callable[[T], object], answer: T) -> None:
        self.busy = False
        report(answer)
