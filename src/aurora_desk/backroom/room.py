"""The back room: jobs that come round again, in a thread of the serving process.

Each is a row that one process claims for a while, so any number of processes may run the back room of a store.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aurora_desk.domain.errors import AuroraError
from aurora_desk.services.facade import Services

log = logging.getLogger(__name__)
_LOOK_AGAIN_S = 10.0
"""After this long a job that another process has is tried again: it may have died, and its claim expire."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again every so many seconds."""

    name: str
    every_s: float
    run: Callable[[], None]


class BackRoom:
    """Runs its jobs until it is closed."""

    def __init__(
        self, services: Services, owner: str, *, settle_every_s: float = 60, tidy_every_s: float = 3600
    ) -> None:
        self._services = services
        self._owner = owner
        self._jobs = (
            Job("settle payments", settle_every_s, self._settle_payments),
            Job("forget answers", tidy_every_s, self._forget_answers),
        )
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="back room", daemon=True)

    def start(self) -> None:
        """Begin; every job is due at once."""
        self._thread.start()

    def close(self) -> None:
        """End after the call that is under way."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _work(self) -> None:
        due = {job.name: time.monotonic() for job in self._jobs}
        while not self._closed.is_set():
            for job in self._jobs:
                if due[job.name] <= time.monotonic() and not self._closed.is_set():
                    ours = self._run(job)
                    due[job.name] = time.monotonic() + (job.every_s if ours else min(job.every_s, _LOOK_AGAIN_S))
            self._closed.wait(max(0.05, min(due.values()) - time.monotonic()))

    def _run(self, job: Job) -> bool:
        """Run a job if it can be claimed; False where another process has it, or has died with it."""
        claim = partial(self._services.housekeeping.claim, job=job.name, owner=self._owner, seconds=job.every_s)
        try:
            if not self._services.write(claim):
                return False
            job.run()
        except AuroraError as error:
            log.warning("%s: %s", job.name, error.code)
        except Exception:
            log.exception("%s crashed and is tried again later", job.name)
        return True

    def _settle_payments(self) -> None:
        reconciling = self._services.payments.reconciling
        for payment in self._services.read(reconciling.open_payments):
            if self._closed.is_set():
                return
            try:
                reconciling.ask(payment)
            except AuroraError as error:
                log.warning("payment %s stays open: %s", payment.payment_id, error.code)

    def _forget_answers(self) -> None:
        self._services.write(self._services.housekeeping.forget_answers)
