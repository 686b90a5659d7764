"""The API child as the status strip hears of it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from aurora_desk.app.child import ApiChild
from aurora_desk.gui.shell.health import ApiCondition


def until(condition: Callable[[], bool]) -> None:
    """Wait for something the child's own process does."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_that_has_not_answered_yet_is_starting_and_one_that_ended_is_not(tmp_path: Path) -> None:
    child = ApiChild(["--data-dir", str(tmp_path / "nothing-here"), "--port", "0"], {})
    assert child.state().condition is ApiCondition.STARTING

    child.start()
    try:
        until(lambda: bool(child.trouble))
        assert child.state().condition is ApiCondition.RESTARTING
    finally:
        child.close()


def test_the_address_is_read_from_its_own_line_and_from_no_other(demo_folder: Path) -> None:
    child = ApiChild(["--data-dir", str(demo_folder), "--port", "0", "--tls"], {})

    child.start()
    try:
        until(lambda: bool(child.address))
        trust = ssl.create_default_context(cafile=str(demo_folder / "keys" / "tls.pem"))
        assert httpx.get(f"{child.address}/health", verify=trust).status_code == httpx.codes.OK
        assert child.address.startswith("https://127.0.0.1:")
    finally:
        child.close()
