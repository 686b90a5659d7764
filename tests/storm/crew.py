"""The programs of a storm behind their gates, killed and started again.

Their processes are forked from one that has imported everything and done nothing: a till that starts again would need
two seconds for its imports alone.
"""

from __future__ import annotations

import multiprocessing
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from storm.kills import Kills
from storm.till import Job, live

PATIENCE_S = 600.0
"""For a program that nobody kills."""
_NURSERY = multiprocessing.get_context("forkserver")


def preload() -> None:
    """Say what the process imports that all others are forked from; before the first of them."""
    _NURSERY.set_forkserver_preload(["storm.till", "stripe", "requests"])


@dataclass
class Member:
    """One program, through all its lives."""

    job: Job
    process: ForkServerProcess | None = None
    pipe: Pipe | None = None
    done: bool = False

    def start(self, log: Path) -> None:
        """Give it a new life, and a gate."""
        self.pipe, theirs = _NURSERY.Pipe()
        self.process = _NURSERY.Process(target=live, args=(self.job, log, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        """End this life as a power cut does."""
        assert self.process is not None
        assert self.pipe is not None
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -signal.SIGKILL, self.process.exitcode
        self.pipe.close()


class DiedError(Exception):
    """A program ended by itself, and not well."""


@dataclass
class Crew:
    """All programs of a storm."""

    members: list[Member]
    kills: Kills
    log: Path

    def weather_it(self) -> None:
        """Let them work, and die, until all tills have served all their customers; raises `DiedError`."""
        try:
            for member in self.members:
                member.start(self.log)
            self.kills.begin()
            while not all(member.done for member in self.members if not member.job.is_back_room):
                self._watch()
            self.kills.end()
        finally:
            for member in self.members:
                if not member.done and member.process is not None:
                    member.kill()

    def _watch(self) -> None:
        at_work = {member.pipe: member for member in self.members if not member.done}
        ready = wait([pipe for pipe in at_work if pipe is not None], self.kills.left_s() + 0.1)
        if not ready:
            # None has passed its gate for so long: the clock kills the first of them wherever it is.
            self._kill(next(iter(at_work.values())))
        for pipe in ready:
            assert isinstance(pipe, Pipe)
            try:
                passed = pipe.recv()
            except EOFError:
                self._has_ended(at_work[pipe])
                continue
            if self.kills.is_due(passed):
                self._kill(at_work[pipe])
            else:
                pipe.send(self.kills.granted())

    def _kill(self, member: Member) -> None:
        member.kill()
        self.kills.note()
        member.start(self.log)

    def _has_ended(self, member: Member) -> None:
        assert member.process is not None
        member.process.join(PATIENCE_S)
        member.done = True
        if member.process.exitcode or member.job.is_back_room:
            raise DiedError(f"a program ended with {member.process.exitcode} at moment {self.kills.moments}")


def run_undisturbed(job: Job, log: Path) -> int | None:
    """Run a program to its end; its status."""
    process = _NURSERY.Process(target=live, args=(job, log), daemon=True)
    process.start()
    process.join(PATIENCE_S)
    return process.exitcode
