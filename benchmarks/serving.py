"""A served demo store for benchmarks."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path


def environment() -> dict[str, str]:
    """This environment without what would point the program at another store, or have it compile its code each time."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_")}
    return {name: value for name, value in others.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextlib.contextmanager
def demo_folder() -> Iterator[Path]:
    """An empty folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def start_server(
    folder: Path, *options: str, source: Path | None = None, nice: int = 0
) -> tuple[subprocess.Popen[str], int, float]:
    """Start `serve --demo` on a folder: the process, its port, and the seconds until `/health` answered.

    `source` is the folder of another version of the program; `nice` is how far it steps back for others.
    """
    began = time.monotonic()
    command = [sys.executable, "-m", "aurora_desk", "serve", "--demo", "--data-dir", str(folder), "--port", "0"]
    process = subprocess.Popen(
        ["nice", "-n", str(nice), *command, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment() | ({} if source is None else {"PYTHONPATH": str(source)}),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    port = int(line.rpartition(":")[2])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        assert answer.status == 200
    return process, port, time.monotonic() - began


def stop(process: subprocess.Popen[str]) -> None:
    """End a server cleanly."""
    process.terminate()
    process.wait(timeout=20)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
