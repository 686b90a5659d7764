"""A program of the storm: a till that works through its orders, or a back room beside the tills.

It opens the store as the product does, ends what its killed predecessor left, and goes on where the store says that its
last order stands.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from aurora_desk.app.opening import TRAINING_KEY, Stripe, look, open_services
from aurora_desk.backroom.room import BackRoom
from aurora_desk.domain.payments import StripeUnreachableError
from aurora_desk.services.facade import Services
from storm.cashier import TILLS, Cashier
from storm.customer import Customer
from storm.gate import Gate
from storm.place import place_in
from storm.plan import GOOD, Plan, plan_of
from storm.shelf import Shelf

ROUNDS = 12
"""So many rounds after the storm must be enough to end everything."""
_ROOM_EVERY_S = 0.4
_SETTLED_EVERY = 3
"""So many orders of a till that is alone."""
_COMPARED_EVERY = 20
"""So many orders, or seconds of a back room beside the tills."""
UNFINISHED = 3


@dataclass(frozen=True)
class Job:
    """What a program of the storm is to do."""

    folder: Path
    stripe: str
    seed: int
    orders: int
    till: int = 1
    of: int = 1
    ends_the_day: bool = False
    is_back_room: bool = False


def live(job: Job, log: Path, pipe: Pipe | None = None) -> None:
    """One life of a program, behind a gate if there is one; ends this process."""
    with log.open("a") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    logging.basicConfig(level=logging.ERROR)
    gc.freeze()
    if pipe is not None:
        Gate(pipe).stand()
    sys.exit(_work(job))


def _work(job: Job) -> int:
    place = place_in(job.folder)
    facts = look(place, demo_wanted=True)
    assert facts is not None
    assert place.file is not None
    services = open_services(
        place,
        facts,
        Stripe(TRAINING_KEY, job.stripe),
        server=False,
        # Nobody touches the payments of others that are at work; a single till has none while its back room runs.
        quiet=timedelta(seconds=0 if job.of == 1 or job.ends_the_day else 2),
        pause=_go_on,
    )
    try:
        if job.is_back_room:
            return _be_back_room(services, job.stripe)
        customer = Customer(job.stripe)
        shelf = Shelf(place.file)
        cashier = Cashier(services, TILLS[job.till], shelf, customer)
        return Till(services, cashier, shelf, customer, job).work()
    finally:
        services.close()


class Till:
    """The day of a till."""

    def __init__(self, services: Services, cashier: Cashier, shelf: Shelf, customer: Customer, job: Job) -> None:
        self._services, self._cashier, self._shelf, self._customer = services, cashier, shelf, customer
        self._plans = [
            plan_of(job.seed, number) for number in range(1, job.orders + 1) if number % job.of == job.till % job.of
        ]
        self._alone, self._ends = job.of == 1, job.ends_the_day
        self._room = BackRoom(services, "storm")
        """Its jobs are done between two customers, one after the other."""

    def work(self) -> int:
        """Serve every customer; at the end of the day end what is open. The exit status."""
        begun = self._shelf.begun()
        last = max((plan.number for plan in self._plans if plan.number in begun), default=0)
        for plan in self._plans:
            if plan.number == last and plan.taps_in_the_dark:
                self._customer.at_the_reader(GOOD)
                self._customer.on_the_phone(self._shelf.page_of(plan.name), GOOD)
        self._cashier.resolve_left()
        if self._ends:
            return self._end()
        for plan in self._plans:
            if plan.number >= last:
                self._serve(plan)
        return 0

    def _serve(self, plan: Plan) -> None:
        if not self._shelf.is_begun(plan.name):
            for fault in plan.faults:
                self._customer.let_happen(fault)
        self._shelf.set_manual(manual=plan.manual)
        self._cashier.serve(plan)
        if self._alone:
            if not plan.number % _SETTLED_EVERY:
                self._room.settle_payments()
            if not plan.number % _COMPARED_EVERY:
                self._compare()

    def _compare(self) -> None:
        with suppress(StripeUnreachableError):
            self._room.compare()

    def _end(self) -> int:
        for _ in range(ROUNDS):
            self._room.settle_payments()
            self._compare()
            done = [self._cashier.finish(plan) for plan in self._plans]
            if all(done):
                return 0
        return UNFINISHED


def _be_back_room(services: Services, owner: str) -> int:
    room = BackRoom(services, f"storm of {owner}", settle_every_s=_ROOM_EVERY_S, compare_every_s=_COMPARED_EVERY)
    room.start()
    signal.sigwait({signal.SIGTERM})
    room.close()
    return 0


def _go_on(_seconds: float) -> None:
    """A pause that proves nothing here."""
