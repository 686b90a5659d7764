"""What guarding the API costs: this program beside an earlier one, measured in turns of one run.

    python benchmarks/hardening.py [REVISION] [ROUNDS]

REVISION is the commit to compare with, by default the last one before accounts, keys and the access log. Its source is
taken from git and served with the same libraries. Promised: createOrder and getOrder keep at least 90 % of the earlier
throughput, and login at least 90 % of what bcrypt alone can check (docs/ARCHITECTURE.md, Measured).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import bcrypt

from load import BODY, ask_all
from serving import start_server, stop

BEFORE = "9844359"
TURN_S = 3.0
CONNECTIONS = 8
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Served:
    """A served demo store and what its turns gave: requests a second, and processor seconds a request."""

    port: int
    pid: int
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)

    def turn(self, path: str, body: bytes, status: int) -> None:
        """Ask one endpoint for a while."""
        before = _cpu_s(self.pid)
        times = asyncio.run(ask_all(self.port, path, body, status, CONNECTIONS, TURN_S))
        self.rates.setdefault(path, []).append(len(times) / TURN_S)
        self.costs.setdefault(path, []).append((_cpu_s(self.pid) - before) / len(times))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextlib.contextmanager
def source_of(revision: str) -> Iterator[Path]:
    """The program's source as it was at a revision."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", revision, "src", "resources"], cwd=root, capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        yield Path(folder) / "src"


@contextlib.contextmanager
def served(source: Path) -> Iterator[Served]:
    """A demo store served from a source folder."""
    with tempfile.TemporaryDirectory() as folder:
        process, port, _ = start_server(Path(folder), source=source)
        try:
            yield Served(port, process.pid)
        finally:
            stop(process)


def tell(name: str, before: list[float], now: list[float]) -> None:
    """One row: medians of both, and their ratio."""
    old, new = statistics.median(before), statistics.median(now)
    print(f"{name:<34} before {old:10.4g}   now {new:10.4g}   ratio {new / old:.2f}", flush=True)


def logins(port: int, rounds: int) -> None:
    """Logins a second, in turns with bcrypt alone in this process."""
    account = {"email": "bench@example.com", "password": "Str0ngPass!"}
    made = asyncio.run(ask_all(port, "/customers/signup", json.dumps(account).encode(), 200, 1, 0.01))
    assert made
    hashed = bcrypt.hashpw(b"Str0ngPass!", bcrypt.gensalt(12))
    alone, over_http = [], []
    for _ in range(rounds):
        began, checks = time.monotonic(), 0
        while time.monotonic() - began < TURN_S:
            bcrypt.checkpw(b"Str0ngPass!", hashed)
            checks += 1
        alone.append(checks / (time.monotonic() - began))
        began = time.monotonic()
        times = asyncio.run(ask_all(port, "/customers/login", json.dumps(account).encode(), 200, 4, TURN_S))
        over_http.append(len(times) / (time.monotonic() - began))
    tell("login, a second (bcrypt alone)", alone, over_http)


def main() -> None:
    """Measure both programs in turns and print the ratios."""
    revision = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    ours = Path(__file__).resolve().parents[1] / "src"
    with source_of(revision) as theirs, served(theirs) as before, served(ours) as now:
        get_order = json.dumps({"orderID": 5001}).encode()
        for number in range(rounds):
            both = (before, now) if number % 2 else (now, before)
            for one in both:
                one.turn("/ecommerce/createOrder", BODY, 201)
                one.turn("/ecommerce/getOrder", get_order, 200)
        for path in before.rates:
            name = path.rpartition("/")[2]
            tell(f"{name}, requests a second", before.rates[path], now.rates[path])
            tell(f"{name}, processor seconds each", before.costs[path], now.costs[path])
        logins(now.port, max(3, rounds // 2))


if __name__ == "__main__":
    main()
