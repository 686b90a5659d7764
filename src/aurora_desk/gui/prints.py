"""How the last receipt came out, as far as the desk knows without asking the printer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Prints(QObject):
    """Told by whoever prints; a printer that ran out of paper may go on saying that all is well."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trouble = ""
        """What the last print that failed said to a person; empty since one came out."""

    def tell(self, trouble: str) -> None:
        """A print has ended; an empty sentence means well."""
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed.emit()
