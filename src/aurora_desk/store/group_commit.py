"""The server's writer thread: many units, one sync of the disk."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aurora_desk.domain.errors import UnavailableError
from aurora_desk.store.engine import StoreBusyError
from aurora_desk.store.unit_of_work import Unit
from aurora_desk.store.writing import Outcome, SqliteBatch

MOST_UNITS = 32
LONGEST_S = 0.008
PAUSE_S = 0.002
"""The lock is left free this long between batches, so that a desk beside a busy server gets its turn."""
MOST_WAITING = 2_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    unit: Unit[Any]
    answer: Future[Any]
    at: float
    loop: asyncio.AbstractEventLoop | None = None
    awaited: asyncio.Future[Any] | None = None


class WriterBusyError(UnavailableError):
    """More writes wait than the writer will do in time; this one was not done and will not be."""

    code = "writer_busy"

    def __init__(self) -> None:
        super().__init__("The shop's computer is very busy. Nothing was saved. Try again in a moment.")


class WriterThread:
    """Takes units from any thread or event loop, and answers each after the commit that holds it."""

    def __init__(self, batch: SqliteBatch) -> None:
        self._batch = batch
        self._queue: queue.Queue[_Asked | None] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def write(self, unit: Unit[Any]) -> Any:
        """Run a unit and wait for its commit; never from the writer thread or an event loop."""
        asked = _Asked(unit, Future(), time.monotonic())
        self._put(asked)
        return asked.answer.result()

    async def write_async(self, unit: Unit[Any]) -> Any:
        """Run a unit and await its commit."""
        loop = asyncio.get_running_loop()
        asked = _Asked(unit, Future(), time.monotonic(), loop, loop.create_future())
        self._put(asked)
        assert asked.awaited is not None
        return await asked.awaited

    def close(self) -> None:
        """Finish what was asked and end; what is asked from now on is refused."""
        with self._lock:
            self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _put(self, asked: _Asked) -> None:
        with self._lock:
            if self._closed:
                raise WriterBusyError
            try:
                self._queue.put_nowait(asked)
            except queue.Full:
                raise WriterBusyError from None

    def _work(self) -> None:
        locked_out_at = -1.0
        while (first := self._queue.get()) is not None:
            if first.at < locked_out_at:
                # It has waited through a whole try for the lock: one more would take it past what a caller waits.
                _answer([first], [Outcome(error=StoreBusyError())])
                continue
            tried_at = time.monotonic()
            taken = _Taken(self._queue, first)
            outcomes = self._run(taken)
            _answer(taken.asked, outcomes)
            if isinstance(outcomes[0].error, StoreBusyError):
                locked_out_at = tried_at
            if taken.ended:
                return
            time.sleep(PAUSE_S)

    def _run(self, taken: _Taken) -> list[Outcome]:
        try:
            return self._batch.run([taken.asked[0].unit], taken.more)
        except Exception as error:
            # Not reached by what a unit or SQLite does; but a dead writer would leave every caller waiting.
            log.exception("the writer failed")
            return [Outcome(error=error) for _ in taken.asked]


class _Taken:
    """What one batch takes from the queue, until it is full, too old, or nobody waits."""

    def __init__(self, waiting: queue.Queue[_Asked | None], first: _Asked) -> None:
        self._waiting = waiting
        self._deadline: float | None = None
        self.asked = [first]
        self.ended = False

    def more(self) -> Unit[Any] | None:
        """The next unit; the batch's time runs from the first call, when the lock is ours."""
        if self._deadline is None:
            self._deadline = time.monotonic() + LONGEST_S
        if self.ended or len(self.asked) >= MOST_UNITS or time.monotonic() > self._deadline:
            return None
        try:
            asked = self._waiting.get_nowait()
        except queue.Empty:
            return None
        if asked is None:
            self.ended = True
            return None
        self.asked.append(asked)
        return asked.unit


def _answer(taken: list[_Asked], outcomes: list[Outcome]) -> None:
    """Tell every caller; one wake-up of an event loop a batch."""
    woken: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]] = {}
    for asked, outcome in zip(taken, outcomes, strict=True):
        if asked.loop is not None and asked.awaited is not None:
            woken.setdefault(asked.loop, []).append((asked.awaited, outcome))
        elif outcome.error is not None:
            asked.answer.set_exception(outcome.error)
        else:
            asked.answer.set_result(outcome.result)
    for loop, answers in woken.items():
        with suppress(RuntimeError):  # the loop has closed: nobody is there to be told
            loop.call_soon_threadsafe(_settle_all, answers)


def _settle_all(answers: list[tuple[asyncio.Future[Any], Outcome]]) -> None:
    for future, outcome in answers:
        if future.done():  # the caller went away
            continue
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.result)
