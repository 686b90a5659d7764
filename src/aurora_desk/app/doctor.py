"""`aurora-desk doctor`: what works and what doesn't, one line each, in words that say what to do."""

from __future__ import annotations

import os
import platform
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aurora_desk.app.display import go_offscreen, has_display
from aurora_desk.app.options import Environment, folders
from aurora_desk.domain.errors import AuroraError


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, whether it works, and what was found."""

    what: str
    works: bool
    words: str


def doctor(
    environment: Environment, *, demo: bool, data_dir: Path | None, port: int, say: Callable[[str], None]
) -> int:
    """Look at everything a till needs and change nothing; exit 0 where all works."""
    findings = [
        _python(),
        _qt(),
        _display(),
        _database(environment, demo=demo, data_dir=data_dir),
        _port(port),
        _stripe(environment, demo=demo),
        _mail(environment),
        _printer(),
    ]
    for finding in findings:
        say(f"{'ok   ' if finding.works else 'TROUBLE'} {finding.what}: {finding.words}")
    return 0 if all(finding.works for finding in findings) else 1


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 11), platform.python_version())


def _qt() -> Finding:
    try:
        from PySide6 import __version__
        from PySide6.QtWidgets import QApplication  # noqa: F401 - loading it is the test
    except ImportError as error:
        return Finding("Qt", works=False, words=f"cannot be loaded ({error}). Run make setup once.")
    return Finding("Qt", works=True, words=f"PySide6 {__version__}")


def _display() -> Finding:
    if has_display():
        return Finding(
            "Display", works=True, words=os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "there")
        )
    return Finding("Display", works=True, words="none here: the desk runs offscreen and writes pictures")


def _database(environment: Environment, *, demo: bool, data_dir: Path | None) -> Finding:
    from aurora_desk.app.opening import look, open_services, place_of

    where = folders(environment, data_dir=data_dir, demo=demo)
    place = place_of(environment, where)
    try:
        facts = look(place, demo_wanted=demo)
        if facts is None:
            return Finding("Database", works=True, words=f"no store in {where.data} yet; the desk makes it")
        services = open_services(place, facts, None, server=False)
    except AuroraError as error:
        return Finding("Database", works=False, words=error.sentence)
    try:
        bad = services.first_bad_row()
    finally:
        services.close()
    kind = "a training store" if facts.training else "a real store"
    if bad is not None:
        return Finding("Database", works=False, words=f"{kind}, but journal row {bad} was changed from outside")
    return Finding("Database", works=True, words=f"{kind}; its journal verifies")


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Finding(
                "Port", works=False, words=f"{port} is in use: by this desk if it runs, else by another program"
            )
    return Finding("Port", works=True, words=f"{port} is free")


def _stripe(environment: Environment, *, demo: bool) -> Finding:
    key = environment.stripe_secret_key
    if key is None:
        return Finding("Stripe", works=True, words="no key: a demo uses its simulator, a real shop takes cash")
    from aurora_desk.payments.gateway import Gateway
    from aurora_desk.payments.keys import check_key

    try:
        check_key(key, environment.stripe_api_base, training=demo, took_live_key=False)
    except AuroraError as error:
        return Finding("Stripe", works=False, words=error.sentence)
    if Gateway.at(key, environment.stripe_api_base).answers():
        return Finding("Stripe", works=True, words=f"answers and knows the key {key[:8]}…{key[-4:]}")
    return Finding("Stripe", works=False, words="does not answer, or does not know the key. Cash still works.")


def _mail(environment: Environment) -> Finding:
    from aurora_desk.app.mailing import smtp_of

    door = smtp_of(environment)
    if door is None:
        return Finding("Mail", works=True, words="not set up: no letter goes out until AURORA_SMTP_URL is given")
    try:
        door.check()
    except AuroraError as error:
        return Finding("Mail", works=False, words=error.sentence)
    return Finding("Mail", works=True, words=f"the server answers; letters come from {door.sender}")


def _printer() -> Finding:
    from PySide6.QtPrintSupport import QPrinterInfo
    from PySide6.QtWidgets import QApplication

    with tempfile.TemporaryDirectory() as folder:
        if not has_display():
            go_offscreen(Path(folder))
        application = QApplication.instance() or QApplication([])
    name = QPrinterInfo.defaultPrinterName()
    del application
    return Finding("Printer", works=True, words=name or "none: receipts become PDF files")
