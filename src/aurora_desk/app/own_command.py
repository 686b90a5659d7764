"""How the program starts another process of itself, and how such a child notices that its parent is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading


def own_command() -> list[str]:
    """The command that starts this program again: the bundle itself, or this Python with the package."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "aurora_desk"]


def end_with_parent() -> None:
    """End this process, as by SIGTERM, when its standard input closes. Only for children of the desk or of serve."""

    def watch() -> None:
        with contextlib.suppress(OSError):  # there is no standard input: as good as closed
            while os.read(0, 4096):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
