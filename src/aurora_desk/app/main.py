"""The command line. Other programs call these words: they stay."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from aurora_desk.app.options import Environment, UsageError, read_environment
from aurora_desk.app.owner.commands import add_owner_commands
from aurora_desk.app.owner.parsing import Commands
from aurora_desk.app.simulator import add_fault_options, run_simulator, storm_of
from aurora_desk.domain.errors import AuroraError

DEFAULT_PORT = 8787


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One plain sentence instead of a page of usage."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See aurora-desk --help.")


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {text!r}")
    return port


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="aurora-desk", description="A till and back office that a small shop trusts with its money.")
    _store_options(parser)
    parser.add_argument("--gallery", action="store_true", help="show every component of the desk in its states")
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    serve = commands.add_parser("serve", help="the embedded API and back room alone")
    _store_options(serve)
    serve.add_argument("--host", help="the address to listen on (default: this computer alone while LAN access is off)")
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"the port (default {DEFAULT_PORT})")
    serve.add_argument("--tls", action="store_true", help="encrypt with a certificate of the store's own")
    serve.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    serve.add_argument("--keys-dir", type=Path, help=argparse.SUPPRESS)  # the desk tells its child where they are
    simulator = commands.add_parser("stripe-simulator", help="a Stripe-shaped server for training")
    simulator.add_argument("--port", type=_port, default=8420, help="the port (default 8420)")
    simulator.add_argument("--state", type=Path, help="keep its state in this file (default: in memory)")
    simulator.add_argument("--tap-after", type=float, help="the customer taps by itself after so many seconds")
    add_fault_options(simulator)
    simulator.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    tour = commands.add_parser("tour", help="pictures of every step at the counter")
    tour.add_argument("--out", type=Path, required=True, help="the folder for the pictures")
    tour.add_argument("--until", metavar="CHAPTER", help="end after this chapter, for example sell")
    doctor = commands.add_parser("doctor", help="says what works and what doesn't")
    _store_options(doctor)
    doctor.add_argument("--port", type=_port, default=DEFAULT_PORT, help=argparse.SUPPRESS)
    add_owner_commands(Commands(commands, _store_options))
    return parser


def _store_options(parser: argparse.ArgumentParser) -> None:
    # Without a default of its own a command's option doesn't overwrite the same one given before the command.
    parser.add_argument("--demo", action="store_true", default=argparse.SUPPRESS, help="make or open a demo store")
    parser.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, help="the folder of the store")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; what comes back is its exit status."""
    try:
        options = _parser().parse_args(arguments)
        environment = read_environment()
        logging.basicConfig(
            level=environment.log_level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        for noisy in ("httpx", "httpcore", "stripe", "urllib3", "alembic", "uvicorn"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
        _reach_this_computer_directly()
        return _run(options, environment)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except AuroraError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _reach_this_computer_directly() -> None:
    """A shop's web proxy knows nothing of the simulator and the API on this very computer."""
    others = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    os.environ["no_proxy"] = f"{others},127.0.0.1,localhost".lstrip(",")


def _run(options: argparse.Namespace, environment: Environment) -> int:
    demo, data_dir = getattr(options, "demo", False), getattr(options, "data_dir", None)
    if options.command == "serve":
        from aurora_desk.app.serve import ServeOptions, serve

        asked = ServeOptions(
            demo, data_dir, options.host, options.port, options.child, keys_dir=options.keys_dir, tls=options.tls
        )
        return serve(asked, environment, _say)
    if options.command == "stripe-simulator":
        storm = storm_of(options)
        return run_simulator(options.port, options.state, options.tap_after, child=options.child, storm=storm)
    if options.command == "tour":
        from aurora_desk.app.tour.walk import LAST, tour

        return tour(options.out, _say, until=options.until or LAST)
    if options.command == "doctor":
        from aurora_desk.app.doctor import doctor

        return doctor(environment, demo=demo, data_dir=data_dir, port=options.port, say=_say)
    deed = getattr(options, "deed", None)
    if deed is not None:
        from aurora_desk.app.owner.running import run as run_for_owner

        return run_for_owner(deed, options, environment, demo=demo, data_dir=data_dir, say=_say)
    return _show(environment, gallery=options.gallery, demo=demo, data_dir=data_dir)


def _show(environment: Environment, *, gallery: bool, demo: bool, data_dir: Path | None) -> int:
    """Open a window: the desk, or the components that it is built of."""
    if gallery:
        from aurora_desk.app.gallery import run_gallery

        return run_gallery()
    from aurora_desk.app.desk import run_desk

    return run_desk(environment, demo=demo, data_dir=data_dir, say=_say)


def _say(line: str) -> None:
    print(line, flush=True)


def run() -> NoReturn:
    """The installed command."""
    sys.exit(main())
