"""The API child as the status strip hears of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

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
