"""The steps of set-up in order: Python, the system's libraries, then `.venv`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from environment import Environment
from machine import QT_NEEDS, TEST_NEEDS, SetUpError, bundle_needs, check_python, this_machine


def main() -> int:
    """Do the set-up that the options ask for; 0 when all is in place."""
    parser = argparse.ArgumentParser(description="Set up Aurora Desk in .venv")
    parser.add_argument("--tools", action="store_true", help="install what development needs, too")
    parser.add_argument("--bundle", action="store_true", help="also provide what building a bundle needs")
    options = parser.parse_args()
    try:
        check_python()
        machine = this_machine()
        if sys.platform == "linux":
            machine.provide((*QT_NEEDS, *(bundle_needs() if options.bundle else ())))
        root = Path(__file__).resolve().parent.parent
        environment = Environment(root, run=machine.run)
        environment.prepare(tools=options.tools or options.bundle)
        if options.tools and sys.platform == "linux":
            environment.once("tests", TEST_NEEDS, lambda: machine.offer(TEST_NEEDS))
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Set-up could not write its files ({error}): put that right, then run it again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
