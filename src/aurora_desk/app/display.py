"""Whether this computer can show a window."""

import json
import os
import sys
from pathlib import Path

SCREEN = {
    "name": "counter",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def has_display() -> bool:
    """Whether a window could be shown; a platform that somebody named for Qt counts as one, except offscreen."""
    if sys.platform != "linux":
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return not chosen.startswith(("offscreen", "minimal"))
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def go_offscreen(folder: Path) -> None:
    """Have Qt paint without a display, on a screen large enough for every window; only before the application is made.

    Qt's own has 800 × 800 pixels, and menus are moved to where they fit. `folder` is needed until the application is.
    """
    config = folder / "screens.json"
    config.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"
