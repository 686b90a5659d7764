"""Where keys lie, whatever they are labelled: reads our own codes on a computer that writes another script."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication, QKeyEvent

ROWS = {16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
"""The letters of a row by the code of its first key, as Windows and the Linux kernel number them."""
BEHIND_KERNEL = {"xcb": 8, "wayland": 8}
"""What the window system adds to the kernel's number; macOS gives none at all."""


def letters_at(events: Sequence[QKeyEvent], platform: str = "") -> str:
    """The letters that an English keyboard has where these keys were pressed; empty where one has none there."""
    added = BEHIND_KERNEL.get(platform or QGuiApplication.platformName(), 0)
    found = [_letter(event.nativeScanCode() - added) for event in events]
    return "".join(found) if all(found) else ""


def _letter(code: int) -> str:
    for first, letters in ROWS.items():
        if first <= code < first + len(letters):
            return letters[code - first]
    return ""
