"""A storm: orders are paid while two of five of Stripe's answers are lost and the program is killed again and again.

    python -m storm --orders 1000 --seed 7

Afterwards nothing goes wrong any more, all that is open is ended, and a bookkeeper of its own compares store and Stripe
to the cent. Ends with 1 on any difference, each in a line.

What a seed repeats: the story of each order (`plan`), the fate of the n-th call to Stripe, and after how many moments
(a call to Stripe, a commit about to be, a commit just done) the program is killed. With one till all of that happens in
one order, so the same seed is the same storm to the last call; ids and times differ. A kill by the clock, on a slow
machine, is printed with its moment, and `--kill-at` repeats it. With `--tills 2` two tills and the back room are
processes of their own, all killed: the plans and the fates stay, but whose call is the n-th is left to the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.programs import Programs
from aurora_desk.app.opening import TRAINING_KEY
from aurora_desk.services.demo import CAFE
from aurora_desk.store.creating import Place
from storm import weather
from storm.books import Books, Rows, Stripe
from storm.crew import Crew, DiedError, Member, preload, run_undisturbed
from storm.kills import Kills, chosen
from storm.place import first_bad_row, make_shop
from storm.secrets_on_disk import secrets_in
from storm.till import Job

IN_MEMORY = Path("/dev/shm")
EVERY = (250, 650)
_MOST_TOLD = 40


@dataclass(frozen=True)
class Asked:
    """What storm is wanted."""

    orders: int
    seed: int
    tills: int = 1
    every: tuple[int, int] = EVERY
    kill_at: frozenset[int] = frozenset()


def run(folder: Path, asked: Asked, say: Callable[[str], None]) -> int:
    """The whole storm in an empty folder; 0 if no cent was lost, doubled or guessed."""
    began = time.monotonic()
    # The simulator is on this computer, whatever proxy it has.
    os.environ["no_proxy"] = "127.0.0.1"
    preload()
    say(f"seed {asked.seed}, {asked.orders} orders, {asked.tills} till(s)")
    home = folder / "home"
    home.mkdir()
    programs = Programs(home)
    log = folder / "tills.log"
    try:
        place = make_shop(folder / "store")
        simulator = programs.start("stripe-simulator", "--port", 0, "--state", folder / "stripe.db")
        assert simulator.process.stdout is not None
        stripe = simulator.process.stdout.readline().strip().rpartition(" ")[2]
        kills = Kills(asked.seed, asked.every, asked.kill_at)
        faults = _weather(asked, folder / "store", stripe, kills, log, say)
        faults += _compare(place, stripe, say)
    finally:
        programs.close()
    faults += secrets_in(folder, but=folder / "stripe.db")
    say(f"{time.monotonic() - began:.0f} s, {len(faults)} differences")
    for fault in faults[:_MOST_TOLD]:
        say(fault)
    if faults:
        say(log.read_text()[-5_000:])
    return 1 if faults else 0


def _weather(asked: Asked, store: Path, stripe: str, kills: Kills, log: Path, say: Callable[[str], None]) -> list[str]:
    """Let the storm pass, and end what it left open; what went wrong with the programs themselves."""
    job = Job(store, stripe, asked.seed, asked.orders, of=asked.tills)
    tills = [replace(job, till=number) for number in range(1, asked.tills + 1)]
    members = [Member(one) for one in tills]
    if asked.tills > 1:
        members.append(Member(replace(job, is_back_room=True)))
    weather.begin(stripe, asked.seed)
    faults = []
    try:
        Crew(members, kills, log).weather_it()
    except DiedError as died:
        faults.append(str(died))
    calls, lost = weather.end(stripe, asked.seed)
    say(f"{lost} of {calls} answers lost ({lost / max(1, calls):.1%})")
    say(f"{len(kills.done)} kills in {kills.moments} moments, longest gap {kills.longest_gap_s:.1f} s")
    if kills.by_clock:
        say(f"killed by the clock: --kill-at {','.join(map(str, kills.by_clock))}")
    for one in tills:
        if status := run_undisturbed(replace(one, ends_the_day=True), log):
            faults.append(f"the end of the day ended with status {status}")
    return faults


def _compare(place: Place, stripe: str, say: Callable[[str], None]) -> list[str]:
    assert place.file is not None
    books = Books(Rows.read(place.file, CAFE), Stripe.ask(stripe, TRAINING_KEY))
    faults = books.check()
    bad = first_bad_row(place)
    if bad is not None:
        faults.append(f"The journal does not verify from row {bad}.")
    say(f"{len(books.rows.orders)} orders in the store; payments: {_told(books)}")
    say(f"cards: {books.here_minor / 100:.2f} here, {books.there_minor / 100:.2f} at Stripe")
    back = [f"{minor / 100:.2f}" for minor in books.back_minor]
    say(f"given back to cards: {back[0]} here, {back[1]} at Stripe")
    say(f"drawers: {books.drawer_minor / 100:.2f}")
    return faults


def _told(books: Books) -> str:
    return ", ".join(f"{count} {ending}" for ending, count in sorted(books.endings().items()))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="storm", description="Payments in a storm of lost answers and kills.")
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None, help="repeats a storm; left out, the clock chooses one")
    parser.add_argument("--tills", type=int, choices=(1, 2), default=1, help="2: two tills and a back room at once")
    parser.add_argument("--kill-at", type=chosen, default=frozenset(), help="more kills, by their moments")
    options = parser.parse_args(arguments)
    seed = int(time.time()) if options.seed is None else options.seed
    # A killed process loses nothing that it has written, whatever lies below: waiting for a disk would prove nothing.
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None) as folder:
        return run(Path(folder), Asked(options.orders, seed, options.tills, kill_at=options.kill_at), say)
