"""The simulator as a running server."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from types import FrameType

import uvicorn

from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.faults import Storm
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace


class SimulatorServer(uvicorn.Server):
    """Says where it answers once it does, and ends with status 0 when asked to end."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop serving; unlike its parent it doesn't raise the signal again afterwards."""
        super().handle_exit(sig, frame)
        self._captured_signals.clear()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address as one line."""
        await super().startup(sockets)
        for one in sockets or ():
            sys.stdout.write(f"Stripe simulator at {address(one)}\n")
        sys.stdout.flush()


def serve(
    host: str,
    port: int,
    state_file: Path | None,
    auto_tap_s: float | None,
    *,
    authorise_s: float = 0.0,
    storm: Storm | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; port 0 takes a free one. Raises OSError for a port in use."""
    with listen(host, port) as listening:
        state = State(state_file)
        try:
            app = create_app(state, pace=Pace(auto_tap_s, authorise_s), storm=storm)
            config = uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                access_log=False,
                log_config=None,
                log_level="warning",
                timeout_graceful_shutdown=3,
            )
            SimulatorServer(config).run(sockets=[listening])
        finally:
            state.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    # Connections inherit it. asyncio would set it only on sockets that name their protocol, which this one doesn't,
    # and without it every answer waits 40 ms for the client's acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address(listening: socket.socket) -> str:
    """The base address of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
