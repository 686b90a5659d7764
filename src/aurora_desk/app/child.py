"""The desk's API child: started, watched, started again with a growing wait; the desk sells on while it is down."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO

from aurora_desk.app.own_command import own_command
from aurora_desk.app.simulator_process import answers
from aurora_desk.gui.shell.health import ApiCondition, ApiState

log = logging.getLogger(__name__)
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
STEADY_S = 60.0
"""A child that has lived this long starts again at once when it dies."""


class ApiChild:
    """`aurora-desk serve --child`, kept running in a thread until `close`."""

    def __init__(self, arguments: Sequence[str], variables: Mapping[str, str]) -> None:
        self._command = [*own_command(), "serve", "--child", *arguments]
        self._variables = {**os.environ, **variables}
        self._closed = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep_running, name="api child", daemon=True)
        self.address = ""
        """Where the API answers; empty while it is down."""
        self.trouble = ""
        """Why it is down, in the child's own sentence."""
        self._starting = True
        """Until it has answered or ended for the first time."""

    def start(self) -> None:
        """Start the child and keep it running."""
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process id of the child that runs now."""
        return self._process.pid if self._process is not None else None

    def state(self) -> ApiState:
        """How the API is, for the status strip; asks it over HTTP, so it may block for two seconds."""
        address = self.address
        if address and answers(f"{address}/health"):
            self._starting = False
            return ApiState(ApiCondition.RUNNING, address.partition("://")[2])
        if "Port " in self.trouble:
            return ApiState(ApiCondition.PORT_TAKEN, "")
        if self._starting:
            return ApiState(ApiCondition.STARTING, "")
        return ApiState(ApiCondition.RESTARTING, "")

    def close(self) -> None:
        """End the child cleanly: its standard input closes."""
        self._closed.set()
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._thread.join(timeout=15)

    def _keep_running(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._closed.is_set():
            began = time.monotonic()
            self._run_once()
            if time.monotonic() - began > STEADY_S:
                wait_s = FIRST_WAIT_S
            self._closed.wait(wait_s)
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)

    def _run_once(self) -> None:
        process = subprocess.Popen(
            self._command,
            env=self._variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._process = process
        assert process.stdout is not None
        assert process.stderr is not None
        last_line = [""]
        errors = threading.Thread(target=_read_errors, args=(process.stderr, last_line), daemon=True)
        errors.start()
        for line in process.stdout:
            if " API at " in line:
                self.address = line.strip().rpartition(" ")[2]
                self.trouble = ""
        status = process.wait()
        errors.join(timeout=5)
        self.address = ""
        self.trouble = last_line[0]
        self._starting = False
        self._process = None
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if not self._closed.is_set():
            log.warning("the API child ended with %s", status)


def _read_errors(pipe: IO[str], last_line: list[str]) -> None:
    """Pass the child's log on, and keep its last line: the sentence it ended with."""
    for line in pipe:
        if text := line.strip():
            last_line[0] = text
            log.info("api child: %s", text)
