"""The back room: jobs that come round again, each in a thread of the serving process, so that none waits for another.

A job is a row that one process claims for a while, so any number of processes may run the back room of a store.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aurora_desk.backroom.outbox import Mailer
from aurora_desk.domain.errors import AuroraError
from aurora_desk.services.facade import Services

log = logging.getLogger(__name__)
_LOOK_AGAIN_S = 10.0
"""After this long a job that another process has is tried again: it may have died, and its claim expire."""
_AFTER_TROUBLE_S = 300.0
"""After this long a job that failed is tried again, however seldom it comes round."""
_BETWEEN_SLICES_S = 0.05
_MAIL_EVERY_S = 2.0
"""A mail's first try starts within 5 s of the answer that promised it (`api-contract`, Accounts)."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again every so many seconds."""

    name: str
    every_s: float
    run: Callable[[], None]
    claimed: bool = True
    """Whether one process at a time does it; mails are claimed one by one instead."""


class BackRoom:
    """Runs its jobs until it is closed."""

    def __init__(
        self,
        services: Services,
        owner: str,
        *,
        mailer: Mailer | None = None,
        settle_every_s: float = 60,
        compare_every_s: float = 3600,
        tidy_every_s: float = 3600,
        mail_every_s: float = _MAIL_EVERY_S,
    ) -> None:
        self._services = services
        self._owner = owner
        self._mailer = mailer
        self._closed = threading.Event()
        jobs = [
            Job("settle payments", settle_every_s, self.settle_payments),
            Job("compare with Stripe", compare_every_s, self.compare),
            Job("tidy up", tidy_every_s, self._tidy_up),
        ]
        if mailer is not None:
            jobs.append(Job("send mails", mail_every_s, mailer.begin_due, claimed=False))
        self._threads = [
            threading.Thread(target=self._keep_doing, args=(job,), name=job.name, daemon=True) for job in jobs
        ]

    def start(self) -> None:
        """Begin; every job is due at once."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End after the calls that are under way."""
        self._closed.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10)
        if self._mailer is not None:
            self._mailer.close()

    def _keep_doing(self, job: Job) -> None:
        while not self._closed.is_set():
            self._closed.wait(self._run(job))

    def _run(self, job: Job) -> float:
        """Run a job if it can be claimed; after how many seconds to look again."""
        claim = partial(self._services.housekeeping.claim, job=job.name, owner=self._owner, seconds=job.every_s)
        try:
            if job.claimed and not self._services.write(claim):
                return min(job.every_s, _LOOK_AGAIN_S)
            job.run()
        except AuroraError as error:
            log.warning("%s: %s", job.name, error.code)
        except Exception:
            log.exception("%s crashed and is tried again later", job.name)
        else:
            return job.every_s
        return min(job.every_s, _AFTER_TROUBLE_S)

    def settle_payments(self) -> None:
        """One round over the payments and refunds that are open; its job does the same again and again."""
        reconciling = self._services.payments.reconciling
        for payment in self._services.read(reconciling.open_payments):
            if self._closed.is_set():
                return
            try:
                reconciling.ask(payment)
            except AuroraError as error:
                log.warning("payment %s stays open: %s", payment.payment_id, error.code)
        self._settle_refunds()
        self._services.truth.resume()
        self._services.truth.clock.note()

    def _settle_refunds(self) -> None:
        refunds = self._services.refunds
        for refund in self._services.read(refunds.open_refunds):
            if self._closed.is_set():
                return
            try:
                refunds.resume(refund)
            except AuroraError as error:
                log.warning("refund %s stays open: %s", refund.refund_id, error.code)

    def compare(self) -> None:
        """Compare the store with Stripe, once; its job does the same again and again."""
        if self._services.truth.with_stripe():
            self._services.truth.compare()

    def _tidy_up(self) -> None:
        while not self._closed.is_set() and self._services.write(self._services.housekeeping.forget):
            self._closed.wait(_BETWEEN_SLICES_S)
