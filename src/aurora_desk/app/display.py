"""Whether this computer can show a window."""

import os
import sys


def has_display() -> bool:
    """Whether a window could be shown; a platform that somebody named for Qt counts as one, except offscreen."""
    if sys.platform != "linux":
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return not chosen.startswith(("offscreen", "minimal"))
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def go_offscreen() -> None:
    """Have Qt paint without a display; only before the application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
