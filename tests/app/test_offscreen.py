"""`aurora-desk --demo` where there is no display: the same desk out of sight, its API up, pictures of its screens."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

PATIENCE_S = 90


def test_without_a_display_the_desk_serves_takes_pictures_and_ends_on_a_signal(tmp_path: Path) -> None:
    home = {name: value for name, value in os.environ.items() if not name.startswith(("AURORA_", "XDG_"))}
    home |= {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    desk = subprocess.Popen(
        [sys.executable, "-m", "aurora_desk", "--demo"],
        cwd=tmp_path,
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert desk.stdout is not None
        first = desk.stdout.readline()
        told = desk.stdout.readline()
        where = desk.stdout.readline()

        assert "no display" in first
        assert {path.name.removesuffix(".png") for path in (tmp_path / "tour").iterdir()} == {
            "sign-in-light-1280",
            "sell-light-1280",
            "orders-light-1280",
            "customers-light-1280",
        }
        assert "sell-light-1280.png" in told
        if "another program" not in where:  # the default port may be somebody's on this machine
            address = where.split(" at ")[1].split(",")[0]
            # The keys of a default folder lie apart from its data: the API child must be told where.
            assert httpx.get(f"{address}/ready", timeout=30).status_code == httpx.codes.OK
            assert (tmp_path / ".config/aurora-desk/demo/keys.json").exists()
        began = time.monotonic()
        desk.send_signal(signal.SIGINT)
        assert desk.wait(timeout=PATIENCE_S) == 0
        assert time.monotonic() - began < PATIENCE_S
    finally:
        desk.kill()
        desk.wait()
        if desk.stdout is not None:
            desk.stdout.close()
