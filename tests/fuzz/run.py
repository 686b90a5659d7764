"""A hostile run: thousands of requests, right and wrong, against a fresh demo server of its own.

    python -m fuzz --requests 20000 --seed 7

Prints the seed and what each endpoint answered how often. Ends with 1 on any answer of 5xx, any failure outside the
envelope, words from the inside, a request smuggled in, a right request refused, no answer within 30 s, a defect in the
server's log, a dead process, or a store whose journal does not verify afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from app.programs import Programs
from fuzz.shopper import Shopper
from fuzz.shots import WEBHOOK_SECRET
from fuzz.verdicts import Tally

CALLERS = 8
"""Fewer than may wait for a password check, so that nobody is ever told to come back."""
_MOST_TOLD = 20


async def attack(address: str, simulator: str, *, requests: int, seed: int) -> Tally:
    """What a server answered to so many requests."""
    tally = Tally()
    port = int(address.rpartition(":")[2])
    share = -(-requests // CALLERS)
    async with httpx.AsyncClient(base_url=simulator, timeout=30) as paying:
        shoppers = [Shopper(f"s{number}", port, paying, tally, f"{seed}-{number}") for number in range(CALLERS)]
        await asyncio.gather(*(shopper.go_on(share) for shopper in shoppers))
    return tally


def run(folder: Path, *, requests: int, seed: int, say: Callable[[str], None]) -> int:
    """The whole run in an empty folder; 0 if the program held."""
    home = folder / "home"
    home.mkdir()
    programs = Programs(home)
    say(f"seed {seed}, {requests} requests from {CALLERS} callers")
    began = time.monotonic()
    try:
        store = folder / "store"
        program = programs.serve(store, "--demo", AURORA_STRIPE_WEBHOOK_SECRET=WEBHOOK_SECRET)
        simulator = json.loads((store / "simulator.json").read_text())["address"]
        tally = asyncio.run(attack(program.address, simulator, requests=requests, seed=seed))
        if program.process.poll() is not None:
            tally.faults.append(f"the server died with status {program.process.returncode}")
        elif program.get("/health").status_code != httpx.codes.OK or program.end() != 0:
            tally.faults.append("the server does not end cleanly")
        doctor = programs.run("doctor", "--demo", "--data-dir", store)
        if "its journal verifies" not in doctor.stdout:
            tally.faults.append(f"the store does not verify: {doctor.stdout}")
    finally:
        programs.close()
    log = (home / "programs.log").read_text()
    if "Traceback" in log:
        tally.faults.append("the log of the server tells a defect")
    say(tally.table())
    say(f"{tally.requests()} answers in {time.monotonic() - began:.0f} s, {len(tally.faults)} faults")
    for fault in tally.faults[:_MOST_TOLD]:
        say(fault)
    if tally.faults:
        say(log[-20_000:])
    return 1 if tally.faults else 0


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="fuzz", description="A hostile run against a fresh demo server.")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=None, help="repeats a run; left out, a new one is chosen")
    options = parser.parse_args(arguments)
    seed = random.randrange(10**6) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder), requests=options.requests, seed=seed, say=say)
