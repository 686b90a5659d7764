"""The desk's only source of facts: journal rows of every process of the store, as a Qt signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.journal import JournalRow


class Following(Protocol):
    """Something that calls back until it is stopped."""

    def stop(self) -> None:
        """End."""


class Events(QObject):
    """Emits every journal row in the GUI thread, within about a tenth of a second of its commit."""

    happened = Signal(object)
    """One `JournalRow`."""
    _arrived = Signal(object)

    def __init__(
        self, follow: Callable[[Callable[[Sequence[JournalRow]], None]], Following], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._arrived.connect(self._tell)
        self._following = follow(self._arrived.emit)

    def stop(self) -> None:
        """No signal comes after this."""
        self._following.stop()

    def _tell(self, rows: Sequence[JournalRow]) -> None:
        for row in rows:
            self.happened.emit(row)
