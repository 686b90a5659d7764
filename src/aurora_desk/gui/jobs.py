"""Work off the GUI thread, reported back into it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal, Slot

from aurora_desk.domain.errors import AuroraError
from aurora_desk.gui.theme.sentences import said

T = TypeVar("T")
TURN_S = 0.001
log = logging.getLogger(__name__)


class Lane(QObject):
    """Jobs that run one after the other, in the order they were started: the changes of a cart, for example."""

    _reported = Signal(object, object)

    def __init__(self, threads: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._ended = False
        # Queued even from the GUI thread: `done` never runs before `start` has returned.
        self._reported.connect(self._deliver)

    def start(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Run `work` in a pool thread; then `done` or `failed` in the GUI thread, unless `owner` is gone by then."""

        def run() -> None:
            report: Callable[[], object]
            try:
                report = partial(done, work())
            except Exception as error:
                if not isinstance(error, AuroraError):
                    log.exception("job crashed")
                report = partial(failed, error)
            if shiboken6.isValid(self):
                self._reported.emit(owner, report)

        # A pool that is deleted with a job in it waits for the job while it holds Python's lock: nobody would end.
        if not self._ended:
            self._pool.start(run)

    def wait(self) -> None:
        """Let what runs end, drop the rest and start no more; for the end of the program."""
        self._ended = True
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _deliver(self, owner: Any, report: Callable[[], object]) -> None:
        if shiboken6.isValid(owner):
            report()


class Jobs(Lane):
    """The desk's jobs: a few side by side; `cart` keeps the order in which a cart was changed.

    `patient` is for what nobody waits for, such as photos: it never stands before what a hand asked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(threads=4, parent=parent)
        # A job that runs in Python has its lock for at most so long before the GUI thread gets it.
        sys.setswitchinterval(TURN_S)
        self.cart = Lane(parent=self)
        self.patient = Lane(parent=self)

    def wait(self) -> None:
        """Let what runs end, in all lanes."""
        super().wait()
        self.cart.wait()
        self.patient.wait()


def words_of(error: Exception) -> str:
    """What a failed job says to a person, in the language of the desk."""
    if isinstance(error, AuroraError):
        return said(error.said)
    return QCoreApplication.translate(
        "Jobs",
        "Something went wrong that should not. Nothing was saved by this step. Try again; the details are in the log.",
    )
