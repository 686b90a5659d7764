"""How programs that use the API are called on screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

LOOPBACK = "loopback"
"""The name that all programs on this very computer share."""


def this_computer(client: str) -> str:
    """What a program that runs on this computer is called; empty for one elsewhere."""
    return QCoreApplication.translate("Clients", "A program on this computer") if client == LOOPBACK else ""
