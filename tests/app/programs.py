"""The program as real processes, each of them ended with its test."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx

COMMAND = (sys.executable, "-m", "aurora_desk")
PATIENCE_S = 60.0
"""For a program that will do what is expected; a busy machine may take long."""


@dataclass
class Program:
    """A running program."""

    process: subprocess.Popen[str]
    address: str = ""

    def get(self, path: str) -> httpx.Response:
        """Ask its API."""
        return httpx.get(f"{self.address}{path}", timeout=30)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; its exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE_S)


@dataclass
class Programs:
    """Starts programs with an environment of their own."""

    home: Path
    running: list[Program] = field(default_factory=list)

    def environment(self, **variables: str) -> dict[str, str]:
        """Nothing of the person's who runs the tests: own folders, no AURORA_ variables but those given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AURORA_", "XDG_"))}
        return {**kept, "HOME": str(self.home), **variables}

    def run(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def start(self, *arguments: object, stdin: int | IO[Any] = subprocess.DEVNULL, **variables: str) -> Program:
        """Start the program."""
        with (self.home / "programs.log").open("a") as log:
            process = subprocess.Popen(
                [*COMMAND, *map(str, arguments)],
                env=self.environment(**variables),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        program = Program(process)
        self.running.append(program)
        return program

    def serve(
        self, folder: Path, *arguments: object, stdin: int | IO[Any] = subprocess.DEVNULL, **variables: str
    ) -> Program:
        """Start `serve` on a store and a free port; returns when it answers."""
        program = self.start("serve", "--data-dir", folder, "--port", 0, *arguments, stdin=stdin, **variables)
        assert program.process.stdout is not None
        program.address = program.process.stdout.readline().strip().rpartition(" ")[2]
        assert program.address.startswith("http"), (self.home / "programs.log").read_text()
        assert program.get("/health").status_code == httpx.codes.OK
        return program

    def close(self) -> None:
        """End whatever still runs."""
        for program in self.running:
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()
            for pipe in (program.process.stdin, program.process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()


def is_gone(address: str) -> bool:
    """Whether nothing listens at an address any more; waits for what is on its way out."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.02)
    return False


def assert_one_sentence(result: subprocess.CompletedProcess[str], status: int) -> str:
    """The program said one plain sentence or two, on one line, and ended with this status."""
    assert result.returncode == status, result.stderr
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    assert result.stdout == ""
    assert lines[0].endswith("."), lines[0]
    assert "Traceback" not in lines[0]
    assert "usage:" not in lines[0]
    return lines[0]


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
