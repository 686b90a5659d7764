"""`aurora-desk stripe-simulator`: the Stripe-shaped server alone."""

from __future__ import annotations

from pathlib import Path

from aurora_desk.app.options import StartError
from aurora_desk.app.own_command import end_with_parent


def run_simulator(port: int, state: Path | None, tap_after_s: float | None, *, child: bool) -> int:
    """Serve on loopback until SIGTERM; raises `StartError` for a port in use."""
    if child:
        end_with_parent()
    from aurora_desk.simulator.server import serve

    try:
        serve("127.0.0.1", port, state, tap_after_s)
    except OSError as error:
        raise StartError(f"Port {port} can't be used ({error.strerror}). Choose another with --port.") from None
    return 0
