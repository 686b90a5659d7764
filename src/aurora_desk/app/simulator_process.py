"""The Stripe simulator of a training store: a process of its own, one for a store, that outlives the API child."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from aurora_desk.app.own_command import own_command

_START_S = 20.0
TAP_AFTER_S = 3.0
"""In training the customer taps by herself after this long."""


class Simulator:
    """Finds the store's running simulator or starts one; `close` ends only what was started here."""

    def __init__(self, folder: Path) -> None:
        self._note = folder / "simulator.json"
        self._state = folder / "simulator.db"
        self._process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Start one unless one answers; returns at once, so that the store can open meanwhile."""
        known = self._noted()
        if known is not None and answers(known):
            return
        port = known.rpartition(":")[2] if known else "0"
        self._process = self._start(port)

    def address(self) -> str | None:
        """Where it answers; waits for the one that was begun. None if it can't start."""
        if self._process is None:
            return self._noted()
        deadline = time.monotonic() + _START_S
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line and self._process.wait() and time.monotonic() < deadline:
            # Its old port is taken by another program by now.
            self._process = self._start("0")
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
        found = line.strip().rpartition(" ")[2]
        if not found.startswith("http"):
            return None
        self._note.write_text(json.dumps({"address": found}), encoding="utf-8")
        return found

    def close(self) -> None:
        """End the one that was started here."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    def _start(self, port: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                *own_command(),
                "stripe-simulator",
                "--child",
                "--port",
                port,
                "--state",
                str(self._state),
                "--tap-after",
                str(TAP_AFTER_S),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _noted(self) -> str | None:
        try:
            return str(json.loads(self._note.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError):
            return None


def answers(address: str) -> bool:
    """Whether something on this computer answers at an address."""
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False
