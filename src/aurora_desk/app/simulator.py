"""`aurora-desk stripe-simulator`: the Stripe-shaped server alone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.options import StartError
from aurora_desk.app.own_command import end_with_parent

if TYPE_CHECKING:
    from aurora_desk.simulator.faults import Storm


def add_fault_options(parser: argparse.ArgumentParser) -> None:
    """The options by which a whole run goes wrong at random, and the same way again with the same seed."""
    parser.add_argument("--faults-seed", type=int, help="calls go wrong at random; the same seed repeats the same ones")
    parser.add_argument(
        "--lost-answers",
        type=_share,
        default=0.4,
        help="how many calls are done but not answered, 0 to 1 (default 0.4)",
    )


def storm_of(options: argparse.Namespace) -> Storm | None:
    """The random faults that the options ask for."""
    from aurora_desk.simulator.faults import Storm

    if options.faults_seed is None or not options.lost_answers:
        return None
    return Storm(options.faults_seed, options.lost_answers, kinds=("lost_answer",))


def run_simulator(
    port: int, state: Path | None, tap_after_s: float | None, *, child: bool, storm: Storm | None = None
) -> int:
    """Serve on loopback until SIGTERM; raises `StartError` for a port in use."""
    if child:
        end_with_parent()
    from aurora_desk.simulator.server import serve

    try:
        serve("127.0.0.1", port, state, tap_after_s, storm=storm)
    except OSError as error:
        raise StartError(f"Port {port} can't be used ({error.strerror}). Choose another with --port.") from None
    return 0


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return share
