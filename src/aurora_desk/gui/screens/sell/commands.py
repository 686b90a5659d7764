"""The keys of Sell that are commands. Only function keys and Ctrl: a scanner can't type those."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def install_commands(
    screen: QWidget, commands: Mapping[str, Callable[[], object]], allowed: Callable[[], bool]
) -> None:
    """Make each key run its command while the focus is on the screen and `allowed` says so."""
    for keys, command in commands.items():
        # Only with the focus on this screen: the same keys belong to the payment sheet while that is open.
        shortcut = QShortcut(QKeySequence(keys), screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(keys in ("Ctrl+Up", "Ctrl+Down"))
        shortcut.activated.connect(_guarded(command, allowed))


def _guarded(command: Callable[[], object], allowed: Callable[[], bool]) -> Callable[[], None]:
    def run() -> None:
        if allowed():
            command()

    return run
