"""The shop's card readers, looked up once the sheet is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.payments import Reader
from aurora_desk.gui.jobs import Lane


class Readers(QObject):
    """Asks for the readers, one question at a time; `known` is None until the first answer."""

    found = Signal()
    failed = Signal(object)
    """The exception."""

    def __init__(self, ask: Callable[[], tuple[Reader, ...]], jobs: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._ask, self._jobs, self._asking = ask, jobs, False
        self.known: tuple[Reader, ...] | None = None

    @property
    def only(self) -> Reader | None:
        """The one reader of a shop that has no choice."""
        return self.known[0] if self.known is not None and len(self.known) == 1 else None

    def find(self) -> None:
        """Ask, unless that is under way."""
        if not self._asking:
            self._asking = True
            self._jobs.start(self, self._ask, done=self._on_found, failed=self._on_failed)

    def _on_found(self, readers: tuple[Reader, ...]) -> None:
        self._asking, self.known = False, readers
        self.found.emit()

    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        self.failed.emit(error)
