"""Running one of the owner's commands on a store that is there."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from aurora_desk.app import opening
from aurora_desk.app.options import Environment, StartError, folders
from aurora_desk.app.owner.owner import Owner
from aurora_desk.app.owner.parsing import Deed


def run(
    deed: Deed,
    options: argparse.Namespace,
    environment: Environment,
    *,
    demo: bool,
    data_dir: Path | None,
    say: Callable[[str], None],
) -> int:
    """Do what the owner asks for on a store that is there; none is ever made for it."""
    where = folders(environment, data_dir=data_dir, demo=demo)
    place = opening.place_of(environment, where)
    facts = opening.look(place, demo_wanted=demo)
    if facts is None:
        raise StartError(f"There is no store in {where.data}. Open the desk once to make it, or name its folder.")
    # Only the commands that ask Stripe something need its key.
    stripe = opening.stripe_of(environment, facts, None) if getattr(options, "asks_stripe", False) else None
    services = opening.open_services(place, facts, stripe, server=False)
    try:
        deed(Owner(services, environment, say), options)
    finally:
        services.close()
    return 0
