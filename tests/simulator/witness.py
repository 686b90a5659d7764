"""localstripe, a server of other people's making, as a process of its own: nothing of it is imported here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

LISTENING = "listening on port "
CUSTOMIZE = f"""
import builtins, os, socket, sys

bind, open_file = socket.socket.bind, open

def bind_to_loopback(self, address):
    bind(self, ("::ffff:127.0.0.1", *address[1:]))
    print("{LISTENING}" + str(self.getsockname()[1]), flush=True)

def open_here(file, *args, **kwargs):
    inside = isinstance(file, str) and file.startswith("/tmp/localstripe")
    return open_file(os.path.join(os.environ["TMPDIR"], "state") if inside else file, *args, **kwargs)

socket.socket.bind, builtins.open = bind_to_loopback, open_here
"""
"""Runs in that process before the program: it would listen on every interface, and share one file in /tmp."""


def why_no_localstripe() -> str:
    """Why tests can't ask it here; empty where they can."""
    missing = find_spec("localstripe") is None
    return "needs localstripe, a second witness that requirements/dev.in has" if missing else ""


@contextmanager
def running_localstripe(folder: Path) -> Iterator[str]:
    """Serve it on a free port of loopback, its state in the folder; gives its base address."""
    (folder / "sitecustomize.py").write_text(CUSTOMIZE, encoding="utf-8")
    with (
        (folder / "localstripe.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "localstripe", "--port", "0", "--from-scratch"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            line = next((line for line in process.stdout if line.startswith(LISTENING)), "")
            assert line, (folder / "localstripe.log").read_text(encoding="utf-8")
            threading.Thread(target=process.stdout.read, daemon=True).start()  # so that it never waits for a reader
            yield f"http://127.0.0.1:{line.removeprefix(LISTENING).strip()}"
        finally:
            process.terminate()
            process.wait(30)
